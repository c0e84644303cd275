package score_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cdoscore/rules/score"
)

var bands = []score.Band{{ID: "excellent", From: 90}, {ID: "good", From: 80}, {ID: "pass", From: 60}, {ID: "improve", From: 0}}

// auto is an automatic item measured in permille; below 0 it cannot be measured.
func auto(id string, weight float64, permille int) score.AnnualItem {
	return score.AnnualItem{ID: id, Weight: weight, Mode: score.Auto, Measured: permilleRate(permille)}
}

func permilleRate(permille int) *float64 {
	if permille < 0 {
		return nil
	}
	rate := float64(permille) / 1000
	return &rate
}

func reviewed(id string, weight float64, self, confirmed *int64) score.AnnualItem {
	return score.AnnualItem{ID: id, Weight: weight, Mode: score.Reviewer, Self: self, Confirmed: confirmed}
}

func indicator(id string, weight float64, list ...score.AnnualItem) score.AnnualIndicator {
	return score.AnnualIndicator{ID: id, Weight: weight, Items: list}
}

func TestAnnualItemSources(t *testing.T) {
	rate, self, confirmed := 0.55555, int64(300), int64(250)
	item := func(mode score.Mode, measured *float64, self, confirmed *int64) score.AnnualItem {
		return score.AnnualItem{ID: "x", Weight: 4, Mode: mode, Measured: measured, Self: self, Confirmed: confirmed}
	}
	tests := []struct {
		name        string
		item        score.AnnualItem
		points      int64
		source      score.Source
		provisional bool
	}{
		{"measured", item(score.Auto, &rate, &self, nil), 222, score.SourceMeasured, false},
		{"a reviewer's rate does not count", item(score.Reviewer, &rate, nil, &confirmed), 250, score.SourceConfirmed, false},
		{"confirmed before self", item(score.Reviewer, nil, &self, &confirmed), 250, score.SourceConfirmed, false},
		{"self only", item(score.Reviewer, nil, &self, nil), 300, score.SourceSelf, true},
		{"nothing claimed", item(score.Reviewer, nil, nil, nil), 0, score.SourceNone, true},
		{"either, measured", item(score.Either, &rate, &self, &confirmed), 222, score.SourceMeasured, false},
		{"either, confirmed", item(score.Either, nil, &self, &confirmed), 250, score.SourceConfirmed, false},
		{"either, self only", item(score.Either, nil, &self, nil), 300, score.SourceSelf, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := score.Annual([]score.AnnualIndicator{indicator("A", 4, tt.item)}, score.Adjustments{}, bands)
			got := r.Indicators[0].Items[0]
			if got.Points != tt.points || got.Source != tt.source || got.Provisional != tt.provisional || !got.Assessed {
				t.Errorf("got %+v, want %d points, %s, provisional %v", got, tt.points, tt.source, tt.provisional)
			}
			if r.Total != tt.points || r.Provisional != tt.provisional || r.Judged != 1 {
				t.Errorf("unit %+v", r)
			}
		})
	}
}

