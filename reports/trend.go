package reports

import "cdoscore/pipeline/workspace"

// trend is a unit's way through the steps of the period.
func (e *Edition) trend(us *unitState) []TrendPoint {
	var out []TrendPoint
	for _, s := range e.steps {
		p := s.trendPoint(us.unit.Tier, e.b.Workspace.Indicators.Dimensions)
		for _, u := range s.units {
			if u.unit.ID != us.unit.ID {
				continue
			}
			p.Score = points(u.result.Score)
			for _, d := range u.result.Dimensions {
				p.Dimensions = append(p.Dimensions, points(d.Score))
			}
		}
		out = append(out, p)
	}
	return out
}

// tierTrends are the medians of every tier that has units.
func (e *Edition) tierTrends(tiers []string) []TierTrend {
	var out []TierTrend
	for _, tier := range tiers {
		t := TierTrend{Tier: tier}
		for _, s := range e.steps {
			t.Points = append(t.Points, s.trendPoint(tier, e.b.Workspace.Indicators.Dimensions))
		}
		if len(t.Points) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// trendPoint holds a tier's medians.
func (s *state) trendPoint(tier string, dimensions []workspace.Dimension) TrendPoint {
	p := TrendPoint{Period: s.period, PeerMedian: s.median(tier, overall)}
	for i := range dimensions {
		p.PeerDimensions = append(p.PeerDimensions, s.median(tier, inDimension(i)))
	}
	return p
}
