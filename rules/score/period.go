package score

// Period scores one dataset over a month, a quarter or a year. Each indicator is
// the plain mean of the due slots on which it was assessed, each slot once, with
// and without waivers; the roll-up is Dataset's. Judged has the same meaning as on
// a slot: an indicator is judged that was assessed on any slot.
//
// An item loses its indicator's worth in the period × the mean of its Missed over
// the slots on which the indicator was assessed; where the item did not fail it
// missed nothing. So the losses still sum to 100 − Points. Without Missed in the
// slots' results there are no losses. The order of slots changes nothing.
func Period(m Model, slots []Result) Result {
	return rollUp(m, func(code string) verdict { return overSlots(code, slots) })
}

// Mean is Period where the means over the slots are known already: those of the
// indicators that were assessed, by code, and of each item's Missed, by code and
// item.
func Mean(m Model, indicators map[string]Score, missed map[string]map[string]float64) Result {
	return rollUp(m, func(code string) verdict {
		s, assessed := indicators[code]
		if !assessed {
			return verdict{}
		}
		s.Judged = 1
		return verdict{s, missed[code]}
	})
}

func overSlots(code string, slots []Result) verdict {
	var points, noWaivers []float64
	missed := map[string][]float64{}
	for _, slot := range slots {
		s := slot.indicator(code)
		if !s.Assessed() {
			continue
		}
		points, noWaivers = append(points, s.Points), append(noWaivers, s.NoWaivers)
		for id, share := range slot.Missed[code] {
			missed[id] = append(missed[id], share)
		}
	}
	if len(points) == 0 {
		return verdict{}
	}
	n := float64(len(points))
	v := verdict{score: Score{sum(points) / n, sum(noWaivers) / n, 1}, missed: map[string]float64{}}
	for id, shares := range missed {
		v.missed[id] = sum(shares) / n
	}
	return v
}

// indicator returns the score of an indicator, which is not assessed where the
// result has none of that code.
func (r Result) indicator(code string) Score {
	for _, d := range r.Dimensions {
		for _, i := range d.Indicators {
			if i.Code == code {
				return i.Score
			}
		}
	}
	return Score{}
}
