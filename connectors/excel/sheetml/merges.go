package sheetml

import "bytes"

// maxMerges bounds the merged ranges of a sheet that are held in memory.
const maxMerges = 200_000

// Merges reads a sheet to its end for its merged ranges, in their order: they stand
// behind the rows. The second reading does not count for the limit of bytes.
func (w *Workbook) Merges(s Sheet) ([]Range, error) {
	content, err := w.archive.open(s.part)
	if err != nil {
		return nil, err
	}
	defer func() {
		w.archive.left += content.read
		content.Close()
	}()
	t, err := newTokenizer(s.part, content)
	if err != nil {
		return nil, err
	}
	var list []Range
	for {
		kind, err := t.next()
		if err != nil || kind == endOfPart {
			return list, err
		}
		if kind != startTag || t.depth() != 3 || !t.is("mergeCell") {
			continue
		}
		merged, ok := parseRange(t.attribute("ref"))
		switch {
		case !ok:
			return nil, t.fail("%q is no merged range", shorten(t.attribute("ref")))
		case merged.ToColumn > MaxColumns || merged.ToRow > MaxRows:
			return nil, &BoundsError{shorten(t.attribute("ref"))}
		case len(list) == maxMerges:
			return nil, t.fail("more than %d merged ranges", maxMerges)
		}
		list = append(list, merged)
	}
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
