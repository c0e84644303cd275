package ruletest_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ruletest"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"
)

// runner opens an engine of its own; more kinds may stand beside the catalogue's.
func runner(t *testing.T, more ...*rules.Kind) *ruletest.Runner {
	t.Helper()
	zone, err := time.LoadLocation(workspace.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	engine, err := duck.Open(duck.Options{Dirs: []string{temp}, Temp: filepath.Join(temp, "tmp"), Zone: zone, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	deps := workspace.Deps{Kinds: append(kinds.All(), more...), Tables: codes.Tables(), ParseExpr: engine.ParseExpr, Getenv: os.LookupEnv, Now: time.Date(2026, 1, 2, 3, 0, 0, 0, zone)}
	return &ruletest.Runner{Engine: engine, Deps: deps, Zone: zone, Temp: temp}
}

// run judges the cases of one archive.
func run(t *testing.T, r *ruletest.Runner, file string, data []byte) []ruletest.Result {
	t.Helper()
	cases, err := ruletest.Parse(file, data)
	if err != nil {
		t.Fatal(err)
	}
	var out []ruletest.Result
	for _, c := range cases {
		result, err := r.Run(context.Background(), c)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		out = append(out, result)
	}
	return out
}
