package xlsx

import (
	"strconv"
	"strings"

	"cdoscore/reports"
)

// actionShown is how many units that need action the printed page names.
const actionShown = 8

func (p *page) moverTable(units []reports.CityUnit) {
	b := p.book
	p.put(p.heading(b.text.Text("col.unit")).over(4), p.heading(b.text.Text("col.tier")).over(2),
		p.heading(b.text.Text("col.previous")).over(2), p.heading(b.text.Text("col.current")).over(2), p.heading(b.text.Text("col.change")).over(2))
	for _, u := range units {
		p.put(ruled([]cell{
			text(b.in(u.Name)).over(4), label(b.text.Text("tier." + u.Tier)).over(2),
			b.points(u.Previous).over(2), b.points(u.Score).over(2), b.change(u.Score, u.Previous).over(2),
		})...)
	}
	if len(units) == 0 {
		p.put(ruled([]cell{b.word("overview.no_movers").over(overviewColumns)})...)
	}
}

func (b *book) whyAction(u reports.CityUnit) string {
	var why []string
	for _, n := range u.Why {
		why = append(why, b.text.Note(n))
	}
	return strings.Join(why, b.text.Text("overview.and"))
}

func (p *page) actionTable(c reports.City) {
	b := p.book
	units := c.NeedAction
	p.put(p.heading(b.text.Text("col.unit")).over(4), p.heading(b.text.Text("col.tier")).over(2),
		p.heading(b.text.Text("col.total")).over(2), p.heading(b.text.Text("overview.why")).over(4))
	for _, u := range units[:min(actionShown, len(units))] {
		p.put(ruled([]cell{
			text(b.in(u.Name)).over(4), label(b.text.Text("tier." + u.Tier)).over(2),
			b.points(u.Score).over(2), text(b.whyAction(u)).over(4),
		})...)
	}
	switch more := len(units) - actionShown; {
	case len(units) == 0:
		p.put(ruled([]cell{b.word("overview.none").over(overviewColumns)})...)
	case more > 0:
		p.put(ruled([]cell{text(b.text.Text("overview.more", strconv.Itoa(more))).over(overviewColumns)})...)
	}
}
