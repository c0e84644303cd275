package sheetml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestCells(t *testing.T) {
	cases := []struct{ name, rows, strings, want string }{
		{"numbers", `<row r="1"><c r="A1"><v>1.50</v></c><c r="B1" t="n" s="3"><v> -2E+3 </v></c></row>`, "", `A1=n"1.50" B1=n" -2E+3 "/3`},
		{"booleans, errors, dates", `<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2021-01-01</v></c></row>`, "", `A1=b"1" B1=e"#N/A" C1=d"2021-01-01"`},
		{"shared, rich and phonetic", `<row><c t="s"><v>0</v></c><c t="s"><v> 1 </v></c><c t="s"><v>2</v></c></row>`,
			`<si><t>张三</t></si><si><r><rPr><b/><rFont val="宋体"/></rPr><t xml:space="preserve">富 </t></r><r><t>文本</t></r><rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="1"/></si><si/>`,
			`A1=t"张三" B1=t"富 文本" C1=t""`},
		{"inline", `<row><c t="inlineStr"><is><t>一</t></is></c><c t="inlineStr"><is><r><t>二</t></r><r><t>三</t></r></is></c></row>`, "", `A1=t"一" B1=t"二三"`},
		{"inline with a value", `<row><c t="inlineStr"><v>1</v><is><t>一</t></is></c><c t="inlineStr"><is><t>二</t></is><v>1</v></c><c t="inlineStr"><v>三</v></c></row>`, "", `A1=t"一" B1=t"二" C1=t"三"`},
		{"inline without a type", `<row><c><is><t>一</t></is></c></row>`, "", `A1=t"一"`},
		{"white space", `<row><c t="inlineStr"><is><t> 一
</t></is></c><c t="inlineStr"><is><t xml:space="preserve"> 一 </t></is></c><c t="str"><v> 一 </v></c></row>`, "", `A1=t"一" B1=t" 一 " C1=t" 一 "`},
		{"escapes", `<row><c t="str"><v>_x0041__x4E00__xD83D__xDE00_</v></c><c t="str"><v>_x005F_x0041_</v></c><c t="str"><v>_xD83D_ _x41_ _X0041_ _x004g_ _x</v></c></row>`, "",
			`A1=t"A一😀" B1=t"_x0041_" C1=t"_xD83D_ _x41_ _X0041_ _x004g_ _x"`},
		{"escapes in strings only", `<row><c t="e"><v>_x0041_</v></c></row>`, "", `A1=e"_x0041_"`},
		{"CDATA and entities", `<row><c t="str"><v>a<![CDATA[<b>]]>&amp;c</v></c></row>`, "", `A1=t"a<b>&c"`},
		{"formulas", `<row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c><f>1+1</f><v/></c><c t="str"><f>""</f><v></v></c><c t="str"><f>"x"</f></c><c><f t="shared" si="0"/><v>3</v></c></row>`, "",
			`A1=n"2" B1=n""? C1=n""? E1=t""? F1=n"3"`},
		{"without references", `<row/><row><c/><c><v>1</v></c></row><row r="9"><c r="D9"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>`, "", `B2=n"1" D9=n"2" E9=n"3" A10=n"4"`},
		{"empty attributes", `<row r=""><c r="" s="" t=""><v>1</v></c></row>`, "", `A1=n"1"`},
		{"sparse", `<row r="7"><c r="C7"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>`, "", `C7=n"1" XFD1048576=n"2"`},
		{"lower case reference", `<row r="1"><c r="b1"><v>1</v></c></row>`, "", `B1=n"1"`},
		{"foreign elements", `<row><c><v>1</v><extLst><ext xmlns:y="u"><y:v>9</y:v></ext></extLst></c><y:c xmlns:y="u"><y:v>8</y:v></y:c><c><v>2</v></c></row>`, "", `A1=n"1" B1=n"2"`},
		{"only styled", `<row r="1"><c r="A1" s="1"/><c r="B1" s="1"><v></v></c></row>`, "", ``},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := readArchive(t, workbookParts(inSheet(c.rows), inStrings(c.strings), "").zip(t)); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestWholeSheets(t *testing.T) {
	row := `<row><c t="s"><v>0</v></c></row>`
	prefixed := strings.NewReplacer("</", "</m:", "<", "<m:", mainSpace, "xmlns:m"+mainSpace[len("xmlns"):])
	cases := []struct{ name, sheet, strings, want string }{
		{"prefix", prefixed.Replace(inSheet(row)), prefixed.Replace(inStrings(`<si><t>一</t></si>`)), `A1=t"一"`},
		{"no namespace", `<worksheet><sheetData>` + row + `</sheetData></worksheet>`, `<sst><si><t>一</t></si></sst>`, `A1=t"一"`},
		{"xml:space on the root", inSheet(row), strings.Replace(inStrings(`<si><t> 一 </t></si><si xml:space="default"><t> 二 </t></si>`), "<sst", `<sst xml:space="preserve"`, 1), `A1=t" 一 "`},
		{"around the data", `<worksheet ` + mainSpace + `><sheetPr/><dimension ref="A1:ZZ9"/><sheetViews><sheetView/></sheetViews><sheetData>` + row + `</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, inStrings(`<si><t>一</t></si>`), `A1=t"一"`},
		{"saved by WPS", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet ` + mainSpace + ` xmlns:r="` + relSpace + `" xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><sheetPr/><dimension ref="A1"/><sheetFormatPr defaultColWidth="9" defaultRowHeight="13.5"/><sheetData>` +
			`<row r="1" ht="20" customHeight="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" t="str"><f>_xlfn.DISPIMG(&quot;ID_1&quot;,1)</f><v>=DISPIMG(&quot;ID_1&quot;,1)</v></c></row></sheetData><headerFooter/></worksheet>`,
			inStrings(`<si><t>一</t></si>`), `A1=t"一"/1 B1=t"=DISPIMG(\"ID_1\",1)"`},
		{"no data", `<worksheet ` + mainSpace + `><sheetData/></worksheet>`, inStrings(``), ``},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := readArchive(t, workbookParts(c.sheet, c.strings, "").zip(t)); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestRefusedSheets(t *testing.T) {
	cell := `<c r="A2"><v>1</v></c>`
	cases := []struct{ name, sheet, want string }{
		{"malformed in mid-sheet", inSheet(`<row><c><v>1</v></c></row><row><c><v>1</c></row>`), "</c> stands where </v> is due"},
		{"ends in mid-sheet", `<worksheet ` + mainSpace + `><sheetData><row r="2">` + cell + `</row>`, "ends inside <sheetData>"},
		{"garbage behind", inSheet("") + "x", "text outside the root"},
		{"no data element", `<worksheet ` + mainSpace + `/>`, "no data element"},
		{"two data elements", `<worksheet ` + mainSpace + `><sheetData/><sheetData/></worksheet>`, "second data element"},
		{"row twice", inSheet(`<row r="2"/><row r="2"/>`), "row 2 stands after row 2"},
		{"row number of 2^31", inSheet(`<row r="2147483648"/>`), "A2147483648 is out of bounds"},
		{"row number beyond any", inSheet(`<row r="99999999999999999999999999"/>`), "is out of bounds"},
		{"row number that is none", inSheet(`<row r="1.5"/>`), `"1.5" is no row number`},
		{"one row too many", inSheet(`<row r="1048576"/><row/>`), "A1048577 is out of bounds"},
		{"column too far", inSheet(`<row r="2"><c r="XFE2"/></row>`), "XFE2 is out of bounds"},
		{"one column too many", inSheet(`<row r="2"><c r="XFD2"/><c/></row>`), "XFE2 is out of bounds"},
		{"column beyond any", inSheet(`<row r="2"><c r="AAAAAAAAAAAAAAAA2"/></row>`), "is out of bounds"},
		{"cells out of order", inSheet(`<row r="2"><c r="B2"/><c r="A2"/></row>`), "cell A2 stands after cell B2"},
		{"cell twice", inSheet(`<row r="2">` + cell + cell + `</row>`), "cell A2 stands after cell A2"},
		{"cell of another row", inSheet(`<row r="1">` + cell + `</row>`), "cell A2 stands in row 1"},
		{"cell without a row", inSheet(`<row r="1"><c r="A"/></row>`), `"A" is no cell`},
		{"type unknown", inSheet(`<row><c t="x"><v>1</v></c></row>`), `type "x"`},
		{"style that is none", inSheet(`<row><c s="-1"><v>1</v></c></row>`), `"-1" is no cell style`},
		{"shared string that is not there", inSheet(`<row><c t="s"><v>1</v></c></row>`), `cell A1 refers to shared string "1"`},
		{"shared string that is no number", inSheet(`<row><c t="s"><v>-1</v></c></row>`), "refers to shared string"},
		{"text beside the value", inSheet(`<row><c>1<v>2</v></c></row>`), "text outside the value of cell A1"},
		{"text in a row", inSheet(`<row>1</row>`), "text outside a cell"},
		{"text in the data", inSheet(`1`), "text outside a cell"},
		{"element in a value", inSheet(`<row><c><v>1<b/></v></c></row>`), "<b> stands inside a value"},
		{"two values", inSheet(`<row><c><v>1</v><v>2</v></c></row>`), "two values"},
		{"a value and a text", inSheet(`<row><c><v>1</v><is><t>x</t></is></c></row>`), "two values"},
		{"text outside t", inSheet(`<row><c t="inlineStr"><is>x</is></c></row>`), "text outside <t>"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w, err := open(workbookParts(c.sheet, inStrings(`<si><t>x</t></si>`), "").zip(t), testLimits)
			if err == nil {
				_, err = dump(w)
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestRefusedStrings(t *testing.T) {
	for name, in := range map[string]string{
		"open": inStrings("<si><t>x</si>"), "text between": inStrings("x<si/>"), "another root": `<si/>`, "a DTD": `<!DOCTYPE sst><sst/>`, "text in si": inStrings("<si>x</si>"),
	} {
		if _, err := open(workbookParts(inSheet(""), in, "").zip(t), testLimits); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestWorkbookFacts(t *testing.T) {
	p := workbookParts(inSheet(""), "", `<styleSheet `+mainSpace+`><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;"/><numFmt numFmtId="x" formatCode="d"/></numFmts>`+
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf/></cellXfs><dxfs><dxf><numFmt numFmtId="14" formatCode="0"/></dxf></dxfs></styleSheet>`)
	p["xl/workbook.xml"] = `<workbook ` + mainSpace + ` xmlns:r="` + relSpace + `"><workbookPr date1904="true"/><sheets><sheet name="甲" state="veryHidden" r:id="rId1"/><sheet name="图" r:id="rId9"/><sheet name="乙&amp;丙" r:id="rId1"/></sheets><calcPr fullCalcOnLoad="1"/></workbook>`
	w, err := open(p.zip(t), testLimits)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Sheets) != 2 || !w.Sheets[0].Hidden || w.Sheets[1].Hidden || w.Sheets[1].Name != "乙&丙" || !w.Date1904 || !w.Recalculate {
		t.Errorf("%+v", w)
	}
	for style, want := range []FormatKind{PlainNumber, DateFormat, DateFormat, PlainNumber, PlainNumber} {
		if got := w.Format(style); got != want {
			t.Errorf("style %d: %d, want %d", style, got, want)
		}
	}
}

func TestMerges(t *testing.T) {
	sheet := `<worksheet ` + mainSpace + `><sheetData/><mergeCells count="2"><mergeCell ref="A1:C2"/><mergeCell ref="D4"/></mergeCells></worksheet>`
	w, err := open(workbookParts(sheet, "", "").zip(t), testLimits)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Merges(w.Sheets[0])
	if err != nil || len(got) != 2 || got[0] != (Range{1, 1, 3, 2}) || got[1] != (Range{4, 4, 4, 4}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, wrong := range []string{"C2:A1", "A1:ZZZZZZZZZ1", "A1:A9999999", "A1:", ""} {
		if w, err = open(workbookParts(strings.Replace(sheet, "A1:C2", wrong, 1), "", "").zip(t), testLimits); err != nil {
			t.Fatal(err)
		}
		if got, err := w.Merges(w.Sheets[0]); err == nil {
			t.Errorf("%q reads as %v", wrong, got)
		}
	}
}

func TestCellNames(t *testing.T) {
	for name, at := range map[string][2]int{"A1": {1, 1}, "Z9": {26, 9}, "AA10": {27, 10}, "XFD1048576": {16384, 1048576}, "ZZZ1": {18278, 1}} {
		column, row, ok := parseReference([]byte(name))
		if !ok || column != at[0] || row != at[1] || CellName(column, row) != name {
			t.Errorf("%s: %d, %d, %v, %s", name, column, row, ok, CellName(column, row))
		}
	}
	for _, name := range []string{"", "A", "1", "A0", "A01", "$A$1", "A1B", "一1", "A-1", "A1 "} {
		if _, _, ok := parseReference([]byte(name)); ok {
			t.Errorf("%q passes", name)
		}
	}
}

// TestCheckEndsReading sees that the caller's check ends any reading.
func TestCheckEndsReading(t *testing.T) {
	archive := workbookParts(inSheet(strings.Repeat(`<row><c><v>1</v></c></row>`, 100_000)), "", "").zip(t)
	stop, enough := errors.New("stop"), false
	w, err := Open(bytes.NewReader(archive), int64(len(archive)), testLimits, func() error {
		if enough {
			return stop
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Rows(w.Sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for n := 0; ; n++ {
		if _, err = rows.Next(); err != nil {
			break
		}
		enough = n >= 100
	}
	if !errors.Is(err, stop) {
		t.Error(err)
	}
}

// TestCloseEarly sees that closing a sheet midway ends what unzips it.
func TestCloseEarly(t *testing.T) {
	archive := workbookParts(inSheet(strings.Repeat(`<row><c><v>1</v></c></row>`, 200_000)), "", "").zip(t)
	before := runtime.NumGoroutine()
	for range 10 {
		w, err := open(archive, testLimits)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := w.Rows(w.Sheets[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rows.Next(); err != nil {
			t.Fatal(err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// A goroutine that has said its last word may still be counted for a moment.
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

// TestRowsCostNoMemory reads a sheet of many megabytes: all that is allocated for it,
// held or not, is a few buffers.
func TestRowsCostNoMemory(t *testing.T) {
	var sheet strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&sheet, `<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" t="str"><v>第%d行</v></c></row>`, i+1, i+1, i, i+1, i)
	}
	archive := workbookParts(inSheet(sheet.String()), "", "").zip(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	w, err := open(archive, testLimits)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Rows(w.Sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	count := 0
	for ; err == nil; count++ {
		_, err = rows.Next()
	}
	runtime.ReadMemStats(&after)
	if err != io.EOF || count != 100_001 {
		t.Errorf("%d rows, %v", count, err)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 4<<20 {
		t.Errorf("%d bytes allocated for a sheet of %d", allocated, sheet.Len())
	}
}
