package html

import (
	"strconv"
	"strings"

	"cdoscore/reports"
)

// unitView is what a unit's part shows.
type unitView struct {
	Title, City, Issuer string
	Headline            []fact
	Facts               []fact
	Unrun               string
	Sections            []section
	Bars, Waterfall     *chart
	Conclusion          table
	Trend               *chart
	TrendTable          table
	Calendar            *calendarView
	Datasets            table
	Rectify             table
	Details             []datasetView
	Changes             *table
	Method              methodView
}

func (v *view) unit(u reports.Unit) unitView {
	out := unitView{
		Title: v.in(u.Name), City: v.in(u.City), Issuer: v.in(u.Issuer), Headline: v.headline(u), Facts: v.unitFacts(u),
		Bars: v.bars(u.Dimensions), Waterfall: v.waterfall(u), Conclusion: v.conclusion(u),
		Trend: v.trendOf(u.Trend), TrendTable: v.trendTable(u), Calendar: v.calendar(u.Calendar),
		Datasets: v.datasets(u), Rectify: v.rectify(u), Details: v.details(u), Changes: v.changes(u.Changes), Method: v.method(u.Method),
	}
	if u.Unrun > 0 {
		out.Unrun = v.t("page.unrun", strconv.Itoa(u.Unrun))
	}
	if len(u.Dimensions) == 0 {
		out.Bars = nil
	}
	out.Sections = v.unitSections(out)
	return out
}

func (v *view) unitSections(u unitView) []section {
	all := []section{{"conclusion", v.t("sheet.conclusion")}}
	if u.Trend != nil {
		all = append(all, section{"trend", v.t("page.trend")})
	}
	if u.Calendar != nil {
		all = append(all, section{"calendar", v.t("page.calendar")})
	}
	all = append(all, section{"datasets", v.t("sheet.datasets")}, section{"rectify", v.t("sheet.rectify")}, section{"rules", v.t("sheet.rules")})
	if u.Changes != nil {
		all = append(all, section{"changes", v.t("page.changes")})
	}
	return append(all, section{"method", v.t("sheet.method")})
}

// headline are the figures that a reader takes away.
func (v *view) headline(u reports.Unit) []fact {
	rank := v.word("value.not_ranked")
	if u.Rank != 0 {
		rank = text(strconv.Itoa(u.Rank))
		rank.Sub = v.t("page.rank_of", v.t("tier."+u.Tier), strconv.Itoa(u.Ranked))
	}
	change := v.change(u.Score, u.Previous)
	if u.Previous.Assessed {
		change.Sub = v.t("page.previous", reports.PointsText(u.Previous.Value))
	}
	return []fact{
		{v.t("cover.score"), v.points(u.Score).toned("sc-big")},
		{v.t("cover.band"), v.band(u.Band).toned("sc-big")},
		{v.t("cover.rank"), rank.toned("sc-big")},
		{v.t("col.change"), change.toned("sc-big")},
		{v.t("col.peer_median"), v.comparable(u.PeerMedian).toned("sc-big")},
		{v.t("cover.judged"), text(shareText(u.Judged)).toned("sc-big")},
	}
}

func (v *view) unitFacts(u reports.Unit) []fact {
	facts := []fact{
		{v.t("cover.period"), text(v.periodName(u.Period, u.Slot))},
		{v.t("col.tier"), text(v.t("tier." + u.Tier))},
		{v.t("cover.cdo"), v.stringOr(u.CDO, "value.unknown")},
		{v.t("cover.with_waivers"), v.points(u.Score)},
		{v.t("cover.without_waivers"), v.points(u.ScoreNoWaivers)},
		{v.t("cover.cutoff"), v.minute(u.Cutoff)},
		{v.t("cover.check_code"), v.stringOr(u.CheckCode, "value.none").toned("sc-code")},
	}
	return append(facts, v.formFacts(u.Document, u.ValidUntil)...)
}

// conclusion lists the dimensions, what lost most in each with a link to its rule,
// and the unit as a whole, whose losses are the dimensions' sum.
func (v *view) conclusion(u reports.Unit) table {
	type line = reports.DimensionLine
	t := lay(v, list[line]{
		caption: v.t("conclusion.title"), rows: u.Dimensions,
		notes: []string{v.t("conclusion.note_lost"), v.t("page.note_locked"), v.t("conclusion.note_authenticity")},
		columns: []column[line]{
			{head: "col.dimension", cell: func(_ int, d line) cell { return text(v.in(d.Name)) }},
			{head: "col.weight", kind: "sc-n", cell: func(_ int, d line) cell { return text(reports.PointsText(d.Weight)) }},
			{head: "col.score", kind: "sc-n", cell: func(_ int, d line) cell { return v.points(d.Score).toned("sc-strong") }},
			{head: "col.previous", kind: "sc-n", cell: func(_ int, d line) cell { return v.comparable(d.Previous) }},
			{head: "col.change", kind: "sc-n", cell: func(_ int, d line) cell { return v.change(d.Score, d.Previous) }},
			{head: "col.peer_median", kind: "sc-n", cell: func(_ int, d line) cell { return v.comparable(d.PeerMedian) }},
			{head: "col.lost", kind: "sc-n", cell: func(_ int, d line) cell {
				return v.comparable(reports.Points{Value: d.Lost, Assessed: d.Score.Assessed})
			}},
			{head: "page.locked", kind: "sc-n", cell: func(_ int, d line) cell {
				return v.comparable(reports.Points{Value: d.Locked, Assessed: d.Score.Assessed})
			}},
			{head: "col.still_recoverable", kind: "sc-n", cell: func(_ int, d line) cell { return v.comparable(d.Recoverable) }},
			{head: "col.main_cause", kind: "sc-w", cell: func(_ int, d line) cell { return v.cause(d) }},
		},
	})
	if len(u.Dimensions) > 0 {
		t.Rows = append(t.Rows, v.conclusionTotal(u, t.Heads))
	}
	return t
}

