package xlsx

import (
	"strconv"

	"cdoscore/reports"
)

// writeCover writes 封面: the unit, its score and who signs, on one page.
func writeCover(b *book, u reports.Unit) error {
	p := b.openPage("sheet.cover", sheetLayout{onePage: true, widths: []float64{30, 50}})
	p.skip(4)
	p.coverLine(b.in(u.City), 18)
	p.coverLine(b.text.Text("unit.title"), 26)
	p.skip(4)
	for _, line := range coverLines(b, u) {
		p.putAtLeast(30, p.coverLabel(line.key), line.value.asCoverValue())
	}
	p.skip(2)
	for _, key := range []string{"cover.prepared", "cover.reviewed", "cover.approved"} {
		p.putAtLeast(36, p.coverLabel(key), text("").asCoverValue().fillable())
	}
	p.skip(1)
	seal := text(b.text.Text("form.seal"))
	seal.look.across, seal.look.size = "right", 12
	p.put(text(""), seal)
	issuer := text(b.in(u.Issuer))
	issuer.look.across, issuer.look.size = "right", 12
	p.put(text(""), issuer)
	return p.close()
}

type coverLine struct {
	key   string
	value cell
}

func coverLines(b *book, u reports.Unit) []coverLine {
	band := b.word("value.no_band")
	if u.Band.ID != "" {
		band = text(b.in(u.Band.Name))
	}
	return []coverLine{
		{"cover.unit", text(b.in(u.Name)).strong()},
		{"cover.period", b.period(u)},
		{"cover.cdo", b.stringOr(u.CDO, "value.unknown")},
		{"cover.score", b.points(u.Score).strong()},
		{"cover.band", band.strong()},
		{"cover.rank", b.rank(u)},
		{"cover.judged", share(u.Judged)},
		{"cover.with_waivers", b.points(u.Score)},
		{"cover.without_waivers", b.points(u.ScoreNoWaivers)},
		{"cover.cutoff", b.minute(u.Cutoff)},
		{"cover.check_code", b.stringOr(u.CheckCode, "value.none")},
	}
}

// period is a day as a date, and whatever is longer by its name.
func (b *book) period(u reports.Unit) cell {
	if !u.Period.Long() {
		return b.day(u.Slot)
	}
	return text(b.text.Note(u.Period.Label()))
}

func (b *book) rank(u reports.Unit) cell {
	if u.Rank == 0 {
		return b.word("value.not_ranked")
	}
	tier := b.text.Text("tier." + u.Tier)
	return text(b.text.Text("cover.rank_of", strconv.Itoa(u.Rank), tier, strconv.Itoa(u.Ranked)))
}

func (p *page) coverLine(s string, size float64) {
	c := text(s).centred().strong().over(2)
	c.look.size, c.look.head, c.look.ink = size, true, inkTitle
	p.put(c)
}

func (p *page) coverLabel(key string) cell {
	c := label(p.book.text.Text(key))
	c.look.size, c.look.head = 12, true
	return c
}

func (c cell) asCoverValue() cell {
	c.look.size, c.look.under, c.look.across = 12, true, "center"
	return c
}
