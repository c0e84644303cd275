package score

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

// Result is a dataset's scores at every level.
type Result struct {
	Score
	Dimensions []DimensionResult // in model order
	// Lost is the points of the dataset's 100 that each failing item costs, with
	// waivers, by item id. Their sum is 100 − Points.
	Lost map[string]float64
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

// Dataset scores one dataset. A branch that is not assessed gives its weight to
// its siblings.
func Dataset(m Model, items []Item) Result {
	var r Result
	total, judged := mean{}, 0.0
	for _, d := range m.Dimensions {
		dr := dimension(d, items)
		r.Dimensions = append(r.Dimensions, dr)
		weight := float64(d.Weight())
		total.add(dr.Score, weight)
		judged += float64(weight * dr.Judged)
	}
	r.Score = total.score()
	r.Judged = share(judged, float64(m.Weight()))
	r.Lost = losses(m, r, items, total.weight)
	return r
}

func dimension(d Dimension, items []Item) DimensionResult {
	r := DimensionResult{ID: d.ID}
	total := mean{}
	for _, i := range d.Indicators {
		s := indicator(i.Code, items)
		r.Indicators = append(r.Indicators, IndicatorResult{i.Code, s})
		total.add(s, float64(i.Weight))
	}
	r.Score = total.score()
	r.Judged = share(total.weight, float64(d.Weight()))
	return r
}

// indicator is the weighted mean of its assessed items, × 100.
func indicator(code string, items []Item) Score {
	total := mean{}
	for _, i := range items {
		if i.Indicator != code {
			continue
		}
		with, ok := i.rate(true)
		without, _ := i.rate(false)
		if ok {
			total.add(Score{100 * with, 100 * without, 1}, float64(i.Weight))
		}
	}
	s := total.score()
	if total.weight > 0 {
		s.Judged = 1
	}
	return s
}

// losses follows every item's missing share up to the dataset's 100 points.
func losses(m Model, r Result, items []Item, judgedWeight float64) map[string]float64 {
	lost := map[string]float64{}
	for di, d := range m.Dimensions {
		dr := r.Dimensions[di]
		if !dr.Assessed() {
			continue
		}
		var inDimension float64
		for ii, i := range d.Indicators {
			if dr.Indicators[ii].Assessed() {
				inDimension += float64(i.Weight)
			}
		}
		for ii, i := range d.Indicators {
			if !dr.Indicators[ii].Assessed() {
				continue
			}
			worth := 100 * share(float64(d.Weight()), judgedWeight) * share(float64(i.Weight), inDimension)
			lose(lost, i.Code, worth, items)
		}
	}
	return lost
}

// lose spreads an indicator's worth, in points, over its items.
func lose(lost map[string]float64, code string, worth float64, items []Item) {
	var weights float64
	for _, i := range items {
		if _, ok := i.rate(true); ok && i.Indicator == code {
			weights += float64(i.Weight)
		}
	}
	for _, i := range items {
		rate, ok := i.rate(true)
		if ok && i.Indicator == code && rate < 1 {
			lost[i.ID] = worth * share(float64(i.Weight), weights) * (1 - rate)
		}
	}
}

// mean is a weighted mean of the scores that were assessed.
type mean struct{ points, noWaivers, weight float64 }

func (m *mean) add(s Score, weight float64) {
	if !s.Assessed() || weight == 0 {
		return
	}
	m.points += float64(weight * s.Points)
	m.noWaivers += float64(weight * s.NoWaivers)
	m.weight += weight
}

// score leaves Judged at 0; its caller knows the whole weight.
func (m *mean) score() Score {
	if m.weight == 0 {
		return Score{}
	}
	return Score{Points: m.points / m.weight, NoWaivers: m.noWaivers / m.weight}
}

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
