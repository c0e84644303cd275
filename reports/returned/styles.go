package returned

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Level is how much a fault matters to the one who mends it.
type Level int

// The levels, the gravest first.
const (
	Must   Level = iota // 必改
	Should              // 应改
	Hint                // 提示
)

// fillColors of the levels differ in lightness, so that they can be told apart in
// grey print, and in yellow against blue, so that red-blind and green-blind eyes
// can. They are not colours that a palette offers: by them a fill of this program
// is known again after Excel has renumbered everything.
var fillColors = map[Level]string{Must: "FFF4A582", Should: "FFFFE394", Hint: "FFD8E8F7"}

// styles is the workbook's styles part, to which formats are added.
type styles struct {
	head, tail []byte
	prefix     string
	parts      []child
	fills      []string // raw, of the workbook
	xfs        []string // raw tags and content of cellXfs
	newFills   []string
	newXfs     []string
	newFonts   []string
	newBorders []string
	fonts      int
	borders    int
	faults     map[[2]int]int // style and level → style
	originals  map[int]int    // style with a fill of ours → style without
}

// styleOrder is the order of the children of a styles part.
var styleOrder = []string{"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst"}

// bareStyles is the part of a workbook that has none.
const bareStyles = declaration + `<styleSheet xmlns="%s"/>`

func readStyles(part string, text []byte) (*styles, error) {
	s := &styles{faults: map[[2]int]int{}, originals: map[int]int{}}
	var err error
	if s.head, s.parts, s.tail, err = children(part, text); err != nil {
		return nil, err
	}
	s.prefix = prefixOf(s.tail[bytes.LastIndexByte(s.tail, '<'):])
	for _, basic := range [][2]string{
		{"fonts", `<font><sz val="11"/><name val="Calibri"/></font>`}, {"fills", `<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`},
		{"borders", `<border><left/><right/><top/><bottom/><diagonal/></border>`}, {"cellXfs", `<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`}} {
		s.ensure(basic[0], basic[1])
	}
	fonts, err := s.items("fonts")
	if err != nil {
		return nil, err
	}
	borders, err := s.items("borders")
	if err != nil {
		return nil, err
	}
	s.fonts, s.borders = len(fonts), len(borders)
	if s.fills, err = s.items("fills"); err != nil {
		return nil, err
	}
	if s.xfs, err = s.items("cellXfs"); err != nil {
		return nil, err
	}
	s.findOriginals()
	return s, nil
}

// ensure adds a list that the part lacks, in its place.
func (s *styles) ensure(name, content string) {
	i := slices.IndexFunc(s.parts, func(c child) bool { return c.name == name })
	if i >= 0 && bytes.Contains(s.parts[i].raw, []byte("</")) {
		return
	}
	if s.prefix != "" {
		content = strings.NewReplacer("</", "</"+s.prefix, "<", "<"+s.prefix).Replace(content)
	}
	made := child{name, []byte("<" + s.prefix + name + ">" + content + "</" + s.prefix + name + ">")}
	if i >= 0 {
		s.parts[i] = made
		return
	}
	at := slices.IndexFunc(s.parts, func(c child) bool { return slices.Index(styleOrder, c.name) > slices.Index(styleOrder, name) })
	if at < 0 {
		at = len(s.parts)
	}
	s.parts = slices.Insert(s.parts, at, made)
}

// items are the elements of one list, as written.
func (s *styles) items(name string) ([]string, error) {
	i := slices.IndexFunc(s.parts, func(c child) bool { return c.name == name })
	_, list, _, err := children("styles", s.parts[i].raw)
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c.raw)
	}
	return out, err
}

// fault is the style of a cell with a fault: its own with the level's fill.
func (s *styles) fault(style int, level Level) int {
	style = s.original(style)
	key := [2]int{style, int(level)}
	if n, ok := s.faults[key]; ok {
		return n
	}
	fill := len(s.fills) + len(s.newFills)
	s.newFills = append(s.newFills, s.fillOver(style, level))
	n := s.addFilled(s.xf(style), fill)
	s.faults[key] = n
	return n
}

// fillOver is a level's fill. A solid fill shows one of its two colours; the other
// keeps the fill that the cell had, so that it can be given back.
func (s *styles) fillOver(style int, level Level) string {
	was := `indexed="64"`
	if id := number(value(firstTag(s.xf(style)), "fillId")); id > 1 && id < len(s.fills) {
		if c := solidColor(s.fills[id]); c != "" {
			was = c
		}
	}
	p := s.prefix
	return fmt.Sprintf(`<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="%s"/><%sbgColor %s/></%spatternFill></%sfill>`, p, p, p, fillColors[level], p, was, p, p)
}

// solidColor is the attributes of a solid fill's colour; "": it is no solid fill.
func solidColor(fill string) string {
	solid, color := false, ""
	_ = each("fill", []byte(fill), func(t *scanner, f form) error {
		switch string(t.name) {
		case "patternFill":
			solid = solid || value(t.raw, "patternType") == "solid"
		case "fgColor":
			if f == open || f == empty {
				_, rest, _ := strings.Cut(strings.TrimRight(string(t.raw), "/>"), " ")
				color = strings.TrimSpace(rest)
			}
		}
		return nil
	})
	if !solid {
		return ""
	}
	return color
}

