package xlsx

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"cdoscore/connectors/excel/sheetml"
	"cdoscore/reports"
)

// ErrNoForm is wrapped where a workbook is none of the forms that were issued.
var ErrNoForm = errors.New("the workbook is no form of this evaluation")

// filledLimits bound what a form that comes back may cost: a form is small.
var filledLimits = sheetml.Limits{Bytes: 64 << 20, Ratio: 500, Strings: 16 << 20, Rows: 20_000}

// ReadReviewForm reads a form that was filled in. issued returns the form of a
// number as it was issued. A cell that was edited although it is locked is a problem
// of the result, with its name; what cannot be read at all is an error.
func ReadReviewForm(path string, issued func(number string) (reports.ReviewForm, bool, error)) (reports.FilledForm, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return reports.FilledForm{}, fmt.Errorf("form: %w", err)
	}
	got, err := readWorkbook(content, filledLimits)
	if err != nil {
		return reports.FilledForm{}, fmt.Errorf("%s cannot be read as a workbook: %w", path, err)
	}
	number := got.number()
	if number == "" {
		return reports.FilledForm{}, fmt.Errorf("%s: %w: its hidden sheet of identification is missing. Fill in the form itself, not a copy of its cells", path, ErrNoForm)
	}
	f, ok, err := issued(number)
	if err != nil {
		return reports.FilledForm{}, err
	}
	if !ok {
		return reports.FilledForm{}, fmt.Errorf("%s: %w: no form of number %s was issued by this workspace", path, ErrNoForm, number)
	}
	fresh, err := reviewForm(f)
	if err != nil {
		return reports.FilledForm{}, fmt.Errorf("form %s: %w", number, err)
	}
	want, err := readWorkbook(fresh, filledLimits)
	if err != nil {
		return reports.FilledForm{}, fmt.Errorf("form %s: %w", number, err)
	}
	return compareForm(path, f, want, got), nil
}

// workbookCells are the cells of a workbook's sheets that hold something.
type workbookCells []sheetCells

type sheetCells struct {
	name    string
	cells   map[cellPlace]filledCell
	hidden  bool
	rows    map[int]bool // that are hidden, of those with cells
	columns []sheetml.Columns
	part    string
}

type cellPlace struct{ row, column int }

func (p cellPlace) name(sheet string) string {
	return sheet + "!" + sheetml.CellName(p.column, p.row)
}

type filledCell struct {
	text    string
	number  bool
	formula bool
	masked  bool // its number format shows something other than the number
	lost    bool // it has the colour of its ground
}

func readWorkbook(content []byte, limits sheetml.Limits) (workbookCells, error) {
	w, err := sheetml.Open(bytes.NewReader(content), int64(len(content)), limits, func() error { return nil })
	if err != nil {
		return nil, err
	}
	var out workbookCells
	for _, s := range w.Sheets {
		sheet, err := readCells(w, s)
		if err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.Name, err)
		}
		out = append(out, sheet)
	}
	return out, nil
}

func readCells(w *sheetml.Workbook, s sheetml.Sheet) (_ sheetCells, err error) {
	rows, err := w.Rows(s)
	if err != nil {
		return sheetCells{}, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	out := sheetCells{name: s.Name, cells: map[cellPlace]filledCell{}, hidden: s.Hidden, rows: map[int]bool{}, part: s.Part()}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			out.columns = rows.Hidden()
			return out, nil
		}
		if err != nil {
			return sheetCells{}, err
		}
		if row.Hidden {
			out.rows[row.Number] = true
		}
		for _, c := range row.Cells {
			text := strings.ReplaceAll(string(row.Text(c)), "\r\n", "\n")
			if text != "" || c.Formula {
				out.cells[cellPlace{row.Number, c.Column}] = filledCell{text: text, number: c.Kind == sheetml.Number, formula: c.Formula, masked: c.Kind == sheetml.Number && w.Masks(c.Style), lost: w.Lost(c.Style)}
			}
		}
	}
}

