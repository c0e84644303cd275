package xlsx

import (
	"cmp"
	"time"

	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
)

// The columns of 整改清单 that belong to each hand.
const (
	rectifySystem = 13
	rectifyUnit   = 5
	rectifyCheck  = 3
)

// progressKeys are the choices of 完成情况.
var progressKeys = [...]string{"rectify.not_started", "rectify.in_progress", "rectify.done", "rectify.cannot"}

// writeRectify writes 整改清单, by points lost; what people fill in prints on a page
// of its own beside the codes.
func writeRectify(b *book, u reports.Unit, at places) error {
	return writeTable(b, table[reports.RectifyLine]{
		sheet: "sheet.rectify", title: b.text.Text("rectify.title"), landscape: true, firstPage: rectifySystem, rows: u.Rectify,
		columns: append(rectifyIssued(b, at), rectifyAnswers(b)...),
		groups: []group{
			{head: "rectify.system", columns: rectifySystem},
			{head: "rectify.unit", columns: rectifyUnit, fill: fillInput},
			{head: "rectify.check", columns: rectifyCheck, fill: fillTotal},
		},
		notes:  []string{b.text.Text("rectify.note_order")},
		finish: addRectifyChecks,
	})
}

// rectifyIssued are the columns that the system issues.
func rectifyIssued(b *book, at places) []column[reports.RectifyLine] {
	type line = reports.RectifyLine
	return []column[line]{
		{head: "col.number", width: codeWidth, cell: func(_ int, r line) cell { return text(cmp.Or(r.Number, r.Code)).to(at.rules[r.Code]) }},
		{head: "col.issued", width: 11, cell: func(_ int, r line) cell { return b.issued(r.Issued) }},
		{head: "col.dataset", width: 15, cell: func(_ int, r line) cell { return b.textOr(r.Dataset, "value.none") }},
		{head: "col.field", width: 11, cell: func(_ int, r line) cell { return b.stringOr(r.Field, "value.whole_dataset") }},
		{head: "col.problem_kind", width: 11, cell: func(_ int, r line) cell { return b.textOr(r.KindTitle, "value.none") }},
		{head: "col.description", width: 26, cell: func(_ int, r line) cell { return text(b.text.Note(r.Description)) }},
		{head: "col.failed_evaluated", width: 10, span: 2, cell: func(_ int, r line) cell { return count(r.Failed) }},
		{width: 11, cell: func(_ int, r line) cell { return count(r.Evaluated) }},
		{head: "col.lost", width: 8, cell: func(_ int, r line) cell { return score(r.Lost) }},
		{head: "col.recoverable", width: 9, cell: func(_ int, r line) cell { return score(r.Recoverable) }},
		{head: "col.office", width: 11, cell: func(_ int, r line) cell { return b.stringOr(r.Office, "value.unknown") }},
		{head: "col.person", width: 8, cell: func(_ int, r line) cell { return b.stringOr(r.Person, "value.unknown") }},
		{head: "col.deadline", width: 11, cell: func(_ int, r line) cell { return b.day(r.Deadline) }},
	}
}

// rectifyAnswers are the columns that the unit fills in, with what it answered last,
// and those that later slots fill in.
func rectifyAnswers(b *book) []column[reports.RectifyLine] {
	type line = reports.RectifyLine
	open := func(s, format string) cell {
		c := text(s).fillable()
		c.look.format = format
		return c
	}
	return []column[line]{
		{head: "col.analysis", width: 14, cell: func(_ int, r line) cell { return open(r.Analysis, formatText) }},
		{head: "col.measures", width: 14, cell: func(_ int, r line) cell { return open(r.Measures, formatText) }},
		{head: "col.planned", width: 11, cell: func(_ int, r line) cell { return b.isoDay(r.Planned).fillable() }},
		{head: "col.progress", width: 11, cell: func(_ int, r line) cell { return open(b.progress(r.Progress), formatText) }},
		{head: "col.evidence", width: 9, cell: func(_ int, r line) cell { return open(r.Evidence, formatText) }},
		{head: "col.checked_slot", width: 11, cell: func(_ int, r line) cell { return b.isoDay(r.CheckedSlot) }},
		{head: "col.checked_result", width: 9, cell: func(_ int, r line) cell { return text(b.finding(r.State)) }},
		{head: "col.closed", width: 11, cell: func(_ int, r line) cell { return b.isoDay(r.ClosedOn) }},
	}
}

// issued is when a finding was issued, or that it was not.
func (b *book) issued(t time.Time) cell {
	if t.IsZero() {
		return b.word("rectify.not_issued")
	}
	return b.day(t)
}

// isoDay is a date cell of a day written YYYY-MM-DD, empty where there is none.
func (b *book) isoDay(day string) cell {
	t, err := time.ParseInLocation(time.DateOnly, day, b.zone)
	if err != nil {
		return cell{look: look{format: formatDay}}
	}
	return b.day(t)
}

// progress is the word of a reply's progress; empty where there is no reply.
func (b *book) progress(p string) string {
	if p == "" {
		return ""
	}
	return b.text.Text("rectify." + p)
}

// finding is the word of a finding's state; empty where the line was not issued.
func (b *book) finding(state string) string {
	if state == "" {
		return ""
	}
	return b.text.Text("finding." + state)
}

// addRectifyChecks restricts what the unit may enter: a date, and a choice.
func addRectifyChecks(p *page, first, last int) {
	const planned, progress = rectifySystem + 3, rectifySystem + 4
	text := p.book.text
	date := excelize.NewDataValidation(true)
	date.SetSqref(p.span(planned, first, planned, last))
	p.do(func() error {
		return date.SetRange("36526", "73050", excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
	})
	date.SetError(excelize.DataValidationErrorStyleStop, text.Text("col.planned"), text.Text("rectify.date_wanted"))
	p.do(func() error { return p.book.file.AddDataValidation(p.name, date) })

	choice := excelize.NewDataValidation(true)
	choice.SetSqref(p.span(progress, first, progress, last))
	choices := page{book: p.book, name: text.Text("sheet.choices")}
	choice.SetSqrefDropList(choices.area(1, 2, 1, 1+len(progressKeys)))
	choice.SetError(excelize.DataValidationErrorStyleStop, text.Text("col.progress"), text.Text("rectify.choose"))
	p.do(func() error { return p.book.file.AddDataValidation(p.name, choice) })
}

// writeChoices writes the hidden sheet of choices: WPS and older readers take
// drop-downs by cell range only.
func writeChoices(b *book, u reports.Unit) error {
	p := b.openPage("sheet.choices", sheetLayout{widths: []float64{30, codeWidth}})
	p.put(p.heading(b.text.Text("col.progress")), p.heading(b.text.Text("col.code")))
	codes := scoredCodes(u)
	for i := range max(len(progressKeys), len(codes)) {
		line := []cell{blank(), blank()}
		if i < len(progressKeys) {
			line[0] = text(b.text.Text(progressKeys[i]))
		}
		if i < len(codes) {
			line[1] = text(codes[i])
		}
		p.put(line...)
	}
	return p.close()
}
