package ledger_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"cdoscore/pipeline/ledger"
	"cdoscore/rules"

	"github.com/google/go-cmp/cmp"
)

func publish(t testing.TB, l *ledger.Ledger, rows []ledger.Row, slots []ledger.RunSlot, bindings ...ledger.Binding) ledger.Run {
	t.Helper()
	run, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "config", CodeVersion: "v1.0", Started: now})
	if err != nil {
		t.Fatal(err)
	}
	if run, err = l.Publish(ctx, run, rows, slots, bindings, now); err != nil {
		t.Fatal(err)
	}
	return run
}

// sampleRows has every kind of value, NULL and 0 apart.
func sampleRows() []ledger.Row {
	return []ledger.Row{
		{Record: ledger.RuleRecord, Unit: "u", Dataset: "u/d", Slot: "2026-03-02", Rule: "a.required", Kind: "required", Indicator: "0201",
			Fields: `["a"]`, Group: "0201:a", Severity: "major", Weight: 3, Scored: true,
			Total: 1, Applicable: 2, Missing: 3, Evaluated: 4, Failed: 5, Exempt: 6, Groups: 7, Version: "v", Note: `{"key":"k"}`},
		{Record: ledger.RuleRecord, Unit: "u", Dataset: "u/d", Slot: "2026-03-02", Rule: "delivery", Kind: "delivery", Credit: new(int32(0))},
		{Record: ledger.GroupRecord, Unit: "u", Dataset: "u/d", Slot: "2026-03-02", Group: "0201:a", Score: new(int64(99_500_000))},
		{Record: ledger.ScoreRecord, Unit: "u", Dataset: "u/d", Slot: "2026-03-02", Score: new(int64(0)), ScoreNoWaivers: new(int64(-1)), Judged: new(int64(1_000_000))},
		{Record: ledger.ScoreRecord, Unit: "u"},
		{Record: ledger.ScoreRecord, Unit: "一", Dataset: "一/二"},
	}
}

func TestPublishGivesTheRowsBack(t *testing.T) {
	l := open(t, t.TempDir(), now)
	run := publish(t, l, sampleRows(), nil)
	got, err := ledger.ReadResults(l.ResultsPath(run.ID))
	if err != nil {
		t.Fatal(err)
	}
	r := sampleRows()
	want := []ledger.Row{r[4], r[2], r[0], r[1], r[3], r[5]} // by unit, dataset, slot, record, rule
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := l.VerifyRun(ctx, run.ID); err != nil {
		t.Error(err)
	}
}

