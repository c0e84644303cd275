package reports

import (
	"cmp"
	"slices"
	"strconv"

	"cdoscore/rules"
)

const (
	// moversShown is how many units that rose, and that fell, are named.
	moversShown = 3
	// longStreak is from how many slots missed in a row on a unit needs action.
	longStreak = 2
)

// Attend returns the city with what its units call attention to: those that rose
// and fell most, and those that need action.
func (c City) Attend() City {
	c.Rose, c.Fell = movers(c.Units)
	c.NeedAction = nil
	for _, u := range c.Units {
		if u.Why = c.why(u); len(u.Why) > 0 {
			c.NeedAction = append(c.NeedAction, u)
		}
	}
	slices.SortStableFunc(c.NeedAction, func(a, b CityUnit) int {
		return cmp.Or(cmp.Compare(b.StreakMissing, a.StreakMissing), cmp.Compare(a.Score.Value, b.Score.Value), cmp.Compare(a.ID, b.ID))
	})
	return c
}

// movers are the units whose rounded score rose and fell most, the greatest move
// first; equal moves by unit.
func movers(units []CityUnit) (rose, fell []CityUnit) {
	for _, u := range units {
		switch moved, _ := u.Change(); {
		case moved > 0:
			rose = append(rose, u)
		case moved < 0:
			fell = append(fell, u)
		}
	}
	byMove := func(sign float64) func(a, b CityUnit) int {
		return func(a, b CityUnit) int {
			x, _ := a.Change()
			y, _ := b.Change()
			return cmp.Or(cmp.Compare(sign*y, sign*x), cmp.Compare(a.ID, b.ID))
		}
	}
	slices.SortStableFunc(rose, byMove(1))
	slices.SortStableFunc(fell, byMove(-1))
	return rose[:min(moversShown, len(rose))], fell[:min(moversShown, len(fell))]
}

// why is why the leadership should look at a unit: a silence, the lowest grade, or
// data owed and nothing that could be judged.
func (c City) why(u CityUnit) []rules.Note {
	var out []rules.Note
	if u.StreakMissing >= longStreak {
		out = append(out, rules.Note{Key: "overview.why_streak", Args: []string{strconv.Itoa(u.StreakMissing)}})
	}
	if c.isLowest(u.Band) {
		out = append(out, rules.Note{Key: "overview.why_band"})
	}
	if !u.Score.Assessed && u.Due > u.PlatformFailed+u.Excused {
		out = append(out, rules.Note{Key: "overview.why_unassessed"})
	}
	return out
}

// isLowest reports whether a grade is the last of the city's list, best first.
func (c City) isLowest(band Band) bool {
	return len(c.Bands) > 1 && band.ID != "" && band.ID == c.Bands[len(c.Bands)-1].ID
}
