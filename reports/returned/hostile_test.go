package returned_test

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// odd is a workbook written part by part, so that it may be as odd as workbooks are.
type odd struct {
	space, related string
	sheet          string // the whole part
	book           string // further children of the workbook, behind sheets
	strings        string
	styles         string // the whole part; "": there is none
	rels           string // further links of the workbook
	sheetRels      string
	types          string
	more           map[string]string // further parts
	bookPr         string
}

const (
	transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	links        = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	strict       = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	strictLinks  = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	oddStyles    = `<styleSheet xmlns="` + transitional + `"><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"><alignment horizontal="left"/></xf></cellXfs></styleSheet>`
)

func (o odd) write(t *testing.T) string {
	t.Helper()
	if o.space == "" {
		o.space, o.related = transitional, links
	}
	const pkg = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	override := func(part, kind string) string {
		return `<Override PartName="/` + part + `" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.` + kind + `+xml"/>`
	}
	parts := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			override("xl/workbook.xml", "sheet.main") + override("xl/worksheets/sheet1.xml", "worksheet") + override("xl/sharedStrings.xml", "sharedStrings") + o.types + `</Types>`,
		"_rels/.rels":                `<Relationships ` + pkg + `><Relationship Id="rId1" Type="` + o.related + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<x:workbook xmlns:x="` + o.space + `" xmlns:q="` + o.related + `"><x:workbookPr` + o.bookPr + `/><x:sheets><x:sheet name="It''s &quot;数据&quot; &amp; &lt;1&gt;" sheetId="7" q:id="a"/></x:sheets>` + o.book + `</x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships ` + pkg + `><Relationship Id="a" Type="` + o.related + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="` + o.related + `/sharedStrings" Target="/xl/sharedStrings.xml"/>` + o.rels + `</Relationships>`,
		"xl/sharedStrings.xml":       `<sst xmlns="` + o.space + `">` + o.strings + `</sst>`,
		"xl/worksheets/sheet1.xml":   o.sheet,
	}
	if o.styles != "" {
		parts["xl/styles.xml"] = o.styles
		parts["xl/_rels/workbook.xml.rels"] = strings.Replace(parts["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="s" Type="`+o.related+`/styles" Target="styles.xml"/></Relationships>`, 1)
		parts["[Content_Types].xml"] = strings.Replace(parts["[Content_Types].xml"], "</Types>", override("xl/styles.xml", "styles")+"</Types>", 1)
	}
	if o.sheetRels != "" {
		parts["xl/worksheets/_rels/sheet1.xml.rels"] = `<Relationships ` + pkg + `>` + o.sheetRels + `</Relationships>`
	}
	for name, text := range o.more {
		parts[name] = text
	}
	path := filepath.Join(t.TempDir(), "odd.xlsx")
	f, err := os.Create(path)
	must(t, err)
	defer f.Close()
	z := zip.NewWriter(f)
	for name, text := range parts {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte(text))
		must(t, err)
	}
	must(t, z.Close())
	return path
}

const oddSheet = `It''s "数据" & <1>`

const oddSpec = `
title: 奇
source: {excel: {path: x.xlsx, totals: [合计]}}
fields:
  - {name: a, required: true}
  - {name: b, type: integer}
  - {name: d, type: date}
`

// back checks and gives back an odd workbook, compares all cells, and opens it by
// excelize.
func back(t *testing.T, file, own string, marked map[string]string) rawBook {
	t.Helper()
	f := newFixture(t, oddSpec)
	f.check(t, file)
	to := filepath.Join(t.TempDir(), "r.xlsx")
	f.giveBack(t, to, nil)
	was, is := readBook(t, file), readBook(t, to)
	if d := cmp.Diff(marked, is.filled(oddSheet)); d != "" {
		t.Errorf("marked: %s", d)
	}
	sameCells(t, was, is, oddSheet, own, marked)
	b, err := excelize.OpenFile(to)
	must(t, err)
	defer b.Close()
	if _, err := b.GetRows(oddSheet); err != nil {
		t.Error(err)
	}
	// Handed in again as it is, it is the same data with the same faults.
	rows := f.result.Manifest.Rows
	if r := f.check(t, to); r.Manifest.Rows != rows || len(r.Manifest.Columns) != 3 {
		t.Errorf("%d rows, %v", r.Manifest.Rows, r.Manifest.Columns)
	}
	return is
}

