package workspace

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdoscore/rules"
)

// csvFile is a CSV file of the configuration, read record by record with places.
type csvFile struct {
	file  string
	data  []byte
	diags *rules.Diagnostics
	csv   *csv.Reader
}

// newCSVFile returns nil where the data is no text; that is then reported.
func newCSVFile(file string, data []byte, diags *rules.Diagnostics) *csvFile {
	data, ok := plainText(file, data, diags)
	if !ok {
		return nil
	}
	return &csvFile{file: file, data: data, diags: diags, csv: csv.NewReader(bytes.NewReader(data))}
}

// header reads the first line, which must be one of the forms, each written as in
// the file; what names the file in the message. Nil: it is none of them.
func (c *csvFile) header(what string, forms ...string) []string {
	record, err := c.csv.Read()
	if err != nil && err != io.EOF {
		c.malformed(err)
		return nil
	}
	got := strings.Join(record, ",")
	if !slices.Contains(forms, got) {
		c.diags.Addf(rules.Pos{File: c.file, Line: 1, Col: 1}, "%s begins with the header %s, found %q", what, strings.Join(forms, " or "), got)
		return nil
	}
	return record
}

// next returns the next record that has as many values as the header; others are
// reported. Nil: there is none, or the rest cannot be read.
func (c *csvFile) next() []string {
	for {
		record, err := c.csv.Read()
		if err == nil {
			return record
		}
		if err == io.EOF {
			return nil
		}
		c.malformed(err)
		if !errors.Is(err, csv.ErrFieldCount) {
			return nil
		}
	}
}

// malformed reports what the CSV reader could not get past.
func (c *csvFile) malformed(err error) {
	var at *csv.ParseError
	if !errors.As(err, &at) {
		c.diags.Addf(rules.Pos{File: c.file}, "cannot be read: %v", err)
		return
	}
	message := at.Err.Error()
	if errors.Is(at.Err, csv.ErrFieldCount) {
		message = "this line has more or fewer values than the header"
	}
	c.diags.Addf(c.place(at.Line, at.Column), "%s: mend the line, and put quotes around a value with a comma", message)
}

func (c *csvFile) field(i int) rules.Pos { return c.place(c.csv.FieldPos(i)) }

// place turns the reader's byte column into one of characters.
func (c *csvFile) place(line, col int) rules.Pos {
	lines := bytes.SplitN(c.data, []byte{'\n'}, line+1)
	if line < 1 || line > len(lines) {
		return rules.Pos{File: c.file, Line: line, Col: max(1, col)}
	}
	text := lines[line-1]
	chars := bytes.Runes(text[:max(0, min(col-1, len(text)))])
	return rules.Pos{File: c.file, Line: line, Col: 1 + len(chars)}
}

// csvRow is one record, read by the names of its columns. Getters report mistakes
// and return the zero value after one.
type csvRow struct {
	diags  *rules.Diagnostics
	pos    rules.Pos // of the first value
	cells  map[string]csvCell
	before int // mistakes before this record
}

type csvCell struct {
	text string
	pos  rules.Pos
}

// optionalRows is eachRow for a file that need not be there.
func (l *loader) optionalRows(file string, forms []string, row func(csvRow)) {
	if data, ok := l.optional(file); ok {
		l.eachRow(file, data, forms, row)
	}
}

// eachRow reads a file whose header is one of the forms and hands on its records.
func (l *loader) eachRow(file string, data []byte, forms []string, row func(csvRow)) {
	c := newCSVFile(file, data, &l.diags)
	if c == nil {
		return
	}
	header := c.header("the file", forms...)
	if header == nil {
		return
	}
	for record := c.next(); record != nil; record = c.next() {
		r := csvRow{diags: c.diags, pos: c.field(0), cells: map[string]csvCell{}, before: c.diags.Len()}
		for i, column := range header {
			r.cells[column] = csvCell{record[i], c.field(i)}
		}
		row(r)
	}
}

// text returns a value as it stands; "" where the file has no such column.
func (r csvRow) text(column string) string { return r.cells[column].text }

// require is text that must say something.
func (r csvRow) require(column string) string {
	s := r.text(column)
	if strings.TrimSpace(s) == "" {
		r.failf(column, "%q must not be empty", column)
		return ""
	}
	return s
}

// oneOf is require for a name that must be among those that exist.
func (r csvRow) oneOf(column, what string, names []string) string {
	s := r.require(column)
	if s != "" && !slices.Contains(names, s) {
		r.failf(column, "unknown %s %q%s", what, s, rules.Suggest(s, names))
		return ""
	}
	return s
}

// day reads a date; "" where the value is empty.
func (r csvRow) day(column string) string {
	s := r.text(column)
	if s == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		r.failf(column, "%q must be a date that exists, written as 2026-01-31, found %q", column, s)
		return ""
	}
	return s
}

// requireDay is day for a value that must be there.
func (r csvRow) requireDay(column string) string {
	if r.require(column) == "" {
		return ""
	}
	return r.day(column)
}

// requireMoment reads a time of the city's clocks.
func (r csvRow) requireMoment(column string, zone *time.Location) time.Time {
	s := r.require(column)
	t, ok := parseMoment(s, zone)
	if s != "" && !ok {
		r.failf(column, momentMessage, column, strconv.Quote(s))
	}
	return t
}

// notBefore reports a day that lies before an earlier one; unknown days do not.
func (r csvRow) notBefore(column, earlier string) {
	first, then := r.text(earlier), r.text(column)
	if r.good() && first != "" && then != "" && then < first {
		r.failf(column, "%q (%s) lies before %q (%s): mend one of the two", column, then, earlier, first)
	}
}

// once reports a key that an earlier record of the map has, at a column.
func (r csvRow) once(seen places, column, what string, key ...string) {
	if slices.Contains(key, "") {
		return
	}
	k := fmt.Sprintf("%q", key)
	if first, twice := seen[k]; twice {
		r.failf(column, "%s stands twice, first at %s: remove one of the two", what, first)
		return
	}
	seen[k] = r.pos
}

// good reports whether nothing of the record was wrong so far.
func (r csvRow) good() bool { return r.diags.Len() == r.before }

func (r csvRow) failf(column, format string, args ...any) {
	r.diags.Addf(r.cells[column].pos, format, args...)
}
