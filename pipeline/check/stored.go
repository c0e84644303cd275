package check

import (
	"path/filepath"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// Stored is the result of an extract that a night has judged already: in is what it
// was judged on, its snapshot among it, outcomes what was counted. Its rows and
// causes can be walked.
func Stored(engine *duck.Engine, d *workspace.Dataset, slot workspace.Slot, m snapshot.Manifest, in plan.Input, outcomes map[string]rules.Outcome) *Result {
	r := &Result{Dataset: d, Slot: slot, Manifest: m, Outcomes: outcomes, engine: engine, in: in, folder: filepath.Dir(in.Path)}
	r.locate()
	return r
}
