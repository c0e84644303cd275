package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
)

// julyNight is when the configuration changes: the night that scores 1 July.
var julyNight = "2026-07-02"

// TestYear runs 365 nights of 33 units through the real runner, with late, missing,
// unreadable, failing, excused and corrected slots, three waivers and a
// configuration that changes in July under a frozen cycle. The states are compared
// with what was simulated, and the annual figures with a second computation, in
// exact fractions, from the rows that the runs published.
func TestYear(t *testing.T) {
	dir := t.TempDir()
	ids := writeYear(t, dir)
	y := simulate(t, dir, ids)

	g := globals{workspace: dir, now: "2027-02-01T08:00:00+08:00"}
	s, err := g.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	compareFates(t, s, y)
	rows := publishedRows(t, s)
	want := expectYear(s, y, rows)

	var got annualJSON
	if err := json.Unmarshal([]byte(must(t, exitDone, "assess", dir, "--cycle", "2026", "--format", "json", "--now", g.now)), &got); err != nil {
		t.Fatal(err)
	}
	want.compare(t, got)
	checkYear(t, s, rows, len(ids))
	evaluateYear(t, dir, want)
}

// simulate runs the year's nights.
func simulate(t *testing.T, dir string, ids []string) *year {
	g := globals{workspace: dir, now: "2026-01-02T06:00:00+08:00"}
	s, err := g.open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { s.Close() }()
	y := newYear(s.w)
	if _, err := pipeline.Freeze(t.Context(), s.w, s.ledger, "2026", "", s.clock()); err != nil {
		t.Fatal(err)
	}
	runner := yearRunner(s, y)
	nights := 0
	for y.now = s.clock(); y.now.In(y.zone).Format(time.DateOnly) <= "2027-01-01"; y.now = y.now.AddDate(0, 0, 1) {
		if y.now.In(y.zone).Format(time.DateOnly) == julyNight {
			changeConfiguration(t, dir, ids)
			s = reopen(t, s, y)
			runner = yearRunner(s, y)
			refusedThenFrozen(t, s, runner)
		}
		if _, err := runner.Run(t.Context(), pipeline.Request{}); err != nil {
			t.Fatalf("night of %s: %v", y.now, err)
		}
		y.correct(t, runner)
		nights++
	}
	// The slots that came late after the last night.
	for range 3 {
		if _, err := runner.Run(t.Context(), pipeline.Request{Day: time.Date(2026, 12, 31, 0, 0, 0, 0, y.zone)}); err != nil {
			t.Fatal(err)
		}
		y.now = y.now.AddDate(0, 0, 1)
	}
	if nights != 365 {
		t.Errorf("%d nights, want 365", nights)
	}
	return y
}

func yearRunner(s *site, y *year) *pipeline.Runner {
	r := s.runner(slog.New(slog.DiscardHandler), silent{})
	r.Reports, r.Source, r.Clock = noWorkbooks{}, y.source, func() time.Time { return y.now }
	return r
}

func reopen(t *testing.T, s *site, y *year) *site {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	g := globals{workspace: s.w.Dir, now: y.now.Format(time.RFC3339)}
	next, err := g.open(context.Background(), true)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// changeConfiguration makes a rule weigh more from now on.
func changeConfiguration(t *testing.T, dir string, ids []string) {
	t.Helper()
	for _, id := range ids {
		path := filepath.Join(dir, "datasets", filepath.FromSlash(id)+".yaml")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(text), `amount < 500", severity: minor`, `amount < 500", severity: blocker`, 1)
		if changed == string(text) {
			t.Fatalf("%s has no rule to change", path)
		}
		if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// refusedThenFrozen shows that the changed configuration is refused with the rule
// named, and accepted from the day on which a new version holds.
func refusedThenFrozen(t *testing.T, s *site, runner *pipeline.Runner) {
	t.Helper()
	var refused *pipeline.FrozenError
	_, err := runner.Run(t.Context(), pipeline.Request{})
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), `rule "amount-fits-kind"`) {
		t.Fatalf("a changed configuration was not refused with its rule: %v", err)
	}
	if _, err := pipeline.Freeze(t.Context(), s.w, s.ledger, "2026", "2026-06-30", s.clock()); err == nil {
		t.Fatal("a version was frozen for a day that was scored already")
	}
	c, err := pipeline.Freeze(t.Context(), s.w, s.ledger, "2026", "", s.clock())
	if err != nil || c.Version != 2 || c.From != "2026-07-01" {
		t.Fatalf("second version: %+v, %v", c, err)
	}
}

// correct pulls corrections of the slots that were just run.
func (y *year) correct(t *testing.T, runner *pipeline.Runner) {
	t.Helper()
	day := time.Date(y.now.In(y.zone).Year(), y.now.In(y.zone).Month(), y.now.In(y.zone).Day()-1, 0, 0, 0, 0, y.zone)
	var datasets []string
	for _, d := range runner.Workspace.Datasets {
		s, ends := d.Update.SlotEndingOn(day)
		if ends && y.fates[d.ID][s.Name()].again != nil {
			y.fixed[d.ID+" "+s.Name()] = true
			datasets = append(datasets, d.ID)
		}
	}
	if datasets == nil {
		return
	}
	y.now = y.now.Add(time.Minute)
	if _, err := runner.Run(t.Context(), pipeline.Request{Day: day, Datasets: datasets, Refetch: true}); err != nil {
		t.Fatal(err)
	}
	y.now = y.now.Add(-time.Minute)
}

// compareFates holds the ledger's states against the simulated ones.
func compareFates(t *testing.T, s *site, y *year) {
	t.Helper()
	list, err := s.ledger.Deliveries(t.Context(), ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	corrected := 0
	for _, d := range list {
		f := y.fates[d.Dataset][d.Slot]
		if f == nil {
			t.Errorf("%s, slot %s was not simulated", d.Dataset, d.Slot)
			continue
		}
		if d.State != f.state {
			t.Errorf("%s, slot %s: %s, simulated %s (arrives %s)", d.Dataset, d.Slot, d.State, f.state, f.arrives)
		}
		counts[d.State]++
		rows := f.rows
		if f.again != nil {
			rows = f.again
			corrected++
		}
		if d.Good() && d.Rows != int64(len(rows)) {
			t.Errorf("%s, slot %s: %d rows, simulated %d", d.Dataset, d.Slot, d.Rows, len(rows))
		}
	}
	simulated := 0
	for _, slots := range y.fates {
		simulated += len(slots)
	}
	if len(list) != simulated {
		t.Errorf("%d slots on record, %d were simulated", len(list), simulated)
	}
	states := []string{ledger.OnTime, ledger.Late, ledger.Missing, ledger.Unreadable, ledger.SourceFailed, ledger.PlatformFailed, ledger.Excused}
	if slices.ContainsFunc(states, func(state string) bool { return counts[state] == 0 }) || corrected == 0 {
		t.Errorf("the year lacks a state: %v, %d corrections", counts, corrected)
	}
	t.Logf("%d slots: %v, %d corrections", len(list), counts, corrected)
}
