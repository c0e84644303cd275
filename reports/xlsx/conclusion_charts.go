package xlsx

import (
	"fmt"
	"math"

	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
)

// waterfallColumn is the first column of the figures of the points lost, beside
// those of the dimensions.
const waterfallColumn = 6

// waterfallStep is one column of the chart of points lost: it stands on base, which
// is not seen. Their sum is where the column ends.
type waterfallStep struct {
	name                      string
	base, locked, recoverable float64
	total                     float64 // of full marks and of the score itself
}

// drawConclusion writes the sentence on what was lost, the charts side by side and
// their figures below.
func (p *page) drawConclusion(u reports.Unit) {
	b := p.book
	dimensions := assessedDimensions(u.Dimensions)
	if len(dimensions) == 0 {
		p.put(b.word("conclusion.nothing").over(len(p.widths)))
		return
	}
	if t := u.Totals(); t.Lost.Assessed {
		p.putAtLeast(20, text(b.text.Text("conclusion.losses", decimals(t.Lost.Value), decimals(t.Locked.Value), decimals(t.Recoverable.Value))).strong().over(len(p.widths)))
	}
	steps := waterfall(b, u, dimensions)
	first := p.row + 1
	p.skip(chartRows + 1)
	p.put(label(b.text.Text("conclusion.chart_data")).over(len(p.widths)))
	p.put(p.chartHeads()...)
	head := p.row
	for i := range max(len(dimensions), len(steps)) {
		p.put(slicesJoined(p.dimensionFigures(dimensions, i), p.waterfallFigures(steps, i))...)
	}
	charts := []*excelize.Chart{p.dimensionChart(dimensions, head), p.waterfallChart(steps, head)}
	if hasTrend(u) {
		data := &page{book: b, name: b.text.Text("sheet.trend")}
		charts = append(charts, trendChart(p, "conclusion.trend", data, firstRow-1, firstRow-1+len(u.Trend), 2, 0))
	}
	p.addChartsBeside(first, charts)
}

// decimals is a figure within a sentence.
func decimals(x float64) string { return fmt.Sprintf("%.2f", rounded(x)) }

func slicesJoined(left, right []cell) []cell { return append(left, right...) }

// chartHeads are the headings of both tables of figures, and the column between.
func (p *page) chartHeads() []cell {
	var heads []cell
	for _, key := range []string{"col.dimension", "col.current", "col.previous", "col.peer_median", "", "col.dimension", "col.base", "col.locked", "col.still_recoverable", "col.score"} {
		if key == "" {
			heads = append(heads, blank())
			continue
		}
		heads = append(heads, p.heading(p.book.text.Text(key)))
	}
	return heads
}

// dimensionFigures is a line of the first table. A dimension that is not assessed is
// left out: a chart would draw it as a zero.
func (p *page) dimensionFigures(dimensions []reports.DimensionLine, i int) []cell {
	if i >= len(dimensions) {
		return []cell{blank(), blank(), blank(), blank(), blank()}
	}
	d := dimensions[i]
	return append(ruled([]cell{label(p.book.in(d.Name)), score(d.Score.Value), figure(d.Previous), figure(d.PeerMedian)}), blank())
}

func (p *page) waterfallFigures(steps []waterfallStep, i int) []cell {
	if i >= len(steps) {
		return nil
	}
	s := steps[i]
	cells := []cell{label(s.name), figureUnlessZero(s.base), figureUnlessZero(s.locked), figureUnlessZero(s.recoverable), figureUnlessZero(s.total)}
	return ruled(cells)
}

func figureUnlessZero(x float64) cell {
	if x == 0 {
		return blank()
	}
	return score(x)
}

