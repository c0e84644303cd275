package score

// Rate is one dataset's rate, 0 to 1, with what the dataset weighs in its unit.
type Rate struct {
	Dataset    string
	Importance int
	Value      float64
}

// MeanRate is a unit's rate: the mean of its datasets' rates by importance, none
// of which weighs more than the cap, as in Unit. False where there is no rate.
// Datasets are named once; their order changes nothing.
func MeanRate(rates []Rate, limit Cap) (float64, bool) {
	var parts []Part
	for _, r := range rates {
		parts = append(parts, Part{ID: r.Dataset, Importance: r.Importance, Result: Result{Score: Score{Points: r.Value, Judged: 1}}})
	}
	weights := shares(sorted(parts), limit)
	if len(weights) == 0 {
		return 0, false
	}
	var terms []float64
	for _, r := range rates {
		terms = append(terms, float64(weights[r.Dataset]*r.Value))
	}
	return sum(terms), true
}