func TestAnnualWeightThatCannotBeMeasured(t *testing.T) {
	full := int64(1000)
	tests := []struct {
		name       string
		indicators []score.AnnualIndicator
		points     []int64 // of the items, one after the other
		judged     float64
		assessed   bool
	}{
		{"goes to measured siblings in proportion",
			[]score.AnnualIndicator{indicator("A", 60, auto("A1", 30, 500), auto("A2", 10, 1000), auto("A3", 20, -1)), indicator("B", 40, auto("B1", 40, 1000))},
			[]int64{2250, 1500, 0, 4000}, 0.8, true},
		{"passes reviewers by",
			[]score.AnnualIndicator{indicator("A", 100, auto("A1", 40, 1000), auto("A2", 50, -1), reviewed("A3", 10, nil, &full))},
			[]int64{9000, 0, 1000}, 0.5, true},
		{"leaves a tier-1 indicator without measured items",
			[]score.AnnualIndicator{indicator("A", 40, auto("A1", 30, -1), reviewed("A2", 10, nil, &full)), indicator("B", 45, auto("B1", 45, 1000)), indicator("C", 15, auto("C1", 10, 800), auto("C2", 5, -1))},
			[]int64{0, 1000, 6750, 1800, 0}, 0.65, true},
		{"goes to what is measured of either kind",
			[]score.AnnualIndicator{indicator("A", 100, auto("A1", 60, -1), score.AnnualItem{ID: "A2", Weight: 40, Mode: score.Either, Measured: permilleRate(900)})},
			[]int64{0, 9000}, 0.4, true},
		{"finds nobody", []score.AnnualIndicator{indicator("A", 90, auto("A1", 90, -1)), indicator("B", 10, reviewed("B1", 10, nil, &full))},
			[]int64{0, 1000}, 0.1, false},
		{"nothing at all", nil, nil, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := score.Annual(tt.indicators, score.Adjustments{}, bands)
			var points []int64
			for _, i := range r.Indicators {
				for _, item := range i.Items {
					points = append(points, item.Points)
				}
			}
			if !slices.Equal(points, tt.points) || !near(r.Judged, tt.judged) || r.Assessed != tt.assessed {
				t.Errorf("points %v, judged %v, assessed %v, want %v, %v, %v", points, r.Judged, r.Assessed, tt.points, tt.judged, tt.assessed)
			}
			if !r.Assessed && r.Band != "" {
				t.Errorf("band %q of a sum that is not of 100", r.Band)
			}
		})
	}
}

func TestAnnualAdjustments(t *testing.T) {
	tests := []struct {
		name     string
		permille int
		a        score.Adjustments
		total    int64
		band     string
	}{
		{"none", 895, score.Adjustments{}, 8950, "good"},
		{"extra lifts the band", 895, score.Adjustments{Extra: score.Adjustment{Points: 50, Cap: 500}}, 9000, "excellent"},
		{"extra up to its cap", 895, score.Adjustments{Extra: score.Adjustment{Points: 900, Cap: 40}}, 8990, "good"},
		{"switched off", 895, score.Adjustments{Extra: score.Adjustment{Points: 900}, Deduction: score.Adjustment{Points: 900}}, 8950, "good"},
		{"deduction up to its cap", 895, score.Adjustments{Deduction: score.Adjustment{Points: 3000, Cap: 1000}}, 7950, "pass"},
		{"never above 100", 990, score.Adjustments{Extra: score.Adjustment{Points: 500, Cap: 500}}, 10000, "excellent"},
		{"extra makes up for a deduction before the limit", 1000, score.Adjustments{Extra: score.Adjustment{Points: 300, Cap: 500}, Deduction: score.Adjustment{Points: 300, Cap: 500}}, 10000, "excellent"},
		{"never below 0", 10, score.Adjustments{Deduction: score.Adjustment{Points: 500, Cap: 500}}, 0, "improve"},
		{"a veto lowers the band, not the points", 950, score.Adjustments{Veto: "pass"}, 9500, "pass"},
		{"a veto lifts no band", 500, score.Adjustments{Veto: "good"}, 5000, "improve"},
		{"a veto's own band stays", 850, score.Adjustments{Veto: "good"}, 8500, "good"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := score.Annual([]score.AnnualIndicator{indicator("A", 100, auto("A1", 100, tt.permille))}, tt.a, bands)
			if r.Total != tt.total || r.Band != tt.band {
				t.Errorf("total %d, band %q, want %d, %q", r.Total, r.Band, tt.total, tt.band)
			}
		})
	}
}

// TestAnnualRoundsEachItem: 1.125 is 1.13 three times, so that the total is 3.39,
// and not 3.375 rounded.
func TestAnnualRoundsEachItem(t *testing.T) {
	r := score.Annual([]score.AnnualIndicator{indicator("A", 9, auto("A1", 3, 375), auto("A2", 3, 375), auto("A3", 3, 375))}, score.Adjustments{}, bands)
	if r.Total != 339 {
		t.Errorf("total %d, want 339", r.Total)
	}
}

