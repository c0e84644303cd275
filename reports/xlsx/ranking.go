package xlsx

import "cdoscore/reports"

// notComputed are the indicators beside data quality, and the adjustments, that
// reviewers enter or other registers feed: until they are assessed their columns
// hold a dash, never a zero.
var notComputed = [...]struct {
	head  string
	width float64
}{
	{"col.assets", 12}, {"col.collection", 10}, {"col.sharing", 9}, {"col.use", 12}, {"col.security", 9},
	{"col.demand", 9}, {"col.duty", 8}, {"col.adjustment", 12}, {"col.appeal", 9},
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
	columns = append(columns, column[unit]{head: "col.remark", width: 12, cell: func(_ int, u unit) cell { return b.remark(u) }})
	return writeTable(b, table[unit]{
		sheet: "sheet.ranking", title: b.text.Text("ranking.title"), landscape: true, rows: c.Units, columns: columns,
		notes: []string{b.text.Text("ranking.note_partial"), b.text.Text("ranking.note_tiers")},
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

func (b *book) remark(u reports.CityUnit) cell {
	if u.SmallSample {
		return label(b.text.Text("value.small_sample"))
	}
	return text("")
}
