package html

import (
	"html/template"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// hostile are texts that would be markup, end an attribute or name a script.
func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{`<script>alert(1)</script>`, `" onload="x`, `' x='`, `</td>`, `&lt;`, "\x00", `+ADw-script+AD4-`, "javascript:alert(1)", "\xff\xfe", "数据 & 规则", ""}),
		rapid.String(), rapid.StringN(0, 5, -1),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}

// TestMarkupEscapesAsTemplatesDo writes cells by markup and by html/template.
func TestMarkupEscapesAsTemplatesDo(t *testing.T) {
	w, err := New("en")
	if err != nil {
		t.Fatal(err)
	}
	want := template.Must(template.New("").Parse(
		`<tr{{with .ID}} id="{{.}}"{{end}}{{with .Tone}} class="{{.}}"{{end}}>{{range .Cells}}<td class="{{.Kind}} {{.Tone}}" data-label="{{.Label}}">` +
			`{{if .Href}}<a href="{{.Href}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}{{with .Sub}}<span class="sc-sub">{{.}}</span>{{end}}</td>{{end}}</tr>` + "\n"))
	rapid.Check(t, func(t *rapid.T) {
		h := hostile()
		r := row{ID: h.Draw(t, "id"), Tone: h.Draw(t, "row tone")}
		for range rapid.IntRange(0, 3).Draw(t, "cells") {
			r.Cells = append(r.Cells, rowCell{
				cell: cell{Text: h.Draw(t, "text"), Sub: h.Draw(t, "sub"), Tone: h.Draw(t, "tone"), Href: h.Draw(t, "href")},
				Kind: h.Draw(t, "kind"), Label: h.Draw(t, "label"),
			})
		}
		got, err := w.markup(func(m *markup) { m.row(r) })
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := want.Execute(&b, r); err != nil {
			t.Fatal(err)
		}
		if string(got) != b.String() {
			t.Fatalf("markup wrote\n%q, html/template writes\n%q", got, b.String())
		}
	})
}

// TestEveryTextOfAPartIsEscaped puts one hostile text wherever a part has a text.
func TestEveryTextOfAPartIsEscaped(t *testing.T) {
	const bad = `<b onload="x">&'`
	w, err := New("en")
	if err != nil {
		t.Fatal(err)
	}
	c := cell{Text: bad, Sub: bad, Tone: bad}
	all := table{ID: bad, Caption: bad, Kind: bad, Heads: []heading{{bad, bad}}, Notes: []string{bad}, Empty: bad,
		Rows: []row{{ID: bad, Tone: bad, Cells: []rowCell{{cell: c, Kind: bad, Label: bad}, {cell: c, Kind: bad, Label: bad, Named: true}}}}}
	none := all
	none.Rows = nil
	for name, write := range map[string]func(m *markup){
		"table":       func(m *markup) { m.table(all) },
		"empty table": func(m *markup) { m.table(none) },
		"facts":       func(m *markup) { m.facts([]fact{{bad, c}}) },
		"rules":       func(m *markup) { m.rules([]ruleView{{bad, bad, bad, bad, []fact{{bad, c}}, &all}}) },
		"days":        func(m *markup) { m.days([]calendarLine{{bad, bad, []calendarState{{bad, bad, bad}}}}) },
	} {
		t.Run(name, func(t *testing.T) {
			got, err := w.markup(write)
			if err != nil {
				t.Fatal(err)
			}
			if s := string(got); strings.Contains(s, "<b") || strings.Contains(s, `"x"`) || strings.Contains(s, "&'") || !strings.Contains(s, "&lt;b") {
				t.Errorf("a text is not escaped: %s", s)
			}
		})
	}
}
