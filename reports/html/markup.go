package html

import (
	"bytes"
	"html/template"
	"strconv"
	"sync"
)

// markup writes what repeats by the thousand on a page: cells, tables, lists of
// figures. Executing templates for them takes most of a page's time. Every text
// passes through text, which escapes as html/template does between tags and in
// quoted attributes; an address is left to html/template, by the template "link".
type markup struct {
	bytes.Buffer
	pages *template.Template
	err   error // of the first link that failed
}

// functions are what templates call for it.
func (w *Writer) functions() template.FuncMap {
	return template.FuncMap{
		"t":      w.text.Text,
		"n":      coordinate,
		"figure": func(f fact) (template.HTML, error) { return w.markup(func(m *markup) { m.cell(f.cell) }) },
		"table":  func(t table) (template.HTML, error) { return w.markup(func(m *markup) { m.table(t) }) },
		"notes":  func(n []string) (template.HTML, error) { return w.markup(func(m *markup) { m.notes(n) }) },
		"facts":  func(f []fact) (template.HTML, error) { return w.markup(func(m *markup) { m.facts(f) }) },
		"rules":  func(r []ruleView) (template.HTML, error) { return w.markup(func(m *markup) { m.rules(r) }) },
		"days":   func(l []calendarLine) (template.HTML, error) { return w.markup(func(m *markup) { m.days(l) }) },
	}
}

func (w *Writer) markup(write func(*markup)) (template.HTML, error) {
	m := markups.Get().(*markup)
	defer markups.Put(m)
	m.Reset()
	m.pages, m.err = w.pages, nil
	write(m)
	return template.HTML(m.String()), m.err
}

// markups keeps the room of tables that were written, for the next.
var markups = sync.Pool{New: func() any { return &markup{} }}

// text writes a text that is no markup.
func (m *markup) text(s string) {
	from := 0
	for i := range len(s) {
		if escape := escapeOf(s[i]); escape != "" {
			m.WriteString(s[from:i])
			m.WriteString(escape)
			from = i + 1
		}
	}
	m.WriteString(s[from:])
}

// escapeOf is what stands for a character that means something in HTML, or would in
// a browser that takes the page for another encoding.
func escapeOf(c byte) string {
	switch c {
	case 0:
		return "\uFFFD"
	case '"':
		return "&#34;"
	case '&':
		return "&amp;"
	case '\'':
		return "&#39;"
	case '+':
		return "&#43;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	}
	return ""
}

// attribute writes an attribute, unless it is empty.
func (m *markup) attribute(name, value string) {
	if value == "" {
		return
	}
	m.WriteByte(' ')
	m.WriteString(name)
	m.WriteString(`="`)
	m.text(value)
	m.WriteByte('"')
}

// element writes a text between two tags.
func (m *markup) element(open, s, end string) {
	m.WriteString(open)
	m.text(s)
	m.WriteString(end)
}

func (m *markup) cell(c cell) {
	if c.Href != "" {
		if err := m.pages.ExecuteTemplate(m, "link", c); err != nil && m.err == nil {
			m.err = err
		}
	} else {
		m.text(c.Text)
	}
	if c.Sub != "" {
		m.element(`<span class="sc-sub">`, c.Sub, `</span>`)
	}
}

func (m *markup) table(t table) {
	m.element(`<div class="sc-scroll" role="region" tabindex="0" aria-label="`, t.Caption, `"`)
	m.attribute("id", t.ID)
	m.element(">\n<table class=\"sc-table ", t.Kind, "\">\n")
	m.element("<caption>", t.Caption, "</caption>\n<thead><tr>")
	for _, h := range t.Heads {
		m.WriteString(`<th scope="col"`)
		m.attribute("class", h.Kind)
		m.element(`>`, h.Text, `</th>`)
	}
	m.WriteString("</tr></thead>\n<tbody>\n")
	for _, r := range t.Rows {
		m.row(r)
	}
	if len(t.Rows) == 0 {
		m.WriteString(`<tr><td class="sc-none" colspan="` + strconv.Itoa(len(t.Heads)) + `">`)
		m.text(t.Empty)
		m.WriteString("</td></tr>\n")
	}
	m.WriteString("</tbody>\n</table>\n</div>\n")
	m.notes(t.Notes)
}

func (m *markup) row(r row) {
	m.WriteString(`<tr`)
	m.attribute("id", r.ID)
	m.attribute("class", r.Tone)
	m.WriteByte('>')
	for _, c := range r.Cells {
		open, end := `<td class="`, `</td>`
		if c.Named {
			open, end = `<th scope="row" class="`, `</th>`
		}
		m.element(open, c.Kind, ` `)
		m.element(``, c.Tone, `" data-label="`)
		m.element(``, c.Label, `">`)
		m.cell(c.cell)
		m.WriteString(end)
	}
	m.WriteString("</tr>\n")
}

func (m *markup) notes(notes []string) {
	for _, n := range notes {
		m.element(`<p class="sc-note">`, n, "</p>\n")
	}
}

func (m *markup) facts(facts []fact) {
	m.WriteString("<dl class=\"sc-facts\">\n")
	for _, f := range facts {
		m.element(`<div><dt>`, f.Label, `</dt><dd`)
		m.attribute("class", f.Tone)
		m.WriteByte('>')
		m.cell(f.cell)
		m.WriteString("</dd></div>\n")
	}
	m.WriteString("</dl>\n")
}

// rules are the blocks of what is remarkable in a dataset.
func (m *markup) rules(blocks []ruleView) {
	for _, r := range blocks {
		m.element(`<section class="sc-rule" id="`, r.ID, `" aria-labelledby="`)
		m.element(``, r.ID, "-title\">\n<h4 id=\"")
		m.element(``, r.ID, `-title">`)
		m.element(``, r.Title, ` <span class="sc-code">`)
		m.element(``, r.Code, "</span></h4>\n")
		if r.Note != "" {
			m.element(`<p class="sc-lead">`, r.Note, `</p>`)
		}
		m.WriteByte('\n')
		m.facts(r.Facts)
		m.WriteByte('\n')
		if r.Samples != nil {
			m.table(*r.Samples)
		}
		m.WriteString("\n</section>\n")
	}
}

// days are the lines of a calendar.
func (m *markup) days(lines []calendarLine) {
	for _, l := range lines {
		m.element(`<tr><th scope="row">`, l.Title, `<span class="sc-sub">`)
		m.element(``, l.Month, `</span></th>`)
		for _, c := range l.Cells {
			if c.Word == "" {
				m.WriteString(`<td></td>`)
				continue
			}
			m.element(`<td class="sc-day-`, c.Tone, `" title="`)
			m.element(``, c.Word, `">`)
			m.element(``, c.Short, `</td>`)
		}
		m.WriteString("</tr>\n")
	}
}
