package score_test

import (
	"fmt"
	"slices"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cdoscore/rules/score"
)

func TestDatasetEqualsExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(t)
		r := score.Dataset(model, list)
		if want := exactDataset([][]score.Item{list}); !exactly(r.Score, want) {
			t.Fatalf("points %v, by exact arithmetic %v", r.Score, want)
		}
		if r.Points < 0 || r.Points > 100 || r.NoWaivers < 0 || r.NoWaivers > r.Points {
			t.Fatalf("score out of bounds: %+v", r.Score)
		}
	})
}

func TestOrderOfItemsChangesNoBit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(t)
		if diff := cmp.Diff(score.Dataset(model, list), score.Dataset(model, rapid.Permutation(list).Draw(t, "order"))); diff != "" {
			t.Fatalf("the order of items matters:\n%s", diff)
		}
	})
}

// without returns the model less one indicator, and less its dimension where that
// is then empty.
func without(m score.Model, code string) score.Model {
	var out score.Model
	for _, d := range m.Dimensions {
		d.Indicators = slices.DeleteFunc(slices.Clone(d.Indicators), func(i score.Indicator) bool { return i.Code == code })
		if len(d.Indicators) > 0 {
			out.Dimensions = append(out.Dimensions, d)
		}
	}
	return out
}

// A branch of which nothing is assessed counts as if the model did not have it.
func TestSiblingsAbsorbWhatIsNotAssessed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(t)
		idle := rapid.SampledFrom(model.Dimensions).Draw(t, "dimension")
		one := rapid.SampledFrom(idle.Indicators).Draw(t, "indicator").Code
		whole := rapid.Bool().Draw(t, "whole dimension")
		less := model
		for _, i := range idle.Indicators {
			if !whole && i.Code != one {
				continue
			}
			less = without(less, i.Code)
			for k := range list {
				if list[k].Indicator == i.Code {
					list[k].Evaluated, list[k].Failed, list[k].Exempt = 0, 0, 0
				}
			}
		}
		got, want := score.Dataset(model, list), score.Dataset(less, list)
		for _, d := range want.Dimensions {
			same := slices.IndexFunc(got.Dimensions, func(x score.DimensionResult) bool { return x.ID == d.ID })
			if x := got.Dimensions[same]; !near(x.Points, d.Points) || x.Assessed() != d.Assessed() {
				t.Fatalf("%s is %+v, without the branch %+v", d.ID, x.Score, d.Score)
			}
		}
		if whole && !near(got.Points, want.Points) {
			t.Fatalf("the dataset has %v, without the branch %v", got.Points, want.Points)
		}
	})
}

// A passing item of one indicator moves no other indicator, and no dimension but
// its own.
func TestAPassingItemMovesItsOwnIndicatorAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(t)
		var codes []string
		for _, d := range model.Dimensions {
			for _, i := range d.Indicators {
				codes = append(codes, i.Code)
			}
		}
		passing := score.Item{ID: "passing", Indicator: rapid.SampledFrom(codes).Draw(t, "indicator"), Weight: rapid.IntRange(1, 9).Draw(t, "weight"), Evaluated: rapid.Int64Range(1, 1e6).Draw(t, "evaluated")}
		before, after := score.Dataset(model, list), score.Dataset(model, append(slices.Clone(list), passing))
		for i, d := range before.Dimensions {
			own := false
			for j, x := range d.Indicators {
				own = own || x.Code == passing.Indicator
				now := after.Dimensions[i].Indicators[j]
				if x.Code != passing.Indicator && now != x {
					t.Fatalf("%s was %+v, is %+v with a passing item of %s", x.Code, x, now, passing.Indicator)
				}
				if x.Code == passing.Indicator && x.Assessed() && now.Points < x.Points-1e-9 {
					t.Fatalf("%s fell from %v to %v by a passing item", x.Code, x.Points, now.Points)
				}
			}
			if !own && after.Dimensions[i].Score != d.Score {
				t.Fatalf("dimension %s was %+v, is %+v with a passing item of %s", d.ID, d.Score, after.Dimensions[i].Score, passing.Indicator)
			}
		}
	})
}

func TestMeanRateWeighsAsUnitsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []score.Part
		var rates []score.Rate
		for i := range rapid.IntRange(0, 8).Draw(t, "datasets") {
			rate := score.Rate{Dataset: fmt.Sprint(i), Importance: rapid.IntRange(0, 9).Draw(t, "importance"), Value: rapid.Float64Range(0, 1).Draw(t, "rate")}
			rates = append(rates, rate)
			parts = append(parts, score.Part{ID: rate.Dataset, Importance: rate.Importance, Result: score.Result{Score: score.Score{Points: 100 * rate.Value, NoWaivers: 100 * rate.Value, Judged: 1}, Dimensions: make([]score.DimensionResult, len(model.Dimensions))}})
		}
		limit := score.Cap{Share: 0.25, From: 4}
		got, ok := score.MeanRate(rates, limit)
		want := score.Unit(model, parts, limit)
		if ok != (len(want.Shares) > 0) || ok && !near(100*got, want.Points) {
			t.Fatalf("mean rate %v (%v), as a unit %v", got, ok, want.Score)
		}
		if again, _ := score.MeanRate(rapid.Permutation(rates).Draw(t, "order"), limit); again != got {
			t.Fatalf("the order of datasets matters: %v, %v", got, again)
		}
	})
}

func TestUnitOrderBoundsAndWaivers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []score.Part
		for i := range rapid.IntRange(1, 8).Draw(t, "datasets") {
			parts = append(parts, score.Part{ID: fmt.Sprint(i), Importance: rapid.IntRange(0, 9).Draw(t, "importance"), Result: score.Dataset(model, items(t))})
		}
		limit := score.Cap{Share: 0.25, From: 4}
		r := score.Unit(model, parts, limit)
		if r.Points < 0 || r.Points > 100+1e-9 || r.NoWaivers > r.Points || r.Judged < 0 || r.Judged > 1+1e-9 {
			t.Fatalf("score out of bounds: %+v", r.Score)
		}
		if diff := cmp.Diff(r, score.Unit(model, rapid.Permutation(parts).Draw(t, "order"), limit)); diff != "" {
			t.Fatalf("the order of datasets matters:\n%s", diff)
		}
	})
}

func TestRoundAtEveryEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9999).Draw(t, "hundredths")
		low, high := float64(n)/100, float64(n+1)/100
		for points, want := range map[float64]float64{low: low, low + 0.004999: low, low + 0.005: high, low + 0.005001: high} {
			if got := score.Round(points); got != want {
				t.Fatalf("Round(%v) = %v, want %v", points, got, want)
			}
		}
	})
}

func TestRanksAreThePlacesInTheSortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hundredths := rapid.SliceOfN(rapid.IntRange(8990, 9000), 0, 12).Draw(t, "scores")
		var points []float64
		for _, h := range hundredths {
			points = append(points, float64(h)/100+rapid.Float64Range(-0.0049, 0.0049).Draw(t, "rest"))
		}
		sorted := slices.Clone(hundredths)
		sort.Sort(sort.Reverse(sort.IntSlice(sorted)))
		for i, rank := range score.Ranks(points) {
			if want := slices.Index(sorted, hundredths[i]) + 1; rank != want {
				t.Fatalf("%v has rank %d among %v, want %d", points[i], rank, points, want)
			}
		}
	})
}

func TestWilsonContainsTheRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1e9).Draw(t, "evaluated")
		failed := rapid.Int64Range(0, n).Draw(t, "failed")
		low, high := score.Wilson(n, failed)
		if rate := float64(n-failed) / float64(n); low < 0 || high > 1 || low > rate+1e-12 || high < rate-1e-12 {
			t.Fatalf("Wilson(%d, %d) = %v to %v does not hold %v", n, failed, low, high, rate)
		}
	})
}
