package check

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
	"cdoscore/rules/score"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Options is what one file is judged by.
type Options struct {
	Path    string          // of the file
	Type    connectors.Type // of its kind of file, as KindOf tells
	Dataset *workspace.Dataset
	Slot    workspace.Slot // in the city's zone
	// Indicators weigh the score: the workspace's, or the default ones.
	Indicators workspace.Indicators
	// Engine may read Dir, and the folder of the snapshots that Related names.
	Engine  *duck.Engine
	Dir     string // an empty folder of the caller's, who removes it after the last use of the result
	Clock   func() time.Time
	Related Related
}

// Result is one judged file. It reads Dir and the engine until the caller is done
// with it.
type Result struct {
	Dataset  *workspace.Dataset
	Slot     workspace.Slot
	Manifest snapshot.Manifest
	// Unreadable is why the file could not be read, or nil. Then the outcomes are
	// those of a slot without an extract, there is no score and no fault.
	Unreadable *connectors.Error
	Outcomes   map[string]rules.Outcome // by rule
	Score      score.Result

	engine *duck.Engine
	folder string // of the snapshot
	in     plan.Input
	places map[string]int // of fields among the file's columns; -1: it lacks it
}

// File judges a file. Its error is one of the caller's doing or of the platform; a
// file that cannot be read is a result.
func File(ctx context.Context, o Options) (*Result, error) {
	r := &Result{Dataset: o.Dataset, Slot: o.Slot, engine: o.Engine, folder: filepath.Join(o.Dir, snapshotFolder)}
	facts := rules.Facts{Fields: o.Dataset.Fields, Start: o.Slot.Start, Cutoff: o.Slot.End, Earlier: o.Related.Earlier}
	m, err := freeze(ctx, o)
	switch {
	case errors.As(err, &r.Unreadable):
		r.Outcomes = pipeline.Absent(o.Dataset.Rules, facts)
		return r, nil
	case err != nil:
		return nil, err
	}
	r.Manifest = m
	r.locate()
	facts.Arrived, facts.Rows, facts.Rejected, facts.SHA256 = true, m.Rows, m.Rejected, m.ContentSHA256
	for _, col := range m.Columns {
		facts.Columns = append(facts.Columns, col.Name)
	}
	r.in = plan.Input{Path: filepath.Join(r.folder, snapshot.DataFile), Columns: pipeline.Columns(m), Fields: o.Dataset.Fields, Rules: o.Dataset.Rules,
		Start: o.Slot.Start, Cutoff: o.Slot.End, Zone: o.Slot.End.Location().String(), Targets: o.Related.Targets, Waived: o.Related.Waived}
	outcomes, groups, err := pipeline.Judge(ctx, o.Engine, r.in, facts)
	if err != nil {
		return nil, err
	}
	r.Outcomes = outcomes
	r.Score = score.Dataset(o.Indicators.Model(), pipeline.Items(o.Dataset.Rules, outcomes, groups, o.Slot.End))
	return r, nil
}

// snapshotFolder is where in Options.Dir the file is frozen.
const snapshotFolder = "snapshot"

// freeze takes the file as it is; drop-folder markers and slot dates of the
// dataset's own source do not concern it.
func freeze(ctx context.Context, o Options) (snapshot.Manifest, error) {
	options, err := SourceOptions(o.Dataset, o.Type.Name, o.Path)
	if err != nil {
		return snapshot.Manifest{}, err
	}
	source, err := o.Type.New(options)
	if err != nil {
		return snapshot.Manifest{}, fmt.Errorf("%s: %w", o.Path, err)
	}
	x, err := source.Open(ctx, connectors.Request{Slot: connectors.Slot(o.Slot), Dir: o.Dir, Zone: o.Slot.End.Location(), Alloc: memory.DefaultAllocator, Titles: pipeline.Titles(o.Dataset.Fields)})
	if err != nil {
		return snapshot.Manifest{}, err
	}
	m, err := snapshot.Freeze(ctx, filepath.Join(o.Dir, snapshotFolder), x, snapshot.About{Dataset: o.Dataset.ID, Slot: o.Slot.Name(), Version: 1, Started: o.Clock(), Clock: o.Clock})
	return m, errors.Join(err, x.Close())
}

// HandedIn is the type of source whose options tell how files of any kind are laid
// out that officers hand in.
const HandedIn = "upload"

// SourceOptions are the options under which a file is read: those of the dataset's
// own source where the kind of file is the same, or the source is what officers hand
// in, and the file's path.
func SourceOptions(d *workspace.Dataset, kind, path string) (connectors.Values, error) {
	options := connectors.Values{}
	if d.SourceType == kind || d.SourceType == HandedIn {
		for name, v := range d.Source {
			options[name] = v
		}
		delete(options, "marker")
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	options["path"] = []string{LiteralPath(absolute)}
	return options, nil
}

// LiteralPath keeps the wildcards of a path from matching anything but themselves.
func LiteralPath(path string) string {
	if !strings.ContainsAny(path, "*?[") {
		return path
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// endings are the kinds of files by their ending.
var endings = map[string]string{
	".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "excel", ".xlsm": "excel", ".parquet": "parquet",
	".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite",
}

// KindOf is the name of the connector that reads a file, by its ending.
func KindOf(file string) (string, error) {
	name := strings.ToLower(file)
	for _, packed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packed)
	}
	if kind := endings[filepath.Ext(name)]; kind != "" {
		return kind, nil
	}
	return "", fmt.Errorf("%s: a file ending in %q cannot be checked: save it as .csv or .xlsx", file, filepath.Ext(name))
}

// Samples are the lowest failing rows of every failing rule, masked.
func (r *Result) Samples(ctx context.Context, limit int) ([]ledger.Sample, error) {
	if r.Unreadable != nil {
		return nil, nil
	}
	failing, err := pipeline.FailingRows(ctx, r.engine, r.in, r.Outcomes, limit)
	if err != nil {
		return nil, err
	}
	return pipeline.Describe(ctx, r.engine, r.in, r.Dataset.Key, failing)
}

// Unjudged are the rules that look into another dataset of which no snapshot was
// at hand: their outcomes say so, and count nothing.
func (r *Result) Unjudged() []*rules.Rule {
	var out []*rules.Rule
	for _, rule := range r.Dataset.Rules {
		b, ok := rule.Check.(rules.Bound)
		if !ok || r.Unreadable != nil {
			continue
		}
		dataset, _ := b.Target()
		if _, bound := r.in.Targets[rule.ID]; dataset != "" && !bound {
			out = append(out, rule)
		}
	}
	return out
}

// Titles are the names by which the header of the file is found.
func (r *Result) Titles() []string { return pipeline.Titles(r.Dataset.Fields) }
