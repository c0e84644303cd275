package html

import (
	"cmp"
	"math"
	"slices"

	"cdoscore/reports"
)

// The measures of a trend.
const (
	trendWidth  = 680
	trendHeight = 250
	trendLeft   = 44
	trendRight  = 70
	trendTop    = 14
	trendBottom = 34
	trendDates  = 6 // at most so many steps are named
)

// series is one line of a trend; a gap where nothing was assessed.
type series struct {
	name, class string
	points      []reports.Points
}

// trendOf is a unit's way through a period, with its tier's median. Nil for a day.
func (v *view) trendOf(trend []reports.TrendPoint) *chart {
	unit := series{name: v.t("cover.score"), class: "sc-line-0"}
	median := series{name: v.t("col.peer_median"), class: "sc-line-median"}
	for _, p := range trend {
		unit.points = append(unit.points, p.Score)
		median.points = append(median.points, p.PeerMedian)
	}
	return v.lines(v.t("page.trend"), trend, []series{unit, median})
}

// tierTrends are the medians of all tiers. Nil for a day.
func (v *view) tierTrends(all []reports.TierTrend) *chart {
	if len(all) == 0 {
		return nil
	}
	var list []series
	for i, tier := range all {
		s := series{name: v.t("tier." + tier.Tier), class: "sc-line-" + coordinate(float64(i%4))}
		for _, p := range tier.Points {
			s.points = append(s.points, p.PeerMedian)
		}
		list = append(list, s)
	}
	return v.lines(v.t("page.trend_tiers"), all[0].Points, list)
}

func (v *view) lines(title string, steps []reports.TrendPoint, list []series) *chart {
	lowest, found := 100.0, false
	for _, s := range list {
		for _, p := range s.points {
			if p.Assessed {
				lowest, found = min(lowest, p.Value), true
			}
		}
	}
	if len(steps) < 2 || !found {
		return nil
	}
	floor, tick := axis(lowest)
	c := &chart{Kind: "sc-wide", Title: title, Says: v.t("page.trend_says"), Width: trendWidth, Height: trendHeight}
	x := func(i int) float64 {
		return trendLeft + (trendWidth-trendLeft-trendRight)*float64(i)/float64(len(steps)-1)
	}
	y := func(points float64) float64 {
		return trendTop + (trendHeight-trendTop-trendBottom)*(100-points)/(100-floor)
	}
	for at := 100.0; at >= floor; at -= tick {
		c.line(trendLeft, y(at), trendWidth-trendRight, y(at), "sc-grid")
		c.text(trendLeft-6, y(at)+4, "sc-axis sc-end", coordinate(at))
	}
	every := (len(steps) + trendDates - 1) / trendDates
	for i, s := range steps {
		if i%every == 0 {
			c.text(x(i), trendHeight-10, "sc-axis sc-mid", v.stepName(s.Period))
		}
	}
	named := len(list) <= 2
	for _, s := range list {
		c.series(s, x, y)
		c.Legend = append(c.Legend, legend{"line", s.class, s.name})
	}
	if named {
		c.lastFigures(list, x, y)
	}
	return c
}

// axis begins at a multiple of five below the lowest figure, and has about five
// steps.
func axis(lowest float64) (floor, tick float64) {
	floor = max(0, math.Floor((min(lowest, 98)-1)/5)*5)
	switch span := 100 - floor; {
	case span <= 25:
		return floor, 5
	case span <= 50:
		return floor, 10
	}
	return floor, 20
}

// labelHeight keeps two figures at the end of lines apart.
const labelHeight = 18

// lastFigures writes the last figure of each line beside it, none over another.
func (c *chart) lastFigures(list []series, x func(int) float64, y func(float64) float64) {
	type label struct{ x, y, value float64 }
	var labels []label
	for _, s := range list {
		for i := len(s.points) - 1; i >= 0; i-- {
			if s.points[i].Assessed {
				labels = append(labels, label{x(i) + 8, y(s.points[i].Value) + 4, s.points[i].Value})
				break
			}
		}
	}
	slices.SortStableFunc(labels, func(a, b label) int { return cmp.Compare(a.y, b.y) })
	for i, l := range labels {
		if i > 0 && l.y < labels[i-1].y+labelHeight && l.x == labels[i-1].x {
			l.y = labels[i-1].y + labelHeight
		}
		c.text(l.x, l.y, "sc-last", reports.PointsText(l.value))
	}
}

// series draws the line, broken where nothing was assessed, with a dot at its end.
func (c *chart) series(s series, x func(int) float64, y func(float64) float64) {
	var run []point
	last := -1
	flush := func() {
		if len(run) > 1 {
			c.path(run, s.class)
		} else if len(run) == 1 {
			c.dot(run[0].X, run[0].Y, 2.5, s.class+" sc-lone")
		}
		run = nil
	}
	for i, p := range s.points {
		if !p.Assessed {
			flush()
			continue
		}
		run = append(run, point{grid(x(i)), grid(y(p.Value))})
		last = i
	}
	flush()
	if last >= 0 {
		c.dot(x(last), y(s.points[last].Value), 3.5, s.class+" sc-dot")
	}
}

// stepName is short: a day of a month, or a month of a year.
func (v *view) stepName(p reports.Period) string {
	if p.Kind == reports.DayPeriod {
		return p.First.In(v.zone).Format("01-02")
	}
	return p.First.In(v.zone).Format("2006-01")
}

// trendTable holds the figures of a unit's trend.
func (v *view) trendTable(u reports.Unit) table {
	type step = reports.TrendPoint
	columns := []column[step]{
		{head: "page.step", cell: func(_ int, s step) cell { return text(v.stepName(s.Period)) }},
		{head: "cover.score", kind: "sc-n", cell: func(_ int, s step) cell { return v.comparable(s.Score) }},
		{head: "col.peer_median", kind: "sc-n", cell: func(_ int, s step) cell { return v.comparable(s.PeerMedian) }},
	}
	for i, d := range u.Dimensions {
		columns = append(columns, column[step]{name: v.in(d.Name), kind: "sc-n", cell: func(_ int, s step) cell {
			if i >= len(s.Dimensions) {
				return v.word("value.none")
			}
			return v.comparable(s.Dimensions[i])
		}})
	}
	return lay(v, list[step]{caption: v.t("page.trend"), columns: columns, rows: u.Trend})
}

// tierTrendTable holds the figures of the tiers' medians.
func (v *view) tierTrendTable(all []reports.TierTrend) table {
	type step = reports.TrendPoint
	columns := []column[step]{{head: "page.step", cell: func(_ int, s step) cell { return text(v.stepName(s.Period)) }}}
	for _, tier := range all {
		columns = append(columns, column[step]{name: v.t("tier." + tier.Tier), kind: "sc-n", cell: func(i int, _ step) cell { return v.comparable(tier.Points[i].PeerMedian) }})
	}
	var steps []step
	if len(all) > 0 {
		steps = all[0].Points
	}
	return lay(v, list[step]{caption: v.t("page.trend_tiers"), columns: columns, rows: steps})
}
