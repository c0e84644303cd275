package reports

import (
	"math"
	"slices"
	"strings"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// dutyComparison holds a unit's annual result against its tier's, and its own of
// the cycle before.
type dutyComparison struct {
	w      *workspace.Workspace
	now    Annual
	own    AnnualUnit
	before *Annual // nil: none
}

// item is the line of one item.
func (c dutyComparison) item(i workspace.AnnualItem) DutyLine {
	l := c.line([]string{i.ID})
	l.ID, l.Name, l.Proof = i.ID, i.Name, c.own.Reviews[i.ID].Evidence
	for _, r := range results(c.own, []string{i.ID}) {
		l.Source = string(r.Source)
		if !r.Assessed {
			l.Source = "unjudged"
		}
	}
	for _, x := range c.now.Evidence {
		if x.Unit == c.own.Unit.ID && x.Indicator == i.ID {
			l.Documents++
		}
	}
	if e, measured := c.own.Evidence[i.ID]; measured && l.Source == string(score.SourceMeasured) {
		l.Evidence, l.Close = &e, c.closeTo(e, l)
		for _, name := range e.Lacking {
			l.Lacking = append(l.Lacking, c.called(name))
		}
	}
	return l
}

// line is the sum of some items, held against the same of the tier.
func (c dutyComparison) line(ids []string) DutyLine {
	var l DutyLine
	l.Worth, l.Points, l.Rate = earned(c.own, ids)
	var all, ranked []float64
	for _, u := range c.now.Units {
		_, _, rate := earned(u, ids)
		if u.Unit.Tier != c.own.Unit.Tier || !rate.Assessed {
			continue
		}
		all = append(all, rate.Value)
		if u.Rank > 0 {
			ranked = append(ranked, rate.Value)
		}
	}
	l.PeerMedian = medianOf(all)
	if c.own.Rank > 0 && l.Rate.Assessed {
		l.Ranked = len(ranked)
		l.Rank = score.Ranks(append([]float64{l.Rate.Value}, ranked...))[0]
	}
	if c.before == nil {
		return l
	}
	for _, u := range c.before.Units {
		if u.Unit.ID == c.own.Unit.ID && c.sameMeasures(u, ids) {
			_, _, l.Previous = earned(u, ids)
		}
	}
	return l
}

// sameMeasures reports whether the items were measured by the same then: else their
// rates cannot be compared.
func (c dutyComparison) sameMeasures(then AnnualUnit, ids []string) bool {
	return len(results(then, ids)) == len(ids) && !slices.ContainsFunc(ids, func(id string) bool {
		is, now := c.own.Evidence[id]
		was, before := then.Evidence[id]
		return now && before && is.Measure != was.Measure
	})
}

// results are those of some items.
func results(u AnnualUnit, ids []string) []score.AnnualItemResult {
	var out []score.AnnualItemResult
	for _, i := range u.Result.Indicators {
		for _, item := range i.Items {
			if slices.Contains(ids, item.ID) {
				out = append(out, item)
			}
		}
	}
	return out
}

// earned sums what some items of a unit are worth and earned. Reviewers' items for
// which nothing was given yet have a worth and no rate; the rate of a sum is then
// that of the others.
func earned(u AnnualUnit, ids []string) (worth, points, rate Points) {
	var of, given float64
	for _, r := range results(u, ids) {
		if !r.Assessed {
			continue
		}
		worth.Value, worth.Assessed = worth.Value+r.Worth, true
		if r.Source == score.SourceNone {
			continue
		}
		of, given = of+r.Worth, given+unrounded(r)
		points.Value, points.Assessed = points.Value+float64(r.Points)/100, true
	}
	if of > 0 {
		rate = Points{Value: 100 * given / of, Assessed: true}
	}
	return worth, points, rate
}

// unrounded are an item's points before they were rounded: rounding would set apart
// equal rates of units whose items are worth more than others'.
func unrounded(r score.AnnualItemResult) float64 {
	if r.Rate != nil {
		return r.Worth * *r.Rate
	}
	return float64(r.Points) / 100
}

// closeTo reports whether the interval of a counted share holds the tier's median.
func (c dutyComparison) closeTo(e assessment.Evidence, l DutyLine) bool {
	if !c.counts(e) || !l.PeerMedian.Assessed || score.Round(l.Rate.Value) == score.Round(l.PeerMedian.Value) {
		return false
	}
	low, high := score.Wilson(e.Of, int64(math.Round(float64(e.Of)*(1-l.Rate.Value/100))))
	return 100*low <= l.PeerMedian.Value && l.PeerMedian.Value <= 100*high
}

// counts reports whether a measure counts what it judges; a dimension's is a mean
// of scores.
func (c dutyComparison) counts(e assessment.Evidence) bool {
	dimension := func(d workspace.Dimension) bool { return d.ID == e.Measure }
	return e.Of > 0 && !slices.ContainsFunc(c.w.Indicators.Dimensions, dimension)
}

// called is what people call what evidence names: a dataset, with a field of it
// where the name says so; else the name itself.
func (c dutyComparison) called(name string) rules.Text {
	id, field, _ := strings.Cut(name, " ")
	d := c.w.Dataset(id)
	if d == nil {
		return rules.Text{ZhHans: name, ZhHant: name, En: name}
	}
	if field == "" {
		return d.Title
	}
	t := fieldTexts(d, []string{field})
	return rules.Text{ZhHans: d.Title.ZhHans + "“" + t.ZhHans + "”", ZhHant: d.Title.ZhHant + "「" + t.ZhHant + "」", En: d.Title.En + ": " + t.En}
}
