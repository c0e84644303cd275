package html

import (
	"strconv"
	"strings"

	"cdoscore/reports"
)

// cityView is what the city's part shows.
type cityView struct {
	Title, Issuer  string
	Facts          []fact
	Summary        []string
	Bands          *chart
	BandTable      table
	Action         table
	Rose, Fell     table
	Tiers          []table // ranking, a table for each tier
	RankingNotes   []string
	Trend          *chart
	TrendTable     table
	Heatmap        table
	Reporting      table
	Rectified      table
	Disagreements  *table
	Changes        *table
	Method         methodView
	HasTrend       bool
	SectionsListed []section
}

// fact is one labelled value.
type fact struct {
	Label string
	cell
}

// section is an entry of the page's own list of contents.
type section struct{ ID, Name string }

func (v *view) city(c reports.City) cityView {
	t := c.Tally()
	n := strconv.Itoa
	out := cityView{
		Title: v.t("overview.title", v.in(c.City)), Issuer: v.in(c.Issuer), Facts: v.cityFacts(c),
		Summary: []string{
			v.t("overview.summary", n(t.Units), n(t.Datasets), n(t.Graded), n(t.Units-t.Graded)),
			v.t("overview.delivery", n(t.Due), n(t.OnTime), n(t.Late), n(t.Missing), n(t.Spared)),
		},
		Bands: v.bandBars(c), BandTable: v.bandTable(c), Action: v.actionTable(c),
		Rose: v.movers("page.rose", c.Rose), Fell: v.movers("page.fell", c.Fell),
		RankingNotes: v.rankingNotes(c),
		Trend:        v.tierTrends(c.Trend), TrendTable: v.tierTrendTable(c.Trend),
		Heatmap: v.heatmap(c), Reporting: v.reporting(c), Rectified: v.rectified(c),
		Disagreements: v.disagreements(c), Changes: v.changes(c.Changes), Method: v.method(c.Method),
	}
	out.HasTrend = out.Trend != nil
	for _, tier := range c.Tiers {
		out.Tiers = append(out.Tiers, v.ranking(c, tier))
	}
	out.SectionsListed = v.citySections(out)
	return out
}

func (v *view) citySections(c cityView) []section {
	all := []section{{"overview", v.t("sheet.overview")}, {"ranking", v.t("sheet.ranking")}}
	if c.HasTrend {
		all = append(all, section{"trend", v.t("page.trend")})
	}
	all = append(all, section{"heatmap", v.t("sheet.heatmap")}, section{"reporting", v.t("sheet.reporting")}, section{"rectified", v.t("page.rectified")})
	if c.Disagreements != nil {
		all = append(all, section{"disagreements", v.t("page.disagreements")})
	}
	if c.Changes != nil {
		all = append(all, section{"changes", v.t("page.changes")})
	}
	return append(all, section{"method", v.t("sheet.method")})
}

func (v *view) cityFacts(c reports.City) []fact {
	facts := []fact{
		{v.t("cover.period"), text(v.periodName(c.Period, c.Slot))},
		{v.t("cover.cutoff"), v.minute(c.Cutoff)},
		{v.t("cover.check_code"), v.stringOr(c.CheckCode, "value.none").toned("sc-code")},
	}
	return append(facts, v.formFacts(c.Document, c.ValidUntil)...)
}

// unitName names a unit and leads to its page.
func (v *view) unitName(u reports.CityUnit) cell {
	return text(v.in(u.Name)).to(v.links.Unit(u.ID))
}

func (v *view) tier(u reports.CityUnit) cell { return text(v.t("tier." + u.Tier)) }

func (v *view) bandTable(c reports.City) table {
	columns := []column[string]{{head: "col.tier", cell: func(_ int, tier string) cell { return text(v.t("tier." + tier)) }}}
	for i, name := range append(v.bandNames(c), v.t("overview.total")) {
		columns = append(columns, column[string]{name: name, kind: "sc-n", cell: func(_ int, tier string) cell { return count(c.BandCounts(tier)[i]) }})
	}
	return lay(v, list[string]{caption: v.t("overview.chart"), kind: "sc-compact", columns: columns, rows: c.Tiers})
}

func (v *view) movers(caption string, units []reports.CityUnit) table {
	type unit = reports.CityUnit
	return lay(v, list[unit]{caption: v.t(caption), rows: units, empty: v.t("overview.no_movers"), columns: []column[unit]{
		{head: "col.unit", cell: func(_ int, u unit) cell { return v.unitName(u) }},
		{head: "col.tier", cell: func(_ int, u unit) cell { return v.tier(u) }},
		{head: "col.previous", kind: "sc-n", cell: func(_ int, u unit) cell { return v.points(u.Previous) }},
		{head: "col.current", kind: "sc-n", cell: func(_ int, u unit) cell { return v.points(u.Score) }},
		{head: "col.change", kind: "sc-n", cell: func(_ int, u unit) cell { return v.change(u.Score, u.Previous) }},
	}})
}

func (v *view) actionTable(c reports.City) table {
	type unit = reports.CityUnit
	return lay(v, list[unit]{caption: v.t("page.action"), rows: c.NeedAction, empty: v.t("overview.none"), notes: []string{v.t("overview.note")}, columns: []column[unit]{
		{head: "col.unit", cell: func(_ int, u unit) cell { return v.unitName(u) }},
		{head: "col.tier", cell: func(_ int, u unit) cell { return v.tier(u) }},
		{head: "col.total", kind: "sc-n", cell: func(_ int, u unit) cell { return v.points(u.Score) }},
		{head: "overview.why", kind: "sc-w", cell: func(_ int, u unit) cell { return text(v.why(u)) }},
	}})
}

func (v *view) why(u reports.CityUnit) string { return v.sentences(u.Why) }

func (v *view) rank(rank int, otherwise string) cell {
	if rank == 0 {
		return v.word(otherwise)
	}
	return count(rank)
}

func (v *view) place(rank int, shared bool) cell {
	c := v.rank(rank, "value.not_ranked")
	if rank != 0 && shared {
		c.Sub = v.t("page.tied")
	}
	return c
}

// bandMark is a grade with its shade, which the word stands beside.
func (v *view) bandMark(b reports.Band, c reports.City) cell {
	for i := range c.Bands {
		if c.Bands[i].ID == b.ID {
			return v.band(b).toned("sc-mark sc-mark-" + strings.TrimPrefix(bandClass(i, len(c.Bands)), "sc-band-"))
		}
	}
	return v.band(b)
}
