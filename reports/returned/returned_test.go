package returned_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/check"
	"cdoscore/reports/returned"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const spec = `
title: 社会保险缴费记录
key: [id_no]
source: {excel: {path: x.xlsx, totals: [合计]}}
fields:
  - {name: id_no, title: 身份证号, type: string, format: resident_id, required: true, pii: id}
  - {name: name, title: 姓名, required: true, pii: name}
  - {name: amount, title: 金额, type: "decimal(12,2)", range: {exclusive_min: 0}}
  - {name: paid_on, title: 缴费日期, type: date}
  - {name: status, title: 状态, in: [正常, 中断], required: true}
rules:
  - {id: paid, title: 金额与状态一致, expr: "amount > 1 OR status = '正常'", severity: minor}
  - {id: large, title: 金额偏大, expr: "amount < 100000", severity: info}
`

// planted are the cells with a fault of the workbook that plant writes, and the
// rules of each row.
var planted = map[string]string{"B5": "必改", "D5": "必改", "F5": "必改", "B6": "必改", "D6": "提示", "B7": "必改", "C7": "必改", "D7": "应改", "F7": "应改", "B8": "必改"}

var plantedRules = []string{"amount.range D5", "id_no.format B5", "id_no.required B6", "id_no.unique B7", "id_no.unique B8", "large D6", "name.required C7", "paid D5, F5", "paid D7, F7", "status.in F5"}

// plant writes a workbook with a title above its header, a column left of its data,
// formats, a formula, a row of totals, a note and a second sheet.
func plant(t testing.TB, file string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	const s = "甲's 明细"
	must(t, f.SetSheetName("Sheet1", s))
	set := func(cell string, v any) { must(t, f.SetCellValue(s, cell, v)) }
	style := func(o *excelize.Style) int {
		id, err := f.NewStyle(o)
		must(t, err)
		return id
	}
	set("B1", "某局缴费明细表")
	must(t, f.MergeCell(s, "B1", "F1"))
	for i, h := range []string{"身份证号", "姓名", "金额", "缴费日期", "状态"} {
		set(fmt.Sprintf("%c3", 'B'+i), h)
	}
	text, date := style(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}}), style(&excelize.Style{NumFmt: 14})
	green := style(&excelize.Style{NumFmt: 4, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"00FF00"}}})
	rows := [][]any{
		{"11010519491231002X", "张三", 100.5, "正常"}, {"110105194912310021", "李四", -3, "=危险"}, {nil, "王五", 200000, "中断"},
		{"440524188001010014", nil, 0.5, "中断"}, {"440524188001010014", "赵六", 12, "正常"},
	}
	for i, r := range rows {
		n := i + 4
		for c, v := range map[string]any{"B": r[0], "C": r[1], "D": r[2], "E": time.Date(2026, 3, 1+i, 0, 0, 0, 0, time.UTC), "F": r[3]} {
			if v != nil {
				set(fmt.Sprintf("%s%d", c, n), v)
			}
		}
		must(t, f.SetCellStyle(s, fmt.Sprintf("B%d", n), fmt.Sprintf("B%d", n), text))
		must(t, f.SetCellStyle(s, fmt.Sprintf("D%d", n), fmt.Sprintf("D%d", n), green))
		must(t, f.SetCellStyle(s, fmt.Sprintf("E%d", n), fmt.Sprintf("E%d", n), date))
	}
	set("B9", "合计")
	must(t, f.SetCellFormula(s, "D9", "SUM(D4:D8)"))
	must(t, f.AddComment(s, excelize.Comment{Cell: "B5", Author: "某", Text: "原批注"}))
	must(t, f.SetColWidth(s, "B", "B", 24))
	must(t, f.SetPanes(s, &excelize.Panes{Freeze: true, YSplit: 3, TopLeftCell: "A4", ActivePane: "bottomLeft"}))
	_, err := f.NewSheet("说明")
	must(t, err)
	must(t, f.SetCellValue("说明", "B2", "007"))
	must(t, f.SaveAs(file))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func writeFile(file, text string) error { return os.WriteFile(file, []byte(text), 0o600) }

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// byLibreOffice converts a file; the test is skipped where there is no soffice.
func byLibreOffice(t *testing.T, file, kind, dir string) string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("there is no LibreOffice (soffice) to reopen the workbook with")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, soffice, "--headless", "-env:UserInstallation=file://"+filepath.Join(t.TempDir(), "profile"), "--convert-to", kind, "--outdir", dir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	return filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))+"."+strings.SplitN(kind, ":", 2)[0])
}

const dataSheet = "甲's 明细"

