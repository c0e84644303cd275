package xlsx

import (
	"fmt"
	"strings"
	"time"

	"cdoscore/reports"
)

// formRows is how many rows stand above the headings of every table: the title,
// then the table's number, issuer, document and validity at the upper right with
// the subject and the day at the left.
const formRows = 5

// officialWidth is what the lines at the upper right need, in characters.
const officialWidth = 34

// openForm writes the head of a numbered form.
func (p *page) openForm(title string) {
	b := p.book
	b.tables++
	left, right := p.officialColumns()
	validUntil := b.text.Text("form.blank")
	if !b.form.validUntil.IsZero() {
		validUntil = b.form.validUntil.In(b.zone).Format("2006-01-02")
	}
	document := b.form.document
	if document == "" {
		document = b.text.Text("form.blank")
	}
	issuer := b.form.issuer
	if issuer == "" {
		issuer = b.text.Text("form.blank")
	}
	period := b.form.period
	if period == "" {
		period = b.text.Text("form.period", b.form.slot.In(b.zone).Format("2006-01-02"), b.form.cutoff.In(b.zone).Format("2006-01-02 15:04"))
	}
	p.titleRow(title)
	for _, line := range []struct{ left, right string }{
		{"", b.text.Text("form.number", fmt.Sprintf("%d-%d", b.form.series, b.tables))},
		{"", b.text.Text("form.issuer", issuer)},
		{b.form.subject, b.text.Text("form.document", document)},
		{period, b.text.Text("form.valid_until", validUntil)},
	} {
		p.put(text(line.left).over(left), text(line.right).over(right))
	}
}

// span names a longer period above a form; empty for a day.
func (b *book) span(p reports.Period, cutoff time.Time) string {
	if !p.Long() {
		return ""
	}
	return b.text.Text("form.span", b.text.Note(p.Label()), cutoff.In(b.zone).Format("2006-01-02 15:04"))
}

// closeForm writes the notes and the line on which people sign.
func (p *page) closeForm(notes ...string) {
	all := p.front
	if p.named {
		notes = append(notes, p.book.text.Text("form.control_characters"))
	}
	for i, note := range notes {
		if i == 0 {
			note = p.book.text.Text("form.notes") + note
		}
		line := text(note).over(all)
		line.look.size = 9
		p.put(line)
	}
	p.putAtLeast(6, text("").over(all))
	gap := strings.Repeat(" ", 22)
	signatures := []string{"form.clerk", "form.reviewer", "form.head"}
	line := ""
	for _, key := range signatures {
		line += p.book.text.Text(key) + gap
	}
	p.putAtLeast(24, text(line+p.book.text.Text("form.seal")).over(all).fillable())
}

// titleRow writes the title over the whole width.
func (p *page) titleRow(title string) {
	c := text(title).centred().over(p.front)
	c.look.size, c.look.head, c.look.bold, c.look.ink = 16, true, true, inkTitle
	p.put(c)
}

// officialColumns splits the columns: the fewest at the right that hold the
// official lines, and the others.
func (p *page) officialColumns() (left, right int) {
	columns := 0.0
	for i := p.front - 1; i > 0 && columns < officialWidth; i-- {
		columns += p.widths[i]
		right++
	}
	return p.front - right, right
}
