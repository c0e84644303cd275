package excel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/excel/sheetml"
	"cdoscore/connectors/files"
)

// part reads one sheet of one workbook.
type part struct {
	source  *source
	origin  string
	ends    time.Time       // when the time for reading is over
	ctx     context.Context // of the call under way: the reader asks it between blocks
	book    *sheetml.Workbook
	sheet   sheetml.Sheet
	rows    *sheetml.Rows
	columns []connectors.Column
	marks   Marks             // what this program left in the workbook
	left    int               // columns of the sheet before the first one with a name
	width   int               // columns of the sheet from there to the last one with a name
	own     map[int]bool      // columns of the sheet that this program wrote
	data    int               // the first row behind the header
	ahead   []*sheetml.Row    // read in search of the header, and not yet handed out
	ended   bool              // the sheet was read to its end
	notices []notice          // for the first Read to pass on
	cells   [][]byte          // texts of the row at hand
	scratch []byte            // where such texts are made
	days    map[string][]byte // texts of dates met before, by their serial number
	release []func() error    // in order of opening
}

// notice is a warning that waits for a RowWriter.
type notice struct {
	where, key string
	args       []string
}

func (s *source) openPart(ctx context.Context, f *files.File, r connectors.Request, _ []connectors.Column) (_ files.Part, err error) {
	p := &part{source: s, origin: f.Path, ends: time.Now().Add(s.time), ctx: ctx, days: map[string][]byte{}}
	defer func() {
		if err == nil {
			return
		}
		err = p.fault(err)
		if closing := p.Close(); closing != nil {
			err = errors.Join(err, closing)
		}
	}()
	if err := p.open(f); err != nil {
		return nil, err
	}
	return p, p.begin(r.Titles)
}

// begin chooses the sheet and reads it up to its header.
func (p *part) begin(titles []string) (err error) {
	if p.marks, err = readMarks(p.book); err != nil {
		return err
	}
	if err := p.choose(p.source.sheet); err != nil {
		return err
	}
	if p.rows, err = p.book.Rows(p.sheet); err != nil {
		return err
	}
	p.release = append(p.release, p.rows.Close)
	return p.readHeader(titles)
}

func (p *part) open(f *files.File) error {
	local, release, err := f.Local()
	if err != nil {
		return err
	}
	p.release = append(p.release, release)
	file, err := os.Open(local)
	if err != nil {
		return files.Fault(p.origin, err)
	}
	p.release = append(p.release, file.Close)
	archive, size, err := openZip(file, p.origin, p.source.password)
	if err != nil {
		return err
	}
	p.book, err = sheetml.Open(archive, size, p.source.limits, p.check)
	return err
}

// check ends the reading of what takes too long, or is no longer wanted.
func (p *part) check() error {
	if time.Now().After(p.ends) {
		return connectors.NewError(connectors.Unreadable, p.where(), nil, "excel.too_slow", fmt.Sprint(int(p.source.time.Seconds())))
	}
	return p.ctx.Err()
}

func (p *part) Columns() []connectors.Column { return p.columns }

// Close releases everything, the last opened first.
func (p *part) Close() error {
	var errs []error
	for _, release := range slices.Backward(p.release) {
		errs = append(errs, release())
	}
	p.release = nil
	return errors.Join(errs...)
}

func (p *part) Read(ctx context.Context, w *connectors.RowWriter) error {
	p.ctx = ctx
	for _, n := range p.notices {
		w.Warn(n.where, n.key, n.args...)
	}
	p.notices = nil
	for {
		row, err := p.nextRow()
		if err == io.EOF {
			p.warnOfMerges(w)
			return io.EOF
		}
		if err != nil {
			return p.fault(err)
		}
		if p.take(row, w) {
			return nil
		}
	}
}

// nextRow is the next row with a cell; io.EOF means that the sheet is whole.
func (p *part) nextRow() (*sheetml.Row, error) {
	if len(p.ahead) > 0 {
		row := p.ahead[0]
		p.ahead = p.ahead[1:]
		return row, nil
	}
	if p.ended {
		return nil, io.EOF
	}
	return p.rows.Next()
}

