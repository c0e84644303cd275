package duck_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

// TestResultsEqualTheLedgersOwnReading publishes two runs and reads them back by
// the engine and by the ledger's Arrow reader.
func TestResultsEqualTheLedgersOwnReading(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	now := time.Date(2026, 3, 3, 6, 0, 0, 0, time.UTC)
	l, err := ledger.Open(ctx, dir, now)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	credit, score := int32(500), int64(98_765_432)
	all := []ledger.Row{
		{Record: ledger.RuleRecord, Unit: "hrss", Dataset: "hrss/pay", Slot: "2026-03-02", Rule: "a.b", Kind: "type", Fields: `["a'b"]`, Total: 1 << 60, Credit: &credit, Scored: true, Note: `{"key":"x"}`},
		{Record: ledger.ScoreRecord, Unit: "hrss", Dataset: "hrss/pay", Slot: "2026-03-02", Rule: "dataset:", Score: &score},
		{Record: ledger.RuleRecord, Unit: "edu", Dataset: "edu/x", Slot: "2026-03-02", Rule: "缺", Failed: 3},
	}
	var paths []string
	var want []ledger.Row
	for range 2 {
		run, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "hash", CodeVersion: "dev", Started: now})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Publish(ctx, run, all, nil, nil, now); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, l.ResultsPath(run.ID))
		rows, err := ledger.ReadResults(l.ResultsPath(run.ID))
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, rows...)
	}
	e := openEngineIn(t, dir)
	got, err := e.Results(ctx, paths, ledger.ResultFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("engine and ledger differ (-ledger +engine):\n%s", diff)
	}
	got, err = e.Results(ctx, paths[:1], ledger.ResultFilter{Records: []string{ledger.RuleRecord}, Units: []string{"edu"}})
	if err != nil || len(got) != 1 || got[0].Rule != "缺" {
		t.Errorf("filtered: %v, %v", got, err)
	}
}

func openEngineIn(t *testing.T, dir string) *duck.Engine {
	t.Helper()
	e, err := duck.Open(duck.Options{Dirs: []string{dir}, Temp: filepath.Join(dir, "tmp"), Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}
