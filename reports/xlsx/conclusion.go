package xlsx

import (
	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
)

// chartRows is how many rows of the default height the chart covers.
const chartRows = 18

// writeConclusion writes 评估结论: the dimensions, what lost most in each with a
// link to its rule, and the chart beside the figures that it draws.
func writeConclusion(b *book, u reports.Unit, at places) error {
	p := b.openPage("sheet.conclusion", sheetLayout{
		landscape: true, onePage: true, widths: []float64{14, 8, 10, 10, 10, 12, 10, 11, 42, codeWidth},
	})
	p.openForm(b.text.Text("conclusion.title"))
	var heads []cell
	for _, key := range []string{"col.dimension", "col.weight", "col.score", "col.previous", "col.change", "col.peer_median", "col.lost", "col.still_recoverable", "col.main_cause"} {
		heads = append(heads, p.heading(b.text.Text(key)))
	}
	heads[len(heads)-1].span = 2
	p.putAtLeast(24, heads...)
	for _, d := range u.Dimensions {
		p.putAtLeast(24, ruled(dimensionCells(b, d, at))...)
	}
	p.putAtLeast(24, ruled(totalCells(b, u))...)
	p.skip(1)
	drawDimensions(p, assessedDimensions(u.Dimensions))
	p.closeForm(b.text.Text("conclusion.note_lost"), b.text.Text("conclusion.note_missing"), b.text.Text("conclusion.note_authenticity"))
	return p.close()
}

func dimensionCells(b *book, d reports.DimensionLine, at places) []cell {
	cause, code := b.cause(d, at)
	return []cell{
		label(b.in(d.Name)).strong(),
		score(d.Weight),
		b.points(d.Score),
		b.comparable(d.Previous),
		b.change(d.Score, d.Previous),
		b.comparable(d.PeerMedian),
		b.lostIn(d),
		b.comparable(d.Recoverable),
		cause,
		code,
	}
}

func (b *book) lostIn(d reports.DimensionLine) cell {
	if !d.Score.Assessed {
		return b.word("value.none")
	}
	return score(d.Lost)
}

// cause names the rule that lost most, and its point code, which leads to its
// line. The link is on the short code: not every program wraps a linked text.
func (b *book) cause(d reports.DimensionLine, at places) (sentence, code cell) {
	switch {
	case !d.Score.Assessed:
		return b.word("value.none"), text("")
	case d.Cause == nil:
		return b.word("conclusion.no_cause"), text("")
	}
	r := *d.Cause
	sentence = text(b.text.Text("conclusion.cause", b.in(r.DatasetName), b.ruleTitle(r), grouped(r.Evaluated), grouped(r.Failed)))
	return sentence, text(r.Code).to(at.rules[r.Code])
}

// totalCells is the unit as a whole; its losses are the sum of the dimensions'.
func totalCells(b *book, u reports.Unit) []cell {
	t := u.Totals()
	cells := []cell{
		label(b.text.Text("conclusion.total")).strong(), score(t.Weight), b.points(u.Score).strong(),
		b.comparable(u.Previous), b.change(u.Score, u.Previous), b.comparable(u.PeerMedian),
		b.comparable(t.Lost),
		b.comparable(t.Recoverable),
		text(b.in(u.Band.Name)), text(""),
	}
	for i := range cells {
		cells[i] = cells[i].filled(fillTotal)
	}
	return cells
}

func assessedDimensions(all []reports.DimensionLine) []reports.DimensionLine {
	var assessed []reports.DimensionLine
	for _, d := range all {
		if d.Score.Assessed {
			assessed = append(assessed, d)
		}
	}
	return assessed
}

// drawDimensions writes the chart's figures and the chart. A dimension that is
// not assessed is left out of both: a chart would draw it as a zero.
func drawDimensions(p *page, dimensions []reports.DimensionLine) {
	b := p.book
	if len(dimensions) == 0 {
		p.put(b.word("conclusion.nothing").over(len(p.widths)))
		return
	}
	p.put(label(b.text.Text("conclusion.chart_data")).over(4))
	p.put(p.heading(b.text.Text("col.dimension")), p.heading(b.text.Text("col.current")), p.heading(b.text.Text("col.previous")), p.heading(b.text.Text("col.peer_median")))
	head := p.row
	for _, d := range dimensions {
		p.put(ruled([]cell{label(b.in(d.Name)), score(d.Score.Value), figure(d.Previous), figure(d.PeerMedian)})...)
	}
	p.addChart(head-1, 6, dimensionChart(p, dimensions, head))
	p.skip(max(0, chartRows-len(dimensions)-2))
}

// figure is a score for a chart: an empty cell, which leaves a gap, where there
// is none.
func figure(s reports.Points) cell {
	if !s.Assessed {
		return blank()
	}
	return score(s.Value)
}

// dimensionChart is a radar from three dimensions on, and bars below that.
func dimensionChart(p *page, dimensions []reports.DimensionLine, head int) *excelize.Chart {
	last := head + len(dimensions)
	kind := excelize.Radar
	if len(dimensions) < 3 {
		kind = excelize.Col
	}
	low, high := 0.0, 100.0
	chart := &excelize.Chart{
		Type:         kind,
		Title:        chartTitle(p.book.text.Text("conclusion.chart")),
		Legend:       excelize.ChartLegend{Position: "bottom"},
		Dimension:    excelize.ChartDimension{Width: 560, Height: chartRows*chartRow - 10},
		XAxis:        excelize.ChartAxis{Font: axisFont()},
		YAxis:        excelize.ChartAxis{Minimum: &low, Maximum: &high, MajorUnit: 20, MajorGridLines: true, Font: axisFont()},
		ShowBlanksAs: "gap",
	}
	present := []bool{true, false, false}
	for _, d := range dimensions {
		present[1] = present[1] || d.Previous.Assessed
		present[2] = present[2] || d.PeerMedian.Assessed
	}
	for i, shade := range seriesShades {
		if present[i] {
			chart.Series = append(chart.Series, excelize.ChartSeries{
				Name:       p.area(2+i, head, 2+i, head),
				Categories: p.area(1, head+1, 1, last), Values: p.area(2+i, head+1, 2+i, last),
				Fill: solid(shade),
			})
		}
	}
	return chart
}

func ruled(cells []cell) []cell {
	for i := range cells {
		cells[i].look.ruled = true
	}
	return cells
}
