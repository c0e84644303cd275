package xlsx

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// firstRow is the row of the first line of a table without column groups.
const firstRow = formRows + 2

// codeWidth holds the longest point code on one line: some programs do not wrap a
// text that is a link.
const codeWidth = 28

// column is one column of a table over rows of T.
type column[T any] struct {
	head  string // key of the heading
	name  string // the heading itself, where the model gives it
	width float64
	// span says that the heading covers this column and the next span-1, whose
	// heads and names are empty.
	span int
	cell func(index int, row T) cell
}

// heading is the text above the column; empty where another column's covers it.
func (c column[T]) heading(b *book) string {
	if c.head != "" {
		return b.text.Text(c.head)
	}
	return c.name
}

// group is a heading above some columns, told apart by its fill as well.
type group struct {
	head    string
	columns int
	fill    string
}

// table is a list with headings: one sheet, one form.
type table[T any] struct {
	sheet      string // key of the sheet's name
	title      string
	landscape  bool
	firstPage  int // columns on the first printed page; 0: all
	columns    []column[T]
	groups     []group
	rows       []T
	notes      []string
	unfiltered bool    // without buttons to filter by
	height     float64 // of a line, at least, in points
	// finish adds what lies over the lines first to last, such as drop-downs; it
	// is not called for an empty table.
	finish func(p *page, first, last int)
}

// writeTable writes a sheet that holds one table.
func writeTable[T any](b *book, t table[T]) error {
	widths := make([]float64, len(t.columns))
	for i, c := range t.columns {
		widths[i] = c.width
		if c.span <= 1 {
			widths[i] = max(c.width, longestWord(c.heading(b)))
		}
	}
	p := b.openPage(t.sheet, sheetLayout{landscape: t.landscape, firstPage: t.firstPage, widths: widths})
	head := formRows + 1
	if len(t.groups) > 0 {
		head++
	}
	p.freezeAbove(head + 1)
	p.openForm(t.title)
	writeLines(p, t)
	if last := head + len(t.rows); last > head {
		if !t.unfiltered {
			p.filter(head, last)
		}
		if t.finish != nil {
			t.finish(p, head+1, last)
		}
	}
	p.repeat(formRows+1, head)
	p.closeForm(t.notes...)
	return p.close()
}

// writeLines writes the headings and the lines.
func writeLines[T any](p *page, t table[T]) {
	writeGroups(p, t.groups)
	var heads []cell
	for _, c := range t.columns {
		if name := c.heading(p.book); name != "" {
			heads = append(heads, p.heading(name).over(max(1, c.span)))
		}
	}
	p.putAtLeast(22, heads...)
	line := make([]cell, len(t.columns))
	for i, row := range t.rows {
		for k, c := range t.columns {
			line[k] = c.cell(i, row)
			line[k].look.ruled = true
			if line[k].look.fill == "" {
				line[k].look.fill = fillOf(t.groups, k)
			}
		}
		p.putAtLeast(t.height, line...)
	}
	if len(t.rows) == 0 {
		c := p.book.word("form.no_rows").over(len(t.columns))
		c.look.ruled = true
		p.put(c)
	}
}

func writeGroups(p *page, groups []group) {
	var cells []cell
	for _, g := range groups {
		cells = append(cells, p.heading(p.book.text.Text(g.head)).over(g.columns))
	}
	if len(cells) > 0 {
		p.put(cells...)
	}
}

func fillOf(groups []group, column int) string {
	for _, g := range groups {
		if column < g.columns {
			return g.fill
		}
		column -= g.columns
	}
	return ""
}

// heading is the cell of a column's name.
func (p *page) heading(s string) cell {
	c := label(s).strong().filled(fillHead)
	c.look.head, c.look.ruled = true, true
	return c
}

// ordinal numbers the lines from 1.
func ordinal[T any](index int, _ T) cell { return count(int64(index + 1)).centred() }

func (p *page) freezeAbove(row int) {
	top := p.at(1, row)
	p.do(func() error {
		return p.out.SetPanes(&excelize.Panes{
			Freeze: true, YSplit: row - 1, TopLeftCell: top, ActivePane: "bottomLeft",
			Selection: []excelize.Selection{{SQRef: top, ActiveCell: top, Pane: "bottomLeft"}},
		})
	})
}

func (p *page) filter(head, last int) {
	area := p.span(1, head, len(p.widths), last)
	p.do(func() error { return p.book.file.AutoFilter(p.name, area, nil) })
}

// repeat prints these rows at the top of every page, and the first column at the
// left of those that hold the later columns.
func (p *page) repeat(from, to int) {
	titles := quoted(p.name) + "!$" + strconv.Itoa(from) + ":$" + strconv.Itoa(to)
	if p.front < len(p.widths) {
		titles = quoted(p.name) + "!$A:$A," + titles
	}
	p.do(func() error {
		return p.book.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: titles})
	})
}
