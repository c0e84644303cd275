package xlsx

import (
	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
)

// trendShades are the lines of a trend, told apart in grey by their darkness.
var trendShades = [...]string{"1F3864", "E58A4E", "7F7F7F", "6C9BD9"}

// writeUnitTrend writes 得分走势 of a unit, from which 评估结论 draws its chart: an
// empty cell, which leaves a gap, where a step has no score.
func writeUnitTrend(b *book, u reports.Unit) error {
	type step = reports.TrendPoint
	columns := []column[step]{
		{head: "col.step", width: 18, cell: func(_ int, s step) cell { return label(stepName(s.Period)) }},
		{head: "col.total", width: 12, cell: func(_ int, s step) cell { return figure(s.Score) }},
		{head: "col.peer_median", width: 12, cell: func(_ int, s step) cell { return figure(s.PeerMedian) }},
	}
	for i, d := range u.Dimensions {
		columns = append(columns, column[step]{name: b.in(d.Name), width: 12, cell: func(_ int, s step) cell {
			if i >= len(s.Dimensions) {
				return blank()
			}
			return figure(s.Dimensions[i])
		}})
	}
	return writeTable(b, table[step]{
		sheet: "sheet.trend", title: b.text.Text("trend.title_unit"), columns: columns, rows: u.Trend, unfiltered: true,
		notes: []string{b.text.Text("trend.note_unit")},
	})
}

// stepName is short enough for the axis of a chart: 03-15 of a month's day, else the
// step's own name, as 2026-03.
func stepName(p reports.Period) string {
	if p.Kind == reports.DayPeriod {
		return p.First.Format("01-02")
	}
	return p.Name
}

// tierStep is one step of all tiers.
type tierStep struct {
	period  reports.Period
	medians []reports.Points // by tier
}

// writeCityTrend writes 得分走势 of the tiers with its chart.
func writeCityTrend(b *book, c reports.City) error {
	columns := []column[tierStep]{{head: "col.step", width: 22, cell: func(_ int, s tierStep) cell { return label(stepName(s.period)) }}}
	for i, t := range c.Trend {
		columns = append(columns, column[tierStep]{name: b.text.Text("tier." + t.Tier), width: 17, cell: func(_ int, s tierStep) cell { return figure(s.medians[i]) }})
	}
	steps := tierSteps(c.Trend)
	return writeTable(b, table[tierStep]{
		sheet: "sheet.trend", title: b.text.Text("trend.title_city"), columns: columns, rows: steps, unfiltered: true,
		notes: []string{b.text.Text("trend.note_city")},
		finish: func(p *page, first, last int) {
			p.skip(1)
			p.addChart(p.row+1, 1, trendChart(p, "trend.chart_city", p, first-1, last, len(c.Trend), 640))
			p.skip(chartRows)
		},
	})
}

func tierSteps(tiers []reports.TierTrend) []tierStep {
	var out []tierStep
	for i, t := range tiers {
		for k, p := range t.Points {
			if i == 0 {
				out = append(out, tierStep{period: p.Period, medians: make([]reports.Points, len(tiers))})
			}
			out[k].medians[i] = p.PeerMedian
		}
	}
	return out
}

// trendChart draws so many columns of a table of steps, those after the first, as
// lines; the figures stand on the sheet of data.
func trendChart(p *page, title string, data *page, head, last, series, width int) *excelize.Chart {
	high := 100.0
	chart := &excelize.Chart{
		Type: excelize.Line, Title: chartTitle(p.book.text.Text(title)), Legend: excelize.ChartLegend{Position: "bottom"},
		Dimension:    excelize.ChartDimension{Width: uint(width), Height: chartRows*chartRow - 10},
		XAxis:        excelize.ChartAxis{Font: axisFont(), Alignment: excelize.Alignment{TextRotation: stepSlope(last - head)}, TickLabelSkip: 1 + (last-head)/8},
		YAxis:        excelize.ChartAxis{Maximum: &high, MajorGridLines: true, Font: axisFont(), NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}},
		ShowBlanksAs: "gap",
	}
	for i := range series {
		shade := trendShades[i%len(trendShades)]
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name: data.area(2+i, head, 2+i, head), Categories: data.area(1, head+1, 1, last), Values: data.area(2+i, head+1, 2+i, last),
			Line:   excelize.LineOptions{Fill: solid(shade), Width: 2},
			Marker: excelize.ChartMarker{Symbol: "circle", Size: 4, Fill: solid(shade)},
		})
	}
	return chart
}

// stepSlope turns the names of many steps, in degrees: some programs break level names
// into single characters rather than leave any out.
func stepSlope(steps int) int {
	if steps > 8 {
		return -45
	}
	return 0
}
