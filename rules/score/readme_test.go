package score_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cdoscore/rules/score"
)

// example is what the software makes of the inputs in README.md.
type example struct {
	text     string
	tables   map[string][]row
	items    map[string][]score.Item // by dataset
	datasets map[string]score.Result
	unit     score.UnitResult
}

func workedExample(t *testing.T) example {
	t.Helper()
	e := example{items: map[string][]score.Item{}, datasets: map[string]score.Result{}}
	e.text, e.tables = readme(t)
	for _, r := range e.tables["items"] {
		i := score.Item{ID: r.text("Item"), Indicator: r.text("Indicator"), Weight: int(r.int(t, "Weight")), Evaluated: r.int(t, "Evaluated"), Failed: r.int(t, "Failed"), Exempt: r.int(t, "Exempt")}
		if r.text("Credit") != "" {
			credit := int(r.int(t, "Credit"))
			i.Credit = &credit
		}
		e.items[r.text("Dataset")] = append(e.items[r.text("Dataset")], i)
	}
	var parts []score.Part
	for _, r := range e.tables["shares"] {
		id := r.text("Dataset")
		e.datasets[id] = score.Dataset(model, e.items[id])
		parts = append(parts, score.Part{ID: id, Importance: int(r.int(t, "Importance")), Result: e.datasets[id]})
	}
	e.unit = score.Unit(model, parts, score.Cap{Share: 0.25, From: 4})
	return e
}

// scored checks a row's figures against a score, and its arithmetic.
func scored(t *testing.T, r row, s score.Score) {
	t.Helper()
	r.states(t, "With", s.Points)
	r.states(t, "Without", s.NoWaivers)
	with, without, two := strings.Cut(r.text("Arithmetic"), ";")
	if !two {
		without = with
	}
	r.comesTo(t, with, "With")
	r.comesTo(t, without, "Without")
}

func judgedShare(t *testing.T, r row, s score.Score) {
	t.Helper()
	r.states(t, "Judged", s.Judged)
	r.comesTo(t, r.text("Assessed weight"), "Judged")
}

// rows fails where a table does not have as many as the software has figures.
func (e example) rows(t *testing.T, table string, want int) []row {
	t.Helper()
	if got := len(e.tables[table]); got != want || want == 0 {
		t.Fatalf("table %s has %d rows, the software %d", table, got, want)
	}
	return e.tables[table]
}

func TestReadmeCheckGroup(t *testing.T) {
	e := workedExample(t)
	fails := map[string]int64{}
	var all int64
	for _, r := range e.rows(t, "cells", 4) {
		all += r.int(t, "Cells")
		for _, column := range []string{"Pattern", "Length", "Group"} {
			if r.text(column) == "fails" {
				fails[column] += r.int(t, "Cells")
			}
		}
		if either := r.text("Pattern") == "fails" || r.text("Length") == "fails"; either != (r.text("Group") == "fails") {
			t.Errorf("%s: the group does not follow from its rules", r)
		}
	}
	group := e.items["payments"][slices.IndexFunc(e.items["payments"], func(i score.Item) bool { return i.ID == "0302 of id_no" })]
	if group.Evaluated != all || group.Failed != fails["Group"] {
		t.Errorf("the group has %d of %d in table items, %d of %d in table cells", group.Failed, group.Evaluated, fails["Group"], all)
	}
	for _, prose := range []string{
		fmt.Sprintf("The pattern fails %d cells and the length %d.", fails["Pattern"], fails["Length"]),
		fmt.Sprintf("= %d, not %d.", fails["Group"], fails["Pattern"]+fails["Length"]),
	} {
		if !strings.Contains(e.text, prose) {
			t.Errorf("README.md does not say %q", prose)
		}
	}
}

// An item's rate is that of an indicator that has no other.
func TestReadmeItems(t *testing.T) {
	e := workedExample(t)
	seen := map[string]int{}
	for _, r := range e.tables["items"] {
		id := r.text("Dataset")
		item := e.items[id][seen[id]]
		seen[id]++
		alone := score.Dataset(model, []score.Item{item})
		if alone.Assessed() {
			scored(t, r, alone.Score)
			if want := itemArithmetic(item); r.text("Arithmetic") != want {
				t.Errorf("%s: the row's counts make %q", r, want)
			}
		} else if r.word("Arithmetic") != "not" || r.text("With") != "–" || r.text("Without") != "–" {
			t.Errorf("%s: not assessed by the software", r)
		}
	}
}

// itemArithmetic is the formula above the table of items, with an item's counts.
func itemArithmetic(i score.Item) string {
	without := fmt.Sprintf("100 × (1 − %d / %d)", i.Failed, i.Evaluated)
	switch {
	case i.Credit != nil:
		return fmt.Sprintf("100 × %d / 1000", *i.Credit)
	case i.Exempt > 0:
		return fmt.Sprintf("100 × (1 − (%d − %d) / %d); %s", i.Failed, i.Exempt, i.Evaluated, without)
	}
	return without
}

