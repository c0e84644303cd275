package sheetml

import (
	"bytes"
	"io"
)

// maxMerges bounds the merged ranges of a sheet that are held in memory.
const maxMerges = 200_000

// Merges are the merged ranges of the sheet, in their order. They stand behind the
// rows, so that they are known only when Next has returned io.EOF.
func (r *Rows) Merges() []Range { return r.merges }

// Merges reads a sheet to its end for its merged ranges. This reading does not count
// for the limit of bytes.
func (w *Workbook) Merges(s Sheet) ([]Range, error) {
	rows, err := w.Rows(s)
	if err != nil {
		return nil, err
	}
	defer func() {
		w.archive.left += rows.content.read
		rows.Close()
	}()
	for {
		if _, err := rows.Next(); err == io.EOF {
			return rows.merges, nil
		} else if err != nil {
			return nil, err
		}
	}
}

// readMerge takes note of the merged range whose tag was read last.
func (r *Rows) readMerge() error {
	reference := r.tokens.attribute("ref")
	merged, ok := parseRange(reference)
	switch {
	case !ok:
		return r.tokens.fail("%q is no merged range", shorten(reference))
	case merged.ToColumn > MaxColumns || merged.ToRow > MaxRows:
		return &BoundsError{shorten(reference)}
	case len(r.merges) == maxMerges:
		return r.tokens.fail("more than %d merged ranges", maxMerges)
	}
	r.merges = append(r.merges, merged)
	return nil
}

func parseRange(text []byte) (Range, bool) {
	first, last, two := bytes.Cut(text, []byte(":"))
	if !two {
		last = first
	}
	fromColumn, fromRow, ok := parseReference(first)
	toColumn, toRow, okLast := parseReference(last)
	return Range{fromColumn, fromRow, toColumn, toRow}, ok && okLast && fromColumn <= toColumn && fromRow <= toRow
}
