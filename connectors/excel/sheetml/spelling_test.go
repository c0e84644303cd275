package sheetml

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSpellings writes the same random sheet in two ways: as Excel does, which goes
// past the tokenizer, and in odd but equal XML, which does not. Both must read as
// what was written.
func TestSpellings(t *testing.T) {
	shared := []string{"张三", "", "a<b", "x"}
	var items strings.Builder
	for _, s := range shared {
		fmt.Fprintf(&items, `<si><t xml:space="preserve">%s</t></si>`, escapeXML(s))
	}
	rapid.Check(t, func(rt *rapid.T) {
		var plain, odd, want strings.Builder
		row := 0
		for range rapid.IntRange(0, 6).Draw(rt, "rows") {
			row += rapid.IntRange(1, 3).Draw(rt, "gap")
			fmt.Fprintf(&plain, `<row r="%d">`, row)
			fmt.Fprintf(&odd, "<row\n r = '%d' >", row)
			column := 0
			for range rapid.IntRange(0, 5).Draw(rt, "cells") {
				column += rapid.IntRange(1, 30).Draw(rt, "gap")
				drawCell(rt, CellName(column, row), shared, &plain, &odd, &want)
			}
			plain.WriteString("</row>")
			odd.WriteString("</row ><!-- -->")
		}
		for _, rows := range []string{plain.String(), odd.String()} {
			got := readArchive(t, workbookParts(inSheet(rows), inStrings(items.String()), "").zip(t))
			if got != strings.TrimSpace(want.String()) {
				rt.Fatalf("%s\nreads as %s\nwant     %s", rows, got, want.String())
			}
		}
	})
}

// drawCell draws one cell and writes it in both ways, and as dump writes it.
func drawCell(rt *rapid.T, name string, shared []string, plain, odd, want *strings.Builder) {
	style := rapid.IntRange(0, 2).Draw(rt, "style")
	kind := rapid.SampledFrom([]string{"", "n", "s", "str", "b", "e", "none"}).Draw(rt, "kind")
	value, text := "", ""
	switch kind {
	case "s":
		i := rapid.IntRange(0, len(shared)-1).Draw(rt, "string")
		value, text = fmt.Sprint(i), shared[i]
	case "str":
		value = rapid.SampledFrom([]string{"abc", "甲 乙", "a&b", "1_x", "]", " ", "\t"}).Draw(rt, "text")
		text = value
	case "none":
		fmt.Fprintf(plain, `<c r="%s" s="%d"/>`, name, style)
		fmt.Fprintf(odd, `<c s='%d' r="%s"><v></v></c>`, style, name)
		return
	default:
		value = rapid.SampledFrom([]string{"0", "1", "-1.5", "1E+3", "45351.25", "#N/A"}).Draw(rt, "number")
		text = value
	}
	fmt.Fprintf(plain, `<c r="%s" s="%d" t="%s"><v>%s</v></c>`, name, style, kind, escapeXML(value))
	var hex strings.Builder
	for _, r := range value {
		fmt.Fprintf(&hex, "&#x%x;", r)
	}
	fmt.Fprintf(odd, "<c  t='%s' s=\"%d\"\tr='%s'>\n<extLst><v>9</v></extLst><v><!-- -->%s<![CDATA[]]></v></c\n>", kind, style, name, hex.String())
	letter := map[string]string{"": "n", "n": "n", "s": "t", "str": "t", "b": "b", "e": "e"}[kind]
	fmt.Fprintf(want, "%s=%s%q", name, letter, text)
	if style > 0 {
		fmt.Fprintf(want, "/%d", style)
	}
	want.WriteByte(' ')
}

func escapeXML(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a Buffer never fails
	return b.String()
}

// naiveCell is a cell as encoding/xml decodes it.
type naiveCell struct {
	Ref    string   `xml:"r,attr"`
	Style  string   `xml:"s,attr"`
	Type   string   `xml:"t,attr"`
	Value  *string  `xml:"v"`
	Inline *string  `xml:"is>t"`
	Any    []string `xml:",any"`
}

// naiveSheet decodes a sheet whole, and writes it as dump does. ok is false for what
// it does not know to read.
func naiveSheet(in string, shared []string) (out string, ok bool) {
	var s struct {
		XMLName xml.Name
		Rows    []struct {
			Cells []naiveCell `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if xml.Unmarshal([]byte(in), &s) != nil {
		return "", false
	}
	var b strings.Builder
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if c.Ref == "" || c.Inline != nil || len(c.Any) > 0 {
				return "", false
			}
			if c.Value == nil || *c.Value == "" {
				continue
			}
			text := *c.Value
			switch c.Type {
			case "s":
				var i int
				if _, err := fmt.Sscanf(strings.TrimSpace(text), "%d", &i); err != nil || i < 0 || i >= len(shared) {
					return "", false
				}
				text = shared[i]
			case "str":
				if strings.Contains(text, "_x") {
					return "", false
				}
			}
			fmt.Fprintf(&b, "%s=%q ", strings.ToUpper(c.Ref), text)
		}
	}
	return b.String(), true
}

// FuzzSheet sees that no sheet makes the reader panic or hang, and that what it
// reads is what encoding/xml decodes from the same bytes.
func FuzzSheet(f *testing.F) {
	for _, rows := range []string{
		`<row r="1"><c r="A1" s="1"><v>1.5</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="str"><v>a&amp;b</v></c></row>`,
		`<row r="2" spans="1:3"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"/></row>`,
		`<row><c><v>1</v></c></row>`, `<row r="1"><c r="a1"><v> 1</v></c></row>`,
	} {
		f.Add(`<worksheet><sheetData>` + rows + `</sheetData></worksheet>`)
	}
	shared := []string{"一", "b"}
	f.Fuzz(func(t *testing.T, sheet string) {
		w, err := open(workbookParts(sheet, inStrings(`<si><t>一</t></si><si><t>b</t></si>`), "").zip(t), testLimits)
		if err != nil {
			return
		}
		rows, err := w.Rows(w.Sheets[0])
		if err != nil {
			return
		}
		defer rows.Close()
		var got strings.Builder
		for {
			row, err := rows.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return
			}
			for _, c := range row.Cells {
				if c.Filled {
					fmt.Fprintf(&got, "%s=%q ", CellName(c.Column, row.Number), row.Text(c))
				}
			}
		}
		// The library takes elements of all namespaces for the same.
		if want, ok := naiveSheet(sheet, shared); ok && got.String() != want && !strings.Contains(sheet, "xmlns") {
			t.Fatalf("%s\nreads as %s\nwant     %s", sheet, got.String(), want)
		}
	})
}

// FuzzArchive sees that no archive makes the reader panic or hang.
func FuzzArchive(f *testing.F) {
	f.Add(workbookParts(inSheet(`<row><c t="s"><v>0</v></c></row>`), inStrings(`<si><t>x</t></si>`), `<styleSheet `+mainSpace+`><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`).zip(f))
	limits := Limits{Bytes: 1 << 20, Ratio: 100, Strings: 1 << 20, Rows: 10_000}
	f.Fuzz(func(t *testing.T, archive []byte) {
		w, err := open(archive, limits)
		if err != nil {
			return
		}
		for _, s := range w.Sheets {
			if _, err := w.Merges(s); err == nil {
				_, _ = dump(w) // an error is as good as any reading: only a panic is not
			}
		}
	})
}