// year draws a unit's year: 2 to 4 tier-1 indicators of 1 to 5 items.
func year(t *rapid.T) []score.AnnualIndicator {
	var out []score.AnnualIndicator
	for n := range rapid.IntRange(2, 4).Draw(t, "indicators") {
		i := indicator(string(rune('A'+n)), 0)
		for k := range rapid.IntRange(1, 5).Draw(t, "items") {
			weight := rapid.IntRange(1, 5).Draw(t, "weight")
			item := auto(fmt.Sprint(i.ID, k), float64(weight), rapid.IntRange(-1, 1000).Draw(t, "permille"))
			item.Mode = rapid.SampledFrom([]score.Mode{score.Auto, score.Auto, score.Reviewer, score.Either}).Draw(t, "mode")
			if item.Mode != score.Auto && rapid.Bool().Draw(t, "confirmed") {
				confirmed := rapid.Int64Range(0, int64(weight*100)).Draw(t, "points")
				item.Confirmed = &confirmed
			}
			i.Items, i.Weight = append(i.Items, item), i.Weight+float64(weight)
		}
		out = append(out, i)
	}
	return out
}

// exactSum is the sum of points in exact arithmetic, by another way: it goes item
// by item and asks for each what it takes over from every unmeasured one.
func exactSum(list []score.AnnualIndicator) int64 {
	measured := func(i score.AnnualItem) bool { return i.Mode != score.Reviewer && i.Measured != nil }
	worth := func(indicators []score.AnnualIndicator) int64 {
		var sum int64
		for _, i := range indicators {
			for _, item := range i.Items {
				if measured(item) || slices.ContainsFunc(i.Items, measured) && item.Mode == score.Auto {
					sum += int64(item.Weight)
				}
			}
		}
		return sum
	}
	var total, homeless int64
	for _, i := range list {
		for _, item := range i.Items {
			if item.Mode == score.Auto && item.Measured == nil && !slices.ContainsFunc(i.Items, measured) {
				homeless += int64(item.Weight)
			}
		}
	}
	for _, i := range list {
		var own int64
		for _, item := range i.Items {
			if measured(item) {
				own += int64(item.Weight)
			}
		}
		for _, item := range i.Items {
			if !measured(item) {
				if item.Mode != score.Auto && item.Confirmed != nil {
					total += *item.Confirmed
				}
				continue
			}
			here := worth([]score.AnnualIndicator{i})
			of := big.NewRat(int64(item.Weight)*here, own)
			of.Mul(of, big.NewRat(worth(list)+homeless, worth(list)))
			of.Mul(of, big.NewRat(int64(*item.Measured*1000+0.5), 10))
			of.Add(of, big.NewRat(1, 2))
			total += new(big.Int).Quo(of.Num(), of.Denom()).Int64()
		}
	}
	return total
}

func TestAnnualProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := year(t)
		r := score.Annual(list, score.Adjustments{}, bands)
		if want := exactSum(list); r.Sum != want {
			t.Fatalf("sum %d, by exact arithmetic %d", r.Sum, want)
		}
		if r.Total < 0 || r.Total > 10000 || r.Judged < 0 || r.Judged > 1 || (r.Band == "") == r.Assessed {
			t.Fatalf("out of bounds: %+v", r)
		}
		sum := int64(0)
		for _, i := range r.Indicators {
			sum += i.Points
		}
		if sum != r.Sum {
			t.Fatalf("the indicators have %d, the unit %d", sum, r.Sum)
		}
		if diff := cmp.Diff(byID(r), byID(score.Annual(shuffled(t, list), score.Adjustments{}, bands))); diff != "" {
			t.Fatalf("order matters:\n%s", diff)
		}
	})
}

// shuffled changes the order of indicators and of the items in each.
func shuffled(t *rapid.T, list []score.AnnualIndicator) []score.AnnualIndicator {
	out := rapid.Permutation(list).Draw(t, "order")
	for i := range out {
		out[i].Items = rapid.Permutation(out[i].Items).Draw(t, "items")
	}
	return out
}

// byID orders what stands in the order given.
func byID(r score.AnnualResult) score.AnnualResult {
	slices.SortFunc(r.Indicators, func(a, b score.AnnualIndicatorResult) int { return int(a.ID[0]) - int(b.ID[0]) })
	for _, i := range r.Indicators {
		slices.SortFunc(i.Items, func(a, b score.AnnualItemResult) int { return int(a.ID[1]) - int(b.ID[1]) })
	}
	return r
}
