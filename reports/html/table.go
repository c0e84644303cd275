package html

import (
	"cmp"
	"slices"
)

// column is one column of a table over rows of T.
type column[T any] struct {
	head string // key of the heading
	name string // the heading itself, where the model gives it
	kind string // sc-n figures, sc-c centred words, sc-w sentences, sc-code; empty: names
	cell func(index int, row T) cell
}

// table is a list with headings, as a page shows it.
type table struct {
	ID      string
	Caption string
	Kind    string // class of the table
	Heads   []heading
	Rows    []row
	Notes   []string
	Empty   string // what stands in place of rows
}

type heading struct{ Text, Kind string }

// row is one line. Its cell of the column named names it.
type row struct {
	ID    string
	Tone  string
	Cells []rowCell
}

type rowCell struct {
	cell
	Kind  string
	Label string // heading of the column, for narrow screens
	Named bool
}

// list says what a table shows.
type list[T any] struct {
	id, caption, kind string
	columns           []column[T]
	named             int // the column that names a row
	rows              []T
	rowID             func(row T) string // nil: none
	tone              func(row T) string // nil: none
	notes             []string
	empty             string
}

// lay writes a list out.
func lay[T any](v *view, l list[T]) table {
	t := table{ID: l.id, Caption: l.caption, Kind: l.kind, Notes: l.notes, Empty: l.empty}
	if t.Empty == "" {
		t.Empty = v.t("form.no_rows")
	}
	for _, c := range l.columns {
		name := c.name
		if c.head != "" {
			name = v.t(c.head)
		}
		t.Heads = append(t.Heads, heading{name, kindOf(c.kind)})
	}
	t.Rows = slices.Grow(t.Rows, len(l.rows))
	for i, x := range l.rows {
		r := row{Cells: make([]rowCell, 0, len(l.columns))}
		if l.rowID != nil {
			r.ID = l.rowID(x)
		}
		if l.tone != nil {
			r.Tone = l.tone(x)
		}
		for j, c := range l.columns {
			r.Cells = append(r.Cells, rowCell{cell: c.cell(i, x), Kind: kindOf(c.kind), Label: t.Heads[j].Text, Named: j == l.named})
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// kindOf is the class of a column; names have one too, so that none is squeezed.
func kindOf(kind string) string { return cmp.Or(kind, "sc-t") }
