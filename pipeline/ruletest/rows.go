package ruletest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"cdoscore/rules"
	"cdoscore/rules/oracle"
)

// table is an extract as the case writes it.
type table struct {
	columns []string
	rows    [][]oracle.Cell
	remarks []string            // of the column #, by row
	wanted  map[string][]string // of the columns want:RULE, by rule and row
	lines   []int               // of each row, in its file
}

// The columns that belong to the case.
const (
	remarkColumn = "#"
	wantPrefix   = "want:"
)

// table reads a CSV of the case.
func (c *Case) table(name string, s settings, diags *rules.Diagnostics) table {
	t := table{wanted: map[string][]string{}}
	r := csv.NewReader(bytes.NewReader(c.files[name].data))
	var header []string
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			csvProblem(name, err, diags)
			break
		}
		line, _ := r.FieldPos(0)
		cells := make([]oracle.Cell, len(record))
		for i, text := range record {
			cells[i] = s.cell(rules.Pos{File: name, Line: line, Col: 1}, text, diags)
		}
		if header == nil {
			header = t.header(cells)
			continue
		}
		t.add(header, cells, line)
	}
	if header == nil && diags.Len() == 0 {
		diags.Addf(rules.Pos{File: name, Line: 1, Col: 1}, "the first line must name the columns")
	}
	return t
}

func csvProblem(name string, err error, diags *rules.Diagnostics) {
	var at *csv.ParseError
	if !errors.As(err, &at) {
		diags.Addf(rules.Pos{File: name}, "cannot be read: %v", err)
		return
	}
	message := at.Err.Error()
	if errors.Is(at.Err, csv.ErrFieldCount) {
		message = "this row has more or fewer values than the header"
	}
	diags.Addf(rules.Pos{File: name, Line: at.Line, Col: at.Column}, "%s", message)
}

// cell is a value as it stands in the extract.
func (s settings) cell(pos rules.Pos, text string, diags *rules.Diagnostics) oracle.Cell {
	if s.null != nil && text == *s.null {
		return nil
	}
	if s.escapes {
		plain, err := unescape(text)
		if err != nil {
			diags.Addf(pos, "%v", err)
		}
		text = plain
	}
	return &text
}

// unescape reads \t, \u3000 and the like; quotes stand for themselves.
func unescape(text string) (string, error) {
	var b strings.Builder
	for rest := text; rest != ""; {
		c, _, tail, err := strconv.UnquoteChar(rest, 0)
		if err != nil {
			return text, fmt.Errorf("%q holds an escape that is none: write \\\\ for a backslash, or leave out escapes: true", text)
		}
		b.WriteRune(c)
		rest = tail
	}
	return b.String(), nil
}

// header takes the case's own columns out.
func (t *table) header(cells []oracle.Cell) []string {
	names := make([]string, len(cells))
	for i, c := range cells {
		if c != nil {
			names[i] = *c
		}
		if !own(names[i]) {
			t.columns = append(t.columns, names[i])
		}
	}
	return names
}

func own(column string) bool {
	return column == remarkColumn || strings.HasPrefix(column, wantPrefix)
}

func (t *table) add(header []string, cells []oracle.Cell, line int) {
	row := make([]oracle.Cell, 0, len(t.columns))
	remark := ""
	for i, c := range cells {
		rule, wants := strings.CutPrefix(header[i], wantPrefix)
		switch {
		case wants:
			t.wanted[rule] = append(t.wanted[rule], textOf(c))
		case header[i] == remarkColumn:
			remark = textOf(c)
		default:
			row = append(row, c)
		}
	}
	t.rows, t.remarks, t.lines = append(t.rows, row), append(t.remarks, remark), append(t.lines, line)
}

func textOf(c oracle.Cell) string {
	if c == nil {
		return ""
	}
	return *c
}

// checkWanted reports columns want:RULE that no rule has, and words that are no
// state of a row.
func (t table) checkWanted(ids []string, diags *rules.Diagnostics) {
	for rule, states := range t.wanted {
		if !slices.Contains(ids, rule) {
			diags.Addf(rules.Pos{File: rowsFile, Line: 1, Col: 1}, "column %q names no rule of the dataset%s", wantPrefix+rule, rules.Suggest(rule, ids))
		}
		for i, s := range states {
			if s != "" && !slices.Contains(oracle.States(), s) {
				diags.Addf(rules.Pos{File: rowsFile, Line: t.lines[i], Col: 1}, "%q is nothing that a row may be: write one of %s", s, strings.Join(oracle.States(), ", "))
			}
		}
	}
}
