package sheetml

import (
	"bytes"
	"errors"
	"io"
)

// Kind is the type of a cell's value.
type Kind uint8

// The types of cells.
const (
	Number Kind = iota
	Text        // shared, inline or a formula's
	Bool        // 1 or 0
	Error       // #N/A, …
	Date        // ISO 8601
)

// Cell is a cell with a value, or with a formula that has none.
type Cell struct {
	Column  int // from 1
	Style   int
	Kind    Kind
	Formula bool
	Filled  bool // it has a value
	// Uncalculated is a formula whose result was not stored.
	Uncalculated bool
	shared       bool
	from         int // of the row's text; of a shared string its index
	to           int
}

// Row is one row with its cells in order; those without either are left out. It is valid until the next one is read.
type Row struct {
	Number int
	Hidden bool // by a filter too, or by its height
	Cells  []Cell
	text   []byte
	shared *sharedStrings
}

// Text is the value of a cell as the file has it, escapes resolved. The caller must
// not change it.
func (r *Row) Text(c Cell) []byte {
	if c.shared {
		return r.shared.at(c.from)
	}
	return r.text[c.from:c.to]
}

// Clone is a copy of the row that stays.
func (r *Row) Clone() *Row {
	return &Row{Number: r.Number, Hidden: r.Hidden, Cells: append([]Cell(nil), r.Cells...), text: bytes.Clone(r.text), shared: r.shared}
}

// Size is how many bytes of text the row holds of its own.
func (r *Row) Size() int { return len(r.text) }

// Rows reads the rows of one sheet.
type Rows struct {
	workbook *Workbook
	content  *partReader
	tokens   *tokenizer
	row      Row
	column   int  // of the last cell begun
	inline   bool // the cell at hand has an inline text
	valued   bool // the cell at hand has a <v>
	count    int64
	state    sheetState
	merges   []Range
	hidden   []Columns
}

type sheetState int

const (
	beforeData sheetState = iota
	inData
	afterData
)

// Rows opens the rows of a sheet. The caller closes them.
func (w *Workbook) Rows(s Sheet) (*Rows, error) {
	content, err := w.archive.open(s.part)
	if err != nil {
		return nil, err
	}
	t, err := newTokenizer(s.part, content)
	if err != nil {
		return nil, errors.Join(err, content.Close())
	}
	return &Rows{workbook: w, content: content, tokens: t, row: Row{shared: &w.strings}}, nil
}

// Close ends the reading.
func (r *Rows) Close() error { return r.content.Close() }

// Next reads the next row that has a cell with a value or a formula. io.EOF means
// that the sheet was read to its end and is whole.
func (r *Rows) Next() (*Row, error) {
	row, err := r.next()
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		syntax.Row = r.row.Number
	}
	return row, err
}

func (r *Rows) next() (*Row, error) {
	for {
		kind, err := r.tokens.next()
		if err != nil {
			return nil, err
		}
		switch {
		case kind == endOfPart && r.state != afterData:
			return nil, r.tokens.fail("the sheet has no data element")
		case kind == endOfPart:
			return nil, io.EOF
		case kind == startTag && r.state == inData && r.tokens.is("row"):
			if err := r.readRow(); err != nil {
				return nil, err
			}
			if len(r.row.Cells) > 0 {
				return r.counted()
			}
		default:
			if err := r.around(kind); err != nil {
				return nil, err
			}
		}
	}
}

func (r *Rows) counted() (*Row, error) {
	if r.count++; r.count > r.workbook.archive.limits.Rows {
		return nil, &LimitError{"Rows", r.workbook.archive.limits.Rows}
	}
	return &r.row, nil
}

// around deals with what stands around the rows.
func (r *Rows) around(kind token) error {
	t := r.tokens
	switch kind {
	case textRun:
		if !blank(t.text) {
			return t.fail("text outside a cell")
		}
	case endTag:
		if r.state == inData && t.depth() == 1 {
			r.state = afterData
		}
	case startTag:
		switch {
		case t.depth() == 1:
			if !t.is("worksheet") {
				return t.fail("<%s> stands where <worksheet> is due", shorten(t.tag.name))
			}
		case t.is("sheetData") && r.state == beforeData:
			r.state = inData
		case t.is("sheetData"):
			return t.fail("a second data element")
		case t.is("cols") && t.depth() == 2:
		case t.is("col") && t.depth() == 3:
			r.noteColumns()
			return t.skip()
		case t.is("mergeCells") && t.depth() == 2:
		case t.is("mergeCell") && t.depth() == 3:
			return r.readMerge()
		default:
			return t.skip()
		}
	}
	return nil
}

// readRow reads the row whose start was read last.
func (r *Rows) readRow() error {
	number := r.row.Number + 1
	if text := r.tokens.attribute("r"); len(text) > 0 {
		n, ok := parseNumber(text)
		switch {
		case !ok:
			return r.tokens.fail("%q is no row number", shorten(text))
		case n > MaxRows:
			return &BoundsError{"A" + shorten(text)}
		case n < number:
			return r.tokens.fail("row %d stands after row %d", n, r.row.Number)
		}
		number = n
	}
	if number > MaxRows {
		return &BoundsError{CellName(1, number)}
	}
	r.row.Number, r.row.Cells, r.row.text, r.column = number, r.row.Cells[:0], r.row.text[:0], 0
	r.row.Hidden = r.tokens.hidden("ht", leastHeight)
	for {
		if r.readPlainCell() {
			continue
		}
		kind, err := r.tokens.next()
		switch {
		case err != nil:
			return err
		case kind == endTag:
			return nil
		case kind == textRun:
			if !blank(r.tokens.text) {
				return r.tokens.fail("text outside a cell")
			}
			continue
		case r.tokens.is("c"):
			err = r.readCell()
		default:
			err = r.tokens.skip()
		}
		if err != nil {
			return err
		}
	}
}
