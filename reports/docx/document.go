package docx

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

// The character styles of runs; those of paragraphs stand in styles.go.
const (
	figureStyle = "Figure"
	gapStyle    = "Gap"
)

// run is a piece of text of one style; style "" is the paragraph's own.
type run struct{ text, style string }

func plain(s string) run { return run{text: s} }

// figure is a number of the model.
func figure(s string) run { return run{text: s, style: figureStyle} }

// document collects the body of one document.
type document struct {
	text   *message.Catalog
	zone   *time.Location
	body   strings.Builder
	tables int
	marked bool // a control character was written as its name
}

func newDocument(lang, zone string, extra []map[string]rules.Text) (*document, error) {
	place, err := reports.Location(zone)
	if err != nil {
		return nil, err
	}
	return &document{text: message.New(lang, extra...), zone: place}, nil
}

func (d *document) in(t rules.Text) string { return t.In(d.text.Lang()) }

var (
	mark = regexp.MustCompile(`\{\d+\}`)
	// gap is what a person must fill: 【请补充：…】, in English [To be completed: …].
	gap = regexp.MustCompile(`【[^】]*】|\[[^\]]*\]`)
)

// sentence fills a text of the catalogue with runs, so that figures keep their
// style; gaps of the text get theirs. What stands within an argument is never a gap.
func (d *document) sentence(key string, args ...run) []run {
	text := d.text.Text(key)
	var out []run
	last := 0
	for _, at := range mark.FindAllStringIndex(text, -1) {
		out = append(out, literal(text[last:at[0]])...)
		n, err := strconv.Atoi(text[at[0]+1 : at[1]-1])
		if err == nil && n < len(args) {
			out = append(out, args[n])
		}
		last = at[1]
	}
	return append(out, literal(text[last:])...)
}

// literal parts a text of the catalogue into gaps and what stands between them.
func literal(text string) []run {
	var out []run
	last := 0
	add := func(s, style string) {
		if s != "" {
			out = append(out, run{s, style})
		}
	}
	for _, at := range gap.FindAllStringIndex(text, -1) {
		add(text[last:at[0]], "")
		add(text[at[0]:at[1]], gapStyle)
		last = at[1]
	}
	add(text[last:], "")
	return out
}

// say writes a sentence as a paragraph of the body.
func (d *document) say(key string, args ...run) { d.paragraph(bodyStyle, d.sentence(key, args...)...) }

// lead writes a sentence that stays with the table that follows it.
func (d *document) lead(key string, args ...run) { d.paragraph(leadStyle, d.sentence(key, args...)...) }

// head writes a heading of the first level.
func (d *document) head(key string, args ...run) {
	d.paragraph(headStyle, d.sentence(key, args...)...)
}

func (d *document) paragraph(style string, runs ...run) {
	d.body.WriteString(d.paragraphXML(style, "", runs))
}

// paragraphXML is a paragraph; align "" is the style's.
func (d *document) paragraphXML(style, align string, runs []run) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:p><w:pPr><w:pStyle w:val="%s"/>`, style)
	if align != "" {
		fmt.Fprintf(&b, `<w:jc w:val="%s"/>`, align)
	}
	b.WriteString(`</w:pPr>`)
	for _, r := range runs {
		d.runXML(&b, r)
	}
	b.WriteString(`</w:p>`)
	return b.String()
}

// runXML writes a run; line feeds are breaks.
func (d *document) runXML(b *strings.Builder, r run) {
	clean, replaced := reports.Printable(r.text)
	d.marked = d.marked || replaced
	b.WriteString(`<w:r>`)
	if r.style != "" {
		fmt.Fprintf(b, `<w:rPr><w:rStyle w:val="%s"/></w:rPr>`, r.style)
	}
	for i, line := range strings.Split(clean, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">` + escaped(line) + `</w:t>`)
	}
	b.WriteString(`</w:r>`)
}

func escaped(s string) string {
	var b strings.Builder
	// A strings.Builder refuses nothing.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// finish writes the document; head is the line at the head of its pages, "" none.
func (d *document) finish(out io.Writer, title, author, head string, made time.Time) error {
	if d.marked {
		d.paragraph(noteStyle, d.sentence("form.control_characters")...)
	}
	look := lookOf(d.text.Lang())
	parts := []part{
		{"[Content_Types].xml", contentTypes(head != "")},
		{"_rels/.rels", packageRelations},
		{"docProps/app.xml", applicationPart},
		{"docProps/core.xml", coreProperties(title, author, made)},
		{"word/_rels/document.xml.rels", documentRelations(head != "")},
		{"word/document.xml", xmlHeader + `<w:document ` + namespaces + `><w:body>` + d.body.String() + section(head != "") + `</w:body></w:document>`},
		{"word/fontTable.xml", fontTable(look)},
		{"word/footer1.xml", footer("right")},
		{"word/footer2.xml", footer("left")},
	}
	if head != "" {
		clean, _ := reports.Printable(head)
		parts = append(parts, part{"word/header1.xml", header(clean)})
	}
	parts = append(parts, part{"word/settings.xml", settings}, part{"word/styles.xml", styles(look, d.text.Lang())})
	packed, err := archive(parts, made)
	if err != nil {
		return err
	}
	_, err = out.Write(packed)
	return err
}