// xf is a cell format as written; that of a style that is not there is the first.
func (s *styles) xf(style int) string {
	switch {
	case style >= 0 && style < len(s.xfs):
		return s.xfs[style]
	case style >= len(s.xfs) && style-len(s.xfs) < len(s.newXfs):
		return s.newXfs[style-len(s.xfs)]
	case len(s.xfs) > 0:
		return s.xfs[0]
	}
	return "<" + s.prefix + "xf/>"
}

func (s *styles) addFilled(xf string, fill int) int {
	tag := firstTag(xf)
	made := with(with(tag, "fillId", strconv.Itoa(fill)), "applyFill", "1")
	return s.add(string(made) + xf[len(tag):])
}

func (s *styles) add(xf string) int {
	s.newXfs = append(s.newXfs, xf)
	return len(s.xfs) + len(s.newXfs) - 1
}

// original is the style that a cell had before this program filled it.
func (s *styles) original(style int) int {
	if n, ok := s.originals[style]; ok {
		return n
	}
	return style
}

// findOriginals finds the styles with a fill of ours, by its colour, and for each
// one without.
func (s *styles) findOriginals() {
	ours := map[int]string{} // fill → the colour below it
	for i, fill := range s.fills {
		for _, color := range fillColors {
			if strings.Contains(solidColor(fill), `rgb="`+color+`"`) {
				ours[i] = below(fill)
			}
		}
	}
	for i, xf := range s.xfs {
		was, is := ours[number(value(firstTag(xf), "fillId"))]
		if value(firstTag(xf), "fillId") == "" || !is {
			continue
		}
		fill := s.filledWith(was)
		plain := string(with(firstTag(xf), "fillId", strconv.Itoa(fill))) + xf[len(firstTag(xf)):]
		same := slices.IndexFunc(s.xfs, func(other string) bool { return sameFormat(other, plain) })
		if same < 0 {
			same = s.add(plain)
		}
		s.originals[i] = same
	}
}

// below is the colour that a fill of ours keeps of the one before; "": none.
func below(fill string) string {
	color := ""
	_ = each("fill", []byte(fill), func(t *scanner, f form) error {
		if string(t.name) == "bgColor" && (f == open || f == empty) {
			_, rest, _ := strings.Cut(strings.TrimRight(string(t.raw), "/>"), " ")
			color = strings.TrimSpace(rest)
		}
		return nil
	})
	if color == `indexed="64"` {
		return ""
	}
	return color
}

// filledWith is a fill of one colour: one that is there, or a new one.
func (s *styles) filledWith(color string) int {
	if color == "" {
		return 0
	}
	for i, fill := range append(slices.Clone(s.fills), s.newFills...) {
		if solidColor(fill) == color {
			return i
		}
	}
	p := s.prefix
	s.newFills = append(s.newFills, fmt.Sprintf(`<%sfill><%spatternFill patternType="solid"><%sfgColor %s/><%sbgColor indexed="64"/></%spatternFill></%sfill>`, p, p, p, color, p, p, p))
	return len(s.fills) + len(s.newFills) - 1
}

// sameFormat compares two formats, whether they say that their fill counts or not.
func sameFormat(a, b string) bool {
	form := func(xf string) string {
		tag := firstTag(xf)
		var parts []string
		for _, name := range []string{"numFmtId", "fontId", "fillId", "borderId", "xfId", "quotePrefix", "applyNumberFormat", "applyFont", "applyBorder", "applyAlignment", "applyProtection"} {
			parts = append(parts, cmp.Or(value(tag, name), "0"))
		}
		return strings.Join(parts, " ") + xf[len(tag):]
	}
	return form(a) == form(b)
}

// text writes the part with what was added.
func (s *styles) text() []byte {
	var b bytes.Buffer
	b.Write(s.head)
	for _, c := range s.parts {
		switch c.name {
		case "fonts":
			b.Write(s.grown(c, s.newFonts))
		case "borders":
			b.Write(s.grown(c, s.newBorders))
		case "fills":
			b.Write(s.grown(c, s.newFills))
		case "cellXfs":
			b.Write(s.grown(c, s.newXfs))
		default:
			b.Write(c.raw)
		}
	}
	b.Write(s.tail)
	return b.Bytes()
}

// grown is a list with more elements at its end.
func (s *styles) grown(c child, more []string) []byte {
	if len(more) == 0 {
		return c.raw
	}
	tag := firstTag(string(c.raw))
	body := c.raw[len(tag):]
	end := bytes.LastIndex(body, []byte("</"))
	list, _ := s.items(c.name)
	return join(with(tag, "count", strconv.Itoa(len(list)+len(more))), body[:end], []byte(strings.Join(more, "")), body[end:])
}

// firstTag is the tag at the start of an element.
func firstTag(element string) []byte {
	s, err := newScanner("", strings.NewReader(element))
	if err != nil {
		return nil
	}
	if _, err := s.next(); err != nil {
		return nil
	}
	return bytes.Clone(s.raw)
}

// number reads plain digits; what is none is -1.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return -1
	}
	return n
}
