package xlsx

import (
	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
)

// appealRows is how many objections one form takes; a unit with more hands in a
// second copy.
const appealRows = 20

// codesColumn of the hidden sheet of choices holds the codes of the scored lines.
const codesColumn = 2

// writeAppeal writes 异议申请表: empty lines for the unit to fill in.
func writeAppeal(b *book, u reports.Unit) error {
	type line struct{}
	open := func(int, line) cell { return text("").filled(fillInput).fillable() }
	notes := []string{b.text.Text("appeal.note_code"), b.text.Text("appeal.note_sign")}
	if u.Period.Long() {
		notes = append(notes, b.text.Text("appeal.note_period"))
	}
	codes := len(scoredCodes(u))
	return writeTable(b, table[line]{
		sheet: "sheet.appeal", title: b.text.Text("appeal.title"), landscape: true, rows: make([]line, appealRows), notes: notes, unfiltered: true, height: 24,
		columns: []column[line]{
			{head: "col.code", width: codeWidth, cell: open}, {head: "col.appeal_content", width: 40, cell: open},
			{head: "col.appeal_facts", width: 46, cell: open}, {head: "col.evidence", width: 16, cell: open},
			{head: "col.applicant", width: 12, cell: open}, {head: "col.phone", width: 18, cell: open},
		},
		finish: func(p *page, first, last int) { p.offerCodes(first, last, codes) },
	})
}

// offerCodes restricts the first column to the codes of the unit's scored lines.
func (p *page) offerCodes(first, last, codes int) {
	if codes == 0 {
		return
	}
	choice := excelize.NewDataValidation(true)
	choice.SetSqref(p.span(1, first, 1, last))
	choices := page{book: p.book, name: p.book.text.Text("sheet.choices")}
	choice.SetSqrefDropList(choices.area(codesColumn, 2, codesColumn, 1+codes))
	choice.SetError(excelize.DataValidationErrorStyleStop, p.book.text.Text("col.code"), p.book.text.Text("appeal.choose"))
	p.do(func() error { return p.book.file.AddDataValidation(p.name, choice) })
}

// scoredCodes are the codes that can be objected to.
func scoredCodes(u reports.Unit) []string {
	var out []string
	for _, r := range u.Rules {
		if r.Scored {
			out = append(out, r.Code)
		}
	}
	return out
}
