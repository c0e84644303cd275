package reports

import (
	"testing"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// ratedUnit is a unit of the tier whose two items were measured at these rates; the
// first is worth more than the second of others.
func ratedUnit(id string, rank int, worth, first, second float64) AnnualUnit {
	item := func(id string, worth, rate float64) score.AnnualItemResult {
		return score.AnnualItemResult{ID: id, Worth: worth, Rate: &rate, Points: int64(100*worth*rate + 0.5), Source: score.SourceMeasured, Assessed: true}
	}
	return AnnualUnit{Annual: &assessment.Annual{Unit: &workspace.Unit{ID: id, Tier: "district"}, Rank: rank,
		Evidence: map[string]assessment.Evidence{"C1": {Measure: "on_time", Good: int64(100 * first), Of: 100}, "A1": {Measure: "completeness", Good: 28, Of: 28, Datasets: 2}},
		Reviews:  map[string]workspace.ReviewScore{},
		Result: score.AnnualResult{Assessed: true, Indicators: []score.AnnualIndicatorResult{
			{ID: "C", Items: []score.AnnualItemResult{item("C1", worth, first), {ID: "C9", Worth: 2, Source: score.SourceNone, Assessed: true}}},
			{ID: "A", Items: []score.AnnualItemResult{item("A1", 10, second)}},
		}}}}
}

func sampleComparison() dutyComparison {
	now := Annual{Units: []AnnualUnit{
		ratedUnit("a", 1, 4.1026, 0.94, 0.97), ratedUnit("b", 2, 4, 0.94, 0.9), ratedUnit("c", 3, 6, 0.98, 0.8), ratedUnit("small", 0, 6, 1, 1),
	}}
	return dutyComparison{w: &workspace.Workspace{Indicators: workspace.DefaultIndicators()}, now: now, own: now.Units[0]}
}

func TestEqualRatesShareARankWhateverTheyAreWorth(t *testing.T) {
	c := sampleComparison()
	for i, want := range []struct {
		rank, ranked int
	}{{2, 3}, {2, 3}, {1, 3}, {0, 0}} {
		c.own = c.now.Units[i]
		l := c.item(workspace.AnnualItem{ID: "C1"})
		if l.Rank != want.rank || l.Ranked != want.ranked || PointsText(l.PeerMedian.Value) != "96.00" {
			t.Errorf("%s: rank %d of %d, median %v, want %v and 96.00", c.own.Unit.ID, l.Rank, l.Ranked, l.PeerMedian, want)
		}
	}
}

// 94 of 100 may well be 96 %; a mean of scores has no such interval.
func TestCloseIsACountedShareWhoseIntervalHoldsTheMedian(t *testing.T) {
	c := sampleComparison()
	if l := c.item(workspace.AnnualItem{ID: "C1"}); !l.Close {
		t.Errorf("94 of 100 beside a median of %v is not close", l.PeerMedian)
	}
	if l := c.item(workspace.AnnualItem{ID: "A1"}); l.Close {
		t.Error("a mean of scores is close")
	}
	far := ratedUnit("a", 1, 4, 0.5, 0.97)
	c.own, c.now.Units[0] = far, far
	if l := c.item(workspace.AnnualItem{ID: "C1"}); l.Close {
		t.Errorf("50 of 100 beside a median of %v is close", l.PeerMedian)
	}
}

// What nothing was given for yet has a worth, and takes no part in a sum's rate.
func TestPendingItemsHaveNoRate(t *testing.T) {
	c := sampleComparison()
	if l := c.item(workspace.AnnualItem{ID: "C9"}); l.Rate.Assessed || l.Points.Assessed || !l.Worth.Assessed || l.Source != "none" {
		t.Errorf("%+v", l)
	}
	l := c.line([]string{"C1", "C9"})
	if PointsText(l.Worth.Value) != "6.10" || PointsText(l.Points.Value) != "3.86" || PointsText(l.Rate.Value) != "94.00" {
		t.Errorf("worth %v, points %v, rate %v", l.Worth, l.Points, l.Rate)
	}
	if lost, ok := c.item(workspace.AnnualItem{ID: "C1"}).Lost(); !ok || PointsText(lost) != "0.24" {
		t.Errorf("lost %v, %v", lost, ok)
	}
}

func TestTheCycleBeforeIsComparedByTheSameMeasure(t *testing.T) {
	c := sampleComparison()
	before := Annual{Cycle: workspace.Cycle{Name: "2025"}, Units: []AnnualUnit{ratedUnit("a", 3, 6, 0.9, 0.99)}}
	c.before = &before
	l := c.item(workspace.AnnualItem{ID: "C1"})
	if change, ok := l.Change(); !ok || PointsText(l.Previous.Value) != "90.00" || ChangeText(change) != "+4.00" {
		t.Errorf("previous %v, change %v, %v", l.Previous, change, ok)
	}
	before.Units[0].Evidence["C1"] = assessment.Evidence{Measure: "delivered"}
	if l := c.item(workspace.AnnualItem{ID: "C1"}); l.Previous.Assessed {
		t.Error("rates of two measures are compared")
	}
	if l := c.line([]string{"A1", "new"}); l.Previous.Assessed {
		t.Error("a sum is compared with one that lacked an item")
	}
}

func TestDutyScoresEveryItemUnderItsHeading(t *testing.T) {
	c := sampleComparison()
	c.now.Indicators = []workspace.AnnualIndicator{
		{ID: "C", Name: rules.Text{En: "Collection"}, Items: []workspace.AnnualItem{{ID: "C1", Heading: "collection"}, {ID: "C9"}}},
		{ID: "A", Items: []workspace.AnnualItem{{ID: "A1", Heading: "assets"}}},
	}
	var d Duty
	d.score(c)
	if len(d.Headings) != 7 || len(d.Headings[0].Items) != 1 || d.Headings[0].Items[0].ID != "C1" || len(d.Headings[1].Items) != 1 || len(d.Headings[2].Items) != 0 {
		t.Errorf("headings: %+v", d.Headings)
	}
	if len(d.Unplaced) != 1 || d.Unplaced[0].ID != "C9" || len(d.Indicators) != 2 || d.Indicators[0].Name.En != "Collection" {
		t.Errorf("unplaced %+v, indicators %+v", d.Unplaced, d.Indicators)
	}
	if len(d.Losses) != 2 || d.Losses[0].ID != "A1" || d.Losses[1].ID != "C1" {
		t.Errorf("losses: %+v", d.Losses)
	}
}

func TestUnconfirmedItemsAreNamedTogether(t *testing.T) {
	indicators := []workspace.AnnualIndicator{{Items: []workspace.AnnualItem{{ID: "A5", Name: rules.Text{En: "Sample check"}}, {ID: "H1", Name: rules.Text{En: "Report"}}}}}
	got := named([]rules.Note{{Key: "open.lasting", Args: []string{"2026-12-31"}}, {Key: "open.unconfirmed", Args: []string{"A5"}}, {Key: "open.unconfirmed", Args: []string{"H1"}}, {Key: "open.unsigned"}}, indicators, "en")
	if len(got) != 3 || got[1].Args[0] != "Sample check, Report" || got[0].Args[0] != "2026-12-31" || got[2].Key != "open.unsigned" {
		t.Errorf("%+v", got)
	}
}
