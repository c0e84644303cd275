package excel

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/connectors"

	"github.com/google/go-cmp/cmp"
)

// markedBook is a workbook with the program's own column and sheets; without marks
// these are the department's.
func markedBook(marks string) book {
	b := book{
		sheets: `<sheet name="明细" sheetId="1" r:id="rId1"/>`,
		sheet: `<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>【错误说明】</v></c><c r="C1" t="str"><v>b</v></c></row>` +
			`<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>※ 示例</v></c><c r="C2"><v>2</v></c></row>` +
			`<row r="3"><c r="A3"><v>3</v></c><c r="B3" t="str"><v>旧说明</v></c><c r="C3"><v>4</v></c></row>` +
			`<row r="4"><c r="B4" t="str"><v>旧说明</v></c></row>`,
	}
	if marks != "" {
		b.sheets += `<sheet name="_cdoscore" sheetId="2" state="` + marks + `" r:id="rId9"/>`
	}
	return b
}

func writeMarked(t *testing.T, marks, version string) string {
	t.Helper()
	rows := ""
	for _, r := range (Marks{Version: 1, Kind: Template, Dataset: "hrss/x", Column: "【错误说明】"}).Rows() {
		if r[0] == "version" {
			r[1] = version
		}
		rows += `<row><c t="str"><v>` + r[0] + `</v></c><c t="str"><v>` + r[1] + `</v></c></row>`
	}
	parts := markedBook(marks).parts()
	for i := range parts {
		if parts[i][0] == "xl/_rels/workbook.xml.rels" {
			parts[i][1] = strings.Replace(parts[i][1], "</Relationships>", `<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/marks.xml"/></Relationships>`, 1)
		}
	}
	parts = append(parts, [2]string{"xl/worksheets/marks.xml", `<worksheet ` + mainSpace + `><sheetData>` + rows + `</sheetData></worksheet>`})
	path := filepath.Join(t.TempDir(), "m.xlsx")
	if err := os.WriteFile(path, zipped(t, parts), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestMarks leaves out the program's own column and example only where the hidden
// sheet says that they are its own.
func TestMarks(t *testing.T) {
	for _, c := range []struct {
		name, marks, version string
		columns, rows        int
	}{
		{"marked", "veryHidden", "1", 2, 1},
		{"marked, as LibreOffice saves it", "hidden", "1", 2, 1},
		{"a visible sheet of that name is the department's", "visible", "1", 3, 3},
		{"of a later version", "veryHidden", "2", 3, 3},
		{"without marks", "", "1", 3, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := writeMarked(t, c.marks, c.version)
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rows, info, err := readBytes(t, raw, connectors.Values{"header_row": {"1"}})
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != c.rows || len(rows[0].Cells) != c.columns {
				t.Errorf("%d rows of %d columns, %+v", len(rows), len(rows[0].Cells), info.Warnings)
			}
		})
	}
}

// TestValuesBesideTheHeaderStayRejected: the program's own column does not make
// columns of what lies between it and the header.
func TestValuesBesideTheHeaderStayRejected(t *testing.T) {
	b := book{sheet: `<row r="1"><c r="A1" t="str"><v>a</v></c><c r="D1" t="str"><v>own</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>2</v></c><c r="D2" t="str"><v>words</v></c></row>`,
		sheets: `<sheet name="明细" sheetId="1" r:id="rId1"/><sheet name="_cdoscore" sheetId="2" state="hidden" r:id="rId9"/>`}
	parts := b.parts()
	for i := range parts {
		parts[i][1] = strings.Replace(parts[i][1], `Target="styles.xml"/>`, `Target="styles.xml"/><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/marks.xml"/>`, 1)
	}
	parts = append(parts, [2]string{"xl/worksheets/marks.xml", `<worksheet ` + mainSpace + `><sheetData><row><c t="str"><v>version</v></c><c><v>1</v></c></row><row><c t="str"><v>column</v></c><c t="str"><v>own</v></c></row></sheetData></worksheet>`})
	rows, info, err := readBytes(t, zipped(t, parts), nil)
	if err != nil || len(rows) != 0 || len(info.Rejected) != 1 || info.Rejected[0].Reason.Key != "excel.right_of_header" {
		t.Errorf("%v, %+v, %v", rows, info.Rejected, err)
	}
}

func TestLocateKnowsWhereColumnsStand(t *testing.T) {
	got, err := Locate(context.Background(), writeMarked(t, "veryHidden", "1"), connectors.Values{"path": {"x"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Layout{Sheet: "明细", Part: "xl/worksheets/sheet1.xml", Header: 1, Columns: []int{1, 3}, Own: 2, Examples: []int{2},
		Marks: Marks{Version: 1, Kind: Template, Dataset: "hrss/x", Column: "【错误说明】"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
