package xlsx

import "cdoscore/reports"

// writeRectified writes 整改情况: every unit's findings by the period's end.
func writeRectified(b *book, c reports.City) error {
	type unit = reports.CityUnit
	return writeTable(b, table[unit]{
		sheet: "sheet.rectified", title: b.text.Text("rectified.title"), rows: c.Units, notes: []string{b.text.Text("rectified.note")},
		columns: []column[unit]{
			{head: "col.unit", width: 30, cell: func(_ int, u unit) cell { return text(b.in(u.Name)) }},
			{head: "col.findings", width: 10, cell: func(_ int, u unit) cell { return count(int64(u.Rectified.Findings)) }},
			{head: "col.closed_in_time", width: 10, cell: func(_ int, u unit) cell { return count(int64(u.Rectified.InTime)) }},
			{head: "col.overdue", width: 10, cell: func(_ int, u unit) cell { return count(int64(u.Rectified.Overdue)) }},
			{head: "col.recurred", width: 10, cell: func(_ int, u unit) cell { return count(int64(u.Rectified.Recurred)) }},
			{head: "col.rectified_rate", width: 11, cell: func(_ int, u unit) cell { return b.rate(u.Rectified.Rate) }},
			{head: "col.longest", width: 14, cell: func(_ int, u unit) cell { return count(int64(u.Rectified.Longest)) }},
		},
	})
}