// A step goes on from figures that the page has stated, and from no others.
func TestReadmeStepsUseStatedFigures(t *testing.T) {
	_, tables := readme(t)
	arithmetic := []string{"Arithmetic", "Assessed weight", "Uncapped", "Capped"}
	stated := map[string]bool{}
	for _, table := range tables {
		for _, r := range table {
			for column, cell := range r.cells {
				if !slices.Contains(arithmetic, column) {
					stated[cell] = true
				}
			}
		}
	}
	used := 0
	for _, table := range tables {
		for _, r := range table {
			for _, column := range arithmetic {
				for _, n := range number.FindAllString(r.cells[column], -1) {
					if _, decimals, _ := strings.Cut(n, "."); len(decimals) >= 4 {
						used++
						if !stated[n] {
							t.Errorf("%s: %s is stated nowhere", r, n)
						}
					}
				}
			}
		}
	}
	if used < 100 {
		t.Errorf("only %d figures of four decimals in arithmetic: the tables are not read", used)
	}
}

func TestReadmeIndicatorsAndDimensions(t *testing.T) {
	e := workedExample(t)
	indicators, dimensions := map[string]score.Score{}, map[string]score.Score{}
	weights := map[string]int{}
	for id, result := range e.datasets {
		for d, dr := range result.Dimensions {
			weights[dr.ID] = model.Dimensions[d].Weight()
			if dr.Assessed() {
				dimensions[id+" "+dr.ID] = dr.Score
			}
			for i, ir := range dr.Indicators {
				weights[ir.Code] = model.Dimensions[d].Indicators[i].Weight
				if ir.Assessed() {
					indicators[id+" "+ir.Code] = ir.Score
				}
			}
		}
	}
	check := func(t *testing.T, r row, column string, scores map[string]score.Score) {
		s, ok := scores[r.text("Dataset")+" "+r.word(column)]
		if !ok || int(r.int(t, "Weight")) != weights[r.word(column)] {
			t.Errorf("%s: assessed %v, weight %d in the model", r, ok, weights[r.word(column)])
		}
		scored(t, r, s)
	}
	for _, r := range e.rows(t, "indicators", len(indicators)) {
		check(t, r, "Indicator", indicators)
	}
	for _, r := range e.rows(t, "dimensions", len(dimensions)) {
		check(t, r, "Dimension", dimensions)
		judgedShare(t, r, dimensions[r.text("Dataset")+" "+r.word("Dimension")])
	}
}

func TestReadmeDatasetsAndLosses(t *testing.T) {
	e := workedExample(t)
	for _, r := range e.rows(t, "datasets", len(e.datasets)) {
		s := e.datasets[r.word("Dataset")].Score
		scored(t, r, s)
		judgedShare(t, r, s)
	}
	payments := e.datasets["payments"]
	for _, r := range e.rows(t, "lost", len(payments.Lost)+1) {
		lost, ok := payments.Lost[r.text("Item")]
		if r.word("Item") == "together" {
			lost, ok = 100-payments.Points, true
		}
		if !ok {
			t.Errorf("%s: costs nothing by the software", r)
		}
		r.states(t, "Lost", lost)
		r.comesTo(t, r.text("Arithmetic"), "Lost")
	}
}

func TestReadmeUnit(t *testing.T) {
	e := workedExample(t)
	for _, r := range e.rows(t, "shares", len(e.unit.Shares)) {
		r.states(t, "Share", e.unit.Shares[r.text("Dataset")])
		r.comesTo(t, r.text("Uncapped"), "Share before")
		if r.word("Capped") == "cap" {
			r.states(t, "Share", 0.25)
		} else {
			r.comesTo(t, r.text("Capped"), "Share")
		}
	}
	figures := map[string]score.Score{"unit": e.unit.Score}
	for _, d := range e.unit.Dimensions {
		figures[d.ID] = d.Score
	}
	for _, r := range e.rows(t, "unit", len(figures)) {
		scored(t, r, figures[r.word("What")])
		judgedShare(t, r, figures[r.word("What")])
	}
	band := score.BandOf(bands, e.unit.Points)
	says := fmt.Sprintf("The unit scores **%.2f** with waivers and **%.2f** without, on a judged share of %.2f %%. From 90 on the band (等级) is `%s`", score.Round(e.unit.Points), score.Round(e.unit.NoWaivers), 100*e.unit.Judged, band)
	if !strings.Contains(e.text, says) {
		t.Errorf("README.md does not say %q", says)
	}
}

func TestReadmePeriod(t *testing.T) {
	e := workedExample(t)
	slots := []string{"1 March on time", "2 March late", "3 March missing"}
	var results []score.Result
	for _, slot := range slots {
		var items []score.Item
		for _, r := range e.tables["period"] {
			if r.text(slot) != "–" {
				items = append(items, score.Item{ID: r.text("Indicator"), Indicator: r.text("Indicator"), Weight: 3, Evaluated: 100, Failed: 100 - r.int(t, slot)})
			}
		}
		results = append(results, score.Dataset(model, items))
	}
	period := score.Period(model, results)
	figures := map[string]float64{}
	for _, d := range period.Dimensions {
		for _, i := range d.Indicators {
			if i.Assessed() {
				figures[i.Code] = i.Points
			}
		}
	}
	for _, r := range e.rows(t, "period", len(figures)) {
		r.states(t, "Period", figures[r.text("Indicator")])
		r.comesTo(t, r.text("Arithmetic"), "Period")
	}
	for _, r := range e.rows(t, "period-dataset", 1) {
		r.states(t, "With", period.Points)
		r.comesTo(t, r.text("Arithmetic"), "With")
	}
}
