package sheetml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

const (
	mainSpace   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpace    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	strictMain  = `xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"`
	strictRel   = `http://purl.oclc.org/ooxml/officeDocument/relationships`
	packageRels = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
)

// parts are the entries of an archive, by name.
type parts map[string]string

// workbookParts is a workbook of one sheet. Empty parts are left out.
func workbookParts(sheet, strings, styles string) parts {
	p := parts{
		"_rels/.rels":     `<Relationships ` + packageRels + `><Relationship Id="rId1" Type="` + relSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook ` + mainSpace + ` xmlns:r="` + relSpace + `"><sheets><sheet name="明细" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships ` + packageRels + `><Relationship Id="rId1" Type="` + relSpace + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relSpace + `/styles" Target="/xl/styles.xml"/><Relationship Id="rId3" Type="` + relSpace + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": sheet,
	}
	if strings != "" {
		p["xl/sharedStrings.xml"] = strings
	}
	if styles != "" {
		p["xl/styles.xml"] = styles
	}
	return p
}

// inSheet puts rows into a sheet.
func inSheet(rows string) string {
	return `<worksheet ` + mainSpace + `><sheetData>` + rows + `</sheetData></worksheet>`
}

func inStrings(items string) string { return `<sst ` + mainSpace + `>` + items + `</sst>` }