func TestPrefixesAndCellsWithoutNames(t *testing.T) {
	file := odd{strings: `<si><r><t>富</t></r><r><t xml:space="preserve"> 文本</t></r></si><si><t>_x0041_b</t></si>`, styles: oddStyles,
		sheet: `<y:worksheet xmlns:y="` + transitional + `"><y:sheetFormatPr/><y:sheetData>` +
			`<y:row><y:c t="inlineStr"><y:is><y:t>a</y:t></y:is></y:c><y:c t="str"><y:v>b</y:v></y:c><y:c t="str"><y:v>d</y:v></y:c></y:row>` +
			`<y:row><y:c t="s"><y:v>0</y:v></y:c><y:c><y:v>x1</y:v></y:c></y:row><!-- </y:row> -->` +
			`<y:row><y:c/><y:c><y:v>007</y:v></y:c><y:c s="1"><y:v>40000</y:v></y:c></y:row>` +
			`<y:row><y:c t="s"><y:v>1</y:v></y:c><y:c><y:v><![CDATA[12]]></y:v></y:c></y:row><y:row/></y:sheetData></y:worksheet>`}.write(t)
	back(t, file, "D", map[string]string{"B2": "必改", "A3": "必改"})
}

func TestStrict(t *testing.T) {
	file := odd{space: strict, related: strictLinks, bookPr: ` date1904="1"`,
		sheet: `<worksheet xmlns="` + strict + `"><sheetData><row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c><c r="C1" t="str"><v>d</v></c></row>` +
			`<row r="3" spans="1:3"><c r="A3" t="str"><v>甲</v></c><c r="B3" t="str"><v>x&amp;y</v></c><c r="C3" t="d"><v>2026-03-01</v></c></row></sheetData></worksheet>`}.write(t)
	is := back(t, file, "D", map[string]string{"B3": "必改"})
	if !strings.Contains(is.parts["xl/worksheets/cdoscore1.xml"], strict) {
		t.Error("the program's sheets are not of the workbook's edition")
	}
}

// TestWhatStandsAroundTheRows keeps merges, validations, formats, tables, filters and
// views, in the order of the standard.
func TestWhatStandsAroundTheRows(t *testing.T) {
	head := `<worksheet xmlns="` + transitional + `" xmlns:r="` + links + `"><dimension ref="A1:C4"/><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" state="frozen"/></sheetView></sheetViews>` +
		`<cols><col min="1" max="16384" width="11.5" customWidth="1" style="1"/></cols><sheetData>`
	rows := `<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c><c r="C1" t="str"><v>d</v></c></row>` +
		`<row r="2" s="1" customFormat="1"><c r="B2"><f>SUM(1,2)</f><v>3</v></c></row><row r="3"><c r="A3" t="str" cm="1"><f t="array" ref="A3">"甲"</f><v>甲</v></c><c r="B3" t="str"><v>二</v></c></row>` +
		`<row r="4"><c r="A4" t="str"><v>合计</v></c><c r="B4"><v>9</v></c></row>`
	tail := `<mergeCells count="1"><mergeCell ref="A8:B8"/></mergeCells><conditionalFormatting sqref="B2:B9"><cfRule type="cellIs" priority="1" operator="lessThan"><formula>0</formula></cfRule></conditionalFormatting>` +
		`<dataValidations count="1"><dataValidation type="list" sqref="A2:A9"><formula1>"甲,乙"</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="A3" r:id="h"/></hyperlinks><pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>`
	hyperlink := `<Relationship Id="h" Type="` + links + `/hyperlink" Target="https://example.com/" TargetMode="External"/>`
	marked := map[string]string{"A2": "必改", "B3": "必改"}

	t.Run("own filter", func(t *testing.T) {
		is := back(t, odd{styles: oddStyles, sheet: head + rows + `</sheetData><autoFilter ref="A1:C3"><filterColumn colId="0"><filters><filter val="甲"/></filters></filterColumn></autoFilter>` + tail + `</worksheet>`, sheetRels: hyperlink,
			book: `<x:definedNames><x:definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">x!$A$1:$C$3</x:definedName><x:definedName name="外">[1]x!$A$1</x:definedName><x:definedName name="内">1</x:definedName></x:definedNames>`}.write(t), "D", marked)
		sheet := is.parts["xl/worksheets/sheet1.xml"]
		for _, want := range []string{`<autoFilter ref="A1:D4"><filterColumn`, `<col min="1" max="3"`, `<col min="5" max="16384"`, tail, `<dimension ref="A1:D4"/>`, `topLeftCell="B2"`} {
			if !strings.Contains(sheet, want) {
				t.Errorf("%q is not in %s", want, sheet)
			}
		}
		if strings.Contains(sheet, "<f") && !strings.Contains(sheet, "<filter") || strings.Contains(sheet, "SUM") || strings.Contains(sheet, "cm=") {
			t.Errorf("a formula came back: %s", sheet)
		}
		book := is.parts["xl/workbook.xml"]
		if !strings.Contains(book, `'It''''s &quot;数据&quot; &amp; &lt;1&gt;'!$A$1:$D$4`) || strings.Contains(book, "[1]") || !strings.Contains(book, "内") {
			t.Error(book)
		}
	})
	t.Run("table of Excel", func(t *testing.T) {
		is := back(t, odd{styles: oddStyles, sheet: head + rows + `</sheetData>` + tail + `<tableParts count="1"><tablePart r:id="t"/></tableParts></worksheet>`,
			sheetRels: hyperlink + `<Relationship Id="t" Type="` + links + `/table" Target="../tables/table1.xml"/>`,
			types:     `<Override PartName="/xl/tables/table1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/>`,
			more:      map[string]string{"xl/tables/table1.xml": `<table xmlns="` + transitional + `" id="1" name="T" displayName="T" ref="A1:C3"><autoFilter ref="A1:C3"/><tableColumns count="3"><tableColumn id="1" name="a"/><tableColumn id="2" name="b"/><tableColumn id="3" name="d"/></tableColumns></table>`}}.write(t), "D", marked)
		if sheet := is.parts["xl/worksheets/sheet1.xml"]; !strings.Contains(sheet, `<autoFilter ref="D1:D4"/><mergeCells`) {
			t.Error(sheet)
		}
	})
}

