package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// rows are the rows of a sheet that hold nothing but numbers and plain texts: nearly
// all of a long sheet. Appending them costs a fifth of what excelize's writer needs;
// they are byte for byte what it would write. The other rows are left to it, and the
// archive puts both in order.
type rows struct {
	runs []run
	line []byte // the row that is being appended
}

// run is a run of rows without one of excelize's between them.
type run struct {
	first, next int      // the number of its first row, and of the row after its last
	xml         [][]byte // in pieces: a sheet of megabytes in one would be copied again and again
}

// pieceSize is the size of a piece of rows.
const pieceSize = 256 << 10

func (r *run) append(line []byte) {
	n := len(r.xml)
	if n == 0 || len(r.xml[n-1])+len(line) > cap(r.xml[n-1]) {
		r.xml = append(r.xml, newPiece(n == 0, len(line)))
		n++
	}
	r.xml[n-1] = append(r.xml[n-1], line...)
	r.next++
}

// newPiece has room for a row. The first of a run has no more, since there may be many
// short runs.
func newPiece(first bool, size int) []byte {
	if first || size > pieceSize {
		return make([]byte, 0, size)
	}
	return (*pieces.Get().(*[pieceSize]byte))[:0]
}

// pieces keeps pieces that were written, for other sheets.
var pieces = sync.Pool{New: func() any { return new([pieceSize]byte) }}

// placedCell is a cell with the number of its style in the file.
type placedCell struct {
	style int
	value any
	plain bool // it is a text that stands in a sheet as it is
}

// add appends a row, unless a cell wants more care than a plain text.
func (r *rows) add(row int, height float64, cells []placedCell) bool {
	if row > excelize.TotalRows || height > excelize.MaxRowHeight {
		return false
	}
	b := append(r.line[:0], `<row r="`...)
	b = strconv.AppendInt(b, int64(row), 10)
	if height > 0 {
		b = append(b, `" ht="`...)
		b = strconv.AppendFloat(b, height, 'f', -1, 64)
		b = append(b, `" customHeight="1`...)
	}
	b = append(b, `">`...)
	for i, c := range cells {
		var plain bool
		if b, plain = appendCell(b, i+1, row, c); !plain {
			return false
		}
	}
	r.line = append(b, `</row>`...)
	if n := len(r.runs); n == 0 || r.runs[n-1].next != row {
		r.runs = append(r.runs, run{first: row, next: row})
	}
	r.runs[len(r.runs)-1].append(r.line)
	return true
}

func appendCell(b []byte, column, row int, c placedCell) ([]byte, bool) {
	b = append(b, `<c r="`...)
	b = appendColumn(b, column)
	b = strconv.AppendInt(b, int64(row), 10)
	b = append(b, '"')
	if c.style != 0 {
		b = append(b, ` s="`...)
		b = strconv.AppendInt(b, int64(c.style), 10)
		b = append(b, '"')
	}
	switch value := c.value.(type) {
	case nil:
		b = append(b, '>')
	case string:
		if !c.plain {
			return b, false
		}
		b = append(b, ` t="inlineStr"><is><t>`...)
		b = append(b, value...)
		b = append(b, `</t></is>`...)
	case int64:
		b = append(b, `><v>`...)
		b = strconv.AppendInt(b, value, 10)
		b = append(b, `</v>`...)
	case float64:
		var short bool
		b = append(b, `><v>`...)
		if b, short = appendNumber(b, value); !short {
			return b, false
		}
		b = append(b, `</v>`...)
	default:
		return b, false
	}
	return append(b, `</c>`...), true
}

func appendColumn(b []byte, column int) []byte {
	if column > 26 {
		b = appendColumn(b, (column-1)/26)
	}
	return append(b, byte('A'+(column-1)%26))
}

// significant is how many digits of a number spreadsheets keep.
const significant = 15

// appendNumber cuts the decimals off that a spreadsheet would not keep. It leaves
// numbers of more digits before the point.
func appendNumber(b []byte, x float64) ([]byte, bool) {
	if math.IsNaN(x) || math.Abs(x) >= 1e15 {
		return b, false
	}
	from := len(b)
	b = strconv.AppendFloat(b, x, 'f', -1, 64)
	digits := 0
	for i := from; i < len(b); i++ {
		if b[i] < '0' || b[i] > '9' || digits == 0 && b[i] == '0' {
			continue
		}
		if digits++; digits > significant {
			return bytes.TrimSuffix(b[:i], []byte{'.'}), true
		}
	}
	return b, true
}

// plain reports whether a text stands in a sheet as it is: nothing to escape, no
// spaces that XML would drop, and no more than a cell holds.
func plain(s string) bool {
	if s == "" {
		return true
	}
	if len(s) > longestText || s[0] == ' ' || s[len(s)-1] == ' ' || strings.Contains(s, "_x") {
		return false
	}
	ascii := true
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c == '<', c == '>', c == '&', c == '"', c == '\'':
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(s) && !strings.Contains(s, "\uFFFE") && !strings.Contains(s, "\uFFFF")
}

// splice writes a sheet of excelize's with the rows at their places among its own, and
// gives the rows up.
func (r *rows) splice(w io.Writer, sheet []byte) error {
	const opening, row = `<sheetData>`, `<row r="`
	at := bytes.Index(sheet, []byte(opening))
	if at < 0 {
		return fmt.Errorf("it has no place for %d rows", len(r.runs))
	}
	at += len(opening)
	if _, err := w.Write(sheet[:at]); err != nil {
		return err
	}
	sheet = sheet[at:]
	for _, x := range r.runs {
		for bytes.HasPrefix(sheet, []byte(row)) {
			n, err := strconv.Atoi(string(sheet[len(row) : len(row)+bytes.IndexByte(sheet[len(row):], '"')]))
			if err != nil {
				return err
			}
			if n > x.first {
				break
			}
			end := bytes.Index(sheet, []byte(`</row>`)) + len(`</row>`)
			if _, err := w.Write(sheet[:end]); err != nil {
				return err
			}
			sheet = sheet[end:]
		}
		for _, piece := range x.xml {
			if _, err := w.Write(piece); err != nil {
				return err
			}
			if cap(piece) == pieceSize {
				pieces.Put((*[pieceSize]byte)(piece[:pieceSize]))
			}
		}
	}
	r.runs = nil
	_, err := w.Write(sheet)
	return err
}
