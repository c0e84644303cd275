package excel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	"github.com/xuri/excelize/v2"
)

// part reads one sheet of one workbook.
type part struct {
	book    *workbook
	sheet   sheet
	xml     io.ReadCloser
	scanner *scanner
	file    *excelize.File
	rows    *excelize.Rows
	at      int // row on which rows stands
	columns []connectors.Column
	release []func() error // in order of opening
}

func (s *source) openPart(ctx context.Context, f *files.File, _ connectors.Request, _ []connectors.Column) (_ files.Part, err error) {
	p := &part{}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	local, release, err := f.Local()
	if err != nil {
		return nil, err
	}
	p.release = append(p.release, release)
	if err := p.guard(f.Path, func() error { return p.open(local, f.Path, s) }); err != nil {
		return nil, err
	}
	return p, p.guard(f.Path, func() error { return p.readHeader(ctx, s.headerRow) })
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
	err := p.guard(p.book.origin, func() error {
		for {
			row, texts, err := p.nextRow(ctx)
			if err != nil {
				return err
			}
			if !blank(row, texts) {
				p.write(row, texts, w)
				return nil
			}
		}
	})
	if err == errEndOfSheet {
		return io.EOF
	}
	return err
}

func (p *part) open(local, origin string, s *source) error {
	a, err := openArchive(local, origin, s.drop.MaxBytes())
	if errors.Is(err, errTooLarge) {
		return connectors.NewError(connectors.Unreadable, origin, err, "excel.too_large", fmt.Sprint(s.drop.MaxBytes()))
	}
	if err != nil {
		return err
	}
	p.release = append(p.release, a.reader.Close)
	if p.book, err = readWorkbook(a, origin); errors.Is(err, errNoPart) {
		return connectors.NewError(connectors.Unreadable, origin, err, "excel.not_a_workbook")
	}
	if err != nil {
		return err
	}
	if p.sheet, err = p.book.choose(s.sheet); err != nil {
		return err
	}
	if p.xml, err = a.open(p.sheet.part); err != nil {
		return err
	}
	p.release = append(p.release, p.xml.Close)
	p.scanner = newScanner(p.xml)
	return p.openExcelize(local, s.drop.MaxBytes())
}

func (p *part) openExcelize(local string, maxBytes int64) (err error) {
	p.file, err = excelize.OpenFile(local, excelize.Options{RawCellValue: true, UnzipSizeLimit: maxBytes})
	if err != nil {
		return err
	}
	p.release = append(p.release, p.file.Close)
	if p.rows, err = p.file.Rows(p.sheet.name); err != nil {
		return err
	}
	p.release = append(p.release, p.rows.Close)
	return nil
}

func (p *part) readHeader(ctx context.Context, headerRow int) error {
	absent := connectors.NewError(connectors.Unreadable, p.where(), nil, "excel.no_header", fmt.Sprint(headerRow))
	for {
		row, texts, err := p.nextRow(ctx)
		if err == errEndOfSheet || err == nil && row.number > headerRow {
			return absent
		}
		if err != nil {
			return err
		}
		if row.number == headerRow {
			return p.nameColumns(row, texts, absent)
		}
	}
}

// nameColumns takes the header, without the empty cells at its right end.
func (p *part) nameColumns(row *scannedRow, texts []string, absent error) error {
	for i, c := range row.cells {
		if texts[i] == "" {
			continue
		}
		for len(p.columns) < c.column {
			p.columns = append(p.columns, connectors.Column{})
		}
		p.columns[c.column-1].Name = texts[i]
	}
	if len(p.columns) == 0 {
		return absent
	}
	return nil
}

// nextRow reads one row twice, by the scanner and by excelize, compares them, and
// returns the canonical text of each cell.
func (p *part) nextRow(ctx context.Context) (*scannedRow, []string, error) {
	row, err := p.scanner.next()
	if err == io.EOF {
		return nil, nil, p.checkEnd()
	}
	if err != nil {
		return nil, nil, err
	}
	if row.number%1024 == 0 && ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	for ; p.at < row.number; p.at++ {
		if !p.rows.Next() {
			return nil, nil, p.incomplete(fmt.Sprintf("row %d", row.number))
		}
	}
	values, err := p.rows.Columns()
	if err != nil {
		return nil, nil, err
	}
	texts, err := p.compare(row, values)
	return row, texts, err
}

