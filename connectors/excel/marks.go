package excel

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"

	"cdoscore/connectors/excel/sheetml"
)

// MarksSheet is the very hidden sheet by which this program knows a workbook that
// it wrote: a template, or one that it returned. Its rows are a key and a value.
const MarksSheet = "_cdoscore"

// MarksVersion is the version of the sheet's form.
const MarksVersion = 1

// ExampleMark begins the text in the program's own column that makes a row an
// example, in every language.
var ExampleMark = []byte("※")

// The kinds of workbooks that this program writes for departments to fill in.
const (
	Template = "template"
	Returned = "returned"
)

// Marks is what the hidden sheet says. The zero value is a workbook without it.
type Marks struct {
	Version  int
	Kind     string   // Template or Returned
	Dataset  string   // unit/name
	Config   string   // fingerprint of the dataset's rules when it was written
	Language string   // of the texts
	Sheet    string   // that holds the data
	Column   string   // heading of the program's own column in it
	Sheets   []string // the program's own sheets beside the hidden one
}

// Present reports whether the workbook bears marks that this program can read.
func (m Marks) Present() bool { return m.Version == MarksVersion }

// Rows are the marks as the hidden sheet holds them.
func (m Marks) Rows() [][2]string {
	rows := [][2]string{{"version", strconv.Itoa(m.Version)}, {"kind", m.Kind}, {"dataset", m.Dataset}, {"config", m.Config},
		{"language", m.Language}, {"sheet", m.Sheet}, {"column", m.Column}}
	for _, s := range m.Sheets {
		rows = append(rows, [2]string{"own-sheet", s})
	}
	return rows
}

// IsOwn is true for a sheet that this program wrote.
func (m Marks) IsOwn(sheet string) bool {
	return m.Present() && (sheet == MarksSheet || slices.Contains(m.Sheets, sheet))
}

// maxMarks bounds the rows of the hidden sheet.
const maxMarks = 100

// readMarks reads the hidden sheet, if there is one.
func readMarks(book *sheetml.Workbook) (m Marks, err error) {
	i := slices.IndexFunc(book.Sheets, func(s sheetml.Sheet) bool { return s.Name == MarksSheet && s.Hidden })
	if i < 0 {
		return Marks{}, nil
	}
	rows, err := book.Rows(book.Sheets[i])
	if err != nil {
		return Marks{}, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for range maxMarks {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Marks{}, err
		}
		if len(row.Cells) == 2 {
			m.take(string(row.Text(row.Cells[0])), string(row.Text(row.Cells[1])))
		}
	}
	return m, nil
}

func (m *Marks) take(key, value string) {
	switch key {
	case "version":
		m.Version, _ = strconv.Atoi(value) // 0, no version of ours, where it is no number
	case "kind":
		m.Kind = value
	case "dataset":
		m.Dataset = value
	case "config":
		m.Config = value
	case "language":
		m.Language = value
	case "sheet":
		m.Sheet = value
	case "column":
		m.Column = value
	case "own-sheet":
		m.Sheets = append(m.Sheets, value)
	}
}

// isExample reports whether the program's own column marks the row as an example.
func (p *part) isExample(row *sheetml.Row, texts [][]byte) bool {
	for i, c := range row.Cells {
		if p.own[c.Column] && bytes.HasPrefix(texts[i], ExampleMark) {
			return true
		}
	}
	return false
}
