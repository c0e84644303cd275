package xlsx

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
	"cdoscore/rules"
)

func reviewFixture(stage, lang string) reports.ReviewForm {
	four, nothing, self := int64(400), int64(0), int64(250)
	row := reports.ReviewRow{
		Indicator: "E1", Name: rules.Text{ZhHans: "开发利用", ZhHant: "開發利用", En: "Use"}, Most: 400, Mode: "reviewer",
		Unit: "north", UnitName: rules.Text{ZhHans: "北局"}, Self: &self, SelfText: "=1+1", Evidence: "NORTH-E01-001", Open: true,
	}
	row.Steps = []reports.ReviewStep{{Points: four, Text: rules.Text{ZhHans: "好"}}, {Points: nothing, Text: rules.Text{ZhHans: "无"}}}
	own := row
	own.Unit, own.UnitName, own.Open, own.Recused = "south", rules.Text{ZhHans: "南局"}, false, true
	return reports.ReviewForm{
		Cycle: "2026", Version: 1, Stage: stage, Reviewer: "甲", Lang: lang, Zone: "Asia/Shanghai", Number: "0123456789abcdef", Document: "文1号",
		At: time.Date(2027, 1, 10, 9, 0, 0, 0, time.UTC), Sheets: []reports.ReviewSheet{{Indicator: "E1", Name: row.Name, Rows: []reports.ReviewRow{row, own}}},
	}
}

func writeFixture(t *testing.T, f reports.ReviewForm, edit func(*excelize.File)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "form.xlsx")
	if err := WriteReviewForm(path, f); err != nil {
		t.Fatal(err)
	}
	if edit == nil {
		return path
	}
	x, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	edit(x)
	if err := x.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReviewFormIsLaidOutForItsStage(t *testing.T) {
	headings := "指标编码 二级指标 分值 评分标准（档位） 单位 系统取数 自评得分 自评说明 佐证编号 初审得分 扣分原因 初审人 复审得分 复审意见 复审人 最终得分"
	for stage, open := range map[string]string{reports.StageSelf: "GHI", reports.StageFirst: "JK", reports.StageSecond: "MN", reports.StageFeedback: ""} {
		t.Run(stage, func(t *testing.T) {
			x, err := excelize.OpenFile(writeFixture(t, reviewFixture(stage, "zh-Hans"), nil))
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close()
			const sheet = "E1 开发利用"
			rows, err := x.GetRows(sheet)
			if err != nil || strings.Join(rows[firstRow-2], " ") != headings {
				t.Fatalf("headings %q, %v", rows[firstRow-2], err)
			}
			unlocked := ""
			for column := 'A'; column <= 'P'; column++ {
				id, err := x.GetCellStyle(sheet, string(column)+"7")
				if err != nil {
					t.Fatal(err)
				}
				style, err := x.GetStyle(id)
				if err != nil {
					t.Fatal(err)
				}
				if style.Protection != nil && !style.Protection.Locked {
					unlocked += string(column)
				}
			}
			if unlocked != open {
				t.Errorf("columns %s are unlocked, want %s", unlocked, open)
			}
			if got, err := x.GetSheetProtection(sheet); err != nil || !got.SelectUnlockedCells {
				t.Errorf("protection %+v, %v", got, err)
			}
			lists, err := x.GetDataValidations(sheet)
			if err != nil || (len(lists) == 1) != (open != "") || len(lists) == 1 && lists[0].Formula1 != "'填报选项'!$A$2:$A$3" {
				t.Errorf("drop-downs %+v, %v", lists, err)
			}
			for _, hidden := range []string{"填报选项", "表单标识"} {
				if visible, err := x.GetSheetVisible(hidden); err != nil || visible {
					t.Errorf("sheet %s is visible: %t, %v", hidden, visible, err)
				}
			}
		})
	}
}

func TestReviewFormIsReadBack(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
		f := reviewFixture(reports.StageFirst, lang)
		issued := func(number string) (reports.ReviewForm, bool, error) { return f, number == f.Number, nil }
		path := writeFixture(t, f, func(x *excelize.File) {
			sheet := x.GetSheetName(0)
			for cell, v := range map[string]any{"J7": 4, "K7": " 原因 ", "J8": 4, "C7": 40, "E8": "北局", "R20": "x"} {
				if err := x.SetCellValue(sheet, cell, v); err != nil {
					t.Fatal(err)
				}
			}
		})
		got, err := ReadReviewForm(path, issued)
		if err != nil {
			t.Fatal(err)
		}
		var wrong []string
		for _, p := range got.Problems {
			_, cell, _ := strings.Cut(p.At, "!")
			wrong = append(wrong, cell+" "+p.Note.Key)
		}
		if want := []string{"C7 wrong.edited", "E8 wrong.foreign_unit", "R20 wrong.edited"}; !slices.Equal(wrong, want) {
			t.Errorf("%s: wrong cells %q, want %q", lang, wrong, want)
		}
		if l := got.Lines[0]; l.Points.Text != "4" || !l.Points.Number || l.Text.Text != "原因" || !strings.HasSuffix(l.Points.At, "!J7") {
			t.Errorf("%s: line %+v", lang, l)
		}
		if l := got.Lines[1]; l.Points.Text != "4" || !l.Row.Recused {
			t.Errorf("%s: the own unit's line %+v", lang, l)
		}
	}
}

func TestWhatIsNoFormIsRefused(t *testing.T) {
	f := reviewFixture(reports.StageFirst, "zh-Hans")
	none := func(string) (reports.ReviewForm, bool, error) { return f, false, nil }
	if _, err := ReadReviewForm(writeFixture(t, f, nil), none); !errors.Is(err, ErrNoForm) {
		t.Errorf("a form that was never issued: %v", err)
	}
	lost := writeFixture(t, f, func(x *excelize.File) {
		if err := x.DeleteSheet("表单标识"); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := ReadReviewForm(lost, none); !errors.Is(err, ErrNoForm) {
		t.Errorf("a form without identification: %v", err)
	}
	renamed := writeFixture(t, f, func(x *excelize.File) {
		if err := x.SetSheetName("E1 开发利用", "别名"); err != nil {
			t.Fatal(err)
		}
	})
	got, err := ReadReviewForm(renamed, func(string) (reports.ReviewForm, bool, error) { return f, true, nil })
	if err != nil || len(got.Problems) != 1 || got.Problems[0].Note.Key != "wrong.sheet" {
		t.Errorf("a renamed sheet: %+v, %v", got.Problems, err)
	}
	text := filepath.Join(t.TempDir(), "form.xlsx")
	if err := os.WriteFile(text, []byte("no workbook"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadReviewForm(text, none); err == nil || !strings.Contains(err.Error(), "cannot be read as a workbook") {
		t.Errorf("a text file: %v", err)
	}
}

func TestTheSameFormIsTheSameBytes(t *testing.T) {
	f := reviewFixture(reports.StageSecond, "zh-Hans")
	first, err := reviewForm(f)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, err := reviewForm(f); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("other bytes, %v", err)
		}
	}
}