func (p parts) zip(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range p {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// open opens an archive in memory.
func open(archive []byte, limits Limits) (*Workbook, error) {
	return Open(bytes.NewReader(archive), int64(len(archive)), limits, unchecked)
}

// dump reads all sheets and writes each cell as name=text, with its type.
func dump(w *Workbook) (string, error) {
	var b strings.Builder
	for _, s := range w.Sheets {
		rows, err := w.Rows(s)
		if err != nil {
			return b.String(), err
		}
		if err := dumpRows(&b, rows); err != nil {
			return b.String(), errors.Join(err, rows.Close())
		}
		if err := rows.Close(); err != nil {
			return b.String(), err
		}
	}
	return strings.TrimSpace(b.String()), nil
}

func dumpRows(b *strings.Builder, rows *Rows) error {
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for _, c := range row.Cells {
			fmt.Fprintf(b, "%s=%c%q", CellName(c.Column, row.Number), "ntbed"[c.Kind], row.Text(c))
			if c.Style > 0 {
				fmt.Fprintf(b, "/%d", c.Style)
			}
			if c.Uncalculated {
				b.WriteString("?")
			}
			b.WriteByte(' ')
		}
	}
}

func TestArchives(t *testing.T) {
	good := workbookParts(inSheet(`<row><c><v>1</v></c></row>`), "", "")
	with := func(name, content string) parts {
		p := parts{name: content}
		for n, c := range good {
			if n != name {
				p[n] = c
			}
		}
		return p
	}
	without := func(name string) parts {
		p := with(name, "")
		delete(p, name)
		return p
	}
	strict := parts{}
	for name, content := range good {
		strict[name] = strings.NewReplacer(mainSpace, strictMain, relSpace, strictRel).Replace(content)
	}
	cases := []struct {
		name, want string // what the dump or the error holds
		parts      parts
		is         error
	}{
		{name: "sound", want: `A1=n"1"`, parts: good},
		{name: "strict edition", want: `A1=n"1"`, parts: strict},
		{name: "names in capitals and with backslashes", want: `A1=n"1"`, parts: func() parts {
			p := without("xl/worksheets/sheet1.xml")
			p[`XL\Worksheets\Sheet1.XML`] = good["xl/worksheets/sheet1.xml"]
			return p
		}()},
		{name: "links as URIs", want: `A1=n"1"`, parts: func() parts {
			p := with("xl/_rels/workbook.xml.rels", strings.Replace(good["xl/_rels/workbook.xml.rels"], "worksheets/sheet1.xml", "%E8%A1%A8%201.xml", 1))
			p["xl/表 1.xml"] = good["xl/worksheets/sheet1.xml"]
			return p
		}()},
		{name: "no relations", parts: without("_rels/.rels"), is: ErrNotWorkbook},
		{name: "no workbook", parts: without("xl/workbook.xml"), is: ErrNotWorkbook},
		{name: "another document", parts: with("xl/workbook.xml", `<document/>`), is: ErrNotWorkbook},
		{name: "binary", parts: with("_rels/.rels", strings.Replace(good["_rels/.rels"], "workbook.xml", "workbook.BIN", 1)), is: ErrBinary},
		{name: "no sheet part", want: errNoPart.Error(), parts: without("xl/worksheets/sheet1.xml")},
		{name: "a DTD in a sheet", parts: with("xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY a "b">]>`+good["xl/worksheets/sheet1.xml"]), is: ErrDTD},
		{name: "a DTD in the relations", parts: with("_rels/.rels", `<!DOCTYPE x SYSTEM "file:///etc/passwd">`+good["_rels/.rels"]), is: ErrDTD},
		{name: "another part as the sheet", want: "<workbook> stands where <worksheet> is due", parts: with("xl/worksheets/sheet1.xml", good["xl/workbook.xml"])},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w, err := open(c.parts.zip(t), testLimits)
			got := ""
			if err == nil {
				got, err = dump(w)
			}
			if c.is != nil && !errors.Is(err, c.is) || c.is == nil && !strings.Contains(fmt.Sprint(got, err), c.want) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// TestDamagedArchives sees that an archive cut anywhere, or with one byte changed
// anywhere in what is read, never reads as less than it was.
func TestDamagedArchives(t *testing.T) {
	var rows strings.Builder
	for i := range 60 {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" t="s"><v>%d</v></c></row>`, i+1, i+1, i*7919, i+1, i%3)
	}
	whole := workbookParts(inSheet(rows.String()), inStrings(`<si><t>一</t></si><si><t>二</t></si><si><t>三</t></si>`), "").zip(t)
	want := readArchive(t, whole)
	for n := range whole {
		if w, err := open(whole[:n], testLimits); err == nil {
			if got, err := dump(w); err == nil && got != want {
				t.Fatalf("cut at byte %d it reads as %.80q", n, got)
			}
		}
		damaged := bytes.Clone(whole)
		damaged[n] ^= 0x55
		if w, err := open(damaged, testLimits); err == nil && len(w.Sheets) > 0 {
			if got, err := dump(w); err == nil && got != want && !hollow(damaged) {
				t.Fatalf("with byte %d changed it reads as %.80q", n, got)
			}
		}
	}
}

// hollow is true for an archive in whose directory a name was changed, so that the
// part is not found: of the shared strings none are needed then.
func hollow(archive []byte) bool {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return false
	}
	for _, f := range r.File {
		if f.Name == "xl/worksheets/sheet1.xml" {
			return false
		}
	}
	return true
}

func readArchive(t testing.TB, archive []byte) string {
	t.Helper()
	w, err := open(archive, testLimits)
	if err != nil {
		t.Fatal(err)
	}
	got, err := dump(w)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestPartTwice(t *testing.T) {
	good := workbookParts(inSheet(`<row><c><v>1</v></c></row>`), "", "")
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range []string{"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/worksheets/SHEET1.xml"} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, good[strings.Replace(name, "SHEET", "sheet", 1)]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := open(out.Bytes(), testLimits)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dump(book); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Error(err)
	}
}

func TestLimits(t *testing.T) {
	rows := strings.Repeat(`<row><c><v>1</v></c></row>`, 1000)
	text := inStrings(strings.Repeat(`<si><t>0123456789</t></si>`, 1000))
	cases := []struct {
		name   string
		limits Limits
		want   string
	}{
		{"all met", Limits{Bytes: 60_000, Ratio: 1000, Strings: 22_000, Rows: 1000}, ""},
		{"bytes", Limits{Bytes: 50_000, Ratio: 1000, Strings: 22_000, Rows: 1000}, "Bytes"},
		{"strings", Limits{Bytes: 60_000, Ratio: 1000, Strings: 21_999, Rows: 1000}, "Strings"},
		{"rows", Limits{Bytes: 60_000, Ratio: 1000, Strings: 22_000, Rows: 999}, "Rows"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w, err := open(workbookParts(inSheet(rows), text, "").zip(t), c.limits)
			if err == nil {
				_, err = dump(w)
			}
			var limit *LimitError
			if errors.As(err, &limit) != (c.want != "") || limit != nil && limit.Limit != c.want {
				t.Error(err)
			}
		})
	}
}

// bomb is a zip in which a part of 1 GB, the same over and over after its first
// bytes, takes 1 MB.
func bomb(t testing.TB, p parts, part, again string) []byte {
	t.Helper()
	const times = 1024
	block := bytes.Repeat([]byte(again), 1<<20/len(again))
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range p {
		if name == part {
			continue
		}
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, content); err != nil {
			t.Fatal(err)
		}
	}
	compressed := repeatedDeflate(t, p[part], block, times)
	size := uint64(len(p[part]) + len(block)*times)
	f, err := w.CreateRaw(&zip.FileHeader{Name: part, Method: zip.Deflate, CompressedSize64: uint64(len(compressed)), UncompressedSize64: size, CRC32: crc32.ChecksumIEEE(nil)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(compressed); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
