package main

import (
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The columns of a form, by their headings.
const (
	inUnit, inSelf, inSelfText, inEvidence = "E", "G", "H", "I"
	inFirst, inFirstText                   = "J", "K"
	inSecond, inSecondText                 = "M", "N"
)

// fill opens a form, lets edit change it, and saves it beside under a name.
func (y *evaluatedYear) fill(form, as string, edit func(f *excelize.File, sheet string, row int, item, unit string)) string {
	y.t.Helper()
	f, err := excelize.OpenFile(filepath.Join(y.out, form))
	if err != nil {
		y.t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			y.t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) >= 5 && y.names[row[4]] != "" {
				edit(f, sheet, i+1, row[0], y.names[row[4]])
			}
		}
	}
	path := filepath.Join(y.out, as)
	if err := f.SaveAs(path); err != nil {
		y.t.Fatal(err)
	}
	return path
}

func (y *evaluatedYear) set(f *excelize.File, sheet, column string, row int, value any) {
	y.t.Helper()
	if err := f.SetCellValue(sheet, fmt.Sprint(column, row), value); err != nil {
		y.t.Fatal(err)
	}
}

// place numbers units and items, so that points differ.
func (y *evaluatedYear) place(unit, item string) int {
	u := slices.IndexFunc(y.want.units, func(x trueUnit) bool { return x.ID == unit })
	return u + slices.Index([]string{"A5", "D4", "E1", "E2", "F2", "G1", "H1"}, item)
}

func pointsOf(text string) float64 {
	r, _ := new(big.Rat).SetString(text)
	x, _ := r.Float64()
	return x
}

// measured reports whether an item needs no reviewer.
func (y *evaluatedYear) measured(unit, item string) bool {
	return y.steps[item] == nil || item == "G1" && (unit == "yuexiu" || unit == "haizhu")
}

func (y *evaluatedYear) selfAssess() {
	y.assess(exitDone, "review-form", "--stage", "self", "-o", y.out)
	var files []string
	for _, u := range y.want.units {
		files = append(files, y.fill("self-"+u.ID+".xlsx", "filled-"+u.ID+".xlsx", y.fillSelf))
	}
	y.wrongSelf(files[1:])
	entries := 33*(6+1) + 33 // every reviewer's item, and one that is measured
	if got := y.assess(exitDone, append([]string{"import"}, files...)...).stdout; !strings.Contains(got, fmt.Sprintf("登记 %d 条", entries)) {
		y.t.Errorf("imported: %s, want %d entries", got, entries)
	}
	y.advance(exitDone, "first")
}

func (y *evaluatedYear) fillSelf(f *excelize.File, sheet string, row int, item, unit string) {
	if item == "B1" {
		y.set(f, sheet, inSelf, row, 4.25)
		return
	}
	steps := y.steps[item]
	if steps == nil {
		return
	}
	if unit == "gas" && item == "F2" {
		y.set(f, sheet, inSelf, row, 0)
		return
	}
	y.set(f, sheet, inSelf, row, pointsOf(steps[0]))
	y.set(f, sheet, inSelfText, row, "已完成")
	y.set(f, sheet, inEvidence, row, strings.ToUpper(unit)+"-"+item[:1]+"0"+item[1:]+"-001")
}

// wrongSelf hands in, among good forms, one with a wrong entry of every kind: each
// must be named, and nothing is taken in.
func (y *evaluatedYear) wrongSelf(good []string) {
	cells := map[string]string{}
	wrong := y.fill("self-yuexiu.xlsx", "wrong-yuexiu.xlsx", func(f *excelize.File, sheet string, row int, item, unit string) {
		y.fillSelf(f, sheet, row, item, unit)
		at := func(column string) string { return fmt.Sprintf("%s!%s%d: ", sheet, column, row) }
		switch item {
		case "A1":
			y.set(f, sheet, inSelf, row, 10.01)
			cells[at(inSelf)] = "得分 10.01 超出分值 10"
		case "A2":
			y.set(f, sheet, inUnit, row, "海珠区")
			cells[at(inUnit)] = "单位被改动：原为“越秀区”，现为“海珠区”"
		case "A5":
			y.set(f, sheet, inSelf, row, 1.5)
			cells[at(inSelf)] = "得分 1.5 不是规定档位（2 / 1 / 0）"
		case "B1":
			y.set(f, sheet, inSelf, row, 1.234)
			cells[at(inSelf)] = "得分“1.234”无效"
		case "C1":
			y.set(f, sheet, inSelfText, row, "只有说明")
			cells[at(inSelf)] = "未填得分"
		case "D4":
			y.set(f, sheet, inSelf, row, "3分")
			cells[at(inSelf)] = "得分须为数字，现为“3分”"
		case "E1":
			y.set(f, sheet, inSelf, row, 5)
			cells[at(inSelf)] = "得分 5 超出分值 4"
		case "E2":
			y.set(f, sheet, inEvidence, row, "")
			cells[at(inEvidence)] = "须填写单位 yuexiu 指标 E2 的佐证编号"
		case "F2":
			y.set(f, sheet, inEvidence, row, "YUEXIU-F02-009")
			cells[at(inEvidence)] = "佐证编号“YUEXIU-F02-009”未登记"
		case "G1":
			y.set(f, sheet, inEvidence, row, "YUEXIU-E01-001")
			cells[at(inEvidence)] = "属于指标 E1"
		case "H1":
			y.set(f, sheet, inEvidence, row, "HRSS-H01-001")
			cells[at(inEvidence)] = "属于单位 hrss"
			y.set(f, sheet, "C", row, 30)
			cells[at("C")] = "锁定单元格被改动：原为“3”，现为“30”"
		}
	})
	c := y.assess(exitFailUnder, append([]string{"import", wrong}, good...)...)
	for cell, said := range cells {
		if !slices.ContainsFunc(strings.Split(c.stderr, "\n"), func(line string) bool { return strings.Contains(line, cell) && strings.Contains(line, said) }) {
			y.t.Errorf("the wrong entry %s%s is not named:\n%s", cell, said, c.stderr)
		}
	}
	if n := strings.Count(c.stderr, "wrong-yuexiu.xlsx, "); n != len(cells) || strings.Count(c.stderr, "\n") != n+1 || !strings.Contains(c.stderr, "未导入任何内容") {
		y.t.Errorf("%d wrong entries named, want %d:\n%s", n, len(cells), c.stderr)
	}
}

