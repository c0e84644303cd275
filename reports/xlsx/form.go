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

// officialLines stand at the upper right of every form.
const officialLines = 4

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
	lines := []string{b.form.subject, b.form.period}
	if b.form.dated != "" {
		lines = append(lines, b.form.dated)
	}
	lines = append(make([]string, officialLines-len(lines)), lines...)
	p.titleRow(title)
	for i, official := range [officialLines]string{
		b.text.Text("form.number", fmt.Sprintf("%d-%d", b.form.series, b.tables)),
		b.text.Text("form.issuer", issuer),
		b.text.Text("form.document", document),
		b.text.Text("form.valid_until", validUntil),
	} {
		p.put(text(lines[i]).over(left), text(official).over(right))
	}
}

// formPeriod names what is assessed above a form: a longer period, or a day's slot.
func (b *book) formPeriod(p reports.Period, slot time.Time) string {
	if p.Long() {
		return b.text.Text("form.span", b.text.Note(p.Label()))
	}
	return b.text.Text("form.period", slot.In(b.zone).Format("2006-01-02"))
}

func (b *book) dated(cutoff time.Time) string {
	return b.text.Text("form.cutoff", cutoff.In(b.zone).Format("2006-01-02 15:04"))
}

// closeForm writes the notes and the line on which people sign. They keep out of a first
// column that is printed again on the page of the later columns.
func (p *page) closeForm(notes ...string) {
	var before []cell
	all := p.front
	if p.front < len(p.widths) {
		before, all = []cell{blank()}, all-1
	}
	if p.named {
		notes = append(notes, p.book.text.Text("form.control_characters"))
	}
	for i, note := range notes {
		if i == 0 {
			note = p.book.text.Text("form.notes") + note
		}
		line := text(note).over(all)
		line.look.size = 9
		p.put(append(before, line)...)
	}
	p.putAtLeast(6, append(before, text("").over(all))...)
	gap := strings.Repeat(" ", 22)
	signatures := []string{"form.clerk", "form.reviewer", "form.head"}
	line := ""
	for _, key := range signatures {
		line += p.book.text.Text(key) + gap
	}
	p.putAtLeast(24, append(before, text(line+p.book.text.Text("form.seal")).over(all).fillable())...)
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
