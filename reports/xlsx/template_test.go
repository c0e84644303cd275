package xlsx

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"
)

// templateRule parses the options of a kind on a field.
func templateRule(t *testing.T, kind string, f rules.Field, node *rules.Node) *rules.Rule {
	t.Helper()
	tables := map[string]*rules.CodeTable{}
	for _, table := range codes.Tables() {
		tables[table.Name] = table
	}
	var diags rules.Diagnostics
	k := kinds.Named(kind)
	check := k.Parse(&rules.Context{Node: node, Field: &f, Fields: []rules.Field{f}, Tables: tables, Diags: &diags})
	if check == nil {
		t.Fatal(diags.Err())
	}
	return &rules.Rule{ID: f.Name + "." + kind, Kind: k, Check: check}
}

// TestTemplate reopens a template: titles, notes, text identifiers, a drop-down list
// over a table of thousands of codes, the example, and the hidden sheets.
func TestTemplate(t *testing.T) {
	id := rules.Field{Name: "id", Title: rules.Text{ZhHans: "身份证号"}, Type: rules.FieldType{Name: rules.TypeString}}
	place := rules.Field{Name: "district", Title: rules.Text{ZhHans: "区划"}}
	paid := rules.Field{Name: "paid_on", Type: rules.FieldType{Name: rules.TypeDate}}
	path := filepath.Join(t.TempDir(), "t.xlsx")
	list := []*rules.Rule{
		templateRule(t, "required", id, &rules.Node{Type: rules.Bool, Text: "true"}), templateRule(t, "format", id, &rules.Node{Type: rules.String, Text: "resident_id"}),
		templateRule(t, "code", place, &rules.Node{Type: rules.String, Text: "gbt2260"}), templateRule(t, "type", paid, &rules.Node{Type: rules.Bool, Text: "true"}),
	}
	marked := [][2]string{{"version", "1"}}
	err := WriteTemplate(path, Template{Title: rules.Text{ZhHans: "缴费"}, Fields: []rules.Field{id, place, paid}, Rules: list, At: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC),
		Header: 1, MarksSheet: "_marks", Marks: func(string, string, []string) [][2]string { return marked }}, "zh-Hans")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("数据", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], " "); got != "身份证号 区划 paid_on 【错误说明】" {
		t.Errorf("header %q", got)
	}
	if rows[1][0] != "11010519491231002X" || rows[1][2] != "46083" || !strings.HasPrefix(rows[1][3], "※") {
		t.Errorf("example %q", rows[1])
	}
	style, err := f.GetCellStyle("数据", "A500")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.GetStyle(style); err != nil || s.CustomNumFmt == nil || *s.CustomNumFmt != "@" {
		t.Errorf("identifiers are not text: %+v %v", s, err)
	}
	lists, err := f.GetDataValidations("数据")
	if err != nil || len(lists) != 1 || lists[0].Sqref != "B2:B1048576" || !strings.HasPrefix(lists[0].Formula1, "'代码'!$A$1:$A$") {
		t.Fatalf("%+v %v", lists, err)
	}
	table, err := f.GetCols("代码")
	if err != nil || len(table[0]) < 3000 || table[0][0] != rows[1][1] {
		t.Errorf("%d codes", len(table[0]))
	}
	notes, err := f.GetComments("数据")
	if err != nil || len(notes) != 3 || !strings.Contains(notes[0].Text, "必填") || !strings.Contains(notes[0].Text, "居民身份证") {
		t.Errorf("%+v %v", notes, err)
	}
	for _, sheet := range []string{"代码", "_marks"} {
		if visible, err := f.GetSheetVisible(sheet); err != nil || visible {
			t.Errorf("%s is visible (%v)", sheet, err)
		}
	}
}
