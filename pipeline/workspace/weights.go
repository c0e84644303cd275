package workspace

import "cdoscore/rules/score"

// Model is the weights with which data quality is scored.
func (s Indicators) Model() score.Model {
	var m score.Model
	for _, d := range s.Dimensions {
		sd := score.Dimension{ID: d.ID}
		for _, i := range d.Indicators {
			sd.Indicators = append(sd.Indicators, score.Indicator{Code: i.Code, Weight: i.Weight})
		}
		m.Dimensions = append(m.Dimensions, sd)
	}
	return m
}

// Limit is the cap on what one dataset may weigh in its unit.
func (s Indicators) Limit() score.Cap { return score.Cap{Share: s.Cap, From: s.CapFrom} }

// ScoreBands are the bands as scores know them, best first.
func (s Indicators) ScoreBands() []score.Band {
	out := make([]score.Band, len(s.Bands))
	for i, b := range s.Bands {
		out[i] = score.Band{ID: b.ID, From: b.From}
	}
	return out
}