// given is what a reviewer gives: the two differ for every seventh place by all the
// points, for every fifth by a half, which is beyond the threshold too.
func (y *evaluatedYear) given(reviewer, unit, item string) string {
	steps, n := y.steps[item], y.place(unit, item)
	if unit == "gas" && item == "F2" {
		return "0"
	}
	switch {
	case unit == "yuexiu" || unit == "hrss": // one of the first two has to stand back, and no fourth is there
	case reviewer == "乙" && n%7 == 0:
		return steps[(n%2)*2]
	case reviewer == "甲" && n%7 == 0:
		return steps[2-(n%2)*2]
	case reviewer == "丙" && n%7 == 0 || reviewer == "乙" && n%5 == 0:
		return steps[1]
	}
	return steps[n%2]
}

func (y *evaluatedYear) fillReview(reviewer, form string) string {
	return y.fill(form, "filled-"+form, func(f *excelize.File, sheet string, row int, item, unit string) {
		if !y.unlocked(f, sheet, inFirst, row) {
			return
		}
		points := y.given(reviewer, unit, item)
		y.set(f, sheet, inFirst, row, pointsOf(points))
		if points != y.steps[item][0] {
			y.set(f, sheet, inFirstText, row, reviewer+"的扣分原因")
		}
	})
}

func (y *evaluatedYear) unlocked(f *excelize.File, sheet, column string, row int) bool {
	y.t.Helper()
	id, err := f.GetCellStyle(sheet, fmt.Sprint(column, row))
	if err != nil {
		y.t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		y.t.Fatal(err)
	}
	return style.Protection != nil && !style.Protection.Locked
}

func (y *evaluatedYear) reviewFirst() {
	y.assess(exitDone, "review-form", "--reviewer", "甲,乙", "--all", "-o", y.out)
	y.ownUnit()
	y.assess(exitDone, "import", y.fillReview("甲", "first-甲.xlsx"), y.fillReview("乙", "first-乙.xlsx"))
	y.assess(exitDone, "review-form", "--reviewer", "甲,丙", "--all", "-o", y.out)
	text := workbookText(y.t, filepath.Join(y.out, "first-甲.xlsx"))
	if strings.Contains(text, "乙") || !strings.Contains(text, "甲的扣分原因") {
		y.t.Error("a reviewer's form shows another's review, or lacks the own one")
	}
	y.assess(exitDone, "import", y.fillReview("丙", "first-丙.xlsx"))
	y.advance(exitDone, "second")
}

// ownUnit has a reviewer write into the row of the own unit.
func (y *evaluatedYear) ownUnit() {
	cell := ""
	wrong := y.fill("first-甲.xlsx", "own.xlsx", func(f *excelize.File, sheet string, row int, item, unit string) {
		if item == "E1" && unit == "yuexiu" {
			y.set(f, sheet, inFirst, row, 4)
			cell = fmt.Sprintf("%s!%s%d: ", sheet, inFirst, row)
		}
		if item == "F2" && unit == "gas" {
			y.set(f, sheet, inFirst, row, 4)
		}
	})
	y.refused(exitFailUnder, []string{"own.xlsx, " + cell + "评审人 甲 不得评审所在单位", "单位 gas 的指标 F2 没有佐证"}, "import", wrong)
}

func workbookText(t *testing.T, path string) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return b.String()
}
