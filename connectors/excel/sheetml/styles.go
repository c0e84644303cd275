package sheetml

import "strconv"

// cellStyle is what is kept of a cell style.
type cellStyle struct {
	format numberFormat
	lost   bool // text of this style is not told from its ground
}

// numberFormat is what is kept of a number format.
type numberFormat struct {
	kind  FormatKind
	masks bool // see masksNumber
}

// styleReader reads the part of styles, in which number formats, fonts and fills stand
// before the cell styles that name them.
type styleReader struct {
	*tokenizer
	parent, element string // on the second and the third level
	custom          map[int]numberFormat
	fonts, fills    []ink
	solid           bool // the fill at hand is
	cells           []cellStyle
}

// readStyles gives the cell styles.
func (a *archive) readStyles(part string) ([]cellStyle, error) {
	t, content, err := a.tokens(part)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	r := styleReader{tokenizer: t, custom: map[int]numberFormat{}}
	for {
		kind, err := t.next()
		if err != nil {
			return nil, err
		}
		if kind == endOfPart {
			return r.cells, nil
		}
		if kind == startTag {
			r.read()
		}
		if len(r.custom)+len(r.fonts)+len(r.fills)+len(r.cells) > maxStyles {
			return nil, t.fail("more than %d cell styles, fonts, fills and number formats", maxStyles)
		}
	}
}

// read takes in the tag that was read last.
func (r *styleReader) read() {
	switch r.depth() {
	case 2:
		r.parent = string(r.tag.local)
	case 3:
		r.element = string(r.tag.local)
		r.readElement()
	case 4:
		if r.parent == "fonts" && r.element == "font" && r.is("color") {
			r.fonts[len(r.fonts)-1] = r.readInk()
		}
		if r.parent == "fills" && r.element == "fill" {
			pattern := string(r.attribute("patternType"))
			if r.solid = pattern == "solid"; pattern != "none" {
				r.fills[len(r.fills)-1] = unknownInk // other patterns and gradients are no one colour
			}
		}
	case 5:
		if r.parent == "fills" && r.element == "fill" && r.solid && r.is("fgColor") {
			r.fills[len(r.fills)-1] = r.readInk()
		}
	}
}

func (r *styleReader) readElement() {
	switch {
	case r.parent == "numFmts" && r.element == "numFmt":
		if id := number(r.attribute("numFmtId")); id >= 0 {
			code := string(r.attribute("formatCode"))
			r.custom[id] = numberFormat{kindOfCode(code), masksNumber(code)}
		}
	case r.parent == "fonts" && r.element == "font":
		r.fonts = append(r.fonts, black)
	case r.parent == "fills" && r.element == "fill":
		r.fills = append(r.fills, white)
	case r.parent == "cellXfs" && r.element == "xf":
		format, ok := r.custom[number(r.attribute("numFmtId"))]
		if !ok {
			format.kind = kindOfBuiltIn(number(r.attribute("numFmtId")))
		}
		text, ground := inkOf(r.fonts, r.attribute("fontId"), black), inkOf(r.fills, r.attribute("fillId"), white)
		r.cells = append(r.cells, cellStyle{format, text.lost(ground)})
	}
}

func inkOf(list []ink, id []byte, none ink) ink {
	if len(id) == 0 {
		return none
	}
	if n := number(id); n >= 0 && n < len(list) {
		return list[n]
	}
	return unknownInk
}

// number reads the id of a format; what is none names no format.
func number(text []byte) int {
	n, err := strconv.Atoi(string(text))
	if err != nil {
		return -1
	}
	return n
}
