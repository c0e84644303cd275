package xlsx

import "cdoscore/reports"

// writeDeliveries writes 报送台账. The dataset stands before the columns of the
// form, since one register holds all datasets of the unit.
func writeDeliveries(b *book, u reports.Unit) error {
	type line = reports.DeliveryLine
	return writeTable(b, table[line]{
		sheet: "sheet.deliveries", title: b.text.Text("deliveries.title"), landscape: true, rows: u.Deliveries,
		notes: []string{b.text.Text("deliveries.note_hash")},
		columns: []column[line]{
			{head: "col.dataset", width: 22, cell: func(_ int, d line) cell { return b.textOr(d.Dataset, "value.none") }},
			{head: "col.slot", width: 12, cell: func(_ int, d line) cell { return label(d.Slot) }},
			{head: "col.due_at", width: 17, cell: func(_ int, d line) cell { return b.minute(d.Due) }},
			{head: "col.arrived_at", width: 17, cell: func(_ int, d line) cell { return b.minute(d.Arrived) }},
			{head: "col.state", width: 12, cell: func(_ int, d line) cell { return label(b.text.Text("state." + d.State)) }},
			{head: "col.reason", width: 42, cell: func(_ int, d line) cell { return text(b.text.Note(d.Reason)) }},
			{head: "col.rows", width: 12, cell: func(_ int, d line) cell { return b.countIf(d.HasRows, d.Rows) }},
			{head: "col.previous_rows", width: 12, cell: func(_ int, d line) cell { return b.countIf(d.HasPrevious, d.PreviousRows) }},
			{head: "col.hash", width: 35, cell: func(_ int, d line) cell { return b.stringOr(d.Hash, "value.none") }},
		},
	})
}
