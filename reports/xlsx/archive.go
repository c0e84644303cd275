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
	"time"
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

// canonicalArchive rewrites a workbook so that equal contents are equal bytes:
// excelize writes the parts, and the list of their types, in the random order of
// its maps. The list of types comes first, as readers of the format prefer.
func canonicalArchive(raw []byte, modified time.Time) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("reopen packed workbook: %w", err)
	}
	parts := slices.Clone(in.File)
	slices.SortFunc(parts, func(a, b *zip.File) int {
		return cmp.Or(boolOrder(a.Name == contentTypesName, b.Name == contentTypesName), strings.Compare(a.Name, b.Name))
	})
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range parts {
		if err := copyPart(w, part, modified); err != nil {
			return nil, fmt.Errorf("part %s of the workbook: %w", part.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack workbook: %w", err)
	}
	return out.Bytes(), nil
}

func copyPart(w *zip.Writer, part *zip.File, modified time.Time) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	target, err := w.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: modified.UTC()})
	if err != nil {
		return err
	}
	if part.Name == contentTypesName {
		return copyContentTypes(target, r)
	}
	_, err = io.Copy(target, r)
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
