package xlsx

import (
	"strings"

	"cdoscore/reports"
	"cdoscore/rules"
)

// rankedBy are the columns of the indicators, with the names that the default
// configuration gives these. Other indicators are headed by their own names.
var rankedBy = [...]struct {
	name, head string
	width      float64
}{
	{"数据质量", "col.quality", 9}, {"数据资产管理", "col.assets", 10}, {"采集汇聚", "col.collection", 10}, {"开放共享", "col.sharing", 9},
	{"开发利用与应用创新", "col.use", 12}, {"安全保护", "col.security", 9}, {"数据需求", "col.demand", 9}, {"述职", "col.duty", 8},
}

// writeRanking writes 组内排名: units by tier and rank.
func writeRanking(b *book, c reports.City) error {
	type line = reports.RankingLine
	columns := []column[line]{
		{head: "col.rank", width: 8, cell: func(_ int, l line) cell { return b.place(l.Place, "value.not_ranked") }},
		{head: "col.unit", width: 24, cell: func(_ int, l line) cell { return text(b.in(l.Name)).strong() }},
		{head: "col.tier", width: 11, cell: func(_ int, l line) cell { return label(b.text.Text("tier." + l.Tier)) }},
		{head: "col.total", width: 9, cell: func(_ int, l line) cell { return b.points(l.Shown).strong() }},
		{head: "col.band", width: 9, cell: func(_ int, l line) cell { return b.band(l.Grade) }},
		{head: "col.previous_rank", width: 9, cell: func(_ int, l line) cell { return b.place(l.Previous, "value.none") }},
	}
	columns = append(columns, b.indicatorColumns(c)...)
	columns = append(columns,
		column[line]{head: "col.appeal", width: 11, cell: func(_ int, l line) cell { return b.notesOr(l.Pending, "value.none") }},
		column[line]{head: "col.remark", width: 26, cell: func(_ int, l line) cell { return text(b.sentences(l.Remarks)) }})
	notes := []string{b.text.Text("ranking.note_partial")}
	if c.Annual != nil {
		notes = nil
		for _, n := range c.RankingNotes() {
			notes = append(notes, b.text.Note(n))
		}
	}
	return writeTable(b, table[line]{
		sheet: "sheet.ranking", title: b.text.Text("ranking.title"), landscape: true, rows: c.Ranking(), columns: columns,
		notes: append(notes, b.text.Text("ranking.note_tiers"), b.text.Text("ranking.note_appeals")),
	})
}

// indicatorColumns are the indicators' points and the adjustment: of the annual
// result where there is one. Without it all but data quality are dashes, never zero.
func (b *book) indicatorColumns(c reports.City) []column[reports.RankingLine] {
	type line = reports.RankingLine
	dash := func(int, line) cell { return b.word("value.none") }
	var out []column[line]
	if !c.Judged() {
		for _, r := range rankedBy {
			out = append(out, column[line]{head: r.head, width: r.width, cell: dash})
		}
		out[0].cell = func(_ int, l line) cell { return b.points(l.Score) }
		return append(out, column[line]{head: "col.adjustment", width: 12, cell: dash})
	}
	for i, indicator := range c.Annual.Indicators {
		x := column[line]{name: b.in(indicator.Name), width: 10, cell: func(n int, l line) cell {
			if l.Annual == nil {
				return dash(n, l)
			}
			return b.points(l.Annual.Indicators[i])
		}}
		for _, r := range rankedBy {
			if r.name == indicator.Name.ZhHans {
				x.name, x.head, x.width = "", r.head, r.width
			}
		}
		out = append(out, x)
	}
	return append(out, column[line]{head: "col.adjustment", width: 12, cell: func(n int, l line) cell {
		if l.Annual == nil {
			return dash(n, l)
		}
		x := score(l.Annual.Adjustment)
		x.look.format = formatChange
		return x
	}})
}

func (b *book) place(rank int, otherwise string) cell {
	if rank == 0 {
		return b.word(otherwise)
	}
	return count(int64(rank)).centred()
}

func (b *book) band(band reports.Band) cell {
	if band.ID == "" {
		return b.word("value.no_band")
	}
	return label(b.in(band.Name))
}

// sentences are notes, one on a line.
func (b *book) sentences(notes []rules.Note) string {
	var lines []string
	for _, n := range notes {
		lines = append(lines, b.text.Note(n))
	}
	return strings.Join(lines, "\n")
}

func (b *book) notesOr(notes []rules.Note, key string) cell {
	if len(notes) == 0 {
		return b.word(key)
	}
	return label(b.sentences(notes))
}
