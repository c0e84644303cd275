package score

import "slices"

// verdict is what one indicator came to: its score, and what each failing item
// costs of it (see Result.Missed). The zero verdict is not assessed.
type verdict struct {
	score  Score
	missed map[string]float64
}

// rollUp carries the indicators' verdicts up to a dataset: indicator → dimension
// → dataset. It is the one writer of that way, for a slot and for a period.
func rollUp(m Model, of func(code string) verdict) Result {
	r := Result{Missed: map[string]map[string]float64{}}
	total, judged := mean{}, 0.0
	for _, d := range m.Dimensions {
		dr, inside := DimensionResult{ID: d.ID}, mean{}
		for _, i := range d.Indicators {
			v := of(i.Code)
			dr.Indicators = append(dr.Indicators, IndicatorResult{i.Code, v.score})
			inside.add(v.score, float64(i.Weight))
			if len(v.missed) > 0 {
				r.Missed[i.Code] = v.missed
			}
		}
		weight := float64(d.Weight())
		dr.Score = inside.score()
		dr.Judged = share(inside.weight, weight)
		r.Dimensions = append(r.Dimensions, dr)
		total.add(dr.Score, weight)
		judged += float64(weight * dr.Judged)
	}
	r.Score = total.score()
	r.Judged = share(judged, float64(m.Weight()))
	r.Lost = losses(m, r, total.weight)
	return r
}

// losses follows every item's missed share up to the dataset's 100 points. An id
// that stands under two indicators, as where a rule moved in the middle of a
// period, loses under both.
func losses(m Model, r Result, judgedWeight float64) map[string]float64 {
	lost := map[string]float64{}
	for di, d := range m.Dimensions {
		var inDimension float64
		for ii, i := range d.Indicators {
			if r.Dimensions[di].Indicators[ii].Assessed() {
				inDimension += float64(i.Weight)
			}
		}
		for _, i := range d.Indicators {
			worth := 100 * share(float64(d.Weight()), judgedWeight) * share(float64(i.Weight), inDimension)
			for id, missed := range r.Missed[i.Code] {
				lost[id] += float64(worth * missed)
			}
		}
	}
	return lost
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

// sum adds in ascending order, so that the order of values, which it sorts in
// place, changes no bit of it.
func sum(values []float64) float64 {
	slices.Sort(values)
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}
