package reports

import (
	"slices"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// points is a score with waivers; withoutWaivers is the same without.
func points(s score.Score) Points { return Points{Value: s.Points, Assessed: s.Assessed()} }

func withoutWaivers(s score.Score) Points { return Points{Value: s.NoWaivers, Assessed: s.Assessed()} }

func (b *Builder) band(s score.Score) Band {
	if !s.Assessed() {
		return Band{}
	}
	for _, x := range b.Workspace.Indicators.Bands {
		if score.Round(s.Points) >= x.From {
			return Band{ID: x.ID, Name: x.Name, Color: x.Color}
		}
	}
	return Band{}
}

// ranks places all units of a state inside their tiers; absent where not ranked.
func (b *Builder) ranks(s *state) map[string]int {
	out := map[string]int{}
	for _, tier := range workspace.Tiers {
		var ids []string
		var all []float64
		for _, u := range s.units {
			if u.unit.Tier == tier && b.ranked(u) {
				ids, all = append(ids, u.unit.ID), append(all, u.result.Points)
			}
		}
		for i, r := range score.Ranks(all) {
			out[ids[i]] = r
		}
	}
	return out
}

// rank places a unit inside its tier; units below the minimum n are not ranked.
func (e *Edition) rank(us *unitState) (place, ranked int) {
	for _, u := range e.now.units {
		if u.unit.Tier == us.unit.Tier && e.b.ranked(u) {
			ranked++
		}
	}
	return e.b.ranks(e.now)[us.unit.ID], ranked
}

// ranked reports whether a unit is assessed on at least the minimum number of
// rows.
func (b *Builder) ranked(u *unitState) bool {
	return u.result.Assessed() && u.rows() >= b.Workspace.Indicators.MinimumN
}

// rows is on how many rows a unit is assessed.
func (u *unitState) rows() int64 {
	var rows int64
	for _, s := range u.sets {
		if s.dataset.InScope {
			rows += s.rows
		}
	}
	return rows
}

// evaluated sums what check groups and other scored rules evaluated; judgements of
// an extract as a whole are no rows.
func (u *unitState) evaluated() (evaluated, failed int64) {
	for _, s := range u.sets {
		evaluated += s.evaluated
		failed += s.failed
	}
	return evaluated, failed
}

// before is the unit in the period before, or nil.
func (e *Edition) before(id string) *unitState { return e.then.assessed(id) }

// assessed is a unit that was assessed, or nil.
func (s *state) assessed(id string) *unitState {
	for _, u := range s.units {
		if u.unit.ID == id && u.result.Assessed() {
			return u
		}
	}
	return nil
}

// median is the median of one score over the units of a tier where it is
// assessed.
func (s *state) median(tier string, of func(*unitState) score.Score) Points {
	var all []float64
	for _, u := range s.units {
		if x := of(u); u.unit.Tier == tier && x.Assessed() {
			all = append(all, x.Points)
		}
	}
	return medianOf(all)
}

// medianOf sorts what it is given; nothing has no median.
func medianOf(all []float64) Points {
	if len(all) == 0 {
		return Points{}
	}
	slices.Sort(all)
	mid := len(all) / 2
	if len(all)%2 == 1 {
		return Points{Value: all[mid], Assessed: true}
	}
	return Points{Value: (all[mid-1] + all[mid]) / 2, Assessed: true}
}

// overall and inDimension are what medians are taken of.
func overall(u *unitState) score.Score { return u.result.Score }

func inDimension(i int) func(*unitState) score.Score {
	return func(u *unitState) score.Score { return u.result.Dimensions[i].Score }
}
