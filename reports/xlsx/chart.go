package xlsx

import "github.com/xuri/excelize/v2"

// seriesShades are the fills of this slot, the previous one and the peers where a
// chart draws columns; lines take the accents of the theme, which are alike.
var seriesShades = [...]string{"4472C4", "ED7D31", "A5A5A5"}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// chartRow is the height in pixels that excelize takes a row for when it places a
// chart's lower edge; rows are at least that high.
const chartRow = 18

// axisFont is dark enough for print; the default is a pale grey.
func axisFont() excelize.Font { return excelize.Font{Size: 9, Color: "404040"} }

func chartTitle(s string) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: s, Font: &excelize.Font{Size: 12, Bold: true, Color: inkTitle}}}}
}

// addChart places a chart with its upper left corner in a cell.
func (p *page) addChart(row, column int, chart *excelize.Chart) {
	at := p.at(column, row)
	p.do(func() error { return p.book.file.AddChart(p.name, at, chart) })
}
