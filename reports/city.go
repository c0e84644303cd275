package reports

import (
	"cmp"
	"context"
	"slices"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// City makes the model of the city's workbook.
func (e *Edition) City(ctx context.Context) (City, error) {
	w, p := e.b.Workspace, e.now.period
	c := City{City: w.City, Issuer: w.Issuer, Period: p, PreviousPeriod: e.then.period, Slot: p.Last, Cutoff: p.Last.AddDate(0, 0, 1),
		CheckCode: e.checkCode, Changes: e.changes, Made: e.made(), Method: e.b.method()}
	for _, dim := range w.Indicators.Dimensions {
		c.Dimensions = append(c.Dimensions, DimensionHead{ID: dim.ID, Name: dim.Name, Weight: float64(dim.Weight())})
	}
	for _, b := range w.Indicators.Bands {
		c.Bands = append(c.Bands, Band{ID: b.ID, Name: b.Name, Color: b.Color})
	}
	ranks, previous := e.b.ranks(e.now), e.b.ranks(e.then)
	for _, us := range e.now.units {
		u, err := e.cityUnit(ctx, us, ranks[us.unit.ID], previous[us.unit.ID])
		if err != nil {
			return City{}, err
		}
		c.Units = append(c.Units, u)
	}
	if err := e.stand(ctx, c.Units); err != nil {
		return City{}, err
	}
	if err := e.judge(ctx, &c); err != nil {
		return City{}, err
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
	c.Trend = e.tierTrends(c.Tiers)
	c.Disagreements = e.disagreements()
	return c.Attend(), nil
}

func unrankedLast(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

func (e *Edition) cityUnit(ctx context.Context, us *unitState, rank, previousRank int) (CityUnit, error) {
	u := CityUnit{ID: us.unit.ID, Name: us.unit.Name, Tier: us.unit.Tier, Score: points(us.result.Score), Band: e.b.band(us.result.Score),
		Rank: rank, PreviousRank: previousRank, Judged: us.result.Judged}
	if then := e.before(us.unit.ID); then != nil {
		u.Previous = points(then.result.Score)
	}
	for _, r := range us.result.Dimensions {
		u.Dimensions = append(u.Dimensions, points(r.Score))
	}
	u.Evaluated, u.Failed = us.evaluated()
	u.SmallSample = us.result.Assessed() && !e.b.ranked(us)
	u.Datasets = len(e.b.datasetsOf(us.unit.ID))
	tallies, err := e.talliesOf(ctx, us.unit.ID)
	if err != nil {
		return u, err
	}
	for _, t := range tallies {
		u.addDeliveries(t)
	}
	u.Rectified, err = e.rectified(ctx, us.unit.ID)
	return u, err
}

// addDeliveries adds a dataset's slots by state, and its current run of slots
// without an extract.
func (u *CityUnit) addDeliveries(t tally) {
	u.Due += t.due
	u.OnTime += t.states[ledger.OnTime]
	u.Late += t.states[ledger.Late]
	u.Missing += t.states[ledger.Missing]
	u.Unreadable += t.states[ledger.Unreadable]
	u.SourceFailed += t.states[ledger.SourceFailed]
	u.PlatformFailed += t.states[ledger.PlatformFailed]
	u.Excused += t.states[ledger.Excused]
	if t.good {
		u.Rows += t.rows
	}
	u.StreakMissing = max(u.StreakMissing, t.streak)
}
