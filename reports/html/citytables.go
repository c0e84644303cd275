package html

import (
	"fmt"

	"cdoscore/reports"
)

// heatSteps are from which scores on a cell of the heat map is so light; below the
// last it is darkest. One hue that grows lighter with the score reads the same to
// the colour-blind and in grey print.
var heatSteps = [...]float64{95, 90, 85, 80, 70, 60, 50}

// heat is the class of a score's cell.
func heat(p reports.Points) string {
	if !p.Assessed {
		return "sc-heat-none"
	}
	for i, from := range heatSteps {
		if p.Value >= from {
			return fmt.Sprint("sc-heat-", i)
		}
	}
	return fmt.Sprint("sc-heat-", len(heatSteps))
}

// heatmap is unit × dimension with the figures in the cells.
func (v *view) heatmap(c reports.City) table {
	type unit = reports.CityUnit
	columns := []column[unit]{
		{head: "col.unit", cell: func(_ int, u unit) cell { return v.unitName(u) }},
		{head: "col.tier", kind: "sc-tier", cell: func(_ int, u unit) cell { return v.tier(u) }},
	}
	for i, d := range c.Dimensions {
		columns = append(columns, column[unit]{name: v.in(d.Name), kind: "sc-c", cell: func(_ int, u unit) cell {
			p := reports.Points{}
			if i < len(u.Dimensions) {
				p = u.Dimensions[i]
			}
			return v.points(p).toned(heat(p))
		}})
	}
	columns = append(columns, column[unit]{head: "col.total", kind: "sc-c", cell: func(_ int, u unit) cell { return v.points(u.Score).toned(heat(u.Score) + " sc-strong") }})
	return lay(v, list[unit]{caption: v.t("heatmap.title"), kind: "sc-heatmap", columns: columns, rows: c.Units, notes: []string{v.t("heatmap.note")}})
}

// reporting lists the slots of each unit; each that was due stands in exactly one
// column.
func (v *view) reporting(c reports.City) table {
	type unit = reports.CityUnit
	number := func(of func(unit) int) func(int, unit) cell {
		return func(_ int, u unit) cell { return count(of(u)) }
	}
	return lay(v, list[unit]{
		caption: v.t("reporting.title"), rows: c.Units, notes: []string{v.t("reporting.note_missing"), v.t("reporting.note_rate")},
		columns: []column[unit]{
			{head: "col.unit", cell: func(_ int, u unit) cell { return v.unitName(u) }},
			{head: "col.due", kind: "sc-n", cell: number(func(u unit) int { return u.Due })},
			{head: "col.on_time", kind: "sc-n", cell: number(func(u unit) int { return u.OnTime })},
			{head: "col.late", kind: "sc-n", cell: number(func(u unit) int { return u.Late })},
			{head: "col.missing", kind: "sc-n", cell: number(func(u unit) int { return u.Missing + u.Unreadable })},
			{head: "col.source_failed", kind: "sc-n", cell: number(func(u unit) int { return u.SourceFailed })},
			{head: "col.platform_failed", kind: "sc-n", cell: number(unit.Spared)},
			{head: "col.on_time_rate", kind: "sc-n", cell: func(_ int, u unit) cell {
				rate, owed := u.OnTimeRate()
				if !owed {
					return v.word("value.not_assessed")
				}
				return text(shareText(rate))
			}},
			{head: "col.streak", kind: "sc-n", cell: number(func(u unit) int { return u.StreakMissing })},
		},
	})
}

// rectified lists what became of each unit's findings.
func (v *view) rectified(c reports.City) table {
	type unit = reports.CityUnit
	var units []unit
	for _, u := range c.Units {
		if u.Rectified.Findings > 0 {
			units = append(units, u)
		}
	}
	number := func(of func(reports.Rectified) int) func(int, unit) cell {
		return func(_ int, u unit) cell { return count(of(u.Rectified)) }
	}
	return lay(v, list[unit]{
		caption: v.t("page.rectified"), rows: units, empty: v.t("page.no_findings"),
		columns: []column[unit]{
			{head: "col.unit", cell: func(_ int, u unit) cell { return v.unitName(u) }},
			{head: "page.findings", kind: "sc-n", cell: number(func(r reports.Rectified) int { return r.Findings })},
			{head: "page.closed_in_time", kind: "sc-n", cell: number(func(r reports.Rectified) int { return r.InTime })},
			{head: "page.overdue", kind: "sc-n", cell: number(func(r reports.Rectified) int { return r.Overdue })},
			{head: "page.recurred", kind: "sc-n", cell: number(func(r reports.Rectified) int { return r.Recurred })},
			{head: "page.rectified_rate", kind: "sc-n", cell: func(_ int, u unit) cell { return v.rate(u.Rectified.Rate) }},
			{head: "page.longest", kind: "sc-n", cell: number(func(r reports.Rectified) int { return r.Longest })},
		},
	})
}

