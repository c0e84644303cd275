package filled

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cdoscore/connectors/excel/sheetml"
	"cdoscore/reports/message"
)

// Sheet is what was read of a form.
type Sheet struct {
	File string // base name, for messages
	Name string // of the sheet
	Lang string // in which its headings are
	Rows []Row  // those with something in the first column that was asked for
}

// Row is one line of a form.
type Row struct {
	sheet  *Sheet
	number int
	cells  map[string]value
}

// value is a cell as the file has it.
type value struct {
	column int
	text   string
	kind   sheetml.Kind
	date   bool
}

// Bounds of a form: far more than any that is handed out, far less than what
// would hurt.
var limits = sheetml.Limits{Bytes: 200 << 20, Ratio: 1000, Strings: 64 << 20, Rows: 100_000}

// Read reads the sheet whose name and headings are these messages of the
// catalogue. The first heading is the column that names a row: reading ends at
// the first row that has nothing there. Its errors say what the file lacks.
func Read(ctx context.Context, path, sheet string, headings ...string) (_ *Sheet, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the form cannot be opened: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("the form cannot be opened: %w", err)
	}
	name := filepath.Base(path)
	book, err := sheetml.Open(f, info.Size(), limits, ctx.Err)
	if err != nil {
		return nil, fmt.Errorf("%s is not a workbook that can be read: %w", name, err)
	}
	for _, lang := range message.Languages {
		text := message.New(lang)
		i := slices.IndexFunc(book.Sheets, func(s sheetml.Sheet) bool { return s.Name == text.Text(sheet) })
		if i < 0 {
			continue
		}
		s := &Sheet{File: name, Name: book.Sheets[i].Name, Lang: lang}
		found, err := s.read(book, book.Sheets[i], text, headings)
		if err != nil {
			return nil, fmt.Errorf("%s, sheet %s: %w", name, s.Name, err)
		}
		if found {
			return s, nil
		}
	}
	return nil, missing(name, sheet, headings)
}

func missing(file, sheet string, headings []string) error {
	text := message.New(message.Languages[0])
	names := make([]string, len(headings))
	for i, h := range headings {
		names[i] = text.Text(h)
	}
	return fmt.Errorf("%s has no sheet %s with a row of the headings %s: return the workbook as it was handed out", file, text.Text(sheet), strings.Join(names, " "))
}

// read reads the rows below the headings; false where they are not in this
// language.
func (s *Sheet) read(book *sheetml.Workbook, sheet sheetml.Sheet, text *message.Catalog, headings []string) (found bool, err error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var columns map[int]string
	ended := false
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return columns != nil, nil
		}
		switch {
		case err != nil:
			return false, err
		case columns == nil:
			columns = headed(row, text, headings)
		case !ended:
			r := s.row(book, row, columns)
			first := r.Text(headings[0])
			// What stands below a form begins with its notes.
			if ended = first == "" || strings.HasPrefix(first, text.Text("form.notes")); !ended {
				s.Rows = append(s.Rows, r)
			}
		}
	}
}

// headed returns the columns of the headings where a row has them all.
func headed(row *sheetml.Row, text *message.Catalog, headings []string) map[int]string {
	out := map[int]string{}
	for _, c := range row.Cells {
		title := strings.TrimSpace(string(row.Text(c)))
		for _, h := range headings {
			if title == text.Text(h) {
				out[c.Column] = h
			}
		}
	}
	for _, h := range headings {
		if !slices.Contains(slices.Collect(maps.Values(out)), h) {
			return nil
		}
	}
	return out
}

func (s *Sheet) row(book *sheetml.Workbook, row *sheetml.Row, columns map[int]string) Row {
	r := Row{sheet: s, number: row.Number, cells: map[string]value{}}
	for column, h := range columns {
		r.cells[h] = value{column: column}
	}
	for _, c := range row.Cells {
		if h, ok := columns[c.Column]; ok {
			format := book.Format(c.Style)
			r.cells[h] = value{c.Column, strings.TrimSpace(string(row.Text(c))), c.Kind, format == sheetml.DateFormat || c.Kind == sheetml.Date}
		}
	}
	return r
}

// Text is a cell's text without the white space around it; "" where it is empty.
func (r Row) Text(heading string) string { return r.cells[heading].text }

// Cell names a cell for a message, as 整改清单!N12.
func (r Row) Cell(heading string) string {
	return fmt.Sprintf("%s!%s", r.sheet.Name, sheetml.CellName(r.cells[heading].column, r.number))
}

// Errorf is an error about a cell: file, sheet and cell, then the message.
func (r Row) Errorf(heading, format string, args ...any) error {
	return fmt.Errorf("%s, %s: %w", r.sheet.File, r.Cell(heading), fmt.Errorf(format, args...))
}

// excelEpoch is day 0 of a workbook's dates, as they count after February 1900.
var excelEpoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// Day reads a cell as a day, YYYY-MM-DD: a date of the workbook, or the text of
// one; "" where it is empty.
func (r Row) Day(heading string) (string, error) {
	v := r.cells[heading]
	if v.text == "" {
		return "", nil
	}
	if v.kind == sheetml.Number {
		var serial float64
		if _, err := fmt.Sscan(v.text, &serial); err == nil && v.date && serial >= 61 && serial < 2_958_466 {
			return excelEpoch.AddDate(0, 0, int(serial)).Format(time.DateOnly), nil
		}
		return "", r.Errorf(heading, "%q is no date: enter one, as 2026-04-30", v.text)
	}
	day, _, _ := strings.Cut(v.text, "T")
	for _, form := range []string{time.DateOnly, "2006-1-2", "2006/1/2", "2006年1月2日"} {
		if t, err := time.Parse(form, day); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", r.Errorf(heading, "%q is no date: enter one, as 2026-04-30", v.text)
}

// Choice reads a cell as one of the texts of some messages, in the sheet's
// language, and returns which message; "" where the cell is empty.
func (r Row) Choice(heading string, keys ...string) (string, error) {
	got := r.Text(heading)
	if got == "" {
		return "", nil
	}
	text := message.New(r.sheet.Lang)
	var names []string
	for _, k := range keys {
		if got == text.Text(k) {
			return k, nil
		}
		names = append(names, text.Text(k))
	}
	return "", r.Errorf(heading, "%q is not one of the choices: take one of %s", got, strings.Join(names, ", "))
}
