package main

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sheetBook is a workbook read by its XML alone, with nothing of the library that wrote it.
type sheetBook struct {
	name   string
	sheets []*bookSheet
	series []bookSeries
}

type bookSheet struct {
	name string
	rows map[int]map[int]bookCell // by row and column, from 1
	last int
}

// bookCell is a text or a number; formula says that the file holds one.
type bookCell struct {
	text    string
	number  float64
	numeric bool
	formula bool
}

// bookSeries are the ranges of one series of a chart.
type bookSeries struct {
	chart        string
	Name         string `xml:"tx>strRef>f"`
	Categories   string `xml:"cat>strRef>f"`
	Values       string `xml:"val>numRef>f"`
	CachedValues []int  `xml:"val>numRef>numCache>pt>idx"`
}

func (b *sheetBook) sheet(t *testing.T, name string) *bookSheet {
	t.Helper()
	i := slices.IndexFunc(b.sheets, func(s *bookSheet) bool { return s.name == name })
	if i < 0 {
		t.Fatalf("%s: no sheet %s", b.name, name)
	}
	return b.sheets[i]
}

func (s *bookSheet) text(row, column int) string { return s.rows[row][column].text }

// find is the first row that has a text in a column, 0 where none has.
func (s *bookSheet) find(column int, text string) int {
	for row := 1; row <= s.last; row++ {
		if s.text(row, column) == text {
			return row
		}
	}
	return 0
}

// heads are the columns of a row by their headings.
func (s *bookSheet) heads(row int) map[string]int {
	out := map[string]int{}
	for column, c := range s.rows[row] {
		if c.text != "" {
			out[c.text] = column
		}
	}
	return out
}

// lines are the rows below a heading up to the notes or an empty first cell.
func (s *bookSheet) lines(head, column int) []int {
	var out []int
	for row := head + 1; row <= s.last; row++ {
		c := s.rows[row][column]
		if c.text == "" && !c.numeric || strings.HasPrefix(c.text, "说明：") || strings.HasSuffix(c.text, "无记录。") || strings.HasPrefix(c.text, "没有：") {
			break
		}
		out = append(out, row)
	}
	return out
}

func readBook(t *testing.T, file string) *sheetBook {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	b := &sheetBook{name: path.Base(file)}
	var index struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	readPart(t, z, "xl/workbook.xml", &index)
	readPart(t, z, "xl/_rels/workbook.xml.rels", &relations)
	targets := map[string]string{}
	for _, r := range relations.List {
		targets[r.ID] = path.Join("xl", strings.TrimPrefix(r.Target, "/xl/"))
	}
	for _, s := range index.Sheets {
		b.sheets = append(b.sheets, readSheet(t, z, s.Name, targets[s.ID]))
	}
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "xl/charts/chart") {
			b.series = append(b.series, readSeries(t, z, f.Name)...)
		}
	}
	return b
}

func readSheet(t *testing.T, z *zip.ReadCloser, name, part string) *bookSheet {
	t.Helper()
	var data struct {
		Rows []struct {
			Row   int `xml:"r,attr"`
			Cells []struct {
				Ref     string   `xml:"r,attr"`
				Type    string   `xml:"t,attr"`
				Value   string   `xml:"v"`
				Formula *string  `xml:"f"`
				Inline  string   `xml:"is>t"`
				Runs    []string `xml:"is>r>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	readPart(t, z, part, &data)
	s := &bookSheet{name: name, rows: map[int]map[int]bookCell{}}
	for _, r := range data.Rows {
		s.last = max(s.last, r.Row)
		s.rows[r.Row] = map[int]bookCell{}
		for _, c := range r.Cells {
			cell := bookCell{text: c.Inline + strings.Join(c.Runs, ""), formula: c.Formula != nil}
			switch {
			case c.Type == "" || c.Type == "n":
				if c.Value == "" {
					break
				}
				x, err := strconv.ParseFloat(c.Value, 64)
				if err != nil {
					t.Fatalf("%s!%s: %v", name, c.Ref, err)
				}
				cell.number, cell.numeric = x, true
			case c.Type != "inlineStr" && c.Value != "":
				t.Fatalf("%s!%s: a cell of type %s, which this reader does not know", name, c.Ref, c.Type)
			}
			_, column := placeOf(t, c.Ref)
			s.rows[r.Row][column] = cell
		}
	}
	return s
}

func readSeries(t *testing.T, z *zip.ReadCloser, part string) []bookSeries {
	t.Helper()
	f, err := z.Open(part)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []bookSeries
	d := xml.NewDecoder(f)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "ser" {
			s := bookSeries{chart: part}
			if err := d.DecodeElement(&s, &start); err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
	}
}

func readPart(t *testing.T, z *zip.ReadCloser, name string, into any) {
	t.Helper()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := xml.NewDecoder(f).Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// placeOf is the row and the column of a cell's name, such as AB12 or $AB$12.
func placeOf(t *testing.T, ref string) (row, column int) {
	t.Helper()
	ref = strings.ReplaceAll(ref, "$", "")
	letters := strings.TrimRight(ref, "0123456789")
	for _, r := range letters {
		column = 26*column + int(r-'A') + 1
	}
	row, err := strconv.Atoi(ref[len(letters):])
	if err != nil {
		t.Fatalf("no cell: %q", ref)
	}
	return row, column
}

// nameOf is the name of a cell.
func nameOf(row, column int) string {
	letters := ""
	for ; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters + strconv.Itoa(row)
}
