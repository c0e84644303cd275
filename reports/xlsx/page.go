package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
)

// cellMargin is what Excel counts as width for a cell's own margins, in characters.
const cellMargin = 0.7

// page is one sheet, written from top to bottom. After a failure every call does
// nothing, and close returns the failure.
type page struct {
	book   *book
	name   string
	widths []float64
	front  int // columns on the first printed page, over which the head stands
	out    *excelize.StreamWriter
	layout sheetLayout
	row    int     // the last row written
	height float64 // of the rows written, in points
	links  []hyperlink
	named  bool // a control character was replaced by its name
	err    error
}

type hyperlink struct{ from, to string }

// openPage begins the sheet of key, which stands empty. The caller closes it.
func (b *book) openPage(key string, layout sheetLayout) *page {
	p := &page{book: b, name: b.text.Text(key), layout: layout, widths: layout.widths, front: len(layout.widths)}
	if layout.firstPage > 0 {
		p.front = layout.firstPage
	}
	p.do(p.openPaper)
	p.do(func() (err error) { p.out, err = b.file.NewStreamWriter(p.name); return err })
	for i, width := range layout.widths {
		p.do(func() error { return p.out.SetColWidth(i+1, i+1, width+cellMargin) })
	}
	return p
}

// put writes the next row, as high as its longest text needs.
func (p *page) put(cells ...cell) { p.putAtLeast(0, cells...) }

// putAtLeast is put for a row of at least so many points.
func (p *page) putAtLeast(height float64, cells ...cell) {
	p.row++
	column := 1
	var values []any
	for _, c := range cells {
		c = p.prepared(c)
		height = max(height, p.heightOf(c, column))
		values = append(values, p.placed(c, column)...)
		column += max(1, c.span)
	}
	first := p.at(1, p.row)
	p.height += height
	p.do(func() error { return p.out.SetRow(first, values, excelize.RowOpts{Height: height}) })
}

// emptyRow is the height of a row without texts, in points: 20 pixels, by which
// charts are placed.
const emptyRow = 15

// skip leaves empty rows. Their height is written, since programs differ in
// their default.
func (p *page) skip(rows int) {
	for range rows {
		p.row++
		p.height += emptyRow
		first := p.at(1, p.row)
		p.do(func() error { return p.out.SetRow(first, nil, excelize.RowOpts{Height: emptyRow}) })
	}
}

// close finishes the sheet.
func (p *page) close() error {
	for _, l := range p.links {
		p.do(func() error { return p.book.file.SetCellHyperLink(p.name, l.from, l.to, "Location") })
	}
	p.do(p.setPaper)
	p.do(func() error { return p.out.Flush() })
	if p.err != nil {
		return fmt.Errorf("sheet %s: %w", p.name, p.err)
	}
	return nil
}

// at is the name of a cell.
func (p *page) at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	p.do(func() error { return err })
	return name
}

// area is a range of this sheet as charts and drop-downs name it.
func (p *page) area(column, row, lastColumn, lastRow int) string {
	from, err := excelize.CoordinatesToCellName(column, row, true)
	p.do(func() error { return err })
	to, err := excelize.CoordinatesToCellName(lastColumn, lastRow, true)
	p.do(func() error { return err })
	return quoted(p.name) + "!" + from + ":" + to
}

// span is a range without its sheet.
func (p *page) span(column, row, lastColumn, lastRow int) string {
	return p.at(column, row) + ":" + p.at(lastColumn, lastRow)
}

func (p *page) do(step func() error) {
	if p.err == nil {
		p.err = step()
	}
}

// prepared makes the text of a cell printable.
func (p *page) prepared(c cell) cell {
	s, ok := c.value.(string)
	if !ok {
		return c
	}
	clean, replaced := reports.Printable(s)
	p.named = p.named || replaced
	c.value = p.book.cut(clean, longestText)
	return c
}

// placed are the values of a cell and of those that it covers; its merge and its
// link are noted.
func (p *page) placed(c cell, column int) []any {
	style, err := p.book.style(c.look)
	p.do(func() error { return err })
	values := []any{excelize.Cell{StyleID: style, Value: c.value}}
	if c.span > 1 {
		for range c.span - 1 {
			values = append(values, excelize.Cell{StyleID: style})
		}
		from, to := p.at(column, p.row), p.at(column+c.span-1, p.row)
		p.do(func() error { return p.out.MergeCell(from, to) })
	}
	if c.look.open {
		p.book.open.note(p.name, p.row, column)
	}
	if c.link != "" {
		p.links = append(p.links, hyperlink{from: p.at(column, p.row), to: c.link})
	}
	return values
}

func (p *page) heightOf(c cell, column int) float64 {
	s, ok := c.value.(string)
	if !ok {
		s = " "
	}
	columns := 0.0
	for i := column; i < column+max(1, c.span) && i <= len(p.widths); i++ {
		columns += p.widths[i-1]
	}
	if c.look.indented() {
		columns--
	}
	return heightOf(s, columns, c.look.points())
}

// quoted is the name of a sheet as references write it.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }
