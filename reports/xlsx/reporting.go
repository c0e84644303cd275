package xlsx

import "cdoscore/reports"

// writeReporting writes 报送情况. Every slot that was due stands in exactly one
// of its columns.
func writeReporting(b *book, c reports.City) error {
	type unit = reports.CityUnit
	return writeTable(b, table[unit]{
		sheet: "sheet.reporting", title: b.text.Text("reporting.title"), rows: c.Units,
		notes: []string{b.text.Text("reporting.note_missing"), b.text.Text("reporting.note_rate")},
		columns: []column[unit]{
			{head: "col.unit", width: 28, cell: func(_ int, u unit) cell { return text(b.in(u.Name)) }},
			{head: "col.due", width: 8, cell: func(_ int, u unit) cell { return count(int64(u.Due)) }},
			{head: "col.on_time", width: 8, cell: func(_ int, u unit) cell { return count(int64(u.OnTime)) }},
			{head: "col.late", width: 8, cell: func(_ int, u unit) cell { return count(int64(u.Late)) }},
			{head: "col.missing", width: 8, cell: func(_ int, u unit) cell { return count(int64(u.Missing + u.Unreadable)) }},
			{head: "col.source_failed", width: 10, cell: func(_ int, u unit) cell { return count(int64(u.SourceFailed)) }},
			{head: "col.platform_failed", width: 11, cell: func(_ int, u unit) cell { return count(int64(u.Spared())) }},
			{head: "col.on_time_rate", width: 9, cell: func(_ int, u unit) cell { return b.onTimeRate(u) }},
			{head: "col.streak", width: 12, cell: func(_ int, u unit) cell { return count(int64(u.StreakMissing)) }},
		},
	})
}

// onTimeRate is not assessed where nothing was owed.
func (b *book) onTimeRate(u reports.CityUnit) cell {
	rate, owed := u.OnTimeRate()
	if !owed {
		return b.word("value.not_assessed")
	}
	return share(rate)
}
