package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// hostile is one upload that means harm, or looks like it: write makes it while it
// is uploaded, so that no test holds it; want are the keys with which it may be
// answered, "" that it is judged like any other file.
type hostile struct {
	name  string
	write func(w io.Writer) error
	want  []string
}

// soak makes the heavy ones as large as they come; otherwise they are as much
// smaller as the limits of the test's desk are.
func soak() bool { return os.Getenv("CDOSCORE_SOAK") != "" }

func heavy(full, small int) int {
	if soak() {
		return full
	}
	return small
}

// corpus is the list.
func corpus() []hostile {
	damaged := []string{"submission.damaged", "excel.corrupt"}
	return []hostile{
		{"bomb of one part", book(map[string]func(io.Writer) error{"xl/worksheets/sheet1.xml": blanks(heavy(4<<30, 128<<20))}), []string{"excel.too_dense", "submission.too_large"}},
		{"bomb of archives", archiveOf(map[string]func(io.Writer) error{"1.zip": plainText("PK\x03\x04"), "2.zip": plainText("PK\x03\x04")}), []string{"submission.packed"}},
		{"overlapping parts", overlapping(5000, 1<<30), []string{"submission.too_large", "submission.damaged"}},
		{"archive that holds itself", archiveOf(map[string]func(io.Writer) error{"r/r.zip": selfish}), []string{"submission.packed"}},
		{"more parts than an office writes", manyParts(40_000), []string{"submission.too_many_entries"}},
		{"directory that lies", lyingDirectory, []string{"submission.too_many_entries", "submission.damaged"}},
		{"billion laughs in the workbook", book(map[string]func(io.Writer) error{"xl/workbook.xml": plainText(laughs("workbook"))}), []string{"excel.dtd"}},
		{"billion laughs in a sheet", book(map[string]func(io.Writer) error{"xl/worksheets/sheet1.xml": plainText(laughs("worksheet"))}), []string{"excel.dtd"}},
		{"external entity in the strings", book(map[string]func(io.Writer) error{"xl/sharedStrings.xml": plainText(`<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>`)}), []string{"excel.dtd"}},
		{"cut in the middle", cutAt(0.5), damaged},
		{"cut at the end", cutAt(0.98), damaged},
		{"pdf by another name", plainText("%PDF-1.7\n\xe2\xe3\xcf\xd3"), []string{"submission.kind.pdf"}},
		{"encrypted", encrypted, []string{"submission.encrypted"}},
		{"text document", archiveOf(map[string]func(io.Writer) error{"[Content_Types].xml": plainText("<Types/>"), "word/document.xml": plainText("<document/>")}), []string{"submission.kind.word"}},
		{"binary workbook", archiveOf(map[string]func(io.Writer) error{"[Content_Types].xml": plainText("<Types/>"), "xl/workbook.bin": plainText("x")}), []string{"submission.kind.binary"}},
		{"spreadsheet of OpenDocument", archiveOf(map[string]func(io.Writer) error{"mimetype": plainText("application/vnd.oasis.opendocument.spreadsheet"), "content.xml": plainText("<x/>")}), []string{"submission.kind.ods"}},
		{"name that leaves the archive", book(map[string]func(io.Writer) error{"../../../../tmp/evil.xml": plainText("x")}), []string{"submission.unsafe"}},
		{"name with a drive", book(map[string]func(io.Writer) error{`C:\windows\evil.xml`: plainText("x")}), []string{"submission.unsafe"}},
		{"one name twice", twice, damaged},
		{"no sheets", book(map[string]func(io.Writer) error{"xl/workbook.xml": plainText(`<workbook xmlns="` + mainNS + `"><sheets/></workbook>`)}), []string{"excel.no_sheet"}},
		{"far cell", book(map[string]func(io.Writer) error{"xl/worksheets/sheet1.xml": sheetOf(`<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>`)}), []string{""}},
		{"row number of 2^31", book(map[string]func(io.Writer) error{"xl/worksheets/sheet1.xml": sheetOf(`<row r="2147483648"><c r="A2147483648"><v>1</v></c></row>`)}), []string{"excel.out_of_bounds"}},
		{"column beyond the last", book(map[string]func(io.Writer) error{"xl/worksheets/sheet1.xml": sheetOf(`<row r="3"><c r="ZZZZ3"><v>1</v></c></row>`)}), []string{"excel.out_of_bounds", "excel.corrupt"}},
		{"elements in one another", book(map[string]func(io.Writer) error{"xl/worksheets/sheet1.xml": nested(heavy(20_000_000, 1_000_000))}), append([]string{"excel.too_dense"}, damaged...)},
		{"very many shared strings", book(map[string]func(io.Writer) error{"xl/sharedStrings.xml": strings10M(heavy(10_000_000, 1_000_000))}), []string{"", "excel.too_many_strings", "excel.too_dense", "submission.too_costly", "submission.too_large"}},
		{"one cell of many megabytes", book(map[string]func(io.Writer) error{"xl/worksheets/sheet1.xml": giantCell(heavy(1<<30, 64<<20))}), append([]string{"excel.too_dense", "submission.too_large"}, damaged...)},
		{"formulas and commands", plainText("no,name,fee\n1,=cmd|' /C calc'!A0,5\n2,\"@SUM(1+1)*cmd|' /C calc'!A0\",6\n"), []string{""}},
		{"a header without end", plainText(strings.Repeat("a,", 200_000) + "b\n1\n"), []string{"source.too_many_columns"}},
		{"a line without end", repeated("x", heavy(300<<20, 40<<20)), []string{"csv.record_too_long"}},
		{"a quote that is never closed", plainText("no,name,fee\n1,\"" + strings.Repeat("x\n", 1<<20)), []string{"csv.unterminated_quote"}},
		{"300 MB of small rows", smallRows(300 << 20), []string{"", "submission.too_large"}},
		{"html by another name", plainText("<html><body onload=alert(1)>"), []string{"submission.kind.page"}},
		{"program by another name", plainText("MZ\x90\x00\x03\x00\x00"), []string{"submission.kind.program"}},
	}
}

const mainNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

func plainText(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func repeated(s string, bytes int) func(io.Writer) error {
	return func(w io.Writer) error {
		block := []byte(strings.Repeat(s, (64<<10)/len(s)))
		for n := 0; n < bytes; n += len(block) {
			if _, err := w.Write(block); err != nil {
				return err
			}
		}
		return nil
	}
}

// archiveOf packs parts as a stream.
func archiveOf(parts map[string]func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		for name, write := range parts {
			part, err := z.Create(name)
			if err != nil {
				return err
			}
			if err := write(part); err != nil {
				return err
			}
		}
		return z.Close()
	}
}

// book is a small sound workbook with some parts in the place of its own.
func book(parts map[string]func(io.Writer) error) func(io.Writer) error {
	all := map[string]func(io.Writer) error{
		"[Content_Types].xml":        plainText(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`),
		"_rels/.rels":                plainText(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
		"xl/workbook.xml":            plainText(`<workbook xmlns="` + mainNS + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`),
		"xl/_rels/workbook.xml.rels": plainText(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`),
		"xl/sharedStrings.xml":       plainText(`<sst xmlns="` + mainNS + `"/>`),
		"xl/worksheets/sheet1.xml":   sheetOf(``),
	}
	for name, write := range parts {
		all[name] = write
	}
	return archiveOf(all)
}

const sheetStart = `<worksheet xmlns="` + mainNS + `"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>no</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>`

func sheetOf(rows string) func(io.Writer) error {
	return plainText(sheetStart + `<row r="2"><c r="A2" t="inlineStr"><is><t>1</t></is></c></row>` + rows + `</sheetData></worksheet>`)
}

func inSheet(middle func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		for _, write := range []func(io.Writer) error{plainText(sheetStart), middle, plainText(`</sheetData></worksheet>`)} {
			if err := write(w); err != nil {
				return err
			}
		}
		return nil
	}
}

func blanks(bytes int) func(io.Writer) error { return inSheet(repeated(" ", bytes)) }

func nested(depth int) func(io.Writer) error { return inSheet(repeated("<a>", 3*depth)) }

func giantCell(bytes int) func(io.Writer) error {
	return inSheet(func(w io.Writer) error {
		if _, err := io.WriteString(w, `<row r="2"><c r="A2" t="inlineStr"><is><t>`); err != nil {
			return err
		}
		if err := repeated("0123456789abcdef", bytes)(w); err != nil {
			return err
		}
		_, err := io.WriteString(w, `</t></is></c></row>`)
		return err
	})
}

func strings10M(n int) func(io.Writer) error { return sharedStrings(n, "") }

// sharedStrings are n different ones, each with the same ending.
func sharedStrings(n int, ending string) func(io.Writer) error {
	return func(w io.Writer) error {
		if _, err := io.WriteString(w, `<sst xmlns="`+mainNS+`">`); err != nil {
			return err
		}
		var block bytes.Buffer
		for i := range n {
			fmt.Fprintf(&block, "<si><t>%d%s</t></si>", i*7919, ending)
			if block.Len() > 64<<10 || i == n-1 {
				if _, err := block.WriteTo(w); err != nil {
					return err
				}
			}
		}
		_, err := io.WriteString(w, `</sst>`)
		return err
	}
}

func laughs(root string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE ` + root + ` [<!ENTITY a0 "lol">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, `<!ENTITY a%d "%s">`, i, strings.Repeat(fmt.Sprintf("&a%d;", i-1), 10))
	}
	return b.String() + `]><` + root + `>&a9;</` + root + `>`
}

func manyParts(n int) func(io.Writer) error {
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		for i := range n {
			if _, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("xl/p%d.xml", i), Method: zip.Store}); err != nil {
				return err
			}
		}
		return z.Close()
	}
}

// overlapping writes one part, and a directory in which many parts lie on it.
func overlapping(n int, size uint32) func(io.Writer) error {
	return func(w io.Writer) error {
		var local, central bytes.Buffer
		local.WriteString("PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00")
		binary.Write(&local, binary.LittleEndian, []uint32{0, 100, size})
		binary.Write(&local, binary.LittleEndian, []uint16{0, 0})
		local.Write(make([]byte, 100))
		for i := range n {
			name := fmt.Sprintf("xl/worksheets/sheet%d.xml", i)
			if i == 0 {
				name = "xl/workbook.xml"
			}
			central.WriteString("PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00")
			binary.Write(&central, binary.LittleEndian, []uint32{0, 100, size})
			binary.Write(&central, binary.LittleEndian, []uint16{uint16(len(name)), 0, 0, 0, 0})
			binary.Write(&central, binary.LittleEndian, []uint32{0, 0})
			central.WriteString(name)
		}
		end := []byte("PK\x05\x06\x00\x00\x00\x00")
		end = binary.LittleEndian.AppendUint16(end, uint16(n))
		end = binary.LittleEndian.AppendUint16(end, uint16(n))
		end = binary.LittleEndian.AppendUint32(end, uint32(central.Len()))
		end = binary.LittleEndian.AppendUint32(end, uint32(local.Len()))
		end = append(end, 0, 0)
		_, err := io.Copy(w, io.MultiReader(&local, &central, bytes.NewReader(end)))
		return err
	}
}

// lyingDirectory claims a number of parts that would take the memory of many
// machines.
func lyingDirectory(w io.Writer) error {
	wide := []byte("PK\x06\x06")
	wide = binary.LittleEndian.AppendUint64(wide, 44)
	wide = append(wide, make([]byte, 12)...)
	for _, n := range []uint64{1 << 40, 1 << 40, 1 << 46, 4} {
		wide = binary.LittleEndian.AppendUint64(wide, n)
	}
	locator := append([]byte("PK\x06\x07"), make([]byte, 16)...)
	end := append([]byte("PK\x05\x06"), 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0)
	_, err := io.Copy(w, io.MultiReader(strings.NewReader("PK\x03\x04"), bytes.NewReader(wide), bytes.NewReader(locator), bytes.NewReader(end)))
	return err
}

// selfish is the beginning of an archive that names the archive as its content.
func selfish(w io.Writer) error {
	return archiveOf(map[string]func(io.Writer) error{"r/r.zip": plainText("PK\x03\x04r/r.zip")})(w)
}

func twice(w io.Writer) error {
	var one bytes.Buffer
	if err := book(nil)(&one); err != nil {
		return err
	}
	in, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		return err
	}
	out := zip.NewWriter(w)
	for _, f := range in.File {
		for range map[bool]int{true: 2, false: 1}[strings.HasSuffix(f.Name, "sheet1.xml")] {
			if err := out.Copy(f); err != nil {
				return err
			}
		}
	}
	return out.Close()
}

func cutAt(part float64) func(io.Writer) error {
	return func(w io.Writer) error {
		var whole bytes.Buffer
		if err := book(nil)(&whole); err != nil {
			return err
		}
		_, err := w.Write(whole.Bytes()[:int(part*float64(whole.Len()))])
		return err
	}
}

func encrypted(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	return f.Write(w, excelize.Options{Password: "secret"})
}

func smallRows(bytes int) func(io.Writer) error {
	return func(w io.Writer) error {
		if _, err := io.WriteString(w, "no,name,fee\n"); err != nil {
			return err
		}
		return repeated("123456,李四,16\n", bytes)(w)
	}
}

// TestTheCorpusIsWhatItSays opens the sound workbook of which the others are made.
func TestTheCorpusIsWhatItSays(t *testing.T) {
	var b bytes.Buffer
	if err := book(nil)(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("S")
	if err != nil || len(rows) != 2 || rows[0][0] != "no" || rows[1][0] != "1" {
		t.Errorf("%q, %v", rows, err)
	}
}
