package score_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cdoscore/rules/score"
)

// nights draws one to eight slots of one dataset, with their results.
func nights(t *rapid.T) ([][]score.Item, []score.Result) {
	var lists [][]score.Item
	var results []score.Result
	for range rapid.IntRange(1, 8).Draw(t, "slots") {
		list := items(t)
		lists, results = append(lists, list), append(results, score.Dataset(model, list))
	}
	return lists, results
}

// TestPeriodByHand: 0201 was 90, 50 and not assessed: 70; 0304 was 100 once:
// completeness and accuracy weigh alike, so that the period has 85. a missed 10 %
// of 0201 on one of its two slots, b 50 % on the other; 0201 is worth 50 points.
func TestPeriodByHand(t *testing.T) {
	night := func(list ...score.Item) score.Result { return score.Dataset(model, list) }
	r := score.Period(model, []score.Result{
		night(score.Item{ID: "a", Indicator: "0201", Weight: 3, Evaluated: 10, Failed: 1}),
		night(score.Item{ID: "b", Indicator: "0201", Weight: 3, Evaluated: 1000, Failed: 500}),
		night(score.Item{ID: "a", Indicator: "0201", Weight: 3}, score.Item{ID: "key", Indicator: "0304", Weight: 3, Evaluated: 5}),
	})
	if !near(r.Points, 85) || !near(r.Dimensions[0].Points, 70) {
		t.Errorf("points %v, completeness %v, want 85 and 70", r.Points, r.Dimensions[0].Points)
	}
	if !near(r.Lost["a"], 2.5) || !near(r.Lost["b"], 12.5) || len(r.Lost) != 2 {
		t.Errorf("lost %v, want a 2.5 and b 12.5", r.Lost)
	}
	if want := (6.0 + 3) / 38; !near(r.Judged, want) {
		t.Errorf("judged %v, want %v", r.Judged, want)
	}
}

// An item that moved to another indicator in the middle of the period loses under
// both: half of 0201's and half of 0304's 50 points.
func TestPeriodItemThatMoved(t *testing.T) {
	r := score.Period(model, []score.Result{
		score.Dataset(model, []score.Item{{ID: "a", Indicator: "0201", Weight: 3, Evaluated: 2, Failed: 1}}),
		score.Dataset(model, []score.Item{{ID: "a", Indicator: "0304", Weight: 3, Evaluated: 2, Failed: 1}}),
	})
	if !near(r.Points, 50) || !near(r.Lost["a"], 50) {
		t.Errorf("points %v, lost %v, want 50 and 50", r.Points, r.Lost)
	}
}

func TestPeriodOfNothingIsNotAssessed(t *testing.T) {
	if r := score.Period(model, nil); r.Assessed() || len(r.Dimensions) != len(model.Dimensions) {
		t.Errorf("no slots: %+v", r)
	}
}

func TestPeriodOfOneSlotIsThatSlot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		night := score.Dataset(model, items(t))
		if diff := cmp.Diff(night, score.Period(model, []score.Result{night})); diff != "" {
			t.Fatalf("a period of one slot differs from it:\n%s", diff)
		}
	})
}

func TestPeriodProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists, results := nights(t)
		r := score.Period(model, results)
		if !exactly(r.Score, exactDataset(lists)) {
			t.Fatalf("points %v, by exact arithmetic %v", r.Score, exactDataset(lists))
		}
		if r.Points < 0 || r.Points > 100 || r.NoWaivers < 0 || r.NoWaivers > r.Points {
			t.Fatalf("score out of bounds: %+v", r.Score)
		}
		lost := 0.0
		for _, id := range slices.Sorted(maps.Keys(r.Lost)) {
			lost += r.Lost[id]
		}
		if r.Assessed() && math.Abs(lost-(100-r.Points)) > 1e-7 {
			t.Fatalf("lost points sum to %v, 100 − points is %v", lost, 100-r.Points)
		}
		if diff := cmp.Diff(r, score.Period(model, rapid.Permutation(results).Draw(t, "order"))); diff != "" {
			t.Fatalf("the order of slots matters:\n%s", diff)
		}
		idle := append(slices.Clone(results), score.Dataset(model, nil))
		if diff := cmp.Diff(r, score.Period(model, idle)); diff != "" {
			t.Fatalf("a slot that was not assessed changed the period:\n%s", diff)
		}
	})
}
