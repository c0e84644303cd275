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
	book    *book
	name    string
	widths  []float64
	front   int // columns on the first printed page, over which the head stands
	out     *excelize.StreamWriter
	layout  sheetLayout
	rows    *rows
	line    []placedCell // the row that is being written
	looks   []styled     // by column, what its last cell looked like
	fitting []fits       // by column
	row     int          // the last row written
	height  float64      // of the rows written, in points
	links   []hyperlink
	named   bool // a control character was replaced by its name
	err     error
}

type hyperlink struct{ from, to string }

// openPage begins the sheet of key, which stands empty. The caller closes it.
func (b *book) openPage(key string, layout sheetLayout) *page {
	p := &page{book: b, name: b.text.Text(key), layout: layout, rows: &rows{}, widths: layout.widths, front: len(layout.widths)}
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
	p.line = p.line[:0]
	for i := range cells {
		f := p.fit(&cells[i], len(p.line)+1)
		height = max(height, f.height)
		p.place(&cells[i], f)
	}
	p.write(height)
}

// write writes the line as the row.
func (p *page) write(height float64) {
	p.height += height
	if p.err != nil || p.rows.add(p.row, height, p.line) {
		return
	}
	values := make([]any, len(p.line))
	for i, c := range p.line {
		values[i] = excelize.Cell{StyleID: c.style, Value: c.value}
	}
	p.err = p.out.SetRow(p.at(1, p.row), values, excelize.RowOpts{Height: height})
}

// emptyRow is the height of a row without texts, in points: 20 pixels, by which
// charts are placed.
const emptyRow = 15

// skip leaves empty rows. Their height is written, since programs differ in
// their default.
func (p *page) skip(rows int) {
	for range rows {
		p.row++
		p.line = p.line[:0]
		p.write(emptyRow)
	}
}

// close finishes the sheet.
func (p *page) close() error {
	for _, l := range p.links {
		p.do(func() error { return p.book.file.SetCellHyperLink(p.name, l.from, l.to, "Location") })
	}
	p.do(p.setPaper)
	p.do(func() error { return p.out.Flush() })
	p.do(func() error { return p.book.keep(p.name, p.rows) })
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

// fitted is what becomes of a value in a column.
type fitted struct {
	value  any // printable
	plain  bool
	height float64 // that it needs
}

// fits are texts of a column that are likely to come again, as they become in cells of
// one size and breadth.
type fits struct {
	size     float64
	indented bool
	span     int
	figure   *fitted
	texts    map[string]fitted
}

// fitsKept is how many texts of a column are kept: more than differ in most.
const fitsKept = 512

// fit makes a value printable and finds the height that it needs in the column.
func (p *page) fit(c *cell, column int) fitted {
	for len(p.fitting) < column {
		p.fitting = append(p.fitting, fits{span: -1})
	}
	known := &p.fitting[column-1]
	if size, indented := c.look.points(), c.look.indented(); known.size != size || known.indented != indented || known.span != c.span {
		*known = fits{size: size, indented: indented, span: c.span, texts: map[string]fitted{}}
	}
	s, is := c.value.(string)
	if !is {
		if known.figure == nil {
			known.figure = &fitted{height: p.heightOf(" ", c, column)}
		}
		return fitted{value: c.value, height: known.figure.height}
	}
	f, there := known.texts[s]
	if !there {
		f = p.fitText(s, c, column)
		if len(known.texts) < fitsKept {
			known.texts[s] = f
		}
	}
	return f
}

func (p *page) fitText(s string, c *cell, column int) fitted {
	printable := p.printable(s)
	f := fitted{value: c.value, plain: plain(printable), height: p.heightOf(printable, c, column)}
	if printable != s {
		f.value = printable
	}
	return f
}

func (p *page) printable(s string) string {
	clean, replaced := reports.Printable(s)
	p.named = p.named || replaced
	return p.book.cut(clean, longestText)
}

// place adds a cell and those that it covers to the line; its merge and its link are
// noted.
func (p *page) place(c *cell, f fitted) {
	column := len(p.line) + 1
	style := p.style(&c.look, column)
	p.line = append(p.line, placedCell{style: style, value: f.value, plain: f.plain})
	if c.span > 1 {
		for range c.span - 1 {
			p.line = append(p.line, placedCell{style: style})
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
}

// styled is a look with the number of its style.
type styled struct {
	look  look
	style int
}

// style is the number of a look, which mostly is that of the cell above.
func (p *page) style(l *look, column int) int {
	for len(p.looks) < column {
		p.looks = append(p.looks, styled{style: -1})
	}
	last := &p.looks[column-1]
	if last.style < 0 || last.look != *l {
		style, err := p.book.style(*l)
		p.do(func() error { return err })
		*last = styled{*l, style}
	}
	return last.style
}

func (p *page) heightOf(s string, c *cell, column int) float64 {
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
