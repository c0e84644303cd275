package workspace

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

// readCodeTable reads one table of codes: CSV with the header code,name or
// code,name,from,to; from and to are the first and last month or day of validity.
func readCodeTable(file, name string, data []byte, diags *rules.Diagnostics) *rules.CodeTable {
	data, ok := plainText(file, data, diags)
	if !ok {
		return nil
	}
	c := codeReader{file: file, data: data, diags: diags, csv: csv.NewReader(bytes.NewReader(data)), seen: map[string][]rules.Code{}}
	if !c.header() {
		return nil
	}
	table := &rules.CodeTable{Name: name}
	for {
		record, err := c.csv.Read()
		if err == io.EOF {
			return table
		}
		if err != nil {
			c.malformed(err)
			return table
		}
		if code, ok := c.code(record); ok {
			table.Codes = append(table.Codes, code)
		}
	}
}

type codeReader struct {
	file  string
	data  []byte
	diags *rules.Diagnostics
	csv   *csv.Reader
	seen  map[string][]rules.Code
}

func (c *codeReader) header() bool {
	record, err := c.csv.Read()
	if err != nil && err != io.EOF {
		c.malformed(err)
		return false
	}
	got := strings.Join(record, ",")
	if got != "code,name" && got != "code,name,from,to" {
		c.diags.Addf(rules.Pos{File: c.file, Line: 1, Col: 1}, "a code table begins with the header code,name or code,name,from,to, found %q", got)
		return false
	}
	return true
}

// malformed reports what the CSV reader could not get past.
func (c *codeReader) malformed(err error) {
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

// code reads one record, and reports whether the table can use it.
func (c *codeReader) code(record []string) (rules.Code, bool) {
	before := c.diags.Len()
	code := rules.Code{Code: record[0], Name: record[1]}
	if code.Code == "" || code.Code != strings.TrimSpace(code.Code) {
		c.diags.Addf(c.field(0), "a code must not be empty or have spaces around it, found %q", code.Code)
	}
	if len(record) == 4 {
		code.From, code.To = c.moment(record, 2, "from"), c.moment(record, 3, "to")
		if !notAfter(code.From, code.To) {
			c.diags.Addf(c.field(3), `"to" (%s) lies before "from" (%s): mend one of the two`, code.To, code.From)
		}
	}
	if slices.ContainsFunc(c.seen[code.Code], func(o rules.Code) bool { return overlap(code.From, code.To, o.From, o.To) }) {
		c.diags.Addf(c.field(0), "code %q stands twice for the same time: remove one of the two, or part them by from and to", code.Code)
	}
	c.seen[code.Code] = append(c.seen[code.Code], code)
	return code, c.diags.Len() == before
}

var momentForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$`)

// moment reads a month or a day; "" is open.
func (c *codeReader) moment(record []string, i int, key string) string {
	text := record[i]
	if text == "" {
		return ""
	}
	layout := time.DateOnly[:min(len(text), len(time.DateOnly))]
	if _, err := time.Parse(layout, text); err != nil || !momentForm.MatchString(text) {
		c.diags.Addf(c.field(i), "%q must be a month or a day such as 2026-01 or 2026-01-31, found %q", key, text)
		return ""
	}
	return text
}

func (c *codeReader) field(i int) rules.Pos { return c.place(c.csv.FieldPos(i)) }

// place turns the reader's byte column into one of characters.
func (c *codeReader) place(line, col int) rules.Pos {
	lines := bytes.SplitN(c.data, []byte{'\n'}, line+1)
	if line < 1 || line > len(lines) {
		return rules.Pos{File: c.file, Line: line, Col: max(1, col)}
	}
	text := lines[line-1]
	chars := bytes.Runes(text[:max(0, min(col-1, len(text)))])
	return rules.Pos{File: c.file, Line: line, Col: 1 + len(chars)}
}