// indexed is "rule cells" of every row of the index in a state.
func indexed(t testing.TB, file, state string) []string {
	t.Helper()
	f, err := excelize.OpenFile(file, excelize.Options{RawCellValue: true})
	must(t, err)
	defer f.Close()
	rows, err := f.GetRows("错误索引")
	must(t, err)
	want := []string{"序号", "级别", "工作表", "单元格", "行号", "字段", "现值", "问题说明", "修改方法", "正确示例", "同类问题数", "规则编号", "状态"}
	if d := cmp.Diff(want, rows[0]); d != "" {
		t.Errorf("headings of the index: %s", d)
	}
	var out []string
	for _, r := range rows[1:] {
		if r[12] == state {
			out = append(out, strings.TrimSpace(r[11]+" "+r[3]))
		}
	}
	return sorted(out)
}

// TestEveryPlantedFaultIsMarkedAndNothingElse gives back a workbook of excelize and
// one of LibreOffice, and compares them cell by cell by a reader of its own.
func TestEveryPlantedFaultIsMarkedAndNothingElse(t *testing.T) {
	for _, by := range []string{"excelize", "LibreOffice"} {
		t.Run(by, func(t *testing.T) {
			dir := t.TempDir()
			file, back := filepath.Join(dir, "x.xlsx"), filepath.Join(dir, "r.xlsx")
			plant(t, file)
			if by == "LibreOffice" {
				file = byLibreOffice(t, file, "xlsx", filepath.Join(dir, "lo"))
			}
			f := newFixture(t, spec)
			f.check(t, file)
			out := f.giveBack(t, back, nil)
			if out.Fixed != 0 || out.Left != 0 || out.New != 10 {
				t.Errorf("%+v", out)
			}
			was, is := readBook(t, file), readBook(t, back)
			if d := cmp.Diff(planted, is.filled(dataSheet)); d != "" {
				t.Errorf("marked cells: %s", d)
			}
			sameCells(t, was, is, dataSheet, "G", planted)
			if d := cmp.Diff(plantedRules, indexed(t, back, "新增")); d != "" {
				t.Errorf("index: %s", d)
			}
			words := is.column(dataSheet, "G")
			if len(words) != 5 || !strings.HasPrefix(words[0], "G3 【错误说明】") || !strings.Contains(words[2], "【必改】身份证号：必填项为空") || !strings.Contains(words[2], "【提示】金额：金额偏大") {
				t.Errorf("%q", words)
			}
			if d := cmp.Diff([]string{dataSheet, "说明", "错误索引", "检查结果汇总", "_cdoscore"}, is.names); d != "" {
				t.Error(d)
			}
			if !strings.Contains(is.parts["xl/comments1.xml"], "原批注") {
				t.Error("the note of the officer is gone")
			}
		})
	}
}

// TestReopenedByLibreOffice compares what LibreOffice shows of the data before and
// after.
func TestReopenedByLibreOffice(t *testing.T) {
	dir := t.TempDir()
	file, back := filepath.Join(dir, "x.xlsx"), filepath.Join(dir, "r.xlsx")
	plant(t, file)
	f := newFixture(t, spec)
	f.check(t, file)
	f.giveBack(t, back, nil)
	again := byLibreOffice(t, back, "xlsx", filepath.Join(dir, "lo"))
	book := readBook(t, again)
	got := map[string]string{}
	for cell, c := range book.sheets[dataSheet] {
		if ours[c.fill] != "" {
			got[cell] = ours[c.fill]
		}
	}
	if d := cmp.Diff(planted, got); d != "" {
		t.Errorf("marked cells after LibreOffice: %s", d)
	}
	// What LibreOffice saved is left out by the reader all the same.
	r := f.check(t, again)
	if r.Manifest.Rows != 5 || len(r.Manifest.Columns) != 5 {
		t.Errorf("%d rows, %v", r.Manifest.Rows, r.Manifest.Columns)
	}
	if out := f.giveBack(t, filepath.Join(dir, "r2.xlsx"), nil); out.New != 10 {
		t.Errorf("%+v", out)
	}
	if d := cmp.Diff(planted, readBook(t, filepath.Join(dir, "r2.xlsx")).filled(dataSheet)); d != "" {
		t.Error(d)
	}
}

