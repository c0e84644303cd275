package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestCheckTellsOfAWorkbooksOddities checks a workbook with a title above its
// header, a hidden sheet, a row of totals and an identity number that Excel keeps as
// a number: it is judged by the right header, and each oddity is told.
func TestCheckTellsOfAWorkbooksOddities(t *testing.T) {
	dir := t.TempDir()
	files{"spec.yaml": `
title: 缴费
source: {excel: {path: x.xlsx, totals: [合计]}}
fields:
  - {name: name, title: 姓名, required: true}
  - {name: id_no, title: 身份证号}
`}.write(t, dir)
	f := excelize.NewFile()
	defer f.Close()
	for cell, value := range map[string]any{"A1": "某局缴费明细表", "A3": "姓名", "B3": "身份证号", "A4": "甲", "B4": 4.40524188001010014e17, "A5": "乙", "B5": "440524188001010014", "A6": "合 计"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("内部"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetVisible("内部", false); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "x.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	spec := filepath.Join(dir, "spec.yaml")
	required := printed(t, must(t, exitDone, "check", path, "--spec", spec, "--format", "json"))
	for _, o := range required {
		if o.Kind == "required" && (o.Total != 2 || o.Failed != 0) {
			t.Errorf("%+v: want 2 rows and no fault", o)
		}
	}
	for _, o := range required {
		if o.Kind == "readable" && len(o.Warnings) != 4 {
			t.Errorf("%+v: want 4 warnings", o)
		}
	}
	text := must(t, exitDone, "check", path, "--spec", spec, "--lang", "en")
	for _, want := range []string{
		"note: hidden sheets were not read: 内部;", "note: rows above the header were taken for a title, not for data; 1 in all, such as sheet Sheet1, row 1",
		"note: rows of totals were not taken for data; 1 in all, such as sheet Sheet1, row 6", "note: precision lost at source:", "1 in all, such as sheet Sheet1, cell B4",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