func (v *view) conclusionTotal(u reports.Unit, heads []heading) row {
	sums := u.Totals()
	r := row{Tone: "sc-total"}
	for i, c := range []cell{
		text(v.t("conclusion.total")), text(reports.PointsText(sums.Weight)), v.points(u.Score), v.comparable(u.Previous), v.change(u.Score, u.Previous),
		v.comparable(u.PeerMedian), v.comparable(sums.Lost), v.comparable(sums.Locked), v.comparable(sums.Recoverable), v.band(u.Band),
	} {
		r.Cells = append(r.Cells, rowCell{cell: c, Kind: heads[i].Kind, Label: heads[i].Text, Named: i == 0})
	}
	return r
}

func (v *view) cause(d reports.DimensionLine) cell {
	switch {
	case !d.Score.Assessed:
		return v.word("value.none")
	case d.Cause == nil:
		return v.word("conclusion.no_cause")
	}
	r := *d.Cause
	c := text(v.t("conclusion.cause", v.in(r.DatasetName), v.ruleTitle(r), reports.CountText(r.Evaluated), reports.CountText(r.Failed)))
	c.Sub = r.Code
	return c.to("#" + ruleID(r))
}

// ruleTitle is the rule's name; one that is not in force says so.
func (v *view) ruleTitle(r reports.RuleLine) string {
	title := v.in(r.Title)
	if title == "" {
		title = r.RuleID
	}
	if !r.Scored {
		title += v.t("rules.shadow")
	}
	return title
}

// ruleID and datasetID are places of a unit's page.
func ruleID(r reports.RuleLine) string { return "rule-" + r.Code }

func datasetID(id string) string { return "dataset-" + strings.ReplaceAll(id, "/", ".") }

// rectify lists what is to be put right, the most lost first.
func (v *view) rectify(u reports.Unit) table {
	type line = reports.RectifyLine
	known := map[string]bool{}
	for _, r := range u.Rules {
		known[r.Code] = true
	}
	return lay(v, list[line]{
		caption: v.t("rectify.title"), rows: u.Rectify, notes: []string{v.t("page.rectify_note")},
		columns: []column[line]{
			{head: "col.number", kind: "sc-code", cell: func(_ int, r line) cell { return v.rectifyNumber(r, known[r.Code]) }},
			{head: "col.dataset", cell: func(_ int, r line) cell { x := v.textOr(r.Dataset, "value.none"); x.Sub = r.Field; return x }},
			{head: "col.problem_kind", kind: "sc-w", cell: func(_ int, r line) cell {
				x := v.textOr(r.KindTitle, "value.none")
				x.Sub = v.text.Note(r.Description)
				return x
			}},
			{head: "col.failed_evaluated", kind: "sc-n", cell: func(_ int, r line) cell {
				return text(reports.CountText(r.Failed) + " / " + reports.CountText(r.Evaluated))
			}},
			{head: "col.lost", kind: "sc-n", cell: func(_ int, r line) cell { return text(reports.PointsText(r.Lost)) }},
			{head: "col.recoverable", kind: "sc-n", cell: func(_ int, r line) cell { return text(reports.PointsText(r.Recoverable)) }},
			{head: "col.office", cell: func(_ int, r line) cell { x := v.stringOr(r.Office, "value.unknown"); x.Sub = r.Person; return x }},
			{head: "col.deadline", kind: "sc-c", cell: func(_ int, r line) cell { return v.day(r.Deadline) }},
			{head: "col.progress", kind: "sc-c", cell: func(_ int, r line) cell { return v.progress(r) }},
			{head: "col.checked_result", kind: "sc-c", cell: func(_ int, r line) cell { return v.finding(r) }},
		},
	})
}

func (v *view) rectifyNumber(r reports.RectifyLine, known bool) cell {
	c := text(r.Number)
	if r.Number == "" {
		c = text(r.Code)
	}
	if known {
		c.Href = "#rule-" + r.Code
	}
	return c
}

func (v *view) progress(r reports.RectifyLine) cell {
	if r.Progress == "" {
		return v.word("value.none")
	}
	return text(v.t("rectify." + r.Progress))
}

func (v *view) finding(r reports.RectifyLine) cell {
	if r.State == "" {
		return v.word("rectify.not_issued")
	}
	return text(v.t("finding." + r.State))
}
