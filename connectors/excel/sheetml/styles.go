package sheetml

import "strconv"

// readFormats gives the kind of each cell style. Of number formats only the kind is
// kept.
func (a *archive) readFormats(part string) ([]FormatKind, error) {
	t, content, err := a.tokens(part)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	custom := map[int]FormatKind{}
	var cells []int
	for parent := ""; ; {
		kind, err := t.next()
		if err != nil {
			return nil, err
		}
		if kind == endOfPart {
			return cellFormats(cells, custom), nil
		}
		if kind != startTag {
			continue
		}
		switch {
		case t.depth() == 2:
			parent = string(t.tag.local)
		case t.depth() == 3 && t.is("numFmt") && parent == "numFmts":
			if id := number(t.attribute("numFmtId")); id >= 0 {
				custom[id] = kindOfCode(string(t.attribute("formatCode")))
			}
		case t.depth() == 3 && t.is("xf") && parent == "cellXfs":
			cells = append(cells, number(t.attribute("numFmtId")))
		}
		if len(custom)+len(cells) > maxStyles {
			return nil, t.fail("more than %d cell styles and number formats", maxStyles)
		}
	}
}

func cellFormats(cells []int, custom map[int]FormatKind) []FormatKind {
	kinds := make([]FormatKind, len(cells))
	for i, id := range cells {
		kind, ok := custom[id]
		if !ok {
			kind = kindOfBuiltIn(id)
		}
		kinds[i] = kind
	}
	return kinds
}

// number reads the id of a format; what is none names no format.
func number(text []byte) int {
	n, err := strconv.Atoi(string(text))
	if err != nil {
		return -1
	}
	return n
}
