package sheetml

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"cdoscore/connectors/connectortest"

	"github.com/xuri/excelize/v2"
)

func TestX(t *testing.T) {
	var read, refused int
	for _, path := range connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx", ".xlsm") {
		name := filepath.Base(path)
		w, done, err := openFile(path)
		if err != nil {
			refused++
			t.Logf("%s: refused %v", name, err)
			continue
		}
		f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Logf("%s: excelize cannot open: %v", name, err)
		}
		ok := true
		for _, s := range w.Sheets {
			ours, err := cellsOf(w, s)
			if err != nil {
				t.Logf("%s %s: %v", name, s.Name, err)
				ok = false
				continue
			}
			if f == nil {
				continue
			}
			theirs, err := excelizeCells(f, s.Name)
			if err != nil {
				t.Logf("%s %s: excelize: %v", name, s.Name, err)
				continue
			}
			n := 0
			for cell, text := range ours {
				if theirs[cell] != text {
					if n++; n < 6 {
						t.Logf("%s %s %s: ours %q, excelize %q", name, s.Name, cell, text, theirs[cell])
					}
				}
			}
			for cell, text := range theirs {
				if _, ok := ours[cell]; !ok && text != "" {
					t.Logf("%s %s %s: only excelize %q", name, s.Name, cell, text)
				}
			}
		}
		done()
		if ok {
			read++
		} else {
			refused++
		}
	}
	t.Logf("read %d refused %d", read, refused)
}

func excelizeCells(f *excelize.File, sheet string) (map[string]string, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cells := map[string]string{}
	for n := 1; rows.Next(); n++ {
		values, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			if v != "" {
				cells[CellName(i+1, n)] = v
			}
		}
	}
	return cells, rows.Error()
}

var testLimits = Limits{Bytes: 1 << 30, Ratio: 500, Strings: 256 << 20, Rows: MaxRows}

func openFile(path string) (*Workbook, func() error, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	w, err := Open(f, info.Size(), testLimits, func() error { return nil })
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return w, f.Close, nil
}

func cellsOf(w *Workbook, s Sheet) (map[string]string, error) {
	rows, err := w.Rows(s)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cells := map[string]string{}
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return cells, nil
		}
		if err != nil {
			return nil, err
		}
		for _, c := range row.Cells {
			if c.Filled {
				cells[fmt.Sprint(CellName(c.Column, row.Number))] = string(row.Text(c))
			}
		}
	}
}