func TestPublishOfNoRows(t *testing.T) {
	l := open(t, t.TempDir(), now)
	run := publish(t, l, nil, nil)
	if got, err := ledger.ReadResults(l.ResultsPath(run.ID)); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestPublishGivesTheSameBytesForTheSameRows(t *testing.T) {
	rows := make([]ledger.Row, 70_000)
	for i := range rows {
		rows[i] = ledger.Row{Record: ledger.RuleRecord, Unit: fmt.Sprint("u", i%33), Dataset: fmt.Sprint("d", i%1650), Slot: "2026-03-02", Rule: fmt.Sprint("r", i), Total: int64(i)}
	}
	l := open(t, t.TempDir(), now)
	first := publish(t, l, rows, nil)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	second := publish(t, l, rows, nil)
	if first.ResultsSHA256 != second.ResultsSHA256 {
		t.Error("shuffled rows gave other bytes")
	}
	rows[0].Failed++
	if third := publish(t, l, rows, nil); third.ResultsSHA256 == first.ResultsSHA256 {
		t.Error("other rows gave the same bytes")
	}
	got, err := ledger.ReadResults(l.ResultsPath(first.ID))
	if err != nil || len(got) != len(rows) {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

func TestPublishRefuses(t *testing.T) {
	l := open(t, t.TempDir(), now)
	d := add(t, l, daily("u/d", 2, 1))
	done := publish(t, l, nil, nil)
	open := func() ledger.Run {
		run, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now})
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	slot := ledger.RunSlot{Dataset: "u/d", Slot: "2026-03-02", DeliveryID: d.ID}
	for _, test := range []struct {
		name     string
		run      ledger.Run
		rows     []ledger.Row
		slots    []ledger.RunSlot
		bindings []ledger.Binding
	}{
		{"a run published already", done, nil, nil, nil},
		{"a run never begun", ledger.Run{ID: "r999999", Seq: 999999}, nil, nil, nil},
		{"the same outcome twice", open(), []ledger.Row{sampleRows()[0], sampleRows()[0]}, nil, nil},
		{"a delivery that is not there", open(), nil, []ledger.RunSlot{{Dataset: "u/d", Slot: "2026-03-02", DeliveryID: d.ID + 1}}, nil},
		{"a delivery of another slot", open(), nil, []ledger.RunSlot{{Dataset: "u/d", Slot: "2026-03-03", DeliveryID: d.ID}}, nil},
		{"a slot twice", open(), nil, []ledger.RunSlot{slot, slot}, nil},
		{"a binding of a slot that the run lacks", open(), nil, nil, []ledger.Binding{{Dataset: "u/d", Slot: "2026-03-02", Rule: "r", OtherDataset: "u/e"}}},
		{"a binding to a delivery that is not there", open(), nil, []ledger.RunSlot{slot}, []ledger.Binding{{Dataset: "u/d", Slot: "2026-03-02", Rule: "r", OtherDataset: "u/e", OtherDelivery: 99}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := l.Publish(ctx, test.run, test.rows, test.slots, test.bindings, now); err == nil {
				t.Fatal("published")
			}
			if _, ok, err := l.RunOf(ctx, "u/d", "2026-03-02"); ok || err != nil {
				t.Errorf("part of it was recorded: %v, %v", ok, err)
			}
			if test.run.ID == done.ID {
				return
			}
			if _, err := l.RunByID(ctx, test.run.ID); !errors.Is(err, ledger.ErrNoRun) {
				t.Errorf("RunByID: %v", err)
			}
		})
	}
	if err := l.VerifyRun(ctx, done.ID); err != nil {
		t.Errorf("the published run: %v", err)
	}
}

func TestPublishMayBeCalledAgainAfterAFailure(t *testing.T) {
	l := open(t, t.TempDir(), now)
	run, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Publish(ctx, run, sampleRows(), []ledger.RunSlot{{Dataset: "u/d", Slot: "2026-03-02", DeliveryID: 7}}, nil, now); err == nil {
		t.Fatal("published")
	}
	if _, err := l.Publish(ctx, run, sampleRows()[:2], nil, nil, now); err != nil {
		t.Fatal(err)
	}
	if err := l.VerifyRun(ctx, run.ID); err != nil {
		t.Error(err)
	}
}

func TestVerifyRunFindsAlteredFiles(t *testing.T) {
	for _, test := range []struct {
		name  string
		alter func(dir string) error
	}{
		{"results changed", func(dir string) error { return flip(filepath.Join(dir, "results.parquet")) }},
		{"results gone", func(dir string) error { return os.Remove(filepath.Join(dir, "results.parquet")) }},
		{"samples changed", func(dir string) error { return flip(filepath.Join(dir, "samples.jsonl")) }},
		{"samples gone", func(dir string) error { return os.Remove(filepath.Join(dir, "samples.jsonl")) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := open(t, t.TempDir(), now)
			run, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now})
			if err != nil {
				t.Fatal(err)
			}
			if err := l.WriteSamples(ctx, run, []ledger.Sample{{Dataset: "u/d", Slot: "2026-03-02", Rule: "r", Row: 1}}); err != nil {
				t.Fatal(err)
			}
			if _, err := l.Publish(ctx, run, sampleRows(), nil, nil, now); err != nil {
				t.Fatal(err)
			}
			if err := l.VerifyRun(ctx, run.ID); err != nil {
				t.Fatal(err)
			}
			if err := test.alter(filepath.Dir(l.ResultsPath(run.ID))); err != nil {
				t.Fatal(err)
			}
			if err := l.VerifyRun(ctx, run.ID); !errors.Is(err, ledger.ErrAltered) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestReRunSupersedes(t *testing.T) {
	l := open(t, t.TempDir(), now)
	d1, d2 := add(t, l, daily("u/d", 1, 1)), add(t, l, daily("u/d", 2, 1))
	other := add(t, l, daily("v/ref", 1, 1))
	slot1, slot2 := ledger.RunSlot{Dataset: "u/d", Slot: "2026-03-01", DeliveryID: d1.ID}, ledger.RunSlot{Dataset: "u/d", Slot: "2026-03-02", DeliveryID: d2.ID}
	bound := ledger.Binding{Dataset: "u/d", Slot: "2026-03-02", Rule: "ref", OtherDataset: "v/ref", OtherDelivery: other.ID}
	unbound := ledger.Binding{Dataset: "u/d", Slot: "2026-03-02", Rule: "also", OtherDataset: "v/none"}

	both := publish(t, l, sampleRows(), []ledger.RunSlot{slot1, slot2}, bound)
	again := publish(t, l, sampleRows()[1:], []ledger.RunSlot{slot2}, bound, unbound)
	if both.Supersedes != "" || again.Supersedes != both.ID {
		t.Errorf("supersedes %q, %q", both.Supersedes, again.Supersedes)
	}

	got, err := l.CurrentResults(ctx, ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	want := []ledger.SlotResult{
		{"u/d", "2026-03-01", d1.Start, d1.End, both.ID, d1.ID},
		{"u/d", "2026-03-02", d2.Start, d2.End, again.ID, d2.ID},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("current:\n%s", diff)
	}
	if got, err := l.CurrentResults(ctx, ledger.Filter{Datasets: []string{"u/d"}, From: "2026-03-02"}); err != nil || len(got) != 1 {
		t.Errorf("filtered: %v, %v", got, err)
	}
	if got, ok, err := l.RunOf(ctx, "u/d", "2026-03-02"); err != nil || !ok || got.ID != again.ID {
		t.Errorf("RunOf: %v, %v, %v", got, ok, err)
	}

	bound.OtherSlot, bound.OtherSHA256, bound.OtherPath = other.Slot, other.SHA256, other.Path
	bindings, err := l.Bindings(ctx, "u/d", "2026-03-02")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]ledger.Binding{unbound, bound}, bindings); diff != "" {
		t.Errorf("bindings:\n%s", diff)
	}

	runs, err := l.Runs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]ledger.Run{both, again}, runs); diff != "" {
		t.Errorf("history:\n%s", diff)
	}
	if old, err := ledger.ReadResults(l.ResultsPath(both.ID)); err != nil || len(old) != len(sampleRows()) {
		t.Errorf("the superseded run: %d rows, %v", len(old), err)
	}
}

func TestSamples(t *testing.T) {
	l := open(t, t.TempDir(), now)
	run, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now})
	if err != nil {
		t.Fatal(err)
	}
	var all []ledger.Sample
	want := map[string][]ledger.Sample{}
	for d := range 40 {
		for slot := 1; slot <= 2; slot++ {
			key := fmt.Sprintf("u/d%02d 2026-03-%02d", d, slot)
			for row := range d % 7 {
				s := ledger.Sample{Dataset: key[:5], Slot: key[6:], Rule: "a.length", Row: int64(row), Key: "4401**", Field: "a",
					Value: fmt.Sprintf("<值\n%0*d>", 1+d*400%9001, row), Note: rules.Note{Key: "k", Args: []string{"1"}}}
				all, want[key] = append(all, s), append(want[key], s)
			}
		}
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	if err := l.WriteSamples(ctx, run, all); err != nil {
		t.Fatal(err)
	}
	want["u/d99 2026-03-01"], want["a/a 2026-03-01"] = nil, nil
	for d := range 40 {
		for slot := 1; slot <= 2; slot++ {
			key := fmt.Sprintf("u/d%02d 2026-03-%02d", d, slot)
			got, err := l.Samples(ctx, run.ID, key[:5], key[6:])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want[key], got); diff != "" {
				t.Errorf("%s:\n%s", key, diff)
			}
		}
	}
	for _, dataset := range []string{"a/a", "u/d99"} {
		if got, err := l.Samples(ctx, run.ID, dataset, "2026-03-01"); err != nil || len(got) != 0 {
			t.Errorf("%s: %v, %v", dataset, got, err)
		}
	}
	if _, err := l.Samples(ctx, "r000099", "u/d00", "2026-03-01"); !errors.Is(err, ledger.ErrNoRun) {
		t.Errorf("of a run that is not there: %v", err)
	}
	published := publish(t, l, nil, nil)
	if got, err := l.Samples(ctx, published.ID, "u/d00", "2026-03-01"); err != nil || got != nil {
		t.Errorf("of a run without samples: %v, %v", got, err)
	}
	if err := l.WriteSamples(ctx, published, all); err == nil {
		t.Error("samples were added to a published run")
	}
}

func flip(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data[len(data)/2] ^= 1
	return os.WriteFile(path, data, 0o600)
}
