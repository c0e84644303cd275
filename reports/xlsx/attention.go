package xlsx

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cdoscore/reports"
)

// How many units the printed page names.
const (
	moversShown = 3
	actionShown = 8
	// longStreak is from how many slots missed in a row on a unit needs action.
	longStreak = 2
)

// movers are the units whose rounded score rose and fell most since the previous
// slot, at most three each, the greatest move first; equal moves by unit.
func movers(units []reports.CityUnit) (rose, fell []reports.CityUnit) {
	for _, u := range units {
		switch moved := moveOf(u); {
		case moved > 0:
			rose = append(rose, u)
		case moved < 0:
			fell = append(fell, u)
		}
	}
	slices.SortStableFunc(rose, func(a, b reports.CityUnit) int {
		return cmp.Or(cmp.Compare(moveOf(b), moveOf(a)), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(fell, func(a, b reports.CityUnit) int {
		return cmp.Or(cmp.Compare(moveOf(a), moveOf(b)), cmp.Compare(a.ID, b.ID))
	})
	return rose[:min(moversShown, len(rose))], fell[:min(moversShown, len(fell))]
}

// moveOf is in points; 0 where there is nothing to compare.
func moveOf(u reports.CityUnit) float64 {
	if !u.Score.Assessed || !u.Previous.Assessed {
		return 0
	}
	return rounded(rounded(u.Score.Value) - rounded(u.Previous.Value))
}

func (p *page) moverTable(units []reports.CityUnit) {
	b := p.book
	p.put(p.heading(b.text.Text("col.unit")).over(4), p.heading(b.text.Text("col.tier")).over(2),
		p.heading(b.text.Text("col.previous")).over(2), p.heading(b.text.Text("col.current")).over(2), p.heading(b.text.Text("col.change")).over(2))
	for _, u := range units {
		p.put(ruled([]cell{
			text(b.in(u.Name)).over(4), label(b.text.Text("tier." + u.Tier)).over(2),
			b.points(u.Previous).over(2), b.points(u.Score).over(2), b.change(u.Score, u.Previous).over(2),
		})...)
	}
	if len(units) == 0 {
		p.put(ruled([]cell{b.word("overview.none").over(overviewColumns)})...)
	}
}

// needsAction are the units that the leadership should look at, the longest
// silence first, then the lowest score.
func needsAction(c reports.City) []reports.CityUnit {
	var chosen []reports.CityUnit
	for _, u := range c.Units {
		if u.StreakMissing >= longStreak || isLowest(c, u.Band) || (!u.Score.Assessed && u.Due > excused(u)) {
			chosen = append(chosen, u)
		}
	}
	slices.SortStableFunc(chosen, func(a, b reports.CityUnit) int {
		return cmp.Or(cmp.Compare(b.StreakMissing, a.StreakMissing), cmp.Compare(a.Score.Value, b.Score.Value), cmp.Compare(a.ID, b.ID))
	})
	return chosen
}

// isLowest reports whether a grade is the last of the city's list, best first.
func isLowest(c reports.City, band reports.Band) bool {
	return len(c.Bands) > 1 && band.ID != "" && band.ID == c.Bands[len(c.Bands)-1].ID
}

func (b *book) whyAction(c reports.City, u reports.CityUnit) string {
	var why []string
	if u.StreakMissing >= longStreak {
		why = append(why, b.text.Text("overview.why_streak", strconv.Itoa(u.StreakMissing)))
	}
	if isLowest(c, u.Band) {
		why = append(why, b.text.Text("overview.why_band", b.in(u.Band.Name)))
	}
	if !u.Score.Assessed {
		why = append(why, b.text.Text("overview.why_unassessed"))
	}
	return strings.Join(why, b.text.Text("overview.and"))
}

func (p *page) actionTable(c reports.City) {
	b := p.book
	units := needsAction(c)
	p.put(p.heading(b.text.Text("col.unit")).over(4), p.heading(b.text.Text("col.tier")).over(2),
		p.heading(b.text.Text("col.total")).over(2), p.heading(b.text.Text("overview.why")).over(4))
	for _, u := range units[:min(actionShown, len(units))] {
		p.put(ruled([]cell{
			text(b.in(u.Name)).over(4), label(b.text.Text("tier." + u.Tier)).over(2),
			b.points(u.Score).over(2), text(b.whyAction(c, u)).over(4),
		})...)
	}
	switch more := len(units) - actionShown; {
	case len(units) == 0:
		p.put(ruled([]cell{b.word("overview.none").over(overviewColumns)})...)
	case more > 0:
		p.put(ruled([]cell{text(b.text.Text("overview.more", strconv.Itoa(more))).over(overviewColumns)})...)
	}
}
