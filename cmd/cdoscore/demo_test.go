package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/reports"
	"cdoscore/testdata/guangzhou"

	"github.com/xuri/excelize/v2"
)

// TestDemoEqualsItsTruth runs the demo city's fourteen nights and compares every
// outcome with truth.csv, both ways: a rule or night that either side lacks is a
// failure.
func TestDemoEqualsItsTruth(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: fourteen nights of the demo city")
	}
	dir := filepath.Join(t.TempDir(), "demo")
	var out, errs bytes.Buffer
	if code := Main(context.Background(), []string{"demo", dir}, &out, &errs); code != exitDone {
		t.Fatalf("demo: exit code %d\n%s%s", code, &out, &errs)
	}
	want := readTruth(t, filepath.Join(dir, "truth.csv"))
	got := readOutcomes(t, dir)
	for key, w := range want {
		if g, ok := got[key]; !ok {
			t.Errorf("%s: the truth has %v, the ledger nothing", key, w)
		} else if g != w {
			t.Errorf("%s: evaluated, failed = %v, want %v", key, g, w)
		}
	}
	for key, g := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s: the ledger has %v, the truth nothing", key, g)
		}
	}
	t.Logf("%d outcomes compared", len(want))
	checkWorkbooks(t, dir)
	checkFigures(t, dir, want)
	checkLosses(t, dir)
	checkMonth(t, dir, want)
	checkEveryCell(t, dir)
	checkDuty(t, dir, "2026", "2026-04-02T08:00:00+08:00")
}

// figures are what the truth states of an outcome.
type figures struct{ evaluated, failed int64 }

func readTruth(t *testing.T, path string) map[string]figures {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if header := strings.Join(records[0], ","); header != "slot,dataset,rule,evaluated,failed" {
		t.Fatalf("header of the truth: %s", header)
	}
	truth := map[string]figures{}
	for _, r := range records[1:] {
		key := strings.Join(r[:3], " ")
		if _, twice := truth[key]; twice {
			t.Errorf("%s stands twice in the truth", key)
		}
		truth[key] = figures{wholeNumber(t, r[3]), wholeNumber(t, r[4])}
	}
	return truth
}

func wholeNumber(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func readOutcomes(t *testing.T, dir string) map[string]figures {
	t.Helper()
	nights := guangzhou.Nights()
	g := globals{workspace: dir, now: nights[len(nights)-1].RunAt.Format("2006-01-02T15:04:05Z07:00")}
	ctx := context.Background()
	s, err := g.open(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	slots, err := s.ledger.CurrentResults(ctx, ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.outcomes(ctx, slots)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]figures{}
	for _, o := range list {
		out[strings.Join([]string{o.Slot, o.Dataset, o.Rule}, " ")] = figures{o.Evaluated, o.Failed}
	}
	return out
}

// checkWorkbooks asserts that reports/ holds one folder for each night and
// nothing else, each with a workbook for every unit and the city's.
func checkWorkbooks(t *testing.T, dir string) {
	t.Helper()
	var want, got []string
	for _, n := range guangzhou.Nights() {
		want = append(want, n.Day.Format("2006-01-02"))
	}
	entries, err := os.ReadDir(filepath.Join(dir, "reports"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("reports/ holds %q, want %q", got, want)
	}
	for _, day := range want {
		books, err := filepath.Glob(filepath.Join(dir, "reports", day, "unit-*.xlsx"))
		if err != nil || len(books) != guangzhou.UnitCount {
			t.Errorf("reports/%s holds %d unit workbooks, want %d (%v)", day, len(books), guangzhou.UnitCount, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "reports", day, "city.xlsx")); err != nil {
			t.Error(err)
		}
	}
}

// checkFigures opens the last night's unit workbooks and compares the counts of
// every line of the rules sheet with the truth, found by the line's code.
func checkFigures(t *testing.T, dir string, truth map[string]figures) {
	t.Helper()
	byCode := map[string]figures{}
	for key, f := range truth {
		part := strings.SplitN(key, " ", 3)
		byCode[reports.Code(part[1], part[0], part[2])] = f
	}
	books, err := filepath.Glob(filepath.Join(dir, "reports", "2026-03-15", "unit-*.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, path := range books {
		lines += checkRules(t, path, byCode)
	}
	if lines < 1000 {
		t.Errorf("%d lines of rules compared, want those of all units", lines)
	}
}

func checkRules(t *testing.T, path string, byCode map[string]figures) int {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("规则明细", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	evaluatedAt, failedAt, lines := -1, -1, 0
	for _, row := range rows {
		if slices.Contains(row, "评价数") {
			evaluatedAt, failedAt = slices.Index(row, "评价数"), slices.Index(row, "不合格数")
			continue
		}
		if evaluatedAt < 0 || len(row) <= failedAt {
			continue
		}
		want, known := byCode[row[0]]
		if !known {
			continue // a line of the form, not of the table
		}
		lines++
		if got := (figures{wholeNumber(t, row[evaluatedAt]), wholeNumber(t, row[failedAt])}); got != want {
			t.Errorf("%s, %s: evaluated, failed = %v, want %v", filepath.Base(path), row[0], got, want)
		}
	}
	if lines == 0 {
		t.Errorf("%s: no line of the rules sheet found", filepath.Base(path))
	}
	return lines
}

// checkLosses asserts for every unit and night that what the lines of the
// workbook lost is what the score lacks to 100, and that it can be won back but
// for punctuality.
func checkLosses(t *testing.T, dir string) {
	t.Helper()
	nights := guangzhou.Nights()
	g := globals{workspace: dir, now: nights[len(nights)-1].RunAt.Format(time.RFC3339)}
	ctx := context.Background()
	s, err := g.open(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, night := range nights {
		day, err := s.builder().Day(ctx, night.Day.In(s.w.Zone))
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range day.Units() {
			u, err := day.Unit(ctx, id, "en")
			if err != nil {
				t.Fatal(err)
			}
			lost := 0.0
			for _, d := range u.Dimensions {
				lost += d.Lost
			}
			if u.Score.Assessed && math.Abs(100-u.Score.Value-lost) > 1e-4 {
				t.Errorf("%s, %s: the score is %.6f, but the lines lost %.6f", night.Day.Format(time.DateOnly), id, u.Score.Value, lost)
			}
		}
	}
}