// waterfall leads from 100 to the score, a step for each dimension.
func waterfall(b *book, u reports.Unit, dimensions []reports.DimensionLine) []waterfallStep {
	if !u.Score.Assessed {
		return nil
	}
	steps := []waterfallStep{{name: b.text.Text("conclusion.full"), total: 100}}
	left := 100.0
	for _, d := range dimensions {
		left -= d.Lost
		steps = append(steps, waterfallStep{name: b.in(d.Name), base: max(0, left), locked: d.Locked, recoverable: d.Recoverable.Value})
	}
	return append(steps, waterfallStep{name: b.text.Text("conclusion.total"), total: u.Score.Value})
}

func hasTrend(u reports.Unit) bool {
	for _, s := range u.Trend {
		if s.Score.Assessed {
			return true
		}
	}
	return false
}

// dimensionChart is a radar from three dimensions on, and columns below that.
func (p *page) dimensionChart(dimensions []reports.DimensionLine, head int) *excelize.Chart {
	last := head + len(dimensions)
	kind := excelize.Radar
	if len(dimensions) < 3 {
		kind = excelize.Col
	}
	low, high := 0.0, 100.0
	chart := conclusionChart(p, "conclusion.chart")
	chart.Type = kind
	chart.YAxis = excelize.ChartAxis{Minimum: &low, Maximum: &high, MajorUnit: 20, MajorGridLines: true, Font: axisFont()}
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

// waterfallShades are those of the base, which is not seen, the points lost for
// good, those still to be won, and whole columns.
var waterfallShades = [...]string{"", "C55A11", "F4B183", "1F3864"}

// waterfallChart stacks columns on a base without a fill: a native chart that every
// program can edit.
func (p *page) waterfallChart(steps []waterfallStep, head int) *excelize.Chart {
	if len(steps) == 0 {
		return nil
	}
	last, gap := head+len(steps), uint(40)
	lowest := 100.0
	for _, s := range steps {
		lowest = min(lowest, s.base+s.total)
	}
	low, high := max(0, 10*math.Floor((lowest-2)/10)), 100.0
	chart := conclusionChart(p, "conclusion.waterfall")
	chart.Type, chart.GapWidth = excelize.ColStacked, &gap
	chart.YAxis = excelize.ChartAxis{Minimum: &low, Maximum: &high, MajorGridLines: true, Font: axisFont(), NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}}
	for i, shade := range waterfallShades {
		column := waterfallColumn + 1 + i
		series := excelize.ChartSeries{
			Name:       p.area(column, head, column, head),
			Categories: p.area(waterfallColumn, head+1, waterfallColumn, last), Values: p.area(column, head+1, column, last),
		}
		if shade == "" {
			series.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFFFF"}, Transparency: 100}
		} else {
			series.Fill = solid(shade)
		}
		chart.Series = append(chart.Series, series)
	}
	return chart
}

func conclusionChart(p *page, title string) *excelize.Chart {
	return &excelize.Chart{
		Title: chartTitle(p.book.text.Text(title)), Legend: excelize.ChartLegend{Position: "bottom"},
		XAxis: excelize.ChartAxis{Font: axisFont()}, ShowBlanksAs: "gap",
	}
}

// addChartsBeside spreads charts over the width of the sheet; nil ones are left out.
func (p *page) addChartsBeside(row int, charts []*excelize.Chart) {
	var drawn []*excelize.Chart
	for _, c := range charts {
		if c != nil {
			drawn = append(drawn, c)
		}
	}
	each := int(pixels(p.widths)) / len(drawn)
	for i, c := range drawn {
		c.Dimension = excelize.ChartDimension{Width: uint(each - 12), Height: chartRows*chartRow - 10}
		column, offset := p.columnAt(i * each)
		c.Format.OffsetX = offset
		p.addChart(row, column, c)
	}
}

// columnAt is the column that holds a pixel of the sheet's width, and how far into
// it the pixel lies.
func (p *page) columnAt(pixel int) (column, offset int) {
	left := 0
	for i, width := range p.widths {
		wide := int((width+cellMargin)*7 + 5)
		if pixel < left+wide {
			return i + 1, pixel - left
		}
		left += wide
	}
	return len(p.widths), 0
}
