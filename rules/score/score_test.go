package score_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cdoscore/rules/score"
)

// model is the default model of the semantics.
var model = score.Model{Dimensions: []score.Dimension{
	{ID: "completeness", Indicators: []score.Indicator{{Code: "0201", Weight: 6}, {Code: "0202", Weight: 4}}},
	{ID: "accuracy", Indicators: []score.Indicator{{Code: "0302", Weight: 4}, {Code: "0301", Weight: 3}, {Code: "0304", Weight: 3}}},
	{ID: "timeliness", Indicators: []score.Indicator{{Code: "0502", Weight: 6}, {Code: "0501", Weight: 2}, {Code: "0503", Weight: 2}}},
	{ID: "authenticity", Indicators: []score.Indicator{{Code: "0401", Weight: 3}, {Code: "0105", Weight: 1}}},
	{ID: "usability", Indicators: []score.Indicator{{Code: "0601", Weight: 2}, {Code: "0103", Weight: 2}}},
}}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// TestWorkedExample was computed by hand.
//
//	0201: (3·0.9 + 1·0.5) / 4 = 0.8 → 80; 0202 not assessed: completeness 80
//	0302: 75; 0301 not assessed; 0304: 100: accuracy (4·75 + 3·100) / 7 = 600/7
//	0502: credit 500 → 50: timeliness 50
//	dataset: (10·80 + 10·600/7 + 10·50) / 30 = 1300/30 + 200/7
//	judged: (10·6/10 + 10·7/10 + 10·6/10) / 38 = 19/38
func TestWorkedExample(t *testing.T) {
	half := 500
	r := score.Dataset(model, []score.Item{
		{ID: "a", Indicator: "0201", Weight: 3, Evaluated: 100, Failed: 10},
		{ID: "b", Indicator: "0201", Weight: 1, Evaluated: 50, Failed: 25},
		{ID: "empty", Indicator: "0202", Weight: 3},
		{ID: "c", Indicator: "0302", Weight: 5, Evaluated: 8, Failed: 4, Exempt: 2},
		{ID: "info", Indicator: "0301", Weight: 0, Evaluated: 10, Failed: 10},
		{ID: "key", Indicator: "0304", Weight: 3, Evaluated: 100},
		{ID: "delivery", Indicator: "0502", Weight: 3, Evaluated: 1, Failed: 1, Credit: &half},
	})
	want := 1300.0/30 + 200.0/7
	if !near(r.Points, want) {
		t.Errorf("points %v, want %v", r.Points, want)
	}
	if without := (800 + 10*(4*50+300)/7.0 + 500) / 30; !near(r.NoWaivers, without) {
		t.Errorf("points without waivers %v, want %v", r.NoWaivers, without)
	}
	if !near(r.Judged, 0.5) {
		t.Errorf("judged share %v, want 0.5", r.Judged)
	}
	// c costs a third of 100 points × 4/7 × a quarter.
	if lost := 100.0 / 3 * 4 / 7 / 4; !near(r.Lost["c"], lost) {
		t.Errorf("lost by c %v, want %v", r.Lost["c"], lost)
	}
	if _, ok := r.Lost["info"]; ok {
		t.Error("a rule without weight costs points")
	}
}

func TestNothingAssessedIsNeitherZeroNorFull(t *testing.T) {
	r := score.Dataset(model, []score.Item{{ID: "a", Indicator: "0201", Weight: 3}})
	if r.Assessed() || len(r.Lost) != 0 {
		t.Errorf("assessed %v, lost %v: nothing was evaluated", r.Assessed(), r.Lost)
	}
}

// items draws one to twelve items over all indicators.
func items(t *rapid.T) []score.Item {
	var out []score.Item
	for n := range rapid.IntRange(1, 12).Draw(t, "items") {
		d := rapid.SampledFrom(model.Dimensions).Draw(t, "dimension")
		i := score.Item{ID: fmt.Sprint(n), Indicator: rapid.SampledFrom(d.Indicators).Draw(t, "indicator").Code, Weight: rapid.IntRange(0, 5).Draw(t, "weight")}
		i.Evaluated = rapid.Int64Range(0, 1000).Draw(t, "evaluated")
		i.Failed = rapid.Int64Range(0, i.Evaluated).Draw(t, "failed")
		i.Exempt = rapid.Int64Range(0, i.Failed).Draw(t, "exempt")
		out = append(out, i)
	}
	return out
}

func TestDatasetProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(t)
		r := score.Dataset(model, list)
		if r.Points < 0 || r.Points > 100+1e-9 || r.NoWaivers > r.Points+1e-9 || r.Judged < 0 || r.Judged > 1+1e-9 {
			t.Fatalf("score out of bounds: %+v", r.Score)
		}
		lost := 0.0
		for _, id := range slices.Sorted(maps.Keys(r.Lost)) {
			lost += r.Lost[id]
		}
		if r.Assessed() && math.Abs(lost-(100-r.Points)) > 1e-7 {
			t.Fatalf("lost points sum to %v, 100 − points is %v", lost, 100-r.Points)
		}
		shuffled := rapid.Permutation(list).Draw(t, "order")
		if other := score.Dataset(model, shuffled); math.Abs(other.Points-r.Points) > 1e-9 || math.Abs(other.Judged-r.Judged) > 1e-9 {
			t.Fatalf("order matters: %+v and %+v", r.Score, other.Score)
		}
	})
}

func TestUnassessedItemsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(t)
		d := rapid.SampledFrom(model.Dimensions).Draw(t, "dimension")
		idle := score.Item{ID: "idle", Indicator: d.Indicators[0].Code, Weight: rapid.IntRange(0, 5).Draw(t, "weight")}
		if diff := cmp.Diff(score.Dataset(model, list), score.Dataset(model, append(slices.Clone(list), idle))); diff != "" {
			t.Fatalf("an item that evaluated nothing changed the score:\n%s", diff)
		}
	})
}

func TestPassingRuleTouchesItsIndicatorOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(t)
		d := rapid.SampledFrom(model.Dimensions).Draw(t, "dimension")
		code := rapid.SampledFrom(d.Indicators).Draw(t, "indicator").Code
		before := score.Dataset(model, list)
		after := score.Dataset(model, append(slices.Clone(list), score.Item{ID: "good", Indicator: code, Weight: 3, Evaluated: 10}))
		for i, dimension := range before.Dimensions {
			for k, indicator := range dimension.Indicators {
				now := after.Dimensions[i].Indicators[k]
				if indicator.Code == code {
					if indicator.Assessed() && now.Points < indicator.Points-1e-9 {
						t.Fatalf("a passing rule lowered %s from %v to %v", code, indicator.Points, now.Points)
					}
				} else if now != indicator {
					t.Fatalf("a passing rule of %s changed %s", code, indicator.Code)
				}
			}
		}
	})
}
