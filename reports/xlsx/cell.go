package xlsx

import (
	"math"
	"strconv"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"cdoscore/reports"
	"cdoscore/rules"
)

// cell is one cell before it is written: nil, a text, an int64 or a float64, and
// its look. A cell with span n covers n columns; link is a place of the workbook.
type cell struct {
	value any
	look  look
	span  int
	link  string
}

func (c cell) over(columns int) cell { c.span = columns; return c }

func (c cell) to(link string) cell {
	c.link = link
	c.look.link = link != ""
	return c
}

func (c cell) centred() cell { c.look.across = "center"; return c }

func (c cell) filled(fill string) cell { c.look.fill = fill; return c }

// fillable marks a cell that people fill in: it is no figure of the ledger.
func (c cell) fillable() cell { c.look.open = true; return c }

func (c cell) strong() cell { c.look.bold = true; return c }

// text is a text as it stands, never a formula or a number (semantics, samples):
// the cell's type is text, whatever the first character.
func text(s string) cell {
	return cell{value: s, look: look{format: formatText, across: "left"}}
}

func label(s string) cell { return text(s).centred() }

// quiet is a word in place of a figure.
func quiet(s string) cell {
	c := label(s)
	c.look.ink = inkQuiet
	return c
}

func blank() cell { return cell{} }

func count(n int64) cell {
	return cell{value: n, look: look{format: formatCount, across: "right"}}
}

// share is a part of one, shown in percent.
func share(x float64) cell {
	return cell{value: x, look: look{format: formatShare, across: "right"}}
}

// percent is a rate given in percent, precise enough for great denominators.
func percent(x float64) cell {
	return cell{value: x / 100, look: look{format: formatRate, across: "right"}}
}

func score(x float64) cell {
	return cell{value: rounded(x), look: look{format: formatPoints, across: "right"}}
}

// points is a score, or 不适用 where nothing could be judged: never a zero.
func (b *book) points(p reports.Points) cell {
	if !p.Assessed {
		return b.word("value.not_assessed")
	}
	return score(p.Value)
}

// rate is a pass rate, given in percent.
func (b *book) rate(p reports.Points) cell {
	if !p.Assessed {
		return b.word("value.not_assessed")
	}
	return percent(p.Value)
}

// change is how far a score moved, of the rounded figures that readers see; a
// dash where there is nothing to compare.
func (b *book) change(now, before reports.Points) cell {
	if !now.Assessed || !before.Assessed {
		return b.word("value.none")
	}
	c := score(rounded(now.Value) - rounded(before.Value))
	c.look.format = formatChange
	return c
}

// comparable is a score to compare with; a dash where there is none.
func (b *book) comparable(p reports.Points) cell {
	if !p.Assessed {
		return b.word("value.none")
	}
	return score(p.Value)
}

func (b *book) countIf(has bool, n int64) cell {
	if !has {
		return b.word("value.none")
	}
	return count(n)
}

func (b *book) day(t time.Time) cell { return b.moment(t, formatDay) }

func (b *book) minute(t time.Time) cell { return b.moment(t, formatMoment) }

func (b *book) moment(t time.Time, format string) cell {
	if t.IsZero() {
		return b.word("value.none")
	}
	serial := b.serial(t)
	if format == formatDay {
		serial = math.Floor(serial)
	}
	return cell{value: serial, look: look{format: format, across: "center"}}
}

func (b *book) word(key string) cell { return quiet(b.text.Text(key)) }

// textOr is a text of the model, or the word of key where it has none.
func (b *book) textOr(t rules.Text, key string) cell {
	if t.IsZero() {
		return b.word(key)
	}
	return text(b.in(t))
}

func (b *book) stringOr(s, key string) cell {
	if s == "" {
		return b.word(key)
	}
	return text(s)
}

// grouped is a count within a sentence, 12,345,678.
func grouped(n int64) string { return message.NewPrinter(language.English).Sprint(n) }

// rounded is half up to two decimals (semantics, the year): the nudge makes the
// binary neighbours of 89.995 the 90.00 that their decimals say.
func rounded(x float64) float64 { return math.Floor(x*100+0.5+1e-7) / 100 }

// longestText is the longest text that is written, in UTF-16 units: what a cell holds.
const longestText = 32_767

// cut shortens a text to at most longest UTF-16 units and says so at its end.
func (b *book) cut(s string, longest int) string {
	return reports.Cut(s, longest, func(characters int) string {
		return b.text.Text("form.cut", strconv.Itoa(characters))
	})
}
