package excel

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"

	"github.com/xuri/excelize/v2"
)

// book is a workbook written part by part, so that it can be wrong on purpose.
type book struct {
	sheet   string // rows inside sheetData
	tail    string // instead of the end of the sheet; empty: a correct one
	strings string // inside sst
	styles  string // inside styleSheet
	pr      string // workbookPr
	sheets  string // inside sheets; empty: one sheet 明细
	calc    string // calcPr
	before  string // in front of the sheet's root
}

const mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// parts are the names and contents of the archive's entries.
func (b book) parts() [][2]string {
	if b.tail == "" {
		b.tail = "</sheetData></worksheet>"
	}
	if b.sheets == "" {
		b.sheets = `<sheet name="明细" sheetId="1" r:id="rId1"/>`
	}
	const main = mainSpace
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	const pkg = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	return [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships ` + pkg + `><Relationship Id="rId1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + `>` + b.pr + `<sheets>` + b.sheets + `</sheets>` + b.calc + `</workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships ` + pkg + `><Relationship Id="rId1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + rel + `/styles" Target="styles.xml"/><Relationship Id="rId3" Type="` + rel + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet ` + main + `>` + b.styles + `</styleSheet>`},
		{"xl/sharedStrings.xml", `<sst ` + main + `>` + b.strings + `</sst>`},
		{"xl/worksheets/sheet1.xml", `<?xml version="1.0" encoding="UTF-8"?>` + b.before + `<worksheet ` + main + `><sheetData>` + b.sheet + b.tail},
	}
}

func (b book) bytes(t testing.TB) []byte { return zipped(t, b.parts()) }

func zipped(t testing.TB, parts [][2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range parts {
		f, err := w.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func put(t testing.TB, dir, name string, content []byte) connectors.Values {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return connectors.Values{"path": {name}}
}

const header = `<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>`

func TestConformance(t *testing.T) {
	dir := t.TempDir()
	good := book{
		strings: `<si><t>张三</t></si><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>x</t></rPh></si>`,
		sheet: header + `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1.1E+2</v></c></row><row r="3"/>` +
			`<row r="5"><c r="B5" t="inlineStr"><is><t>内联</t></is></c></row><row r="6"><c r="A6"><v>1</v></c><c r="D6"><v>9</v></c></row>` +
			`<row r="7"><c r="A7" t="s"><v>1</v></c><c r="B7" t="b"><v>1</v></c></row>`,
	}
	whole := good.bytes(t)
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(),
		Request: connectors.Request{Dir: dir, Zone: time.UTC},
		Secret:  secret,
		Good:    withPassword(put(t, dir, "good.xlsx", whole)),
		Columns: []string{"a", "b"},
		Rows: []connectortest.Row{{Number: 2, Cells: []string{"张三", "110"}}, {Number: 5, Cells: []string{connectortest.Null, "内联"}},
			{Number: 7, Cells: []string{"富文本", "true"}}},
		Physical: 4,
		Large:    put(t, dir, "large.xlsx", large(t, 2*connectors.BatchRows+10)),
		Absent:   connectors.Values{"path": {"none.xlsx"}},
		Unreadable: []connectors.Values{
			put(t, dir, "text.xlsx", []byte("a,b\n1,2\n")),
			put(t, dir, "empty.xlsx", nil),
			put(t, dir, "old.xlsx", append(bytes.Clone(oleMagic), 1, 2, 3)),
			put(t, dir, "cut.xlsx", whole[:len(whole)-30]),
			put(t, dir, "blank.xlsx", book{}.bytes(t)),
			put(t, dir, "encrypted.xlsx", encrypted(t, book{strings: bulk(), sheet: header}.bytes(t), "another")),
			withPassword(put(t, dir, "encrypted.xlsx", encrypted(t, book{strings: bulk(), sheet: header}.bytes(t), "another"))),
		},
	})
}

func large(t testing.TB, rows int) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), []any{fmt.Sprintf("值%d", i), i}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRefused(t *testing.T) {
	row2 := `<row r="2"><c r="A2"><v>1</v></c></row>`
	cases := []struct {
		name, key string
		book      book
		options   connectors.Values
	}{
		{name: "malformed in the middle", key: "excel.corrupt", book: book{sheet: header + row2 + `<row r="3"><c r="A3"><v>1</c></row>`}},
		{name: "ends in the middle", key: "excel.corrupt", book: book{sheet: header + row2, tail: "<row r=\"3\">"}},
		{name: "garbage after the data", key: "excel.corrupt", book: book{sheet: header + row2, tail: "</sheetData></worksheet><x"}},
		{name: "row twice", key: "excel.corrupt", book: book{sheet: header + row2 + row2}},
		{name: "cells out of order", key: "excel.corrupt", book: book{sheet: header + `<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`}},
		{name: "shared string that is not there", key: "excel.corrupt", book: book{sheet: header + `<row r="2"><c r="A2" t="s"><v>7</v></c></row>`}},
		{name: "row too far down", key: "excel.out_of_bounds", book: book{sheet: header + `<row r="1048577"><c r="A1048577"><v>1</v></c></row>`}},
		{name: "cell too far right", key: "excel.out_of_bounds", book: book{sheet: header + `<row r="2"><c r="XFE2"><v>1</v></c></row>`}},
		{name: "malformed shared strings", key: "excel.corrupt", book: book{sheet: header, strings: "<si><t>x</si>"}},
		{name: "absent sheet", key: "excel.sheet_absent", book: book{sheet: header}, options: connectors.Values{"sheet": {"汇总"}}},
		{name: "sheet with a near name", key: "excel.sheet_near", book: book{sheet: header}, options: connectors.Values{"sheet": {"明 细"}}},
		{name: "all hidden", key: "excel.no_sheet", book: book{sheet: header, sheets: `<sheet name="x" sheetId="1" state="hidden" r:id="rId1"/>`}},
		{name: "no header there", key: "excel.no_header", book: book{sheet: header + row2}, options: connectors.Values{"header_row": {"9"}}},
		{name: "a DTD", key: "excel.dtd", book: book{sheet: header, before: `<!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/passwd">]>`}},
		{name: "row number of 2^31", key: "excel.out_of_bounds", book: book{sheet: header + `<row r="2147483648"><c><v>1</v></c></row>`}},
		{name: "an empty sheet", key: "excel.no_rows", book: book{sheet: `<row r="1"/><row r="5"><c r="A5" s="1"/></row>`}},
		{name: "too many rows", key: "excel.too_many_rows", book: book{sheet: header + row2}, options: connectors.Values{"max_rows": {"1"}}},
		{name: "too wide a header", key: "excel.too_many_columns", book: book{sheet: `<row r="1"><c r="XFD1"><v>1</v></c></row>`}},
		{name: "too many shared strings", key: "excel.too_many_strings", book: book{sheet: header, strings: strings.Repeat(`<si><t>x</t></si>`, 100)}, options: connectors.Values{"max_strings": {"1000"}}},
		{name: "too large", key: "excel.too_large", book: book{sheet: header + strings.Repeat(" ", 5000)}, options: connectors.Values{"max_bytes": {"4000"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := read(t, c.book, c.options)
			if failure := connectortest.AsError(t, err); failure.Reason.Key != c.key || failure.Class != connectors.Unreadable {
				t.Errorf("%s: %v", failure.Reason.Key, failure)
			}
		})
	}
}

func TestRejectedRows(t *testing.T) {
	rows, info, err := read(t, book{sheet: header +
		`<row r="2"><c r="A2"><f>1+1</f></c></row><row r="3"><c r="A3"><v>1</v></c><c r="G3"><v>2</v></c></row>` +
		`<row r="4"><c r="A4" t="str"><f>""</f><v></v></c></row><row r="5"><c r="A5"><v>1</v></c><c r="G5"/></row>`}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].Number != 5 || info.Physical != 3 {
		t.Errorf("rows %v, physical %d", rows, info.Physical)
	}
	var got []string
	for _, r := range info.Rejected {
		got = append(got, r.Where+" "+r.Reason.Key+" "+r.Reason.Args[0]+" "+r.Raw)
	}
	want := `["sheet 明细, row 2 excel.not_calculated A2 A2=\"\"" "sheet 明细, row 3 excel.right_of_header G3 A3=\"1\" G3=\"2\""]`
	if fmt.Sprintf("%q", got) != want {
		t.Errorf("%q", got)
	}
}

func read(t *testing.T, b book, options connectors.Values) ([]connectortest.Row, connectors.Info, error) {
	t.Helper()
	return readBytes(t, b.bytes(t), options)
}

func readBytes(t *testing.T, workbook []byte, options connectors.Values) ([]connectortest.Row, connectors.Info, error) {
	t.Helper()
	e, err := tryOpen(t, workbook, options, nil)
	if err != nil {
		return nil, connectors.Info{}, err
	}
	return connectortest.ReadAll(e)
}

func tryOpen(t *testing.T, workbook []byte, options connectors.Values, titles []string) (connectors.Extract, error) {
	t.Helper()
	dir := t.TempDir()
	v := put(t, dir, "x.xlsx", workbook)
	for name, texts := range options {
		v[name] = texts
	}
	return connectortest.TryOpen(Type(), v, connectors.Request{Dir: dir, Titles: titles})
}

// TestSheetThatBeginsElsewhere reads a sheet whose columns begin at C: what stands
// left of them has no name and rejects its row.
func TestSheetThatBeginsElsewhere(t *testing.T) {
	rows, info, err := read(t, book{sheet: texts("3:C=a D=b", "4:C=1 D=2", "5:B=x C=3", "6:A= D=4")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint([]connectortest.Row{{Number: 4, Cells: []string{"1", "2"}}, {Number: 6, Cells: []string{connectortest.Null, "4"}}})
	if fmt.Sprint(rows) != want || len(info.Rejected) != 1 || info.Rejected[0].Reason.Key != "excel.left_of_header" || info.Rejected[0].Raw != `B5="x" C5="3"` {
		t.Errorf("%v, %+v", rows, info.Rejected)
	}
}

func TestDatesInASheet(t *testing.T) {
	for name, c := range map[string]struct{ pr, want string }{
		"1900": {"", "2024-02-29"},
		"1904": {`<workbookPr date1904="1"/>`, "2028-03-01"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, _, err := read(t, book{pr: c.pr, sheet: header + `<row r="2"><c r="A2" s="1"><v>45351</v></c><c r="B2" s="2"><v>1.5</v></c></row>`,
				styles: `<numFmts count="1"><numFmt numFmtId="176" formatCode="0.00&quot;年&quot;"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="176"/></cellXfs>`}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if rows[0].Cells[0] != c.want || rows[0].Cells[1] != "1.5" {
				t.Error(rows)
			}
		})
	}
}