// TestRoundTrip mends, sorts and deletes rows of the returned workbook, hands it in
// as it is and sees what was fixed.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	file, back, again := filepath.Join(dir, "x.xlsx"), filepath.Join(dir, "r.xlsx"), filepath.Join(dir, "r2.xlsx")
	plant(t, file)
	f := newFixture(t, spec)
	f.check(t, file)
	first := f.giveBack(t, back, nil)

	t.Run("as it is", func(t *testing.T) {
		r := f.check(t, back)
		if r.Manifest.Rows != 5 || len(r.Manifest.Columns) != 5 {
			t.Fatalf("%d rows, columns %v", r.Manifest.Rows, r.Manifest.Columns)
		}
		out := f.giveBack(t, again, first.Record)
		if out.Fixed != 0 || out.Left != 10 || out.New != 0 {
			t.Errorf("%+v", out)
		}
		is := readBook(t, again)
		sameCells(t, readBook(t, file), is, dataSheet, "G", planted)
		if len(is.names) != 5 {
			t.Errorf("the program's sheets stand twice: %q", is.names)
		}
		if n := strings.Count(is.parts["xl/comments1.xml"], "<comment "); n != strings.Count(readBook(t, back).parts["xl/comments1.xml"], "<comment ") {
			t.Errorf("%d notes", n)
		}
	})

	t.Run("mended", func(t *testing.T) {
		mended := filepath.Join(dir, "mended.xlsx")
		b, err := excelize.OpenFile(back)
		must(t, err)
		// Row 5 is mended whole; row 8 is given its true number; row 4 goes, so that all
		// others move up; a new row with a fault comes.
		for cell, v := range map[string]any{"B5": "11010519491231002X", "D5": 3, "F5": "正常", "B8": "310101199001011231", "B9": "440524188001010022", "C9": "新人", "D9": 0, "F9": "正常"} {
			must(t, b.SetCellValue(dataSheet, cell, v))
		}
		must(t, b.RemoveRow(dataSheet, 4))
		must(t, b.SaveAs(mended))
		must(t, b.Close())
		f.check(t, mended)
		out := f.giveBack(t, again, first.Record)
		t.Logf("%+v", *out)
		is := readBook(t, again)
		for _, want := range []struct {
			state string
			n     int64
		}{{"已改", out.Fixed}, {"未改", out.Left}, {"新增", out.New}} {
			if got := indexed(t, again, want.state); int64(len(got)) != want.n {
				t.Errorf("%s: %q, counted %d", want.state, got, want.n)
			}
		}
		if d := cmp.Diff([]string{"amount.range", "id_no.format", "id_no.unique", "id_no.unique", "paid", "status.in"}, indexed(t, again, "已改")); d != "" {
			t.Errorf("fixed: %s", d)
		}
		if d := cmp.Diff([]string{"id_no.required B5", "large D5", "name.required C6", "paid D6, F6"}, indexed(t, again, "未改")); d != "" {
			t.Errorf("left: %s", d)
		}
		// The mended cell has its own fill again.
		if c := is.sheets[dataSheet]["D4"]; c.fill != `rgb="00FF00"` && !strings.Contains(c.fill, "00FF00") {
			t.Errorf("D4 is filled with %q", c.fill)
		}
		if c := is.sheets[dataSheet]["B4"]; c.fill != "" {
			t.Errorf("B4 is filled with %q", c.fill)
		}
	})
}

// TestIdentify knows a returned workbook, and no other.
func TestIdentify(t *testing.T) {
	dir := t.TempDir()
	file, back := filepath.Join(dir, "x.xlsx"), filepath.Join(dir, "r.xlsx")
	plant(t, file)
	f := newFixture(t, spec)
	f.check(t, file)
	f.giveBack(t, back, nil)
	if _, known, err := returned.Identify(context.Background(), file, ""); known || err != nil {
		t.Error(known, err)
	}
	m, known, err := returned.Identify(context.Background(), back, "")
	if !known || err != nil || m.Dataset != "spec" || m.Config != f.dataset.Fingerprint() || m.Kind != "returned" || m.Sheet != dataSheet {
		t.Errorf("%+v %v %v", m, known, err)
	}
}

// TestCSVComesBackAsAWorkbook marks a text file's faults one row below their record.
func TestCSVComesBackAsAWorkbook(t *testing.T) {
	dir := t.TempDir()
	file, back := filepath.Join(dir, "x.csv"), filepath.Join(dir, "r.xlsx")
	must(t, writeFile(file, "id_no,name,amount,paid_on,status\n11010519491231002X,=1+1,0001.50,2026-03-01,正常\n,@cmd,-3,x,正常\n"))
	f := newFixture(t, spec)
	f.check(t, file)
	f.giveBack(t, back, nil)
	is := readBook(t, back)
	if d := cmp.Diff(map[string]string{"A3": "必改", "C3": "必改", "D3": "必改"}, is.filled("数据")); d != "" {
		t.Error(d)
	}
	for cell, want := range map[string]string{"B2": "text =1+1", "C2": "text 0001.50", "B3": "text @cmd"} {
		if got := is.sheets["数据"][cell]; got.value != want || got.formula {
			t.Errorf("%s: %+v", cell, got)
		}
	}
	r := f.check(t, back)
	if r.Manifest.Rows != 2 {
		t.Errorf("%d rows", r.Manifest.Rows)
	}
}

// TestNoFaults gives back a workbook with nothing but the summary to say.
func TestNoFaults(t *testing.T) {
	dir := t.TempDir()
	file, back := filepath.Join(dir, "x.csv"), filepath.Join(dir, "r.xlsx")
	must(t, writeFile(file, "id_no,name,amount,paid_on,status\n11010519491231002X,张三,1.50,2026-03-01,正常\n"))
	f := newFixture(t, spec)
	f.check(t, file)
	out := f.giveBack(t, back, &check.Record{})
	is := readBook(t, back)
	if len(is.filled("数据")) > 0 || out.New != 0 || len(is.column("检查结果汇总", "A")) < 5 {
		t.Errorf("%+v", out)
	}
}
