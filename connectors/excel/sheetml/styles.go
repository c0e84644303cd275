package sheetml

import "strconv"

// numberFormat is what is kept of a number format.
type numberFormat struct {
	kind  FormatKind
	masks bool // see masksNumber
}

// readFormats gives the number format of each cell style.
func (a *archive) readFormats(part string) ([]numberFormat, error) {
	t, content, err := a.tokens(part)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	custom := map[int]numberFormat{}
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
				code := string(t.attribute("formatCode"))
				custom[id] = numberFormat{kindOfCode(code), masksNumber(code)}
			}
		case t.depth() == 3 && t.is("xf") && parent == "cellXfs":
			cells = append(cells, number(t.attribute("numFmtId")))
		}
		if len(custom)+len(cells) > maxStyles {
			return nil, t.fail("more than %d cell styles and number formats", maxStyles)
		}
	}
}

func cellFormats(cells []int, custom map[int]numberFormat) []numberFormat {
	formats := make([]numberFormat, len(cells))
	for i, id := range cells {
		format, ok := custom[id]
		if !ok {
			format.kind = kindOfBuiltIn(id)
		}
		formats[i] = format
	}
	return formats
}

// number reads the id of a format; what is none names no format.
func number(text []byte) int {
	n, err := strconv.Atoi(string(text))
	if err != nil {
		return -1
	}
	return n
}
