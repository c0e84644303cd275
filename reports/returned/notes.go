package returned

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"cdoscore/connectors/excel/sheetml"
)

// The caps of notes: every cell with a fault is filled and stands in the column of
// words; a note besides would make a workbook of many faults slow to open.
const (
	maxNotes         = 1000
	maxNotesPerCause = 50
)

// noteMark begins the text of every note of this program, so that it is known again.
const noteMark = "◆"

// note is a legacy note on a cell.
type note struct {
	row, column int
	text        string
}

// notes gathers the notes of the judged sheet.
type notes struct {
	list  []note
	cause map[string]int
	total int64 // cells that would bear one
}

// add takes a note where its cause has not enough of them.
func (n *notes) add(row, column int, cause, text string) {
	n.total++
	if n.cause == nil {
		n.cause = map[string]int{}
	}
	if len(n.list) >= maxNotes || n.cause[cause] >= maxNotesPerCause {
		return
	}
	if last := len(n.list) - 1; last >= 0 && n.list[last].row == row && n.list[last].column == column {
		return
	}
	n.cause[cause]++
	n.list = append(n.list, note{row, column, noteMark + text})
}

var commentElement = regexp.MustCompile(`(?s)<(\w+:)?comment[\s>].*?</(\w+:)?comment>`)
var textElement = regexp.MustCompile(`(?s)<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t>`)
var shapeElement = regexp.MustCompile(`(?s)<v:shape\s.*?</v:shape>`)
var noteRow = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`)
var noteColumn = regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)
var shapeNumber = regexp.MustCompile(`_x0000_s(\d+)`)

// comments writes the part of notes: those that were there, but this program's,
// and the new ones, by row. A cell that bears a note of someone else gets none.
// It returns the cells of the notes that were taken off.
func (n *notes) comments(was []byte, space string) (text []byte, gone map[string]bool, kept map[string]bool) {
	gone, kept = map[string]bool{}, map[string]bool{}
	head := declaration + `<comments xmlns="` + space + `"><authors><author/></authors><commentList>`
	p, tail := "", "</commentList></comments>"
	var old []string
	if was != nil {
		all := commentElement.FindAllIndex(was, -1)
		for _, at := range all {
			raw := string(was[at[0]:at[1]])
			cell := value(firstTag(raw), "ref")
			if strings.HasPrefix(plainText(raw), noteMark) {
				gone[cell] = true
				continue
			}
			kept[cell] = true
			old = append(old, raw)
		}
		if i := bytes.Index(was, []byte("commentList")); i > 0 {
			begin := bytes.LastIndexByte(was[:i], '<')
			p = prefixOf(was[begin:])
			head = string(was[:begin]) + "<" + p + "commentList>"
			end := bytes.LastIndex(was, []byte("</"))
			tail = "</" + p + "commentList>" + string(was[end:])
		}
	}
	var b bytes.Buffer
	b.WriteString(head)
	for _, raw := range old {
		b.WriteString(raw)
	}
	for _, x := range n.list {
		cell := sheetml.CellName(x.column, x.row)
		if !kept[cell] {
			fmt.Fprintf(&b, `<%scomment ref="%s" authorId="0"><%stext><%sr><%st xml:space="preserve">%s</%st></%sr></%stext></%scomment>`, p, cell, p, p, p, cellText(x.text), p, p, p, p)
		}
	}
	b.WriteString(tail)
	return b.Bytes(), gone, kept
}

// plainText is the text of a note.
func plainText(raw string) string {
	var b strings.Builder
	for _, m := range textElement.FindAllStringSubmatch(raw, -1) {
		b.WriteString(m[1])
	}
	return b.String()
}

// drawing writes the boxes of the notes into the sheet's legacy drawing.
func (n *notes) drawing(was []byte, gone, kept map[string]bool) []byte {
	head := `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">`
	highest := 1024
	if was != nil {
		was = shapeElement.ReplaceAllFunc(was, func(shape []byte) []byte {
			row, column := noteRow.FindSubmatch(shape), noteColumn.FindSubmatch(shape)
			if row != nil && column != nil && gone[sheetml.CellName(number(string(column[1]))+1, number(string(row[1]))+1)] {
				return nil
			}
			return shape
		})
		for _, m := range shapeNumber.FindAllSubmatch(was, -1) {
			highest = max(highest, number(string(m[1])))
		}
		if end := bytes.LastIndex(was, []byte("</xml>")); end > 0 {
			head = string(was[:end])
		}
	}
	first := (highest/1024 + 1) * 1024
	var b bytes.Buffer
	b.WriteString(head)
	if !strings.Contains(head, `id="_x0000_t202"`) {
		b.WriteString(`<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`)
	}
	for i, x := range n.list {
		if !kept[sheetml.CellName(x.column, x.row)] {
			b.WriteString(x.shape(first + 1 + i))
		}
	}
	b.WriteString(`</xml>`)
	return b.Bytes()
}

// shape is the box of a note, as high as its text asks for.
func (x note) shape(id int) string {
	const perLine = 18
	lines := 1
	for _, line := range strings.Split(x.text, "\n") {
		lines += 1 + len([]rune(line))/perLine
	}
	anchor := []string{strconv.Itoa(x.column), "15", strconv.Itoa(max(x.row-2, 0)), "10", strconv.Itoa(x.column + 4), "15", strconv.Itoa(max(x.row-2, 0) + min(max(lines, 4), 14)), "4"}
	return fmt.Sprintf(`<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`+
		`<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>`+
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%s</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
		id, strings.Join(anchor, ", "), x.row-1, x.column-1)
}
