package excel

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/excel/sheetml"
)

const (
	// searchRows is among how many rows the header is looked for.
	searchRows = 50
	// searchBytes bounds the text held meanwhile.
	searchBytes = 16 << 20
	// headerJoint stands between the texts of a header of several rows.
	headerJoint = "/"
)

// readHeader finds the header and names the columns. What was read beyond it comes
// back from nextRow.
func (p *part) readHeader(titles []string) error {
	if err := p.readAhead(); err != nil {
		return err
	}
	merged, err := p.headerMerges()
	if err != nil {
		return err
	}
	first := p.source.headerRow
	if first == 0 {
		first = p.findHeader(titles, merged)
	}
	p.findOwn(first, merged)
	header := p.headerAt(first, merged)
	switch {
	case len(header) == 0 && p.source.headerRow == 0:
		return connectors.NewError(connectors.Unreadable, p.where(), nil, "excel.no_rows")
	case len(header) == 0:
		return connectors.NewError(connectors.Unreadable, p.where(), nil, "excel.no_header", fmt.Sprint(first))
	case len(header) > p.source.columns:
		return connectors.NewError(connectors.Unreadable, p.where(), nil, "excel.too_many_columns", fmt.Sprint(len(header)), fmt.Sprint(p.source.columns))
	}
	// A sheet need not begin in column A.
	p.left = slices.IndexFunc(header, func(name string) bool { return name != "" })
	for i, name := range header[p.left:] {
		if p.own[p.left+i+1] {
			continue
		}
		p.columns = append(p.columns, connectors.Column{Name: name})
		p.width = i + 1
	}
	p.data = first + p.source.headerRows
	p.dropHeader(first)
	return nil
}

// merges are the ranges of merged cells by their first cell.
type merges map[struct{ column, row int }]sheetml.Range

// headerMerges reads the merged ranges that begin in the rows read ahead, where the
// header takes several rows. Those of a single row stay as they are: the cells of a
// range but the first have no name.
func (p *part) headerMerges() (merges, error) {
	if p.source.headerRows == 1 || len(p.ahead) == 0 {
		return nil, nil
	}
	list, err := p.book.Merges(p.sheet)
	if err != nil {
		return nil, err
	}
	found := merges{}
	for _, m := range list {
		if m.FromRow >= p.ahead[0].Number && m.FromRow <= p.ahead[len(p.ahead)-1].Number {
			found[struct{ column, row int }{m.FromColumn, m.FromRow}] = m
		}
	}
	return found, nil
}

// spread is the range over which a cell counts: what it is merged with to the
// right. Merged cells below it are empty, so that downwards it counts once.
func (m merges) spread(column, row int) sheetml.Range {
	if merged, ok := m[struct{ column, row int }{column, row}]; ok {
		return merged
	}
	return sheetml.Range{FromColumn: column, ToColumn: column}
}

// readAhead reads the rows in which the header may stand.
func (p *part) readAhead() error {
	from, size := p.source.headerRow, 0
	for {
		row, err := p.rows.Next()
		if errors.Is(err, io.EOF) {
			p.ended = true
			return nil
		}
		if err != nil {
			return err
		}
		if row.Number < p.source.headerRow {
			continue
		}
		if from == 0 {
			from = row.Number
		}
		size += row.Size()
		p.ahead = append(p.ahead, row.Clone())
		last := from + p.source.headerRows - 1
		if p.source.headerRow == 0 {
			last += searchRows
		}
		if row.Number > last || size > searchBytes {
			return nil
		}
	}
}

// findHeader is the row at which the header that names most of the titles begins,
// or the first row with a value; that it names none is told in a warning.
func (p *part) findHeader(titles []string, merged merges) int {
	best, most := 0, 0
	for _, row := range p.ahead {
		if p.blank(row) {
			continue
		}
		if best == 0 {
			best = row.Number
		}
		if row.Number-p.ahead[0].Number >= searchRows {
			break
		}
		found := map[string]bool{}
		for _, name := range p.headerAt(row.Number, merged) {
			if name = strings.TrimSpace(name); slices.Contains(titles, name) {
				found[name] = true
			}
		}
		if len(found) > most {
			best, most = row.Number, len(found)
		}
	}
	if best > 0 && most == 0 && len(titles) > 0 {
		p.notices = append(p.notices, notice{fmt.Sprintf("sheet %s, row %d", p.sheet.Name, best), "excel.header_unknown", nil})
	}
	return best
}

// headerAt is the header that begins at a row, without the empty cells at its
// right end.
func (p *part) headerAt(first int, merged merges) []string {
	var columns [][]string
	for _, row := range p.ahead {
		if row.Number < first || row.Number >= first+p.source.headerRows {
			continue
		}
		for i, text := range p.texts(row) {
			if len(text) > 0 {
				columns = addHeader(columns, string(text), merged.spread(row.Cells[i].Column, row.Number))
			}
		}
	}
	header := make([]string, len(columns))
	for i, texts := range columns {
		header[i] = strings.Join(texts, headerJoint)
	}
	for len(header) > 0 && (p.own[len(header)] || header[len(header)-1] == "") {
		header = header[:len(header)-1]
	}
	return header
}

// findOwn finds the columns that this program wrote, by their headings.
func (p *part) findOwn(first int, merged merges) {
	own := map[int]bool{}
	for i, name := range p.headerAt(first, merged) {
		if p.marks.Present() && name == p.marks.Column {
			own[i+1] = true
		}
	}
	p.own = own
}

func addHeader(columns [][]string, text string, over sheetml.Range) [][]string {
	for len(columns) < over.ToColumn {
		columns = append(columns, nil)
	}
	for c := over.FromColumn; c <= over.ToColumn; c++ {
		columns[c-1] = append(columns[c-1], text)
	}
	return columns
}

// dropHeader takes the header and what stands above it off the rows read ahead. A
// row above a header that was found, not declared, is named in a warning.
func (p *part) dropHeader(first int) {
	var rest []*sheetml.Row
	for _, row := range p.ahead {
		switch {
		case row.Number >= p.data:
			rest = append(rest, row)
		case row.Number < first && !p.blank(row):
			p.notices = append(p.notices, notice{p.place(row), "excel.above_header", nil})
		}
	}
	p.ahead = rest
}
