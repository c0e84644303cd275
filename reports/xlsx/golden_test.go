package xlsx

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
	"cdoscore/reports/message"
)

// dump writes every cell of a workbook that has a value: sheet, cell, kind and
// the value as stored. Numbers are told from texts.
func dump(t *testing.T, f *excelize.File) string {
	t.Helper()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		eachCell(t, f, sheet, func(cell, kind, value string) {
			fmt.Fprintf(&b, "%s %s %s\n", cell, kind, strconv.Quote(value))
		})
	}
	return b.String()
}

func eachCell(t *testing.T, f *excelize.File, sheet string, visit func(cell, kind, value string)) {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c, value := range row {
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			if value != "" {
				visit(name, kindOf(t, f, sheet, name), value)
			}
		}
	}
}

func kindOf(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	formula, err := f.GetCellFormula(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	kind, err := f.GetCellType(sheet, cell)
	switch {
	case err != nil:
		t.Fatal(err)
	case formula != "":
		return "formula"
	case kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString:
		return "text"
	case kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber:
		return "number"
	}
	return fmt.Sprint("kind ", kind)
}

func open(t *testing.T, path string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func TestGolden(t *testing.T) {
	for _, lang := range message.Languages {
		unit, city := writeSamplesOf(t, t.TempDir(), lang)
		for _, path := range []string{unit, city} {
			name := strings.TrimSuffix(filepath.Base(path), ".xlsx")
			t.Run(name, func(t *testing.T) { sameAsGolden(t, name, dump(t, open(t, path))) })
		}
	}
}

func sameAsGolden(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	have, expected := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(have), len(expected)) {
		if have[i] != expected[i] {
			t.Fatalf("%s line %d:\n got %s\nwant %s\n(-update rewrites the file)", golden, i+1, have[i], expected[i])
		}
	}
	if len(have) != len(expected) {
		t.Fatalf("%s: got %d lines, want %d", golden, len(have), len(expected))
	}
}

// Texts that are figures would not add up in a spreadsheet; codes that are
// numbers would lose their zeros. Column titles of codes are the exceptions.
func TestEveryFigureIsANumberAndNoKeyIsMissing(t *testing.T) {
	figure := regexp.MustCompile(`^-?[0-9][0-9,]*(\.[0-9]+)?%?$`)
	codes := regexp.MustCompile(`^0\d{3}$|^0000\d+$`)
	for _, lang := range message.Languages {
		unit, city := writeSamplesOf(t, t.TempDir(), lang)
		for _, path := range []string{unit, city} {
			f := open(t, path)
			for _, sheet := range f.GetSheetList() {
				// The days of the month are headings of the calendar.
				days := sheet == message.New(lang).Text("sheet.calendar")
				eachCell(t, f, sheet, func(cell, kind, value string) {
					if days && strings.HasSuffix(cell, strconv.Itoa(firstRow-1)) {
						return
					}
					given := slices.Contains([]string{"-1", "+86"}, value)
					if kind == "text" && figure.MatchString(value) && !codes.MatchString(value) && !strings.HasPrefix(value, "00012345") && !given {
						t.Errorf("%s %s!%s: the figure %q is text", path, sheet, cell, value)
					}
					if kind == "formula" || strings.Contains(value, "⟦") {
						t.Errorf("%s %s!%s: %s %q", path, sheet, cell, kind, value)
					}
				})
			}
		}
	}
}

func TestTextNeverBecomesAFormula(t *testing.T) {
	unit, _ := writeSamplesOf(t, t.TempDir(), "zh-Hans")
	f := open(t, unit)
	want := []string{
		"440104********38", "=HYPERLINK(\"http://x\")", "+86", "-1", "@cmd", "<TAB>制表", "<CR>回车", "<NUL>空", "_x0041_", "行一\n行二", "",
	}
	for i, text := range want {
		cell := "E" + strconv.Itoa(firstRow+i)
		got, err := f.GetCellValue("问题样例", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if kind := kindOf(t, f, "问题样例", cell); got != text || (text != "" && kind != "text") {
			t.Errorf("%s holds %s %q, want text %q", cell, kind, got, text)
		}
	}
}

func TestHeadingsOfTheForms(t *testing.T) {
	unit, city := writeSamplesOf(t, t.TempDir(), "zh-Hans")
	for _, tc := range []struct {
		path, sheet string
		row         int
		want        string
	}{
		{unit, "评估结论", 6, "维度 权重 得分 上期 变化 同组中位数 失分 仍可挽回 主要原因"},
		{unit, "数据集得分", 6, "序号 数据集名称 目录编码 责任处室 责任人 更新周期 应报 按时 迟报 缺报 免责 记录数 完整性 准确性 时效性 真实性 可用性 得分 评定覆盖率"},
		{unit, "规则明细", 6, "得分点编号 数据集 字段 规则名称 版本 指标代码 适用数 缺失数 评价数 不合格数 豁免数 合格率 95%区间 权重 失分"},
		{unit, "报送台账", 6, "数据集 期次 应报时限 实报时间 状态 原因 记录数 上期记录数 文件摘要值"},
		{unit, "问题样例", 6, "得分点编号 原始行号 主键 字段 问题值 错误说明"},
		{unit, "整改清单", 6, "系统下发 单位填 系统填"},
		{unit, "整改清单", 7, "编号 下发日期 数据集 字段 问题类型 问题描述 不合格数/评价数 失分 可挽回分 责任处室 责任人 整改期限 原因分析 整改措施 计划完成时间 完成情况 佐证编号 核验期次 核验结果 销号日期"},
		{unit, "异议申请表", 6, "得分点编号 异议内容 事实依据 佐证编号 申请人 联系电话"},
		{city, "整改情况", 6, "单位 问题数 按期销号 逾期 复发 整改率 最长未结天数"},
		{city, "跨部门不一致", 6, "权威单位 比对单位 数据集 字段 比对数 不一致数 不一致率 建议议题"},
		{city, "组内排名", 6, "位次 单位 组别 综合得分 等次 上期位次 数据质量 资产管理 采集汇聚 开放共享 开发利用与应用创新 安全保护 数据需求 述职 加减分 异议状态 备注"},
		{city, "五性热力表", 6, "单位 组别 完整性 准确性 时效性 真实性 可用性 综合得分"},
		{city, "报送情况", 6, "单位 应报 按时 迟报 缺报 数据源故障 平台故障(免责) 按时率 连续缺报期数"},
	} {
		t.Run(tc.sheet+strconv.Itoa(tc.row), func(t *testing.T) {
			rows, err := open(t, tc.path).GetRows(tc.sheet)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(strings.Fields(strings.Join(rows[tc.row-1], " ")), " "); got != tc.want {
				t.Errorf("headings\n got %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestLinksLeadToTheirLines(t *testing.T) {
	unit, _ := writeSamplesOf(t, t.TempDir(), "zh-Hans")
	f := open(t, unit)
	for _, tc := range []struct{ sheet, cell, want string }{
		{"数据集得分", "R7", "'规则明细'!A7"},
		{"数据集得分", "R9", "'规则明细'!A11"},
		{"规则明细", "A7", "'问题样例'!A7"},
		{"规则明细", "A8", "'问题样例'!A18"},
		{"问题样例", "A7", "'规则明细'!A7"},
		{"整改清单", "A8", "'规则明细'!A10"},
		{"评估结论", "L8", "'规则明细'!A7"},
	} {
		linked, target, err := f.GetCellHyperLink(tc.sheet, tc.cell)
		if err != nil || !linked || target != tc.want {
			t.Errorf("%s!%s leads to %q (%v), want %q", tc.sheet, tc.cell, target, err, tc.want)
		}
	}
}

func TestEmptyModelsAreWritten(t *testing.T) {
	dir := t.TempDir()
	unit := reports.Unit{ID: "bus", Slot: at(14, 0), Cutoff: at(15, 0), Tier: "enterprise", Method: reports.Method{Zone: "Asia/Shanghai"}}
	city := reports.City{Slot: at(14, 0), Cutoff: at(15, 0), Method: reports.Method{Zone: "Asia/Shanghai"}}
	for _, lang := range message.Languages {
		if err := WriteUnit(filepath.Join(dir, "unit.xlsx"), unit, lang); err != nil {
			t.Error(err)
		}
		if err := WriteCity(filepath.Join(dir, "city.xlsx"), city, lang); err != nil {
			t.Error(err)
		}
		f := open(t, filepath.Join(dir, "unit.xlsx"))
		if text := dump(t, f); strings.Contains(text, "⟦") || !strings.Contains(text, "number") {
			t.Errorf("%s: %s", lang, text)
		}
	}
}

func TestAnUnknownZoneIsAnError(t *testing.T) {
	u := sampleUnit()
	u.Method.Zone = "Asia/Cantun"
	path := filepath.Join(t.TempDir(), "unit.xlsx")
	if err := WriteUnit(path, u, "zh-Hans"); err == nil || !strings.Contains(err.Error(), "Asia/Cantun") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a workbook was left behind")
	}
}