// take writes or rejects a row, and reports false for one that is no record: a
// blank one, or one of totals.
func (p *part) take(row *sheetml.Row, w *connectors.RowWriter) bool {
	texts := p.texts(row)
	if p.blank(row) {
		return false
	}
	if p.isExample(row, texts) {
		w.Warn(p.place(row), "excel.example")
		return false
	}
	if p.isTotal(texts) {
		w.Warn(p.place(row), "excel.totals")
		return false
	}
	if key, cell := p.cellFault(row, texts); key != "" {
		w.Reject(connectors.Rejection{Row: int64(row.Number), Where: p.place(row), Reason: connectors.NewReason(key, cell), Raw: rawRow(row, texts)})
		return true
	}
	w.Begin(int64(row.Number))
	next := 0
	for next < len(row.Cells) && row.Cells[next].Column <= p.left {
		next++
	}
	for column := p.left + 1; column <= p.left+p.width; column++ {
		there := next < len(row.Cells) && row.Cells[next].Column == column
		switch {
		case p.own[column]:
			if there {
				next++
			}
			continue
		case !there:
			w.Null()
			continue
		}
		p.warnOfCell(row, next, w)
		w.Bytes(texts[next])
		next++
	}
	return true
}

// warnOfCell tells of values that are not what they seem.
func (p *part) warnOfCell(row *sheetml.Row, i int, w *connectors.RowWriter) {
	c := &row.Cells[i]
	key := ""
	switch {
	case c.Kind == sheetml.Error:
		key = "excel.error_value"
	case c.Kind == sheetml.Number && len(p.cells[i]) > exactDigits && p.book.Format(c.Style) == sheetml.PlainNumber && tooManyDigits(p.cells[i]):
		key = "excel.precision_lost"
	case c.Formula && p.book.Recalculate:
		key = "excel.not_recalculated"
	default:
		return
	}
	w.Warn("sheet "+p.sheet.Name+", cell "+sheetml.CellName(c.Column, row.Number), key)
}

// warnOfMerges tells of merged cells among the data: only the first cell of a range
// has a value, the others are empty.
func (p *part) warnOfMerges(w *connectors.RowWriter) {
	for _, m := range p.rows.Merges() {
		if m.FromRow >= p.data && (m.FromRow < m.ToRow || m.FromColumn < m.ToColumn) {
			w.Warn("sheet "+p.sheet.Name+", cells "+m.String(), "excel.merged_data")
		}
	}
}

// isTotal reports whether the first filled cell marks a row of totals.
func (p *part) isTotal(texts [][]byte) bool {
	if len(p.source.totals) == 0 {
		return false
	}
	for _, text := range texts {
		if first := unspaced(string(text)); first != "" {
			return p.source.totals[first]
		}
	}
	return false
}

// cellFault says for which cell a row cannot be taken, and why; "": it can.
func (p *part) cellFault(row *sheetml.Row, texts [][]byte) (key, cell string) {
	for i := range row.Cells {
		c := &row.Cells[i]
		switch {
		case c.Uncalculated:
			return "excel.not_calculated", sheetml.CellName(c.Column, row.Number)
		case len(texts[i]) == 0, p.own[c.Column]:
		case c.Column > p.left+p.width:
			return "excel.right_of_header", sheetml.CellName(c.Column, row.Number)
		case c.Column <= p.left:
			return "excel.left_of_header", sheetml.CellName(c.Column, row.Number)
		}
	}
	return "", ""
}

// place names a row.
func (p *part) place(row *sheetml.Row) string {
	return fmt.Sprintf("sheet %s, row %d", p.sheet.Name, row.Number)
}

// blank is true for a row without any value but of this program: it is no record.
func (p *part) blank(row *sheetml.Row) bool {
	for _, c := range row.Cells {
		if p.own[c.Column] {
			continue
		}
		if c.Uncalculated || len(row.Text(c)) > 0 {
			return false
		}
	}
	return true
}

// rawRow shows a rejected row: each cell that is not empty, by its place.
func rawRow(row *sheetml.Row, texts [][]byte) string {
	var shown []string
	for i, c := range row.Cells {
		shown = append(shown, sheetml.CellName(c.Column, row.Number)+"="+strconv.Quote(string(texts[i])))
	}
	return strings.Join(shown, " ")
}
