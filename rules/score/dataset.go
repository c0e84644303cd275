package score

import (
	"cmp"
	"slices"
)

// Model is the weights of data quality.
type Model struct {
	Dimensions []Dimension
}

// Dimension is one of the plan's five; its weight is the sum of its indicators'.
type Dimension struct {
	ID         string
	Indicators []Indicator
}

// Indicator is one code of the semantics page.
type Indicator struct {
	Code   string
	Weight int
}

// Weight is the sum of the indicators' weights.
func (d Dimension) Weight() int {
	sum := 0
	for _, i := range d.Indicators {
		sum += i.Weight
	}
	return sum
}

// Weight is the sum of the dimensions' weights.
func (m Model) Weight() int {
	sum := 0
	for _, d := range m.Dimensions {
		sum += d.Weight()
	}
	return sum
}

// Item is one thing that earns points: a check group, or a rule that stands
// alone.
type Item struct {
	ID        string
	Indicator string
	Weight    int
	Evaluated int64
	Failed    int64
	Exempt    int64 // of Failed
	// Credit, in permille, is earned instead of the pass rate where a
	// dataset-level kind gives it; nil elsewhere.
	Credit *int
}

// rate returns what the item earns, 0 to 1; false where it is not assessed.
func (i Item) rate(waived bool) (float64, bool) {
	switch {
	case i.Evaluated == 0 || i.Weight == 0:
		return 0, false
	case waived && i.Exempt >= i.Failed:
		return 1, true
	case i.Credit != nil:
		return float64(*i.Credit) / 1000, true
	}
	failed := i.Failed
	if waived {
		failed -= i.Exempt
	}
	return 1 - float64(failed)/float64(i.Evaluated), true
}

// Score is points of 100 with and without waivers, and the judged share: the
// weight that could be assessed over the whole weight, 0 to 1. Where Judged is 0
// nothing was assessed and the points mean nothing.
type Score struct {
	Points, NoWaivers, Judged float64
}

// Assessed reports whether anything was judged.
func (s Score) Assessed() bool { return s.Judged > 0 }

// Result is a dataset's scores at every level, on one slot or over a period.
type Result struct {
	Score
	Dimensions []DimensionResult // in model order
	// Lost is the points of the dataset's 100 that each failing item costs, with
	// waivers, by item id. Their sum is 100 − Points.
	Lost map[string]float64
	// Missed is what each failing item costs of its own indicator, with waivers,
	// 0 to 1, by indicator code and item id. An indicator's sum is
	// 1 − its Points / 100. A period's losses are made of it.
	Missed map[string]map[string]float64
}

// DimensionResult is one dimension's score and those of its indicators.
type DimensionResult struct {
	ID string
	Score
	Indicators []IndicatorResult
}

// IndicatorResult is one indicator's score.
type IndicatorResult struct {
	Code string
	Score
}

// Dataset scores one dataset on one slot. A branch that is not assessed gives its
// weight to its siblings. Item ids are unique; their order changes nothing.
func Dataset(m Model, items []Item) Result {
	ordered := slices.SortedStableFunc(slices.Values(items), func(a, b Item) int { return cmp.Compare(a.ID, b.ID) })
	return rollUp(m, func(code string) verdict { return judge(code, ordered) })
}

// judge takes an indicator as the weighted mean of its assessed items, × 100.
func judge(code string, items []Item) verdict {
	total := mean{}
	for _, i := range items {
		with, ok := i.rate(true)
		without, _ := i.rate(false)
		if ok && i.Indicator == code {
			total.add(Score{100 * with, 100 * without, 1}, float64(i.Weight))
		}
	}
	if total.weight == 0 {
		return verdict{}
	}
	v := verdict{score: total.score(), missed: map[string]float64{}}
	v.score.Judged = 1
	for _, i := range items {
		if rate, ok := i.rate(true); ok && i.Indicator == code && rate < 1 {
			v.missed[i.ID] = share(float64(i.Weight), total.weight) * (1 - rate)
		}
	}
	return v
}
