package html

import (
	"strings"

	"cdoscore/reports"
	"cdoscore/rules"
)

// rankingNotes say by what the units are ranked.
func (v *view) rankingNotes(c reports.City) []string {
	notes := []string{v.t("page.ranking_partial")}
	if c.Annual != nil {
		notes = nil
		for _, n := range c.RankingNotes() {
			notes = append(notes, v.text.Note(n))
		}
	}
	return append(notes, v.t("ranking.note_tiers"), v.t("ranking.note_appeals"))
}

// ranking lists one tier in the model's order: by rank.
func (v *view) ranking(c reports.City, tier string) table {
	type line = reports.RankingLine
	var lines []line
	sharing := map[int]int{}
	for _, l := range c.Ranking() {
		if l.Tier == tier {
			lines = append(lines, l)
			sharing[l.Place]++
		}
	}
	columns := []column[line]{
		{head: "col.rank", kind: "sc-c", cell: func(_ int, l line) cell { return v.place(l.Place, sharing[l.Place] > 1) }},
		{head: "col.unit", cell: func(_ int, l line) cell { return v.unitName(l.CityUnit) }},
		{head: "col.total", kind: "sc-n", cell: func(_ int, l line) cell { return v.points(l.Shown).toned("sc-strong") }},
		{head: "col.band", kind: "sc-c", cell: func(_ int, l line) cell { return v.bandMark(l.Grade, c) }},
	}
	if c.Judged() {
		columns = append(append(columns, v.previousRank()), v.indicatorColumns(c)...)
	} else {
		columns = append(columns,
			column[line]{head: "col.change", kind: "sc-n", cell: func(_ int, l line) cell { return v.change(l.Score, l.CityUnit.Previous) }},
			v.previousRank(),
			column[line]{head: "col.judged", kind: "sc-n", cell: func(_ int, l line) cell { return text(shareText(l.Judged)) }},
			column[line]{head: "page.datasets", kind: "sc-n", cell: func(_ int, l line) cell { return count(l.Datasets) }})
	}
	columns = append(columns,
		column[line]{head: "col.appeal", cell: func(_ int, l line) cell { return v.stringOr(v.sentences(l.Pending), "value.none") }},
		column[line]{head: "col.remark", cell: func(_ int, l line) cell { return text(v.sentences(l.Remarks)) }})
	return lay(v, list[line]{caption: v.t("tier." + tier), kind: "sc-ranking", named: 1, rows: lines, columns: columns})
}

func (v *view) previousRank() column[reports.RankingLine] {
	return column[reports.RankingLine]{head: "col.previous_rank", kind: "sc-c", cell: func(_ int, l reports.RankingLine) cell { return v.rank(l.Previous, "value.none") }}
}

// indicatorColumns are the points of the annual result, which sum to the overall
// score.
func (v *view) indicatorColumns(c reports.City) []column[reports.RankingLine] {
	type line = reports.RankingLine
	var out []column[line]
	for i, indicator := range c.Annual.Indicators {
		out = append(out, column[line]{name: v.in(indicator.Name), kind: "sc-n", cell: func(_ int, l line) cell {
			if l.Annual == nil {
				return v.word("value.none")
			}
			return v.points(l.Annual.Indicators[i])
		}})
	}
	return append(out, column[line]{head: "col.adjustment", kind: "sc-n", cell: func(_ int, l line) cell {
		if l.Annual == nil {
			return v.word("value.none")
		}
		return text(reports.ChangeText(l.Annual.Adjustment))
	}})
}

// sentences are notes, one after the other.
func (v *view) sentences(notes []rules.Note) string {
	var out []string
	for _, n := range notes {
		out = append(out, v.text.Note(n))
	}
	return strings.Join(out, v.t("overview.and"))
}
