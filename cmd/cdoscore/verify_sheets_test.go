package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestVerifyNamesAnEditInEverySheet raises one figure in each sheet of a unit's and of the
// city's workbook, of a day and of a month, and wants each of them named, and no other cell.
func TestVerifyNamesAnEditInEverySheet(t *testing.T) {
	dir := t.TempDir()
	rectifyCity.write(t, dir)
	files{"in/2026-03-02.csv": payments(2)}.write(t, dir)
	deliverAt(t, dir, "2026-03-02T20:00:00+08:00")
	const now = "2026-03-03T06:00:00+08:00"
	must(t, exitDone, "run", dir, "--now", now)
	must(t, exitDone, "scorecards", dir, "--period", "2026-03", "--now", now)
	for _, path := range []string{"reports/2026-03-02/unit-hrss.xlsx", "reports/2026-03-02/city.xlsx", "scorecards/2026-03/unit-hrss.xlsx", "scorecards/2026-03/city.xlsx"} {
		t.Run(path, func(t *testing.T) {
			path := filepath.Join(dir, filepath.FromSlash(path))
			changes := figureInEachSheet(readBook(t, path))
			if len(changes) < 6 {
				t.Fatalf("figures in %d sheets only: %v", len(changes), changes)
			}
			raised := edited(t, path, func(f *excelize.File) error {
				for _, c := range changes {
					if err := f.SetCellFloat(c.sheet, c.cell, c.number+1, -1, 64); err != nil {
						return err
					}
				}
				return nil
			})
			got := cdoscore(t, "verify", raised, "-w", dir, "--now", now)
			if got.code != exitFailUnder || !strings.Contains(got.stderr, fmt.Sprintf("有 %d 处", len(changes))) {
				t.Errorf("exit code %d, want %d with %d cells: %s", got.code, exitFailUnder, len(changes), got.stderr)
			}
			for _, c := range changes {
				if !strings.Contains(got.stdout, c.sheet+"!"+c.cell+"：") {
					t.Errorf("%s!%s is not named:\n%s", c.sheet, c.cell, got.stdout)
				}
			}
		})
	}
}

type figureCell struct {
	sheet, cell string
	number      float64
}

// figureInEachSheet is the first number of every sheet that has one.
func figureInEachSheet(b *sheetBook) []figureCell {
	var out []figureCell
	for _, s := range b.sheets {
		first := func() (figureCell, bool) {
			for row := 1; row <= s.last; row++ {
				for column := 1; column <= 60; column++ {
					if c := s.rows[row][column]; c.numeric {
						return figureCell{s.name, nameOf(row, column), c.number}, true
					}
				}
			}
			return figureCell{}, false
		}
		if c, ok := first(); ok {
			out = append(out, c)
		}
	}
	return out
}
