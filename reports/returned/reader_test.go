package returned_test

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"sort"
	"strings"
	"testing"
)

// A reader of workbooks for the tests alone: plain encoding/xml, everything in
// memory, nothing shared with the code under test.

type rawCell struct {
	value   string // type and text, shared strings as their index's text
	formula bool
	fill    string // of its style
	format  string // the rest of its style
}

type rawBook struct {
	sheets map[string]map[string]rawCell
	names  []string
	hidden map[string]bool
	parts  map[string]string
}

type xmlText struct {
	T string `xml:"t"`
	R []struct {
		T string `xml:"t"`
	} `xml:"r"`
}

func (x xmlText) text() string {
	out := x.T
	for _, r := range x.R {
		out += r.T
	}
	return out
}

type xmlXF struct {
	NumFmt int    `xml:"numFmtId,attr"`
	Font   int    `xml:"fontId,attr"`
	Fill   int    `xml:"fillId,attr"`
	Border int    `xml:"borderId,attr"`
	Quote  string `xml:"quotePrefix,attr"`
	Align  struct {
		Horizontal string `xml:"horizontal,attr"`
		Wrap       string `xml:"wrapText,attr"`
	} `xml:"alignment"`
}

type xmlStyles struct {
	Fills []struct {
		Inner string `xml:",innerxml"`
	} `xml:"fills>fill"`
	XFs []xmlXF `xml:"cellXfs>xf"`
}

func readBook(t testing.TB, file string) rawBook {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	b := rawBook{sheets: map[string]map[string]rawCell{}, hidden: map[string]bool{}, parts: map[string]string{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if _, twice := b.parts[f.Name]; twice {
			t.Errorf("%s stands twice in the archive", f.Name)
		}
		b.parts[f.Name] = string(text)
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") || strings.HasSuffix(f.Name, ".vml") {
			wellFormed(t, f.Name, string(text))
		}
	}
	b.readSheets(t)
	return b
}

