package reports

import (
	"cmp"
	"slices"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// City makes the model of the city's workbook.
func (d *Day) City() City {
	w := d.b.Workspace
	c := City{City: w.City, Issuer: w.Issuer, Period: DayOf(d.now.day), PreviousPeriod: DayOf(d.then.day), Slot: d.now.day, Cutoff: d.now.day.AddDate(0, 0, 1), CheckCode: d.checkCode, Method: d.b.method()}
	for _, dim := range w.Indicators.Dimensions {
		c.Dimensions = append(c.Dimensions, DimensionHead{ID: dim.ID, Name: dim.Name, Weight: float64(dim.Weight())})
	}
	for _, b := range w.Indicators.Bands {
		c.Bands = append(c.Bands, Band{ID: b.ID, Name: b.Name, Color: b.Color})
	}
	ranks, previous := d.ranks(d.now), d.ranks(d.then)
	for _, us := range d.now.units {
		c.Units = append(c.Units, d.cityUnit(us, ranks[us.unit.ID], previous[us.unit.ID]))
	}
	for _, tier := range workspace.Tiers {
		if slices.ContainsFunc(c.Units, func(u CityUnit) bool { return u.Tier == tier }) {
			c.Tiers = append(c.Tiers, tier)
		}
	}
	slices.SortStableFunc(c.Units, func(a, b CityUnit) int {
		return cmp.Or(cmp.Compare(slices.Index(workspace.Tiers, a.Tier), slices.Index(workspace.Tiers, b.Tier)),
			cmp.Compare(unrankedLast(a.Rank), unrankedLast(b.Rank)), cmp.Compare(a.ID, b.ID))
	})
	return c.Attend()
}

func unrankedLast(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

// ranks places all units inside their tiers; absent where not ranked.
func (d *Day) ranks(s *dayState) map[string]int {
	out := map[string]int{}
	for _, tier := range workspace.Tiers {
		var ids []string
		var all []float64
		for _, u := range s.units {
			if u.unit.Tier == tier && d.b.ranked(u) {
				ids, all = append(ids, u.unit.ID), append(all, u.result.Points)
			}
		}
		for i, r := range score.Ranks(all) {
			out[ids[i]] = r
		}
	}
	return out
}

func (d *Day) cityUnit(us *unitState, rank, previousRank int) CityUnit {
	u := CityUnit{ID: us.unit.ID, Name: us.unit.Name, Tier: us.unit.Tier, Score: points(us.result.Score), Band: d.b.band(us.result.Score),
		Rank: rank, PreviousRank: previousRank, Judged: us.result.Judged}
	if then := d.before(us.unit.ID); then != nil {
		u.Previous = points(then.result.Score)
	}
	for _, r := range us.result.Dimensions {
		u.Dimensions = append(u.Dimensions, points(r.Score))
	}
	u.Evaluated, u.Failed = us.evaluated()
	u.SmallSample = us.result.Assessed() && !d.b.ranked(us)
	for _, ds := range d.b.Workspace.Datasets {
		if ds.Unit == us.unit.ID {
			u.Datasets++
			u.addDeliveries(d.deliveries[ds.ID])
		}
	}
	return u
}

// addDeliveries counts a dataset's slots so far by state, and its current run of
// slots without an extract.
func (u *CityUnit) addDeliveries(list []ledger.Delivery) {
	streak := 0
	for _, x := range list {
		if !x.Due.IsZero() {
			u.Due++
		}
		switch x.State {
		case ledger.OnTime:
			u.OnTime++
		case ledger.Late:
			u.Late++
		case ledger.Missing:
			u.Missing++
		case ledger.Unreadable:
			u.Unreadable++
		case ledger.SourceFailed:
			u.SourceFailed++
		case ledger.PlatformFailed:
			u.PlatformFailed++
		case ledger.Excused:
			u.Excused++
		}
		streak++
		if x.Good() || x.State == ledger.PlatformFailed || x.State == ledger.Excused {
			streak = 0
		}
	}
	if len(list) > 0 && list[len(list)-1].Good() {
		u.Rows += list[len(list)-1].Rows
	}
	u.StreakMissing = max(u.StreakMissing, streak)
}
