package main

import (
	"fmt"
	"math"
	"math/big"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/reports"
)

// cellAudit holds the figures of one workbook, read from its XML, against figures taken
// from the ledger's rows by plain loops and exact fractions. Every number must be claimed
// by a figure, and every figure must be there.
type cellAudit struct {
	t       *testing.T
	s       *site
	book    *sheetBook
	now     *spanTruth
	then    *spanTruth // the period before
	days    map[string]*spanTruth
	codes   map[string]string // of a scored line → dataset and rule, as keys of spanTruth.rules
	from    string            // last days of the slots of which deliveries are shown, "" open
	to      string
	samples map[string][]int64 // rows of the samples by code
	claimed map[string]bool
	figures int
}

// number claims that a cell holds x.
func (a *cellAudit) number(s *bookSheet, row, column int, x float64) {
	a.t.Helper()
	at := s.name + "!" + nameOf(row, column)
	c := s.rows[row][column]
	a.claimed[at] = true
	a.figures++
	if !c.numeric || math.Abs(c.number-x) > 1e-9*math.Max(1, math.Abs(x)) {
		a.t.Errorf("%s, %s: %v (%q), but the ledger says %v", a.book.name, at, c.number, c.text, x)
	}
}

// points claims the points of a share of 1 to two decimals, or a text where there is none.
func (a *cellAudit) points(s *bookSheet, row, column int, share *big.Rat) {
	a.t.Helper()
	if share == nil {
		a.none(s, row, column)
		return
	}
	a.number(s, row, column, float64(roundedHundredths(share))/100)
}

// share claims a part of 1, which the ledger keeps in millionths.
func (a *cellAudit) share(s *bookSheet, row, column int, share *big.Rat) {
	a.t.Helper()
	x, _ := share.Float64()
	if c := s.rows[row][column]; c.numeric && math.Abs(c.number-x) < 1e-6 {
		x = c.number
	}
	a.number(s, row, column, x)
}

// none claims that a cell holds no number.
func (a *cellAudit) none(s *bookSheet, row, column int) {
	a.t.Helper()
	if c := s.rows[row][column]; c.numeric {
		a.t.Errorf("%s, %s!%s: %v, where the ledger has no figure", a.book.name, s.name, nameOf(row, column), c.number)
	}
}

var figureInText = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// said claims the figures of a sentence, in their order.
func (a *cellAudit) said(s *bookSheet, row, column int, want ...any) {
	a.t.Helper()
	var texts []string
	for _, x := range want {
		texts = append(texts, fmt.Sprint(x))
	}
	got := figureInText.FindAllString(s.text(row, column), -1)
	a.figures += len(got)
	if !slices.Equal(got, texts) {
		a.t.Errorf("%s, %s!%s: %q says %q, but the ledger %q", a.book.name, s.name, nameOf(row, column), s.text(row, column), got, texts)
	}
}

// unclaimed asserts that no number is left that no figure claimed, and no formula.
func (a *cellAudit) unclaimed() {
	a.t.Helper()
	for _, s := range a.book.sheets {
		for row, cells := range s.rows {
			for column, c := range cells {
				at := s.name + "!" + nameOf(row, column)
				if c.formula {
					a.t.Errorf("%s, %s holds a formula", a.book.name, at)
				}
				if c.numeric && !a.claimed[at] {
					a.t.Errorf("%s, %s: %v is no figure that this test knows", a.book.name, at, c.number)
				}
			}
		}
	}
}

// ranges asserts of every series of every chart that it has the name, the categories and
// the values of one whole table: from below the heading to the table's last line.
func (a *cellAudit) ranges() {
	a.t.Helper()
	drawn := map[string]int{}
	for _, series := range a.book.series {
		name, at := a.area(series.Name)
		s, values := a.area(series.Values)
		of, categories := a.area(series.Categories)
		where := fmt.Sprintf("%s, %s, %s", a.book.name, series.chart, series.Values)
		head := at[0]
		if name != s || of != s || at[1] != values[1] || values[0] != head+1 || values[1] != values[3] || categories[1] != categories[3] ||
			categories[0] != values[0] || categories[2] != values[2] || s.text(head, at[1]) == "" {
			a.t.Errorf("%s: named by %s, over %s", where, series.Name, series.Categories)
			continue
		}
		if lines := s.lines(head, categories[1]); len(lines) == 0 || lines[len(lines)-1] != values[2] {
			a.t.Errorf("%s: the table has the lines %v", where, lines)
		}
		if len(series.CachedValues) > 0 {
			a.t.Errorf("%s keeps values of its own", where)
		}
		for row := values[0]; row <= values[2]; row++ {
			if c := s.rows[row][values[1]]; c.numeric {
				drawn[series.chart]++
			} else if c.text != "" {
				a.t.Errorf("%s: %s is the text %q", where, nameOf(row, values[1]), c.text)
			}
		}
		drawn[series.chart] += 0
		a.figures++
	}
	for chart, n := range drawn {
		if n == 0 {
			a.t.Errorf("%s, %s draws nothing", a.book.name, chart)
		}
	}
}

