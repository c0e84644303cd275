package excel

import (
	"fmt"
	"strings"
	"testing"

	"cdoscore/connectors"
)

// warnings writes what an extract warns of, one line each.
func warnings(info connectors.Info) string {
	var lines []string
	for _, w := range info.Warnings {
		lines = append(lines, fmt.Sprintf("%s%q %d %q", w.Reason.Key, w.Reason.Args, w.Count, w.Examples))
	}
	return strings.Join(lines, "\n")
}

func TestPrecisionLost(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(texts("1:A=号码 B=金额"))
	for i, raw := range []string{"4.4010219900307E+17", "440102199003071234", "4.4010219900307123E+17", "-1234567890123456", "0001234567890123", "123456789012345", "123456789012345.67", "1E-20", "6222021234567890128"} {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>%s</v></c><c r="B%d" s="1"><v>45351</v></c></row>`, i+2, i+2, raw, i+2)
	}
	rows.WriteString(`<row r="20"><c r="A20" t="str"><v>440102199003071234</v></c></row>`)
	got, info, err := read(t, book{sheet: rows.String(), styles: `<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>`}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 10 || got[0].Cells[0] != "440102199003070000" || got[1].Cells[0] != "440102199003071234" || got[2].Cells[0] != "440102199003071230" {
		t.Errorf("%v", got)
	}
	want := `excel.precision_lost[] 5 ["sheet 明细, cell A2" "sheet 明细, cell A3" "sheet 明细, cell A4" "sheet 明细, cell A5" "sheet 明细, cell A10"]`
	if warnings(info) != want {
		t.Errorf("%s\nwant %s", warnings(info), want)
	}
}

func TestErrorValues(t *testing.T) {
	rows, info, err := read(t, book{sheet: header + `<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`}, nil)
	if err != nil || len(rows) != 1 || rows[0].Cells[0] != "#N/A" || rows[0].Cells[1] != "#DIV/0!" {
		t.Fatalf("%v, %v", rows, err)
	}
	if want := `excel.error_value[] 2 ["sheet 明细, cell A2" "sheet 明细, cell B2"]`; warnings(info) != want {
		t.Error(warnings(info))
	}
}

func TestTotals(t *testing.T) {
	b := book{sheet: texts("1:A=序号 B=姓名", "2:A=1 B=甲", "3:B=合　计", "4:A=小计", "5:A=合计金额 B=乙", "6:A=合计")}
	for _, c := range []struct {
		name     string
		totals   []string
		physical int64
		want     string
	}{
		{"declared", []string{"合计", "小 计"}, 2, `excel.totals[] 3 ["sheet 明细, row 3" "sheet 明细, row 4" "sheet 明细, row 6"]`},
		{"not declared", nil, 5, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			options := connectors.Values{}
			if c.totals != nil {
				options["totals"] = c.totals
			}
			rows, info, err := read(t, b, options)
			if err != nil || info.Physical != c.physical || int64(len(rows)) != c.physical {
				t.Fatalf("%v, %v", rows, err)
			}
			if warnings(info) != c.want {
				t.Error(warnings(info))
			}
		})
	}
}

func TestOtherSheets(t *testing.T) {
	sheets := `<sheet name="说明" sheetId="3" state="veryHidden" r:id="rId1"/><sheet name="明细" sheetId="1" r:id="rId1"/><sheet name="字典" sheetId="4" state="hidden" r:id="rId1"/><sheet name="汇总" sheetId="2" r:id="rId1"/>`
	b := book{sheet: header + `<row r="2"><c r="A2"><v>1</v></c></row>`, sheets: sheets}
	for _, c := range []struct{ name, sheet, want string }{
		{"none named", "", `excel.other_sheets["汇总"] 1 ["sheet 明细"]` + "\n" + `excel.hidden_sheets["说明, 字典"] 1 ["sheet 明细"]`},
		{"a hidden one named", "字典", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			options := connectors.Values{}
			if c.sheet != "" {
				options["sheet"] = []string{c.sheet}
			}
			rows, info, err := read(t, b, options)
			if err != nil || len(rows) != 1 || warnings(info) != c.want {
				t.Errorf("%v, %v, %s", rows, err, warnings(info))
			}
		})
	}
}

func TestFormulasNeverCalculated(t *testing.T) {
	b := book{sheet: header + `<row r="2"><c r="A2"><f>1+1</f><v>0</v></c><c r="B2"><v>1</v></c></row>`}
	for calc, want := range map[string]string{"": "", `<calcPr calcId="191029" fullCalcOnLoad="1"/>`: `excel.not_recalculated[] 1 ["sheet 明细, cell A2"]`} {
		b.calc = calc
		rows, info, err := read(t, b, nil)
		if err != nil || len(rows) != 1 || warnings(info) != want {
			t.Errorf("%q: %v, %v, %s", calc, rows, err, warnings(info))
		}
	}
}

func TestMergedData(t *testing.T) {
	b := book{sheet: texts("1:A=表题", "2:A=区 B=数", "3:A=越秀 B=1", "4:B=2"),
		tail: `</sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A3:A4"/><mergeCell ref="B3:B3"/></mergeCells></worksheet>`}
	rows, info, err := read(t, b, connectors.Values{"header_row": {"2"}})
	if err != nil || len(rows) != 2 || warnings(info) != `excel.merged_data[] 1 ["sheet 明细, cells A3:A4"]` {
		t.Errorf("%v, %v, %s", rows, err, warnings(info))
	}
}
