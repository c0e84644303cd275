package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"cdoscore/connectors/excel/sheetml"
	"cdoscore/reports"
	"cdoscore/rules"
)

// ErrNoScorecard is wrapped where a workbook does not say which edition it is.
var ErrNoScorecard = errors.New("the workbook is no assessment workbook of this program, or its hidden sheet of identity was removed")

// scorecardLimits bound what a workbook that is verified may cost: a year's register
// of deliveries is long.
var scorecardLimits = sheetml.Limits{Bytes: 512 << 20, Ratio: 1000, Strings: 128 << 20, Rows: 1_000_000}

// Difference is a cell of a workbook that is not as the ledger has it, or that nobody
// sees.
type Difference struct {
	At      string // 规则明细!J9; of hidden rows or columns 规则明细!9:14 or 规则明细!J:K; of a whole sheet its name
	Says    string // "" where the cell is empty
	Ledger  string // "" where nothing belongs there
	Formula bool   // a formula stands there
	Masked  bool   // its number format shows other digits than its number, or none
	Lost    bool   // it says what the ledger has, in the colour of its ground
	Sheet   bool   // the sheet is missing: Ledger is its name; or is none of ours: Says is
	Chart   bool   // a chart draws no longer what Ledger names, or draws what Says names
	Shapes  int    // pictures and shapes that were added to the sheet
	Hidden  bool   // the rows, the columns or the sheet are hidden; Says and Ledger are empty
}

// Scorecard is a workbook that was opened to be verified.
type Scorecard struct {
	Identity
	cells workbookCells
	drawn map[string]drawn // by the sheet's name
}

// OpenScorecard reads a workbook whole. Its error wraps ErrNoScorecard where it does
// not say what it is.
func OpenScorecard(path string) (*Scorecard, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the workbook cannot be opened: %w", err)
	}
	cells, err := readWorkbook(content, scorecardLimits)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read as a workbook: %w", path, err)
	}
	id, ok := cells.identity()
	if !ok {
		return nil, fmt.Errorf("%s: %w", path, ErrNoScorecard)
	}
	drawn, err := cells.drawn(content)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read as a workbook: %w", path, err)
	}
	return &Scorecard{id, cells, drawn}, nil
}

// drawn reads what is drawn on each sheet of the workbook that the cells are of.
func (w workbookCells) drawn(content []byte) (map[string]drawn, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	out := map[string]drawn{}
	for _, s := range w {
		if out[s.name], err = readDrawn(z, s.part); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	return out, nil
}

// VerifyUnit compares a unit's workbook, cell by cell, with the one that its model
// gives. What people fill in is left out.
func (s *Scorecard) VerifyUnit(u reports.Unit, extra ...map[string]rules.Text) ([]Difference, error) {
	content, open, err := packUnit(u, s.Lang, extra)
	return s.compare(content, open, err)
}

// VerifyCity is VerifyUnit for the city's workbook.
func (s *Scorecard) VerifyCity(c reports.City, extra ...map[string]rules.Text) ([]Difference, error) {
	content, open, err := packCity(c, s.Lang, extra)
	return s.compare(content, open, err)
}

func (s *Scorecard) compare(fresh []byte, open openCells, err error) ([]Difference, error) {
	if err != nil {
		return nil, err
	}
	want, err := readWorkbook(fresh, scorecardLimits)
	if err != nil {
		return nil, err
	}
	drawn, err := want.drawn(fresh)
	if err != nil {
		return nil, err
	}
	var out []Difference
	for _, sheet := range want {
		got, there := s.cells.sheet(sheet.name)
		if !there {
			out = append(out, Difference{At: sheet.name, Ledger: sheet.name, Sheet: true})
			continue
		}
		for _, p := range placesOfBoth(sheet.cells, got.cells) {
			a, b := sheet.cells[p], got.cells[p]
			if open[sheet.name][p] || a.same(b) && (a.lost || !b.lost) {
				continue
			}
			out = append(out, Difference{At: p.name(sheet.name), Says: shown(b), Ledger: shown(a), Formula: b.formula, Masked: b.masked && !a.masked, Lost: a.same(b)})
		}
		out = append(out, hiddenOf(sheet, got)...)
		out = append(out, drawnOtherwise(sheet.name, drawn[sheet.name], s.drawn[sheet.name])...)
	}
	for _, sheet := range s.cells {
		if _, ours := want.sheet(sheet.name); !ours {
			out = append(out, Difference{At: sheet.name, Says: sheet.name, Sheet: true})
		}
	}
	return out, nil
}

// hiddenOf names what a sheet hides and the ledger's does not: rows and columns with
// cells, neighbours together, and itself.
func hiddenOf(want, got sheetCells) []Difference {
	var out []Difference
	if got.hidden && !want.hidden {
		out = append(out, Difference{At: want.name, Hidden: true})
	}
	rows, columns := map[int]bool{}, map[int]bool{}
	for p := range want.cells {
		rows[p.row] = got.rows[p.row] && !want.rows[p.row]
		columns[p.column] = within(got.columns, p.column) && !within(want.columns, p.column)
	}
	for _, r := range stretches(rows) {
		out = append(out, Difference{At: fmt.Sprintf("%s!%d:%d", want.name, r.from, r.to), Hidden: true})
	}
	for _, c := range stretches(columns) {
		out = append(out, Difference{At: fmt.Sprintf("%s!%s:%s", want.name, sheetml.ColumnName(c.from), sheetml.ColumnName(c.to)), Hidden: true})
	}
	return out
}

func within(list []sheetml.Columns, column int) bool {
	return slices.ContainsFunc(list, func(c sheetml.Columns) bool { return c.From <= column && column <= c.To })
}

// stretch is rows or columns that follow each other.
type stretch struct{ from, to int }

// stretches are the numbers that hold, neighbours of those that are told together.
func stretches(holds map[int]bool) []stretch {
	var out []stretch
	joins := false
	for _, n := range slices.Sorted(maps.Keys(holds)) {
		switch {
		case holds[n] && joins:
			out[len(out)-1].to = n
		case holds[n]:
			out = append(out, stretch{n, n})
		}
		joins = holds[n]
	}
	return out
}