// disagreements lists what match rules compared across units; nil where none did.
func (v *view) disagreements(c reports.City) *table {
	type line = reports.DisagreementLine
	if len(c.Disagreements) == 0 {
		return nil
	}
	t := lay(v, list[line]{
		caption: v.t("page.disagreements"), named: 1, rows: c.Disagreements, notes: []string{v.t("page.disagreements_note")},
		columns: []column[line]{
			{head: "col.code", kind: "sc-code", cell: func(_ int, d line) cell { return text(d.Code) }},
			{head: "page.compared_unit", cell: func(_ int, d line) cell {
				x := text(v.in(d.Unit)).to(v.links.Unit(d.UnitID))
				x.Sub = v.in(d.Dataset)
				return x
			}},
			{head: "page.authority", cell: func(_ int, d line) cell {
				x := text(v.in(d.Authority)).to(v.links.Unit(d.AuthorityID))
				x.Sub = v.in(d.AuthorityDataset)
				return x
			}},
			{head: "col.field", cell: func(_ int, d line) cell { return v.textOr(d.Field, "value.none") }},
			{head: "page.compared", kind: "sc-n", cell: func(_ int, d line) cell { return count(d.Compared) }},
			{head: "page.disagree", kind: "sc-n", cell: func(_ int, d line) cell { return count(d.Disagree) }},
			{head: "page.disagree_rate", kind: "sc-n", cell: func(_ int, d line) cell { return text(rateText(100 * d.Rate)) }},
			{head: "page.proposal", cell: func(_ int, d line) cell { return v.proposal(d) }},
		},
	})
	return &t
}

func (v *view) proposal(d reports.DisagreementLine) cell {
	switch {
	case d.SmallSample:
		return v.word("value.small_sample")
	case d.Propose:
		return text(v.t("page.propose"))
	}
	return v.word("value.none")
}

// changes lists what changed in the rules and catalogue; nil where nothing did.
func (v *view) changes(all []reports.ChangeLine) *table {
	type line = reports.ChangeLine
	if len(all) == 0 {
		return nil
	}
	said := func(c line, s string) cell {
		if c.Kind == reports.UpdateChanged && v.text.Has("cycle."+s) {
			s = v.t("cycle." + s)
		}
		return v.stringOr(s, "value.none")
	}
	t := lay(v, list[line]{
		id: "changes-list", caption: v.t("page.changes"), named: 1, rows: all,
		columns: []column[line]{
			{head: "page.change_day", kind: "sc-c", cell: func(_ int, c line) cell { return v.day(c.Day) }},
			{head: "page.change_kind", cell: func(_ int, c line) cell { return v.changeKind(c) }},
			{head: "col.dataset", cell: func(_ int, c line) cell { return v.changed(c) }},
			{head: "page.change_subject", cell: func(_ int, c line) cell { return v.stringOr(c.Subject, "value.none") }},
			{head: "page.change_was", kind: "sc-w", cell: func(_ int, c line) cell { return said(c, c.Was) }},
			{head: "page.change_is", kind: "sc-w", cell: func(_ int, c line) cell { return said(c, c.Is) }},
		},
	})
	return &t
}

func (v *view) changeKind(c reports.ChangeLine) cell {
	x := text(v.t("change." + c.Kind))
	if c.Downgrade {
		x.Sub = v.t("change.downgrade")
	}
	return x
}

func (v *view) changed(c reports.ChangeLine) cell {
	switch {
	case !c.DatasetName.IsZero():
		return text(v.in(c.DatasetName))
	case c.Dataset != "":
		return text(c.Dataset)
	}
	return v.word("page.whole_city")
}
