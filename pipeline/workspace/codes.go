package workspace

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

// readCodeTable reads one table of codes: CSV with the header code,name or
// code,name,from,to; from and to are the first and last month or day of validity.
func readCodeTable(file, name string, data []byte, diags *rules.Diagnostics) *rules.CodeTable {
	f := newCSVFile(file, data, diags)
	if f == nil || f.header("a code table", "code,name", "code,name,from,to") == nil {
		return nil
	}
	c := codeReader{csvFile: f, seen: map[string][]rules.Code{}}
	table := &rules.CodeTable{Name: name}
	for record := c.next(); record != nil; record = c.next() {
		if code, ok := c.code(record); ok {
			table.Codes = append(table.Codes, code)
		}
	}
	return table
}

type codeReader struct {
	*csvFile
	seen map[string][]rules.Code
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
