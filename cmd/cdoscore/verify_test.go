package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// edited changes a copy of a workbook by hand.
func edited(t *testing.T, book string, change func(f *excelize.File) error) string {
	t.Helper()
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := change(f); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "edited.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// rewrite replaces a text in a part of a workbook.
func rewrite(f *excelize.File, part, from, to string) error {
	content, ok := f.Pkg.Load(part)
	if !ok || !strings.Contains(string(content.([]byte)), from) {
		return fmt.Errorf("no %q in %s", from, part)
	}
	f.Pkg.Store(part, []byte(strings.ReplaceAll(string(content.([]byte)), from, to)))
	return nil
}

// dot is a picture of one pixel.
func dot(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// recolour changes the style of a cell.
func recolour(f *excelize.File, sheet, cell string, change func(*excelize.Style)) error {
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	style, err := f.GetStyle(id)
	if err != nil {
		return err
	}
	if style.Font == nil {
		style.Font = &excelize.Font{}
	}
	change(style)
	if id, err = f.NewStyle(style); err != nil {
		return err
	}
	return f.SetCellStyle(sheet, cell, cell, id)
}

// TestVerifyNamesEditedCells verifies workbooks of a day and of a month as they are,
// with what a unit fills in, and after every kind of edit.
func TestVerifyNamesEditedCells(t *testing.T) {
	dir := t.TempDir()
	rectifyCity.write(t, dir)
	files{"in/2026-03-02.csv": payments(2)}.write(t, dir)
	deliverAt(t, dir, "2026-03-02T20:00:00+08:00")
	const now, later = "2026-03-03T06:00:00+08:00", "2027-05-04T09:00:00+08:00"
	must(t, exitDone, "run", dir, "--now", now)
	must(t, exitDone, "scorecards", dir, "--period", "2026-03", "--now", now)
	day := filepath.Join(dir, "reports", "2026-03-02", "unit-hrss.xlsx")
	untouched := func(*excelize.File) error { return nil }
	for _, book := range []string{
		day, filepath.Join(dir, "reports", "2026-03-02", "unit-hrss.en.xlsx"), filepath.Join(dir, "reports", "2026-03-02", "city.xlsx"),
		filepath.Join(dir, "scorecards", "2026-03", "unit-hrss.xlsx"), filepath.Join(dir, "scorecards", "2026-03", "city.xlsx"),
		edited(t, day, untouched),
		fillIn(t, day, map[string]string{"整改措施": "补充校验", "完成情况": "整改中"}),
		object(t, day, "HRSS-20260302-00000000", "有异议", "依据", "", "张某"),
	} {
		if out := must(t, exitDone, "verify", book, "-w", dir, "--now", later); !strings.Contains(out, "与台账一致") {
			t.Errorf("%s: %s", book, out)
		}
	}
	for name, c := range map[string]struct {
		change func(f *excelize.File) error
		want   []string
	}{
		"a number":  {func(f *excelize.File) error { return f.SetCellFloat("规则明细", "J8", 99.5, 2, 64) }, []string{"规则明细!J8", "99.5"}},
		"a text":    {func(f *excelize.File) error { return f.SetCellStr("封面", "B8", "优秀之至") }, []string{"封面!B8", "优秀之至"}},
		"a formula": {func(f *excelize.File) error { return f.SetCellFormula("评估结论", "C8", "=100") }, []string{"评估结论!C8", "公式"}},
		"a number format": {func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: new("\"98.00\"")})
			if err != nil {
				return err
			}
			return f.SetCellStyle("封面", "B14", "B14", style)
		}, []string{"封面!B14", "数字格式"}},
		"a removed row":  {func(f *excelize.File) error { return f.RemoveRow("规则明细", 8) }, []string{"规则明细!A8"}},
		"an emptied one": {func(f *excelize.File) error { return f.SetCellStr("规则明细", "A8", "") }, []string{"规则明细!A8", "被删除"}},
		"an added one":   {func(f *excelize.File) error { return f.SetCellStr("数据集得分", "AZ90", "另加") }, []string{"数据集得分!AZ90", "另加"}},
		"a lost sheet":   {func(f *excelize.File) error { return f.DeleteSheet("报送台账") }, []string{"报送台账", "缺少"}},
		"another sheet":  {func(f *excelize.File) error { _, err := f.NewSheet("附件"); return err }, []string{"附件"}},
		"hidden rows": {func(f *excelize.File) error {
			return errors.Join(f.SetRowVisible("规则明细", 8, false), f.SetRowVisible("规则明细", 9, false))
		}, []string{"规则明细!8:9", "被隐藏"}},
		"a flat row":     {func(f *excelize.File) error { return f.SetRowHeight("规则明细", 8, 1) }, []string{"规则明细!8:8", "被隐藏"}},
		"hidden columns": {func(f *excelize.File) error { return f.SetColVisible("规则明细", "I:K", false) }, []string{"规则明细!I:K", "被隐藏"}},
		"a thin column":  {func(f *excelize.File) error { return f.SetColWidth("封面", "B", "B", 0.2) }, []string{"封面!B:B", "被隐藏"}},
		"white on white": {func(f *excelize.File) error {
			return recolour(f, "封面", "B14", func(s *excelize.Style) { s.Font.Color, s.Fill = "FFFFFF", excelize.Fill{} })
		}, []string{"封面!B14", "底色同色"}},
		"ground like its text": {func(f *excelize.File) error {
			return recolour(f, "规则明细", "J8", func(s *excelize.Style) {
				s.Font.Color, s.Fill = "203040", excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"213141"}}
			})
		}, []string{"规则明细!J8", "底色同色"}},
		"another range": {func(f *excelize.File) error {
			return rewrite(f, "xl/charts/chart1.xml", "!$A$", "!$E$")
		}, []string{"图表取自", "不再取自"}},
		"a range no longer drawn": {func(f *excelize.File) error {
			return rewrite(f, "xl/charts/chart1.xml", "<f>", "<f>x")
		}, []string{"不再取自"}},
		"a picture": {func(f *excelize.File) error {
			return f.AddPictureFromBytes("封面", "B8", &excelize.Picture{Extension: ".png", File: dot(t), Format: &excelize.GraphicOptions{}})
		}, []string{"封面：多出 1 个图片"}},
		"a text box": {func(f *excelize.File) error {
			return f.AddShape("规则明细", &excelize.Shape{Cell: "J8", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: "100"}}})
		}, []string{"规则明细：多出 1 个图片或形状"}},
		"a hidden sheet": {func(f *excelize.File) error { return f.SetSheetVisible("报送台账", false) }, []string{"报送台账：被隐藏"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := cdoscore(t, "verify", edited(t, day, c.change), "-w", dir, "--now", later)
			if got.code != exitFailUnder {
				t.Errorf("exit code %d, want %d: %s", got.code, exitFailUnder, got.stderr)
			}
			for _, want := range c.want {
				if !strings.Contains(got.stdout, want) {
					t.Errorf("no %q in %s", want, got.stdout)
				}
			}
			if hidden := strings.Contains(strings.Join(c.want, ""), "被隐藏") || strings.Contains(strings.Join(c.want, ""), "底色"); hidden && strings.Count(got.stdout, "\n") != 1 {
				t.Errorf("more than what is hidden is named: %s", got.stdout)
			}
		})
	}

	// A re-run of the night with other data supersedes what the workbook shows.
	files{"in/2026-03-02.csv": payments(5)}.write(t, dir)
	must(t, exitDone, "run", dir, "--slot", "2026-03-02", "--refetch", "--now", "2026-03-04T06:00:00+08:00")
	old := filepath.Join(dir, "scorecards", "2026-03", "unit-hrss.xlsx")
	if got := cdoscore(t, "verify", old, "-w", dir, "--now", later); got.code != exitFailUnder || !strings.Contains(got.stdout, "结果已更新") {
		t.Errorf("exit code %d: %s", got.code, got.stdout)
	}
}

func TestVerifyRefusesOtherWorkbooks(t *testing.T) {
	dir := t.TempDir()
	rectifyCity.write(t, dir)
	path := filepath.Join(t.TempDir(), "other.xlsx")
	f := excelize.NewFile()
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if got := cdoscore(t, "verify", path, "-w", dir); got.code != exitUsage || !strings.Contains(got.stderr, "no assessment workbook") {
		t.Errorf("exit code %d: %s", got.code, got.stderr)
	}
}
