package xlsx

import (
	"slices"

	"cdoscore/reports"
)

// writeDatasets writes 数据集得分; a dataset's score leads to its rules.
func writeDatasets(b *book, u reports.Unit, at places) error {
	notes := []string{b.text.Text("datasets.note_missing")}
	if slices.ContainsFunc(u.Datasets, func(d reports.DatasetLine) bool { return !d.InScope }) {
		notes = append(notes, b.text.Text("datasets.note_scope"))
	}
	return writeTable(b, table[reports.DatasetLine]{
		sheet: "sheet.datasets", title: b.text.Text("datasets.title"), landscape: true,
		columns: datasetColumns(b, u, at), rows: u.Datasets, notes: notes,
	})
}

func datasetColumns(b *book, u reports.Unit, at places) []column[reports.DatasetLine] {
	type line = reports.DatasetLine
	columns := []column[line]{
		{head: "col.ordinal", width: 5, cell: ordinal[line]},
		{head: "col.dataset_name", width: 24, cell: func(_ int, d line) cell { return b.datasetName(d) }},
		{head: "col.catalogue_code", width: 13, cell: func(_ int, d line) cell { return b.stringOr(d.Code, "value.none") }},
		{head: "col.office", width: 13, cell: func(_ int, d line) cell { return b.stringOr(d.Office, "value.none") }},
		{head: "col.person", width: 8, cell: func(_ int, d line) cell { return b.stringOr(d.Person, "value.none") }},
		{head: "col.cycle", width: 8, cell: func(_ int, d line) cell { return label(b.text.Text("cycle." + d.Cycle)) }},
		{head: "col.due", width: 6, cell: func(_ int, d line) cell { return count(int64(d.Due)) }},
		{head: "col.on_time", width: 6, cell: func(_ int, d line) cell { return count(int64(d.OnTime)) }},
		{head: "col.late", width: 6, cell: func(_ int, d line) cell { return count(int64(d.Late)) }},
		{head: "col.missing", width: 6, cell: func(_ int, d line) cell { return count(int64(d.MissingCount)) }},
		{head: "col.excused", width: 6, cell: func(_ int, d line) cell { return count(int64(d.Excused)) }},
		{head: "col.rows", width: 12, cell: func(_ int, d line) cell { return b.countIf(d.HasRows, d.Rows) }},
	}
	for i, dimension := range u.Dimensions {
		columns = append(columns, column[line]{name: b.in(dimension.Name), width: 8, cell: func(_ int, d line) cell {
			if i >= len(d.Dimensions) {
				return b.word("value.not_assessed")
			}
			return b.points(d.Dimensions[i])
		}})
	}
	return append(columns,
		column[line]{head: "col.score", width: 8, cell: func(_ int, d line) cell { return b.points(d.Score).strong().to(at.datasets[d.ID]) }},
		column[line]{head: "col.judged", width: 8, cell: func(_ int, d line) cell { return share(d.Judged) }},
	)
}

func (b *book) datasetName(d reports.DatasetLine) cell {
	name := b.in(d.Title)
	if !d.InScope {
		name += b.text.Text("datasets.out_of_scope")
	}
	return text(name)
}