// TestNothingActiveComesBack hands in macros, controls, links and connections.
func TestNothingActiveComesBack(t *testing.T) {
	related := func(id, kind, target, mode string) string {
		return `<Relationship Id="` + id + `" Type="` + links + `/` + kind + `" Target="` + target + `"` + mode + `/>`
	}
	file := odd{styles: oddStyles,
		sheet: `<worksheet xmlns="` + transitional + `" xmlns:r="` + links + `" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><sheetData><row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c><c r="C1" t="str"><v>d</v></c></row>` +
			`<row r="2"><c r="A2" t="str"><f>[1]x!A1</f><v>=cmd|' /c calc'!A1</v></c><c r="B2"><v>1</v></c></row></sheetData><drawing r:id="d"/><legacyDrawing r:id="v"/><mc:AlternateContent><mc:Choice Requires="x14"><controls><control shapeId="1" r:id="c" name="n"/></controls></mc:Choice></mc:AlternateContent><oleObjects><oleObject r:id="o" shapeId="2"/></oleObjects></worksheet>`,
		sheetRels: related("d", "drawing", "../drawings/drawing1.xml", "") + related("v", "vmlDrawing", "../drawings/vmlDrawing1.vml", "") + related("c", "ctrlProp", "../ctrlProps/ctrlProp1.xml", "") + related("o", "oleObject", "file:///x.bin", ` TargetMode="External"`),
		rels:      related("m", "vbaProject", "vbaProject.bin", "") + related("e", "externalLink", "externalLinks/externalLink1.xml", "") + related("k", "connections", "connections.xml", "") + related("p", "pivotCacheDefinition", "pivotCache/p.xml", ""),
		book:      `<x:externalReferences><x:externalReference q:id="e"/></x:externalReferences><x:calcPr fullCalcOnLoad="1"/><x:pivotCaches><x:pivotCache cacheId="1" q:id="p"/></x:pivotCaches>`,
		types:     `<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>`,
		more: map[string]string{"xl/vbaProject.bin": "macro", "xl/externalLinks/externalLink1.xml": "<externalLink/>", "xl/connections.xml": "<connections/>", "xl/pivotCache/p.xml": "<p/>", "xl/ctrlProps/ctrlProp1.xml": "<f/>",
			"xl/drawings/drawing1.xml":    `<xdr:wsDr xmlns:xdr="u"><xdr:sp macro="[0]!Evil"/></xdr:wsDr>`,
			"xl/drawings/vmlDrawing1.vml": `<xml xmlns:v="v" xmlns:x="x"><v:shape id="_x0000_s1025"><x:ClientData ObjectType="Button"><x:FmlaMacro>[0]!Evil</x:FmlaMacro></x:ClientData></v:shape></xml>`,
			"../evil.txt":                 "x", "customUI/customUI.xml": "<customUI/>"}}.write(t)
	is := back(t, file, "D", map[string]string{})
	for name, text := range is.parts {
		for _, word := range []string{"vba", "externalLink", "connections", "pivotCache", "ctrlProp", "evil", "customUI", "Evil", "oleObject", "<controls", "calcPr", "externalReference"} {
			if strings.Contains(name, word) || name != "[Content_Types].xml" && strings.Contains(text, word) {
				t.Errorf("%s came back with %s", word, name)
			}
		}
	}
	if c := is.sheets[oddSheet]["A2"]; c.formula || c.value != "str =cmd|' /c calc'!A1" {
		t.Errorf("%+v", c)
	}
	said := strings.Join(is.column("检查结果汇总", "A"), "\n")
	for _, want := range []string{"1 个公式", "宏及宏工作表已移除", "指向其他文件的链接已移除", "数据连接", "控件与嵌入对象已移除"} {
		if !strings.Contains(said, want) {
			t.Errorf("the summary does not say %q:\n%s", want, said)
		}
	}
}
