package main

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// realData is the folder of real deliveries that CDOSCORE_REALDATA names.
func realData(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("CDOSCORE_REALDATA")
	if dir == "" {
		t.Skip("CDOSCORE_REALDATA is not set: it must name the folder of real data (ncov-daily-cn, dotgov-domains, codes)")
	}
	return dir
}

// realWorkspace copies a workspace of testdata/real, which is configuration
// only, to where it can be run.
func realWorkspace(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testdata", "real", name))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// realDeliveries is a workspace and the slots that it has deliveries for.
type realDeliveries struct {
	dir, now string
	slots    []realSlot
}

// counts are what the program counted, by dataset, slot and rule.
type counts map[string]map[string]map[string]outcome

// realSlot is one delivery.
type realSlot struct {
	start, end time.Time
	arrived    time.Time
	header     []string
	rows       []record
}

// name is the slot's first day.
func (s realSlot) name() string { return s.start.Format(time.DateOnly) }

// lastDay is what --slot takes.
func (s realSlot) lastDay() string { return s.end.AddDate(0, 0, -1).Format(time.DateOnly) }

// newSlot reads a delivery's records.
func newSlot(t *testing.T, path string, start, end time.Time, arrived string) realSlot {
	t.Helper()
	at, err := time.Parse(time.RFC3339, arrived)
	if err != nil {
		t.Fatal(err)
	}
	s := realSlot{start: start, end: end, arrived: at}
	lines := readCSV(t, path)
	s.header = lines[0]
	for _, line := range lines[1:] {
		row := record{}
		for i, column := range s.header {
			if _, twice := row[column]; !twice {
				row[column] = line[i]
			}
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// readCSV reads a file, unpacked where its name says so, with its header first.
// A mark of the byte order is no part of the header.
func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := io.Reader(f)
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	lines, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	lines[0][0] = strings.TrimPrefix(lines[0][0], "\ufeff")
	return lines
}

// column reads one column of a CSV as a set.
func column(t *testing.T, path, name string) func(string) bool {
	t.Helper()
	lines := readCSV(t, path)
	var values []string
	for i, column := range lines[0] {
		if column == name {
			for _, line := range lines[1:] {
				values = append(values, strings.TrimSpace(line[i]))
			}
		}
	}
	if len(values) == 0 {
		t.Fatalf("%s has no column %s", path, name)
	}
	return oneOf(values...)
}

// punctuality is a delivery judged by plain arithmetic: on time until due plus
// grace, then by the steps, and nothing from when acceptance ends.
type punctuality struct {
	due, grace, accept time.Duration // due and accept after the slot's end
	late               []lateStep
}

type lateStep struct {
	within time.Duration
	credit int32
}

func (p punctuality) credit(s realSlot) int32 {
	delay := s.arrived.Sub(s.end.Add(p.due + p.grace))
	switch {
	case delay <= 0:
		return 1000
	case !s.arrived.Before(s.end.Add(p.accept)):
		return 0
	}
	for _, step := range p.late {
		if delay <= step.within {
			return step.credit
		}
	}
	return 0
}

// whole is a rule that judges the extract once.
func whole(rows int, ok bool) tally {
	out := tally{Total: int64(rows), Applicable: 1, Evaluated: 1}
	if !ok {
		out.Failed = 1
	}
	return out
}

// of is a rule with a count of its own.
func of(rows, evaluated, failed int) tally {
	return tally{Total: int64(rows), Applicable: int64(evaluated), Evaluated: int64(evaluated), Failed: int64(failed)}
}

// described counts what the catalogue has to say of a dataset and of each field of
// it, and what the file leaves out; no basis is asked of data shared without
// condition, or of which the file does not say how they are shared.
func described(t *testing.T, path string, rows int) tally {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Title  any               `yaml:"title"`
		Owner  map[string]string `yaml:"owner"`
		Update map[string]any    `yaml:"update"`
		// The files of testdata/real have no catalogue entry.
		Catalogue any              `yaml:"catalogue"`
		Fields    []map[string]any `yaml:"fields"`
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if file.Catalogue != nil {
		t.Fatalf("%s: a catalogue entry is not counted here", path)
	}
	const ofCatalogue = 4 // code, abstract, sharing, opening
	items, absent := ofCatalogue, ofCatalogue
	count := func(said bool) {
		items++
		if !said {
			absent++
		}
	}
	count(file.Title != nil)
	count(file.Update["cycle"] != nil)
	for _, key := range []string{"office", "person", "system"} {
		count(file.Owner[key] != "")
	}
	for _, f := range file.Fields {
		count(f["title"] != nil || f["description"] != nil)
	}
	return of(rows, items, absent)
}

// run runs every slot, oldest first, in one process and without workbooks. The
// last slot is run once more by the command, whose print must be the same.
func (d realDeliveries) run(t *testing.T) counts {
	t.Helper()
	began := time.Now()
	out := counts{}
	rows := 0
	for _, s := range d.runAll(t) {
		if out[s.Dataset] == nil {
			out[s.Dataset] = map[string]map[string]outcome{}
		}
		if out[s.Dataset][s.Slot] == nil {
			out[s.Dataset][s.Slot] = map[string]outcome{}
		}
		out[s.Dataset][s.Slot][s.Rule] = s
	}
	for _, s := range d.slots {
		rows += len(s.rows)
	}
	t.Logf("%d slots, %d rows in %.1f s", len(d.slots), rows, time.Since(began).Seconds())

	last := d.slots[len(d.slots)-1]
	must(t, exitDone, "run", d.dir, "--slot", last.lastDay(), "--now", d.now)
	for _, o := range printed(t, must(t, exitDone, "results", d.dir, "--slot", last.lastDay(), "--now", d.now, "--format", "json")) {
		if diff := cmp.Diff(out[o.Dataset][o.Slot][o.Rule], o); diff != "" {
			t.Errorf("a run of its own and its print differ from the run of all:\n%s", diff)
		}
	}
	return out
}

func (d realDeliveries) runAll(t *testing.T) []outcome {
	t.Helper()
	g := globals{workspace: d.dir, now: d.now}
	s, err := g.open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	runner := s.runner(slog.New(slog.DiscardHandler), silent{})
	runner.Reports = noWorkbooks{}
	for _, slot := range d.slots {
		summary, err := runner.Run(t.Context(), pipeline.Request{Day: slot.end.AddDate(0, 0, -1)})
		if err != nil {
			t.Fatal(err)
		}
		if failing := summary.Unassessed(); len(failing) > 0 {
			t.Fatalf("slot %s: not assessed: %+v", slot.name(), failing)
		}
	}
	current, err := s.ledger.CurrentResults(t.Context(), ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.outcomes(t.Context(), current)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

type noWorkbooks struct{}

func (noWorkbooks) Write(context.Context, time.Time, []string) error { return nil }

// compare holds the program's counts of every rule and slot of a dataset against
// a second count. A rule that only one side has is a failure.
func (d realDeliveries) compare(t *testing.T, counted counts, dataset string, count func(realSlot) map[string]tally) {
	t.Helper()
	failed := map[string]int64{}
	for _, s := range d.slots {
		got := map[string]tally{}
		for rule, o := range counted[dataset][s.name()] {
			got[rule] = tally{o.Total, o.Applicable, o.Missing, o.Evaluated, o.Failed}
		}
		want := count(s)
		want["dictionary"] = described(t, filepath.Join(d.dir, "datasets", filepath.FromSlash(dataset)+".yaml"), len(s.rows))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, slot %s: counts differ (-counted here, +counted by cdoscore)\n%s", dataset, s.name(), diff)
		}
		for rule, w := range want {
			failed[rule] += w.Failed
		}
	}
	t.Logf("%s: %d rules in %d slots; failed by rule: %v", dataset, len(failed), len(d.slots), failed)
}

// compareCredits holds the punctuality of every slot against the arrivals.
func (d realDeliveries) compareCredits(t *testing.T, counted counts, dataset string, p punctuality) {
	t.Helper()
	byCredit := map[int32]int{}
	for _, s := range d.slots {
		want := p.credit(s)
		byCredit[want]++
		got := counted[dataset][s.name()]["delivery"].Credit
		if got == nil || *got != want {
			t.Errorf("%s, slot %s: arrived %s, credit must be %d, is %v", dataset, s.name(), s.arrived, want, got)
		}
	}
	t.Logf("%s: slots by credit: %v", dataset, byCredit)
}
