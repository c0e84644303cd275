package xlsx

import "cdoscore/reports"

// sampleLength is where a key or a value is cut, in UTF-16 units: some three lines on
// paper. It is masked, so what follows says nothing more.
const sampleLength = 60

// writeSamples writes 问题样例, values already masked. The first sample of a rule
// leads back to the rule's line; linking each of tens of thousands would pass
// the number of links that a sheet may hold.
func writeSamples(b *book, u reports.Unit, at places) error {
	type line = reports.SampleLine
	return writeTable(b, table[line]{
		sheet: "sheet.samples", title: b.text.Text("samples.title"), landscape: true, rows: u.Samples,
		notes: []string{b.text.Text("samples.note_masked")},
		columns: []column[line]{
			{head: "col.code", width: codeWidth, cell: func(i int, s line) cell {
				c := text(s.Code)
				if i == 0 || u.Samples[i-1].Code != s.Code {
					c = c.to(at.rules[s.Code])
				}
				return c
			}},
			{head: "col.row", width: 11, cell: func(_ int, s line) cell { return count(s.Row) }},
			{head: "col.key", width: 24, cell: func(_ int, s line) cell { return text(b.cut(s.Key, sampleLength)) }},
			{head: "col.field", width: 20, cell: func(_ int, s line) cell { return b.stringOr(s.Field, "value.whole_dataset") }},
			{head: "col.value", width: 36, cell: func(_ int, s line) cell { return text(b.cut(s.Value, sampleLength)) }},
			{head: "col.explanation", width: 48, cell: func(_ int, s line) cell { return text(b.text.Note(s.Reason)) }},
		},
	})
}