func wellFormed(t testing.TB, name, text string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func (b *rawBook) decode(t testing.TB, part string, to any) {
	t.Helper()
	if err := xml.Unmarshal([]byte(b.parts[part]), to); err != nil {
		t.Fatalf("%s: %v", part, err)
	}
}

func (b *rawBook) links(t testing.TB, part string) map[string]string {
	t.Helper()
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	name := path.Dir(part) + "/_rels/" + path.Base(part) + ".rels"
	if b.parts[name] == "" {
		return nil
	}
	b.decode(t, name, &rels)
	out := map[string]string{}
	for _, r := range rels.List {
		if r.Mode == "External" {
			continue
		}
		target := r.Target
		if strings.HasPrefix(target, "/") {
			target = target[1:]
		} else {
			target = path.Join(path.Dir(part), target)
		}
		if b.parts[target] == "" {
			t.Errorf("%s links to %s, which is not there", part, target)
		}
		out[r.ID] = target
	}
	return out
}

func (b *rawBook) readSheets(t testing.TB) {
	t.Helper()
	var book struct {
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	b.decode(t, "xl/workbook.xml", &book)
	links := b.links(t, "xl/workbook.xml")
	var shared struct {
		SI []xmlText `xml:"si"`
	}
	if b.parts["xl/sharedStrings.xml"] != "" {
		b.decode(t, "xl/sharedStrings.xml", &shared)
	}
	var styles xmlStyles
	for _, target := range links {
		if strings.Contains(target, "styles") {
			b.decode(t, target, &styles)
		}
	}
	for _, s := range book.Sheets {
		id := ""
		for _, a := range s.Attrs {
			if a.Name.Local == "id" {
				id = a.Value
			}
		}
		b.names = append(b.names, s.Name)
		b.hidden[s.Name] = s.State != "" && s.State != "visible"
		b.sheets[s.Name] = b.readSheet(t, links[id], shared.SI, styles)
	}
}

func (b *rawBook) readSheet(t testing.TB, part string, shared []xmlText, styles xmlStyles) map[string]rawCell {
	t.Helper()
	var sheet struct {
		Rows []struct {
			R     int `xml:"r,attr"`
			Cells []struct {
				R  string  `xml:"r,attr"`
				S  int     `xml:"s,attr"`
				T  string  `xml:"t,attr"`
				V  *string `xml:"v"`
				F  *string `xml:"f"`
				IS xmlText `xml:"is"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	b.decode(t, part, &sheet)
	b.links(t, part)
	out := map[string]rawCell{}
	row := 0
	for _, r := range sheet.Rows {
		if row++; r.R > 0 {
			row = r.R
		}
		column := 0
		for _, c := range r.Cells {
			if column++; c.R != "" {
				column = columnOf(c.R)
			}
			cell := rawCell{formula: c.F != nil, format: fmt.Sprintf("%+v", xmlXF{})}
			switch {
			case c.T == "s" && c.V != nil:
				n := 0
				fmt.Sscan(*c.V, &n)
				cell.value = "text " + shared[n].text()
			case c.T == "inlineStr":
				cell.value = "text " + c.IS.text()
			case c.V != nil:
				cell.value = c.T + " " + *c.V
			}
			if c.S < len(styles.XFs) {
				xf := styles.XFs[c.S]
				if xf.Fill < len(styles.Fills) {
					cell.fill = colorOf(styles.Fills[xf.Fill].Inner)
				}
				xf.Fill = 0
				cell.format = fmt.Sprintf("%+v", xf)
			}
			name := fmt.Sprintf("%s%d", lettersOf(column), row)
			if _, twice := out[name]; twice {
				t.Errorf("%s: cell %s stands twice", part, name)
			}
			out[name] = cell
		}
	}
	return out
}

// colorOf is what a fill shows.
func colorOf(fill string) string {
	if !strings.Contains(fill, `"solid"`) {
		return ""
	}
	_, rest, _ := strings.Cut(fill, "fgColor ")
	color, _, _ := strings.Cut(rest, ">")
	return strings.TrimSpace(strings.TrimSuffix(color, "/"))
}

func columnOf(cell string) int {
	n := 0
	for _, r := range cell {
		if r < 'A' || r > 'Z' {
			break
		}
		n = n*26 + int(r-'A') + 1
	}
	return n
}

func lettersOf(n int) string {
	out := ""
	for ; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}

// ours are the colours of the levels.
var ours = map[string]string{`rgb="FFF4A582"`: "必改", `rgb="FFFFE394"`: "应改", `rgb="FFD8E8F7"`: "提示"}

// filled are the cells of a sheet that bear a fill of ours, with its level.
func (b rawBook) filled(sheet string) map[string]string {
	out := map[string]string{}
	for name, c := range b.sheets[sheet] {
		if ours[c.fill] != "" {
			out[name] = ours[c.fill]
		}
	}
	return out
}

// column is the cells of one column of a sheet, by row.
func (b rawBook) column(sheet, column string) []string {
	var out []string
	for name, c := range b.sheets[sheet] {
		if strings.TrimRight(name, "0123456789") == column && c.value != "" {
			out = append(out, name+" "+strings.TrimPrefix(c.value, "text "))
		}
	}
	sort.Strings(out)
	return out
}

// sameCells compares every cell of every sheet of two workbooks but those of a
// column and the sheets that are only in the second, and the fills of some cells.
func sameCells(t testing.TB, was, is rawBook, sheet, own string, marked map[string]string) {
	t.Helper()
	for _, name := range was.names {
		seen := map[string]bool{}
		for cell, c := range was.sheets[name] {
			seen[cell] = true
			if c.value == "" && name == sheet && strings.TrimRight(cell, "0123456789") == own {
				continue // an empty cell gave way to the words
			}
			got := is.sheets[name][cell]
			if got.formula {
				t.Errorf("%s!%s: the formula came back", name, cell)
			}
			if c.value != got.value {
				t.Errorf("%s!%s: %q became %q", name, cell, c.value, got.value)
			}
			if c.format != got.format {
				t.Errorf("%s!%s: the format %s became %s", name, cell, c.format, got.format)
			}
			if name == sheet && marked[cell] != "" {
				continue
			}
			if c.fill != got.fill {
				t.Errorf("%s!%s: the fill %q became %q", name, cell, c.fill, got.fill)
			}
		}
		for cell, c := range is.sheets[name] {
			switch {
			case seen[cell], name == sheet && strings.TrimRight(cell, "0123456789") == own:
			case c.value == "" && name == sheet && marked[cell] != "":
			default:
				t.Errorf("%s!%s: %q was not there before", name, cell, c.value)
			}
		}
	}
}
