package xlsx

import (
	"strconv"

	"cdoscore/reports"
)

// writeDisagreements writes 跨部门不一致, with what is put before the joint
// conference.
func writeDisagreements(b *book, c reports.City) error {
	type line = reports.DisagreementLine
	return writeTable(b, table[line]{
		sheet: "sheet.disagreements", title: b.text.Text("disagreements.title"), landscape: true, rows: c.Disagreements,
		notes: []string{b.text.Text("disagreements.note", strconv.FormatInt(c.Method.MinimumN, 10))},
		columns: []column[line]{
			{head: "col.authority", width: 24, cell: func(_ int, d line) cell { return b.textOr(d.Authority, "value.unknown") }},
			{head: "col.compared_unit", width: 24, cell: func(_ int, d line) cell { return text(b.in(d.Unit)) }},
			{head: "col.dataset", width: 24, cell: func(_ int, d line) cell { return b.textOr(d.Dataset, "value.none") }},
			{head: "col.field", width: 16, cell: func(_ int, d line) cell { return b.textOr(d.Field, "value.whole_dataset") }},
			{head: "col.compared", width: 12, cell: func(_ int, d line) cell { return count(d.Compared) }},
			{head: "col.disagree", width: 12, cell: func(_ int, d line) cell { return count(d.Disagree) }},
			{head: "col.disagree_rate", width: 11, cell: func(_ int, d line) cell { return percent(100 * d.Rate) }},
			{head: "col.proposal", width: 50, cell: func(_ int, d line) cell { return b.proposal(d) }},
		},
	})
}

func (b *book) proposal(d reports.DisagreementLine) cell {
	switch {
	case d.SmallSample:
		return b.word("value.small_sample")
	case !d.Propose:
		return b.word("value.none")
	}
	return text(b.text.Text("disagreements.propose", b.in(d.Authority), b.in(d.Unit), b.in(d.Dataset), b.in(d.Field)))
}
