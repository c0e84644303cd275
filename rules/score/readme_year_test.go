package score_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cdoscore/rules/score"
)

// ofDimension names the dimension whose figure is an item's rate.
var ofDimension = map[string]string{"A1": "completeness", "A2": "accuracy", "A3": "timeliness", "A4": "authenticity", "A6": "usability"}

// annual reads the year's inputs; the rates of A are the unit's own figures.
func (e example) annual(t *testing.T) []score.AnnualIndicator {
	t.Helper()
	rates := map[string]float64{}
	for _, d := range e.unit.Dimensions {
		rates[d.ID] = d.Points / 100
	}
	var out []score.AnnualIndicator
	for _, r := range e.tables["annual"] {
		id := r.word("Item")
		item := score.AnnualItem{ID: id, Weight: float64(r.int(t, "Weight")), Mode: score.Mode(r.text("Mode")), Self: cents(t, r, "Self"), Confirmed: cents(t, r, "Confirmed")}
		if text := r.text("Rate"); text != "" && text != "–" {
			rate, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatalf("%s: %v", r, err)
			}
			if d, ok := ofDimension[id]; ok {
				rate = rates[d]
				r.states(t, "Rate", rate)
			}
			item.Measured = &rate
		}
		if len(out) == 0 || out[len(out)-1].ID != id[:1] {
			out = append(out, score.AnnualIndicator{ID: id[:1]})
		}
		last := &out[len(out)-1]
		last.Items, last.Weight = append(last.Items, item), last.Weight+item.Weight
	}
	return out
}

// cents reads points of two decimals as hundredths; nil where the cell is empty.
func cents(t *testing.T, r row, column string) *int64 {
	t.Helper()
	if r.text(column) == "" {
		return nil
	}
	n, err := strconv.ParseInt(strings.Replace(r.text(column), ".", "", 1), 10, 64)
	if err != nil {
		t.Fatalf("%s: column %s: %v", r, column, err)
	}
	return &n
}

func TestReadmeYear(t *testing.T) {
	e := workedExample(t)
	r := score.Annual(e.annual(t), score.Adjustments{}, bands)
	items := map[string]score.AnnualItemResult{}
	points := map[string]int64{"total": r.Total}
	weights := map[string]float64{"total": 100}
	for _, i := range r.Indicators {
		points[i.ID], weights[i.ID] = i.Points, i.Weight
		for _, item := range i.Items {
			items[item.ID] = item
		}
	}
	for _, line := range e.rows(t, "annual", len(items)) {
		item := items[line.word("Item")]
		if *cents(t, line, "Points") != item.Points || line.text("Source") != string(item.Source) {
			t.Errorf("%s: the software has %d, %s", line, item.Points, item.Source)
		}
		if item.Assessed {
			line.comesTo(t, line.text("Arithmetic"), "Points")
		}
	}
	for _, line := range e.rows(t, "tier-1", len(points)) {
		id := line.word("Indicator")
		if *cents(t, line, "Points") != points[id] || float64(line.int(t, "Weight")) != weights[id] {
			t.Errorf("%s: the software has %d of %v", line, points[id], weights[id])
		}
		line.comesTo(t, line.text("Arithmetic"), "Points")
	}
	provisional := slices.Sorted(maps.Keys(items))
	provisional = slices.DeleteFunc(provisional, func(id string) bool { return !items[id].Provisional })
	says := fmt.Sprintf("The unit has **%.2f** points, band `%s` 良好, provisional until %s are confirmed.", float64(r.Total)/100, r.Band, strings.Join(provisional, " and "))
	if !strings.Contains(e.text, says) {
		t.Errorf("README.md does not say %q", says)
	}
}