func (p *part) checkEnd() error {
	if p.rows.Next() {
		return p.incomplete(fmt.Sprintf("row %d", p.at+1))
	}
	if err := p.rows.Error(); err != nil {
		return err
	}
	return errEndOfSheet
}

func (p *part) compare(row *scannedRow, values []string) ([]string, error) {
	texts := make([]string, len(row.cells))
	seen := 0
	for i, c := range row.cells {
		value := ""
		if c.column <= len(values) {
			value = values[c.column-1]
		}
		if value != "" {
			seen++
		}
		if c.kind == "s" && c.filled {
			if index, err := strconv.Atoi(strings.TrimSpace(c.raw)); err != nil || index < 0 || index >= p.book.strings {
				return nil, p.incomplete("cell " + name(c.column, row.number))
			}
		} else if c.filled != (value != "") {
			return nil, p.incomplete("cell " + name(c.column, row.number))
		}
		texts[i] = p.text(c, value)
	}
	for _, value := range values {
		if value != "" {
			seen--
		}
	}
	if seen != 0 {
		return nil, p.incomplete(fmt.Sprintf("row %d", row.number))
	}
	return texts, nil
}

// text is the canonical text of a cell; value is what excelize makes of it.
func (p *part) text(c cell, value string) string {
	if !c.filled {
		return ""
	}
	switch c.kind {
	case "s", "str", "inlineStr", "e":
		return value
	case "b":
		return boolText(c.raw)
	case "d":
		return isoText(c.raw)
	}
	kind := plainNumber
	if c.style >= 0 && c.style < len(p.book.formats) {
		kind = p.book.formats[c.style]
	}
	return numberText(c.raw, kind, p.book.date1904)
}

func (p *part) write(row *scannedRow, texts []string, w *connectors.RowWriter) {
	if reason := p.reject(row, texts); reason != nil {
		w.Reject(connectors.Rejection{Row: int64(row.number), Where: fmt.Sprintf("sheet %s, row %d", p.sheet.name, row.number), Reason: *reason, Raw: rawRow(row, texts)})
		return
	}
	w.Begin(int64(row.number))
	next := 0
	for column := 1; column <= len(p.columns); column++ {
		if next == len(row.cells) || row.cells[next].column != column {
			w.Null()
			continue
		}
		if row.cells[next].filled {
			w.Text(texts[next])
		} else {
			w.Null()
		}
		next++
	}
}

// reject says why a row cannot be taken, or nil.
func (p *part) reject(row *scannedRow, texts []string) *connectors.Reason {
	for i, c := range row.cells {
		var r connectors.Reason
		switch {
		case c.uncomputed:
			r = connectors.NewReason("excel.not_calculated", name(c.column, row.number))
		case c.column > len(p.columns) && texts[i] != "":
			r = connectors.NewReason("excel.right_of_header", name(c.column, row.number))
		case !utf8.ValidString(texts[i]):
			r = connectors.NewReason("source.invalid_utf8", p.columns[c.column-1].Name)
		default:
			continue
		}
		return &r
	}
	return nil
}

// blank is true for a row without any value: it is no record.
func blank(row *scannedRow, texts []string) bool {
	for i, text := range texts {
		if text != "" || row.cells[i].uncomputed {
			return false
		}
	}
	return true
}

// rawRow shows a rejected row: each cell that is not empty, by its place.
func rawRow(row *scannedRow, texts []string) string {
	var shown []string
	for i, c := range row.cells {
		if texts[i] != "" || c.uncomputed {
			shown = append(shown, name(c.column, row.number)+"="+strconv.Quote(texts[i]))
		}
	}
	return strings.Join(shown, " ")
}

func name(column, row int) string {
	text, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return fmt.Sprintf("row %d, column %d", row, column)
	}
	return text
}
