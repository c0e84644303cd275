package xlsx

import (
	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
)

// The colours of the heat map by score. One hue that grows lighter with the
// score reads the same to the colour-blind and in grey print; black figures
// stand on all of it.
var heat = excelize.ConditionalFormatOptions{
	Type: "3_color_scale", Criteria: "=",
	MinType: "num", MinValue: "40", MinColor: "#E58A4E",
	MidType: "num", MidValue: "80", MidColor: "#FADFC5",
	MaxType: "num", MaxValue: "100", MaxColor: "#FFFFFF",
}

// writeHeatmap writes 五性热力表: unit × dimension with the figures in the cells.
func writeHeatmap(b *book, c reports.City) error {
	type unit = reports.CityUnit
	columns := []column[unit]{
		{head: "col.unit", width: 28, cell: func(_ int, u unit) cell { return text(b.in(u.Name)) }},
		{head: "col.tier", width: 12, cell: func(_ int, u unit) cell { return label(b.text.Text("tier." + u.Tier)) }},
	}
	for i, d := range c.Dimensions {
		columns = append(columns, column[unit]{name: b.in(d.Name), width: 12, cell: func(_ int, u unit) cell {
			if i >= len(u.Dimensions) {
				return b.word("value.not_assessed")
			}
			return b.points(u.Dimensions[i]).centred()
		}})
	}
	columns = append(columns, column[unit]{head: "col.total", width: 12, cell: func(_ int, u unit) cell { return b.points(u.Score).centred().strong() }})
	return writeTable(b, table[unit]{
		sheet: "sheet.heatmap", title: b.text.Text("heatmap.title"), rows: c.Units, columns: columns,
		notes: []string{b.text.Text("heatmap.note")},
		finish: func(p *page, first, last int) {
			area := p.span(3, first, 3+len(c.Dimensions), last)
			p.do(func() error {
				return b.file.SetConditionalFormat(p.name, area, []excelize.ConditionalFormatOptions{heat})
			})
		},
	})
}
