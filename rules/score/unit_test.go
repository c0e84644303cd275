package score_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cdoscore/rules/score"
)

// part is a dataset of a unit that scores what share of its rows passes.
func part(id string, importance int, passed int64) score.Part {
	r := score.Dataset(model, []score.Item{{ID: "x", Indicator: "0201", Weight: 3, Evaluated: 100, Failed: 100 - passed}})
	return score.Part{ID: id, Importance: importance, Result: r}
}

func TestUnitShares(t *testing.T) {
	limit := score.Cap{Share: 0.25, From: 4}
	tests := []struct {
		name        string
		importances []int
		want        []float64
	}{
		{"one dataset", []int{3}, []float64{1}},
		{"three are not capped", []int{8, 1, 1}, []float64{0.8, 0.1, 0.1}},
		{"four are all at the cap", []int{5, 1, 1, 1}, []float64{0.25, 0.25, 0.25, 0.25}},
		{"five, one above", []int{6, 1, 1, 1, 1}, []float64{0.25, 0.1875, 0.1875, 0.1875, 0.1875}},
		{"what is cut lifts another above", []int{20, 6, 2, 2, 2}, []float64{0.25, 0.25, 0.5 / 3, 0.5 / 3, 0.5 / 3}},
		{"no importance, no share", []int{1, 0}, []float64{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var parts []score.Part
			for i, importance := range tt.importances {
				parts = append(parts, part(fmt.Sprint(i), importance, 50))
			}
			r := score.Unit(model, parts, limit)
			for i, want := range tt.want {
				if got := r.Shares[fmt.Sprint(i)]; !near(got, want) {
					t.Errorf("dataset %d has share %v, want %v", i, got, want)
				}
			}
		})
	}
}

func TestUnitProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := score.Cap{Share: 0.25, From: 4}
		var parts []score.Part
		for i := range rapid.IntRange(1, 12).Draw(t, "datasets") {
			parts = append(parts, part(fmt.Sprint(i), rapid.IntRange(1, 50).Draw(t, "importance"), rapid.Int64Range(0, 100).Draw(t, "passed")))
		}
		r := score.Unit(model, parts, limit)
		sum, lost := 0.0, 0.0
		for _, p := range parts {
			sum += r.Shares[p.ID]
			lost += r.Lost[score.LostKey(p.ID, "x")]
			if len(parts) >= 4 && r.Shares[p.ID] > 0.25+1e-9 {
				t.Fatalf("dataset %s weighs %v", p.ID, r.Shares[p.ID])
			}
		}
		if !near(sum, 1) {
			t.Fatalf("shares sum to %v", sum)
		}
		if math.Abs(lost-(100-r.Points)) > 1e-7 {
			t.Fatalf("lost points sum to %v, 100 − points is %v", lost, 100-r.Points)
		}
	})
}

func TestUnassessedDatasetWeighsNothing(t *testing.T) {
	idle := score.Part{ID: "idle", Importance: 50, Result: score.Dataset(model, nil)}
	r := score.Unit(model, []score.Part{part("a", 1, 80), idle}, score.Cap{})
	if !near(r.Points, 80) || r.Shares["idle"] != 0 {
		t.Errorf("points %v, shares %v: want 80 by the assessed dataset alone", r.Points, r.Shares)
	}
}

func TestRound(t *testing.T) {
	for points, want := range map[float64]float64{
		89.995: 90, 89.994999: 89.99, 0.005: 0.01, 0.004999: 0, 1.005: 1.01, 2.675: 2.68, 59.995: 60, 100: 100, 0: 0, 79.99499999: 79.99,
		100.0 * 2 / 3: 66.67,
	} {
		if got := score.Round(points); got != want {
			t.Errorf("Round(%v) = %v, want %v", points, got, want)
		}
	}
}

func TestBandsAreDecidedOnTheRoundedScore(t *testing.T) {
	bands := []score.Band{{ID: "excellent", From: 90}, {ID: "good", From: 80}, {ID: "pass", From: 60}, {ID: "improve", From: 0}}
	for points, want := range map[float64]string{
		100: "excellent", 90: "excellent", 89.995: "excellent", 89.9949: "good", 80: "good", 79.99: "pass", 60: "pass", 59.9949: "improve", 0: "improve",
	} {
		if got := score.BandOf(bands, points); got != want {
			t.Errorf("BandOf(%v) = %q, want %q", points, got, want)
		}
	}
	if got := score.BandOf(bands[:3], 10); got != "" {
		t.Errorf("below the lowest band: %q, want none", got)
	}
}

func TestTiesShareARank(t *testing.T) {
	got := score.Ranks([]float64{90, 95.001, 95.004, 60, 95.006, 60.0001})
	if want := []int{4, 2, 2, 5, 1, 5}; !slices.Equal(got, want) {
		t.Errorf("ranks %v, want %v", got, want)
	}
}

// TestWilson holds the intervals that Newcombe (1998, table I, method 3)
// published to four places, of 81/263, 15/148, 0/20 and 1/29, and the limits.
func TestWilson(t *testing.T) {
	tests := []struct {
		evaluated, failed int64
		low, high         float64
	}{
		{263, 263 - 81, 0.2553, 0.3662},
		{148, 148 - 15, 0.0624, 0.1605},
		{20, 20, 0, 0.1611},
		{29, 28, 0.0061, 0.1718},
		{20, 0, 1 - 0.1611, 1},
		{0, 0, 0, 1},
	}
	for _, tt := range tests {
		low, high := score.Wilson(tt.evaluated, tt.failed)
		if math.Abs(low-tt.low) > 5e-5 || math.Abs(high-tt.high) > 5e-5 {
			t.Errorf("Wilson(%d, %d) = %.6f, %.6f, want %.4f, %.4f", tt.evaluated, tt.failed, low, high, tt.low, tt.high)
		}
	}
}