// number is that of the form, from its hidden sheet; "" where there is none.
func (w workbookCells) number() string {
	for _, s := range w {
		if s.cells[cellPlace{1, 1}].text == identityMark {
			return s.cells[cellPlace{1, 2}].text
		}
	}
	return ""
}

func (w workbookCells) sheet(name string) (sheetCells, bool) {
	for _, s := range w {
		if s.name == name {
			return s, true
		}
	}
	return sheetCells{}, false
}

// compareForm takes the cells that may be filled in, and names every other that is
// not as it was issued.
func compareForm(path string, f reports.ReviewForm, want, got workbookCells) reports.FilledForm {
	out := reports.FilledForm{File: path, Form: f}
	for i, s := range want {
		sheet, there := got.sheet(s.name)
		if !there {
			out.Problems = append(out.Problems, reports.MissingSheet(s.name))
			continue
		}
		cells := sheet.cells
		open := map[cellPlace]bool{}
		if i < len(f.Sheets) {
			for k, row := range f.Sheets[i].Rows {
				line := filledLine(s.name, f.Stage, row, firstRow+k, cells)
				out.Lines = append(out.Lines, line)
				for n, column := range openColumns(f.Stage) {
					// Points for the own unit are refused for what they are.
					open[cellPlace{firstRow + k, column}] = row.Open || row.Recused && n == 0
				}
			}
		}
		out.Problems = append(out.Problems, edited(s, cells, open)...)
	}
	return out
}

// filledLine is one row as it was filled in.
func filledLine(sheet, stage string, row reports.ReviewRow, at int, cells map[cellPlace]filledCell) reports.FilledLine {
	line := reports.FilledLine{Row: row, UnitAt: cellPlace{at, reviewUnit}.name(sheet)}
	for i, column := range openColumns(stage) {
		place := cellPlace{at, column}
		c := cells[place]
		read := reports.FilledCell{At: place.name(sheet), Text: strings.TrimSpace(c.text), Number: c.number && !c.formula}
		switch i {
		case 0:
			line.Points = read
		case 1:
			line.Text = read
		case 2:
			line.Evidence = read
		}
	}
	return line
}

// edited names the locked cells of a sheet that are not as they were issued.
func edited(want sheetCells, got map[cellPlace]filledCell, open map[cellPlace]bool) []reports.FormProblem {
	places := placesOfBoth(want.cells, got)
	var out []reports.FormProblem
	for _, p := range places {
		if open[p] || want.cells[p].same(got[p]) {
			continue
		}
		wrong := reports.EditedCell
		if p.column == reviewUnit && p.row >= firstRow {
			wrong = reports.ForeignUnit
		}
		out = append(out, wrong(p.name(want.name), shown(want.cells[p]), shown(got[p])))
	}
	return out
}

// placesOfBoth are the cells that hold something in either, by row and column.
func placesOfBoth(want, got map[cellPlace]filledCell) []cellPlace {
	var places []cellPlace
	for p := range want {
		places = append(places, p)
	}
	for p := range got {
		if _, both := want[p]; !both {
			places = append(places, p)
		}
	}
	slices.SortFunc(places, func(a, b cellPlace) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column)) })
	return places
}

// same compares values, whatever their colour: programs write a number back in other
// digits.
func (c filledCell) same(o filledCell) bool {
	c.lost = o.lost
	if c.number && o.number && !o.formula && c.masked == o.masked {
		a, errA := strconv.ParseFloat(c.text, 64)
		b, errB := strconv.ParseFloat(o.text, 64)
		return errA == nil && errB == nil && math.Abs(a-b) < 1e-9
	}
	return c == o
}

// longestShown is how many characters of a value a message shows.
const longestShown = 40

func shown(c filledCell) string {
	text := []rune(c.text)
	if len(text) > longestShown {
		return string(text[:longestShown]) + "…"
	}
	return c.text
}
