package xlsx

import (
	"slices"

	"cdoscore/reports"
)

// writeChanges writes 变更说明; a declared update cycle that became less frequent
// is marked.
func writeChanges(b *book, u reports.Unit) error {
	type line = reports.ChangeLine
	notes := []string{b.text.Text("changes.note")}
	if !u.Period.Long() {
		notes = []string{b.text.Text("changes.note_day")}
	}
	if slices.ContainsFunc(u.Changes, func(c line) bool { return c.Downgrade }) {
		notes = append(notes, b.text.Text("changes.note_downgrade"))
	}
	return writeTable(b, table[line]{
		sheet: "sheet.changes", title: b.text.Text("changes.title"), landscape: true, rows: u.Changes, notes: notes,
		columns: []column[line]{
			{head: "col.change_day", width: 12, cell: func(_ int, c line) cell { return b.day(c.Day) }},
			{head: "col.change_kind", width: 24, cell: func(_ int, c line) cell { return text(b.text.Text("change." + c.Kind)) }},
			{head: "col.dataset", width: 24, cell: func(_ int, c line) cell { return b.textOr(c.DatasetName, "value.none") }},
			{head: "col.change_subject", width: 22, cell: func(_ int, c line) cell { return b.stringOr(c.Subject, "value.none") }},
			{head: "col.change_was", width: 36, cell: func(_ int, c line) cell { return b.stringOr(b.configured(c, c.Was), "value.none") }},
			{head: "col.change_is", width: 36, cell: func(_ int, c line) cell { return b.stringOr(b.configured(c, c.Is), "value.none") }},
			{head: "col.remark", width: 16, cell: func(_ int, c line) cell { return b.downgraded(c) }},
		},
	})
}

// configured is what the configuration says, an update cycle by its word.
func (b *book) configured(c reports.ChangeLine, s string) string {
	if c.Kind == reports.UpdateChanged && b.text.Has("cycle."+s) {
		return b.text.Text("cycle." + s)
	}
	return b.cut(s, reports.LongestValue)
}

func (b *book) downgraded(c reports.ChangeLine) cell {
	if !c.Downgrade {
		return text("")
	}
	return label(b.text.Text("change.downgrade")).strong().filled(stateFills["late"])
}
