package xlsx

import (
	"strconv"
	"strings"

	"cdoscore/reports"
)

// notComputed are the indicators beside data quality, and the adjustments, that
// reviewers enter or other registers feed: until they are assessed their columns
// hold a dash, never a zero.
var notComputed = [...]struct {
	head  string
	width float64
}{
	{"col.assets", 10}, {"col.collection", 10}, {"col.sharing", 9}, {"col.use", 12}, {"col.security", 9},
	{"col.demand", 9}, {"col.duty", 8}, {"col.adjustment", 12},
}

// writeRanking writes 组内排名: units in the order of the model, by tier and rank.
func writeRanking(b *book, c reports.City) error {
	type unit = reports.CityUnit
	columns := []column[unit]{
		{head: "col.rank", width: 8, cell: func(_ int, u unit) cell { return b.place(u.Rank, "value.not_ranked") }},
		{head: "col.unit", width: 24, cell: func(_ int, u unit) cell { return text(b.in(u.Name)).strong() }},
		{head: "col.tier", width: 11, cell: func(_ int, u unit) cell { return label(b.text.Text("tier." + u.Tier)) }},
		{head: "col.total", width: 9, cell: func(_ int, u unit) cell { return b.points(u.Score).strong() }},
		{head: "col.band", width: 9, cell: func(_ int, u unit) cell { return b.band(u.Band) }},
		{head: "col.previous_rank", width: 9, cell: func(_ int, u unit) cell { return b.place(u.PreviousRank, "value.none") }},
		{head: "col.quality", width: 9, cell: func(_ int, u unit) cell { return b.points(u.Score) }},
	}
	for _, n := range notComputed {
		columns = append(columns, column[unit]{head: n.head, width: n.width, cell: func(int, unit) cell { return b.word("value.none") }})
	}
	columns = append(columns,
		column[unit]{head: "col.appeal", width: 11, cell: func(_ int, u unit) cell { return b.appeals(u.Appeals) }},
		column[unit]{head: "col.remark", width: 26, cell: func(_ int, u unit) cell { return b.remark(u) }})
	return writeTable(b, table[unit]{
		sheet: "sheet.ranking", title: b.text.Text("ranking.title"), landscape: true, rows: c.Units, columns: columns,
		notes: []string{b.text.Text("ranking.note_partial"), b.text.Text("ranking.note_tiers"), b.text.Text("ranking.note_appeals")},
	})
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

// appeals says how many of a unit's appeals are in which stage.
func (b *book) appeals(s reports.Standing) cell {
	var parts []string
	for _, part := range []struct {
		key string
		n   int
	}{{"ranking.appeal_filed", s.Filed}, {"ranking.appeal_contested", s.Contested}, {"ranking.appeal_ended", s.Ended}} {
		if part.n > 0 {
			parts = append(parts, b.text.Text(part.key, strconv.Itoa(part.n)))
		}
	}
	if len(parts) == 0 {
		return b.word("value.none")
	}
	return label(strings.Join(parts, "\n"))
}

// remark says why a unit is not ranked, and what pending appeals could change.
func (b *book) remark(u reports.CityUnit) cell {
	var parts []string
	if u.SmallSample {
		parts = append(parts, b.text.Text("value.small_sample"))
	}
	switch s := u.Appeals; {
	case s.IfUpheld.Assessed && s.RankIfUpheld > 0:
		parts = append(parts, b.text.Text("ranking.if_upheld", decimals(s.IfUpheld.Value), strconv.Itoa(s.RankIfUpheld)))
	case s.IfUpheld.Assessed:
		parts = append(parts, b.text.Text("ranking.if_upheld_unranked", decimals(s.IfUpheld.Value)))
	case s.RankIfUpheld > 0 && s.RankIfUpheld != u.Rank:
		parts = append(parts, b.text.Text("ranking.if_others", strconv.Itoa(s.RankIfUpheld)))
	}
	return text(strings.Join(parts, "\n"))
}
