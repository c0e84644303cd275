package xlsx

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestLinesAreTextOnAsManySheetsAsNeeded writes more lines than a sheet may take,
// among them texts that look like formulas and numbers.
func TestLinesAreTextOnAsManySheetsAsNeeded(t *testing.T) {
	var out bytes.Buffer
	l, err := NewLines(&out, "人员/名册")
	if err != nil {
		t.Fatal(err)
	}
	l.most = 3
	var want []string
	for i := range 7 {
		line := []string{fmt.Sprint(i), "=cmd|' /C calc'!A0", "110101199003070011", "+1", "@x", ""}
		want = append(want, strings.Join(line[:5], "|"))
		if err := l.Line(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if sheets := f.GetSheetList(); !slices.Equal(sheets, []string{"人员-名册", "人员-名册-2", "人员-名册-3"}) {
		t.Errorf("%q", sheets)
	}
	var got []string
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			got = append(got, strings.Join(row, "|"))
			for c := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, i+1)
				if formula, err := f.GetCellFormula(sheet, cell); formula != "" || err != nil {
					t.Errorf("%s!%s is the formula %q, %v", sheet, cell, formula, err)
				}
				if kind, err := f.GetCellType(sheet, cell); err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
					t.Errorf("%s!%s is of type %d, %v", sheet, cell, kind, err)
				}
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestATextThatNoCellHoldsIsAnError(t *testing.T) {
	l, err := NewLines(&bytes.Buffer{}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Line([]string{"a", strings.Repeat("长", 32_768)}); err == nil || !strings.Contains(err.Error(), "line 1, column 2") {
		t.Errorf("%v", err)
	}
}
