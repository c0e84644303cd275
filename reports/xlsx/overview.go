package xlsx

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
)

// The grid of 总体情况: twelve equal columns, so that tables of different shapes
// share one page.
const (
	overviewColumns = 12
	overviewWidth   = 8.5
	overviewChart   = 15                   // rows
	overviewPixels  = overviewColumns * 69 // a column of that width and its margins
)

// writeOverview writes 总体情况, one printed page for the leadership.
func writeOverview(b *book, c reports.City) error {
	widths := make([]float64, overviewColumns)
	for i := range widths {
		widths[i] = overviewWidth
	}
	p := b.openPage("sheet.overview", sheetLayout{onePage: true, widths: widths})
	p.openForm(b.text.Text("overview.title", b.in(c.City)))
	p.putAtLeast(8, text("").over(overviewColumns))
	for _, sentence := range overviewSentences(b, c) {
		line := text(sentence).over(overviewColumns)
		line.look.size = 11
		p.put(line)
	}
	p.section("overview.bands")
	p.bandTable(c)
	p.section("overview.rose")
	p.moverTable(c.Rose)
	p.section("overview.fell")
	p.moverTable(c.Fell)
	p.section("overview.action")
	p.actionTable(c)
	p.closeForm(b.text.Text("overview.note"))
	return p.close()
}

func overviewSentences(b *book, c reports.City) []string {
	n := strconv.Itoa
	t := c.Tally()
	return []string{
		b.text.Text("overview.summary", n(t.Units), n(t.Datasets), n(t.Graded), n(t.Units-t.Graded)),
		b.text.Text("overview.delivery", n(t.Due), n(t.OnTime), n(t.Late), n(t.Missing), n(t.Spared)),
		b.text.Text("overview.rectified", n(t.Findings), n(t.Done), n(t.Overdue), n(t.Recurred), n(t.Contested)),
	}
}

// bandTable writes how many units of each tier have which grade, and its chart.
func (p *page) bandTable(c reports.City) {
	b := p.book
	tierSpan := max(1, overviewColumns-len(c.Bands)-2)
	heads := []cell{p.heading(b.text.Text("col.tier")).over(tierSpan)}
	for _, band := range c.Bands {
		heads = append(heads, p.heading(b.in(band.Name)))
	}
	heads = append(heads, p.heading(b.text.Text("value.no_band")), p.heading(b.text.Text("overview.total")))
	p.put(heads...)
	head := p.row
	for _, tier := range c.Tiers {
		cells := []cell{label(b.text.Text("tier." + tier)).over(tierSpan)}
		for _, n := range c.BandCounts(tier) {
			cells = append(cells, count(int64(n)).centred())
		}
		p.put(ruled(cells)...)
	}
	if len(c.Tiers) == 0 {
		return
	}
	p.skip(1)
	p.addChart(p.row+1, 1, bandChart(p, c, head, tierSpan))
	p.skip(overviewChart + 1)
}

// bandChart stacks the grades of each tier, the best the darkest, with the
// counts written on them.
func bandChart(p *page, c reports.City, head, tierSpan int) *excelize.Chart {
	last := head + len(c.Tiers)
	gap := uint(60)
	chart := &excelize.Chart{
		Type:      excelize.BarStacked,
		Title:     chartTitle(p.book.text.Text("overview.chart")),
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: overviewPixels, Height: overviewChart*chartRow - 10},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: axisFont()},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, Font: axisFont(), NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0;;"}},
		GapWidth:  &gap,
	}
	for i := range len(c.Bands) + 1 {
		column := tierSpan + 1 + i
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       p.area(column, head, column, head),
			Categories: p.area(1, head+1, 1, last), Values: p.area(column, head+1, column, last),
			Fill: solid(bandShades[min(i, len(bandShades)-1)]),
		})
	}
	return chart
}

// bandShades go from dark to light, so that grades differ in grey print too.
var bandShades = [...]string{"6C9BD9", "A3C1E8", "D5E3F5", "E58A4E", "D9D9D9"}
