package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/flate"
)

const contentTypesName = "[Content_Types].xml"

// contentTypes is the part that lists the type of every other part.
type contentTypes struct {
	XMLName   xml.Name          `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []contentDefault  `xml:"Default"`
	Overrides []contentOverride `xml:"Override"`
}

type contentDefault struct {
	Extension   string `xml:"Extension,attr"`
	ContentType string `xml:"ContentType,attr"`
}

type contentOverride struct {
	PartName    string `xml:"PartName,attr"`
	ContentType string `xml:"ContentType,attr"`
}

// archive packs a workbook so that equal contents are equal bytes: excelize hands
// over the parts, and the list of their types, in the random order of its maps. They
// are kept until all are there, and compressed once, in order. The list of types
// comes first, as readers of the format prefer.
type archive struct {
	*zip.Writer
	parts    []entry
	rows     sheetRows
	modified time.Time
}

// sheetRows are the rows that belong into sheets, by the name of the sheet's part.
type sheetRows map[string]*rows

type entry struct {
	name    string
	content *bytes.Buffer
}

func newArchive(w io.Writer, modified time.Time, rows sheetRows) *archive {
	a := &archive{Writer: zip.NewWriter(w), rows: rows, modified: modified.UTC()}
	a.RegisterCompressor(zip.Deflate, newCompressor)
	return a
}

// compressor is used again for other parts, since its tables are larger than most of
// them.
type compressor struct{ *flate.Writer }

var compressors sync.Pool

func newCompressor(w io.Writer) (io.WriteCloser, error) {
	if c, kept := compressors.Get().(*compressor); kept {
		c.Reset(w)
		return c, nil
	}
	writer, err := flate.NewWriter(w, flate.BestSpeed)
	return &compressor{writer}, err
}

func (c *compressor) Close() error {
	defer compressors.Put(c)
	return c.Writer.Close()
}

// Create returns what takes the content of a part.
func (a *archive) Create(name string) (io.Writer, error) {
	p := entry{name, new(bytes.Buffer)}
	a.parts = append(a.parts, p)
	return p.content, nil
}

// Close writes the parts and ends the archive.
func (a *archive) Close() error {
	slices.SortFunc(a.parts, func(x, y entry) int {
		return cmp.Or(boolOrder(x.name == contentTypesName, y.name == contentTypesName), strings.Compare(x.name, y.name))
	})
	for _, p := range a.parts {
		if err := a.add(p); err != nil {
			return fmt.Errorf("part %s of the workbook: %w", p.name, err)
		}
	}
	for name := range a.rows {
		if !slices.ContainsFunc(a.parts, func(p entry) bool { return p.name == name }) {
			return fmt.Errorf("the workbook has no part %s for its rows", name)
		}
	}
	return a.Writer.Close()
}

func (a *archive) add(p entry) error {
	to, err := a.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: a.modified})
	if err != nil {
		return err
	}
	if p.name == contentTypesName {
		return copyContentTypes(to, p.content)
	}
	if r := a.rows[p.name]; r != nil {
		return r.splice(to, p.content.Bytes())
	}
	_, err = p.content.WriteTo(to)
	return err
}

func copyContentTypes(w io.Writer, r io.Reader) error {
	var types contentTypes
	if err := xml.NewDecoder(r).Decode(&types); err != nil {
		return err
	}
	slices.SortFunc(types.Defaults, func(a, b contentDefault) int { return strings.Compare(a.Extension, b.Extension) })
	slices.SortFunc(types.Overrides, func(a, b contentOverride) int { return strings.Compare(a.PartName, b.PartName) })
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(types)
}

// boolOrder puts true first.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
