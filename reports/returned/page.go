package returned

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"cdoscore/connectors/excel/sheetml"
)

// looks are the styles of the program's own sheets and cells.
type looks struct {
	title, heading, text, wrapped, quoted, count, points, link, section int
	levels                                                              map[Level]int
	word                                                                int // of the column of words
}

func addLooks(s *styles) looks {
	p := s.prefix
	font := func(inner string) int {
		inner = strings.ReplaceAll(inner, "<", "<"+p)
		s.newFonts = append(s.newFonts, "<"+p+"font>"+inner+"</"+p+"font>")
		return s.fonts + len(s.newFonts) - 1
	}
	title, bold, link := font(`<b/><sz val="16"/><name val="Microsoft YaHei"/>`), font(`<b/><sz val="11"/><name val="Microsoft YaHei"/>`), font(`<u/><sz val="11"/><color rgb="FF0B5394"/><name val="Microsoft YaHei"/>`)
	plain := font(`<sz val="11"/><name val="Microsoft YaHei"/>`)
	solid := func(color string) int {
		s.newFills = append(s.newFills, fmt.Sprintf(`<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="%s"/><%sbgColor indexed="64"/></%spatternFill></%sfill>`, p, p, p, color, p, p, p))
		return len(s.fills) + len(s.newFills) - 1
	}
	s.newBorders = append(s.newBorders, fmt.Sprintf(`<%sborder><%sleft/><%sright/><%stop/><%sbottom style="hair"><%scolor rgb="FFA6A6A6"/></%sbottom><%sdiagonal/></%sborder>`, p, p, p, p, p, p, p, p, p))
	line := s.borders
	xf := func(format, font, fill, border int, more, align string) int {
		return s.add(fmt.Sprintf(`<%sxf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"%s><%salignment vertical="top"%s/></%sxf>`, p, format, font, fill, border, more, p, align, p))
	}
	const wrap, middle = ` wrapText="1"`, ` horizontal="center"`
	out := looks{
		title:   xf(0, title, 0, 0, "", ""),
		section: xf(0, bold, 0, 0, "", ""),
		heading: xf(49, bold, solid("FFE7E6E6"), line, "", middle+wrap),
		text:    xf(49, plain, 0, line, "", ""),
		word:    xf(49, plain, 0, 0, "", ""),
		wrapped: xf(49, plain, 0, line, "", wrap),
		quoted:  xf(49, plain, 0, line, ` quotePrefix="1"`, wrap),
		count:   xf(3, plain, 0, line, "", middle),
		points:  xf(2, plain, 0, line, "", middle),
		link:    xf(49, link, 0, line, "", ""),
		levels:  map[Level]int{},
	}
	for _, l := range []Level{Must, Should, Hint} {
		out.levels[l] = xf(49, plain, solid(fillColors[l]), line, "", middle)
	}
	return out
}

// page writes one of the program's own sheets, row by row.
type page struct {
	out    *bufio.Writer
	looks  looks
	n      int // of the row at hand
	widths []int
	links  []link
}

type link struct {
	cell, location string
}

// maxLinks is how many links a sheet gets: Excel takes 65,530.
const maxLinks = 60_000

// begin writes what stands before the rows: widths, and the first rows that stay in
// sight.
func (p *page) begin(space string, frozen int, widths ...int) {
	p.widths = widths
	fmt.Fprintf(p.out, `%s<worksheet xmlns="%s"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" workbookViewId="0">`, declaration, space)
	if frozen > 0 {
		fmt.Fprintf(p.out, `<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>`, frozen, frozen+1)
	}
	p.out.WriteString(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/><cols>`)
	for i, w := range widths {
		fmt.Fprintf(p.out, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, w)
	}
	p.out.WriteString(`</cols><sheetData>`)
}

// cellValue is one cell of a page.
type cellValue struct {
	text  string
	value string // a number as text; then the text does not count
	style int
	link  string
}

// row writes the next row; cells without a text are left out.
func (p *page) row(height int, cells ...cellValue) {
	p.n++
	fmt.Fprintf(p.out, `<row r="%d"`, p.n)
	if height == 0 {
		height = p.height(cells)
	}
	if height > 0 {
		fmt.Fprintf(p.out, ` ht="%d" customHeight="1"`, height)
	}
	p.out.WriteByte('>')
	for i, c := range cells {
		name := sheetml.CellName(i+1, p.n)
		switch {
		case c.value != "":
			fmt.Fprintf(p.out, `<c r="%s" s="%d"><v>%s</v></c>`, name, c.style, c.value)
		case c.text != "":
			fmt.Fprintf(p.out, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, name, c.style, cellText(c.text))
		case c.style != 0:
			fmt.Fprintf(p.out, `<c r="%s" s="%d"/>`, name, c.style)
		}
		if c.link != "" && len(p.links) < maxLinks {
			p.links = append(p.links, link{name, c.link})
		}
	}
	p.out.WriteString("</row>")
}

// lineHeight is the height of a line, in points.
const lineHeight = 17

// height is what the wrapped texts of a row ask for: not every program finds it out
// by itself. 0: one line will do.
func (p *page) height(cells []cellValue) int {
	lines := 1
	for i, c := range cells {
		if i < len(p.widths) && (c.style == p.looks.wrapped || c.style == p.looks.quoted) && c.text != "" {
			lines = max(lines, (displayWidth(c.text)+p.widths[i]-3)/max(p.widths[i]-2, 1))
		}
	}
	if lines == 1 {
		return 0
	}
	return min(lines, 12)*lineHeight + 2
}

// displayWidth counts a character beyond Latin as two.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		if n++; r >= 0x1100 {
			n++
		}
	}
	return n
}

// end writes what stands behind the rows.
func (p *page) end(filter string) error {
	p.out.WriteString("</sheetData>")
	if filter != "" {
		fmt.Fprintf(p.out, `<autoFilter ref="%s"/>`, filter)
	}
	if len(p.links) > 0 {
		p.out.WriteString("<hyperlinks>")
		for _, l := range p.links {
			fmt.Fprintf(p.out, `<hyperlink ref="%s" location="%s"/>`, l.cell, escape(l.location))
		}
		p.out.WriteString("</hyperlinks>")
	}
	p.out.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`)
	return p.out.Flush()
}

func (p *page) headings(texts ...string) {
	cells := make([]cellValue, len(texts))
	for i, t := range texts {
		cells[i] = cellValue{text: t, style: p.looks.heading}
	}
	p.row(24, cells...)
}

// said is a text of the department's: what a spreadsheet might take for a formula
// is quoted besides.
func (p *page) said(text string) cellValue {
	if text != "" && strings.ContainsRune("=+-@\t\r\x00", rune(text[0])) {
		return cellValue{text: text, style: p.looks.quoted}
	}
	return cellValue{text: text, style: p.looks.wrapped}
}

func (p *page) count(n int64) cellValue {
	return cellValue{value: strconv.FormatInt(n, 10), style: p.looks.count}
}

// location is where a link within the workbook leads.
func location(sheet, cell string) string {
	return "'" + strings.ReplaceAll(sheet, "'", "''") + "'!" + cell
}
