package xlsx

import (
	"strconv"

	"cdoscore/reports"
)

// chartRows is how many rows of the default height a chart covers.
const chartRows = 16

// causeColumns are those that the sentence of the main cause spans, before its code. The
// first two are as wide as a figure, since figures of a chart stand in them further down.
const causeColumns = 3

// conclusionWidths are the columns of 评估结论; the cause and its code span the last four.
var conclusionWidths = []float64{14, 8, 10, 10, 10, 12, 10, 11, 11, 11, 20, codeWidth}

// writeConclusion writes 评估结论: the dimensions, what lost most in each with a
// link to its rule, the charts, and below them the figures that they draw.
func writeConclusion(b *book, u reports.Unit, at places) error {
	p := b.openPage("sheet.conclusion", sheetLayout{landscape: true, onePage: true, widths: conclusionWidths})
	p.openForm(b.text.Text("conclusion.title"))
	var heads []cell
	for _, key := range []string{"col.dimension", "col.weight", "col.score", "col.previous", "col.change", "col.peer_median", "col.lost", "col.still_recoverable", "col.main_cause"} {
		heads = append(heads, p.heading(b.text.Text(key)))
	}
	heads[len(heads)-1].span = causeColumns + 1
	p.putAtLeast(24, heads...)
	for _, d := range u.Dimensions {
		p.putAtLeast(24, ruled(dimensionCells(b, d, at))...)
	}
	p.putAtLeast(24, ruled(totalCells(b, u))...)
	p.drawConclusion(u)
	p.closeForm(conclusionNotes(b, u)...)
	return p.close()
}

func conclusionNotes(b *book, u reports.Unit) []string {
	notes := []string{b.text.Text("conclusion.note_lost"), b.text.Text("conclusion.note_locked"), b.text.Text("conclusion.note_missing"), b.text.Text("conclusion.note_authenticity")}
	if u.Unrun > 0 {
		notes = append([]string{b.text.Text("conclusion.unrun", strconv.Itoa(u.Unrun))}, notes...)
	}
	return notes
}

func dimensionCells(b *book, d reports.DimensionLine, at places) []cell {
	cause, code := b.cause(d, at)
	return []cell{
		label(b.in(d.Name)).strong(),
		score(d.Weight),
		b.points(d.Score),
		b.comparable(d.Previous),
		b.change(d.Score, d.Previous),
		b.comparable(d.PeerMedian),
		b.lostIn(d),
		b.comparable(d.Recoverable),
		cause.over(causeColumns),
		code,
	}
}

func (b *book) lostIn(d reports.DimensionLine) cell {
	if !d.Score.Assessed {
		return b.word("value.none")
	}
	return score(d.Lost)
}

// cause names the rule that lost most, and its point code, which leads to its
// line. The link is on the short code: not every program wraps a linked text.
func (b *book) cause(d reports.DimensionLine, at places) (sentence, code cell) {
	switch {
	case !d.Score.Assessed:
		return b.word("value.none"), text("")
	case d.Cause == nil:
		return b.word("conclusion.no_cause"), text("")
	}
	r := *d.Cause
	sentence = text(b.text.Text("conclusion.cause", b.in(r.DatasetName), b.ruleTitle(r), grouped(r.Evaluated), grouped(r.Failed)))
	return sentence, text(r.Code).to(at.rules[r.Code])
}

// totalCells is the unit as a whole; its losses are the sum of the dimensions'.
func totalCells(b *book, u reports.Unit) []cell {
	t := u.Totals()
	cells := []cell{
		label(b.text.Text("conclusion.total")).strong(), score(t.Weight), b.points(u.Score).strong(),
		b.comparable(u.Previous), b.change(u.Score, u.Previous), b.comparable(u.PeerMedian),
		b.comparable(t.Lost),
		b.comparable(t.Recoverable),
		text(b.in(u.Band.Name)).over(causeColumns), text(""),
	}
	for i := range cells {
		cells[i] = cells[i].filled(fillTotal)
	}
	return cells
}

func assessedDimensions(all []reports.DimensionLine) []reports.DimensionLine {
	var assessed []reports.DimensionLine
	for _, d := range all {
		if d.Score.Assessed {
			assessed = append(assessed, d)
		}
	}
	return assessed
}

// figure is a score for a chart: an empty cell, which leaves a gap, where there
// is none.
func figure(s reports.Points) cell {
	if !s.Assessed {
		return blank()
	}
	return score(s.Value)
}

func ruled(cells []cell) []cell {
	for i := range cells {
		cells[i].look.ruled = true
	}
	return cells
}