// area reads a range such as 'Sheet'!$A$1:$B$2: first row and column, last row and column.
func (a *cellAudit) area(ref string) (*bookSheet, [4]int) {
	a.t.Helper()
	sheet, cells, ok := strings.Cut(ref, "!")
	if !ok {
		a.t.Fatalf("%s: a chart names %q", a.book.name, ref)
	}
	first, last, ok := strings.Cut(cells, ":")
	if !ok {
		last = first
	}
	var out [4]int
	out[0], out[1] = placeOf(a.t, first)
	out[2], out[3] = placeOf(a.t, last)
	return a.book.sheet(a.t, strings.Trim(sheet, "'")), out
}

// checkEveryCell walks all workbooks of the demo's last night and of its month.
func checkEveryCell(t *testing.T, dir string) {
	t.Helper()
	now := "2026-04-02T08:00:00+08:00"
	must(t, exitDone, "scorecards", dir, "--period", "2026-03", "--now", now)
	g := globals{workspace: dir, now: now}
	s, err := g.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	published := publishedRows(t, s)
	days := map[string]*spanTruth{}
	for day := time.Date(2026, 3, 1, 0, 0, 0, 0, s.w.Zone); day.Day() <= 15; day = day.AddDate(0, 0, 1) {
		name := day.Format(time.DateOnly)
		days[name] = truthOf(s.w, newestBy(t, s, published, name))
	}
	slots, err := s.ledger.CurrentResults(t.Context(), ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	figures, books := 0, 0
	for _, of := range []cellAudit{
		{now: days["2026-03-15"], then: days["2026-03-14"], to: "2026-03-15"},
		{now: truthOf(s.w, rowsWithin(t, s, published, "2026-03-01", "2026-03-31")), days: days, from: "2026-03-01", to: "2026-03-31"},
	} {
		of.t, of.s = t, s
		of.codes, of.samples = of.lines(slots)
		folder := filepath.Join(dir, "reports", of.to)
		if of.from != "" {
			folder = filepath.Join(dir, "scorecards", "2026-03")
		}
		paths, err := filepath.Glob(filepath.Join(folder, "*.xlsx"))
		if err != nil || len(paths) != 34 {
			t.Fatalf("%s holds %d workbooks, want 34 (%v)", folder, len(paths), err)
		}
		for _, path := range paths {
			a := of
			a.book, a.claimed = readBook(t, path), map[string]bool{}
			if id, ok := strings.CutPrefix(strings.TrimSuffix(a.book.name, ".xlsx"), "unit-"); ok {
				a.unit(of.now.units[id])
			} else {
				a.city()
			}
			a.unclaimed()
			a.ranges()
			figures, books = figures+a.figures, books+1
		}
	}
	t.Logf("%d figures of %d workbooks hold", figures, books)
}

// lines are the codes of the scored lines, and the rows of the samples below each.
func (a *cellAudit) lines(slots []ledger.SlotResult) (codes map[string]string, samples map[string][]int64) {
	a.t.Helper()
	codes, samples = map[string]string{}, map[string][]int64{}
	newest := map[string]ledger.SlotResult{}
	for _, r := range slots {
		if day := r.End.In(a.s.w.Zone).AddDate(0, 0, -1).Format(time.DateOnly); a.from <= day && day <= a.to && r.Slot > newest[r.Dataset].Slot {
			newest[r.Dataset] = r
		}
	}
	for dataset, r := range newest {
		of := "2026-03"
		if a.from == "" {
			of = r.Slot
		}
		for key := range a.now.rules {
			if id, rule, _ := strings.Cut(key, " "); id == dataset {
				codes[reports.Code(dataset, of, rule)] = key
			}
		}
		list, err := a.s.ledger.Samples(a.t.Context(), r.RunID, dataset, r.Slot)
		if err != nil {
			a.t.Fatal(err)
		}
		for _, x := range list {
			code := reports.Code(dataset, of, x.Rule)
			samples[code] = append(samples[code], x.Row)
		}
	}
	return codes, samples
}
