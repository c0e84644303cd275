package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"time"
)

// part is one file of the package.
type part struct{ name, content string }

// archive packs the parts in their order, with one fixed time, so that equal
// contents are equal bytes.
func archive(parts []part, modified time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		target, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: modified.UTC()})
		if err != nil {
			return nil, fmt.Errorf("part %s of the document: %w", p.name, err)
		}
		if _, err := io.WriteString(target, p.content); err != nil {
			return nil, fmt.Errorf("part %s of the document: %w", p.name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack document: %w", err)
	}
	return out.Bytes(), nil
}
