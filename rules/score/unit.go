package score

import (
	"cmp"
	"math"
	"slices"
)

// Part is one in-scope dataset of a unit.
type Part struct {
	ID         string
	Importance int
	Result     Result
}

// Cap limits what one dataset may weigh in its unit.
type Cap struct {
	Share float64 // of the unit's weight; 0: no cap
	From  int     // number of assessed datasets from which the cap holds
}

// UnitResult is a unit's data-quality score.
type UnitResult struct {
	Score
	Dimensions []DimensionResult  // without indicators, in model order
	Shares     map[string]float64 // what each assessed dataset weighs, summing to 1
	Lost       map[string]float64 // points of the unit's 100 by dataset id + "\x1f" + item id
}

// LostKey is the key of UnitResult.Lost.
func LostKey(dataset, item string) string { return dataset + "\x1f" + item }

// Unit scores a unit: Σ importance·score / Σ importance over its assessed
// in-scope datasets, none of which weighs more than the cap.
// Dataset ids are unique; their order changes nothing.
func Unit(m Model, parts []Part, limit Cap) UnitResult {
	parts = sorted(parts)
	r := UnitResult{Shares: shares(parts, limit), Lost: map[string]float64{}}
	total, judged := mean{}, 0.0
	for _, p := range parts {
		w := r.Shares[p.ID]
		total.add(p.Result.Score, w)
		judged += float64(w * p.Result.Judged)
		for item, lost := range p.Result.Lost {
			r.Lost[LostKey(p.ID, item)] = lost * w
		}
	}
	r.Score = total.score()
	r.Judged = judged
	for i, d := range m.Dimensions {
		dt, dj := mean{}, 0.0
		for _, p := range parts {
			w := r.Shares[p.ID]
			dt.add(p.Result.Dimensions[i].Score, w)
			dj += float64(w * p.Result.Dimensions[i].Judged)
		}
		s := dt.score()
		s.Judged = dj
		r.Dimensions = append(r.Dimensions, DimensionResult{ID: d.ID, Score: s})
	}
	return r
}

func sorted(parts []Part) []Part {
	return slices.SortedStableFunc(slices.Values(parts), func(a, b Part) int { return cmp.Compare(a.ID, b.ID) })
}

// shares normalises importances, cuts those above the cap and spreads what was
// cut over the others in proportion, until none is above it.
func shares(parts []Part, limit Cap) map[string]float64 {
	out := map[string]float64{}
	var assessed []Part
	for _, p := range parts {
		if p.Result.Assessed() && p.Importance > 0 {
			assessed = append(assessed, p)
		}
	}
	capped := map[string]bool{}
	for {
		free, open := 1.0, 0.0
		for _, p := range assessed {
			if capped[p.ID] {
				free -= limit.Share
			} else {
				open += float64(p.Importance)
			}
		}
		again := false
		for _, p := range assessed {
			if capped[p.ID] {
				out[p.ID] = limit.Share
				continue
			}
			out[p.ID] = free * (float64(p.Importance) / open)
			if limit.holds(len(assessed)) && out[p.ID] > limit.Share+1e-12 {
				capped[p.ID], again = true, true
			}
		}
		if !again {
			return out
		}
	}
}

// holds reports whether the cap applies to n datasets, and can: below 1/n no
// shares could sum to 1.
func (c Cap) holds(n int) bool {
	return c.Share > 0 && n >= c.From && c.Share*float64(n) >= 1-1e-12
}

// Round rounds half up to two decimals, as every printed point is.
func Round(points float64) float64 {
	return float64(hundredths(points)) / 100
}

// hundredths is a rounded point as an integer, which sums exactly. The tenth of a
// millionth lifts what is half in decimal and a hair below it in binary (1.005).
func hundredths(points float64) int64 {
	return int64(math.Floor(float64(points*100) + 0.5 + 1e-7))
}

// Band is a grade with the rounded score from which it is given.
type Band struct {
	ID   string
	From float64
}

// BandOf returns the grade of a score, decided on the rounded score; bands stand
// best first. "" where none reaches down to it.
func BandOf(bands []Band, points float64) string {
	rounded := Round(points)
	for _, b := range bands {
		if rounded >= b.From {
			return b.ID
		}
	}
	return ""
}

// Ranks returns the places, from 1, of scores by their rounded value; equal ones
// share a place, and the next follows after the gap.
func Ranks(points []float64) []int {
	ranks := make([]int, len(points))
	for i, p := range points {
		ranks[i] = 1
		for _, q := range points {
			if Round(q) > Round(p) {
				ranks[i]++
			}
		}
	}
	return ranks
}

// Wilson returns the 95 % score interval of a pass rate, 0 to 1 (Wilson 1927).
func Wilson(evaluated, failed int64) (low, high float64) {
	if evaluated == 0 {
		return 0, 1
	}
	const z = 1.959963984540054
	n := float64(evaluated)
	p := 1 - float64(failed)/n
	zz := float64(z * z)
	centre := (p + zz/(2*n)) / (1 + zz/n)
	half := z / (1 + zz/n) * math.Sqrt(float64(p*(1-p))/n+zz/(4*n*n))
	return max(0, centre-half), min(1, centre+half)
}
