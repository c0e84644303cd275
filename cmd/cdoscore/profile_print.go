package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"cdoscore/pipeline/profile"
	"cdoscore/reports/message"
	"cdoscore/rules/plan"
)

// printProfile prints a table of the columns, then what each one's values look
// like, then the candidate keys.
func printProfile(w io.Writer, p *profile.Profile, texts *message.Catalog) {
	fmt.Fprintln(w, texts.Text("profile.head", p.Origin, profile.Count(p.Rows), profile.Count(int64(len(p.Columns)))))
	if p.Rejected > 0 {
		fmt.Fprintln(w, texts.Text("profile.rejected", profile.Count(p.Rejected)))
	}
	fmt.Fprintln(w)
	table := [][]string{{"#"}}
	for _, h := range []string{"column", "missing", "distinct", "min", "max", "type", "follows", "conforms"} {
		table[0] = append(table[0], texts.Text("profile.column."+h))
	}
	for i := range p.Columns {
		table = append(table, columnRow(&p.Columns[i], texts))
	}
	printTable(w, table)
	for i := range p.Columns {
		printColumn(w, &p.Columns[i], texts)
	}
	printKeys(w, p, texts)
}

// cellWidth is the most that a cell of the table takes on the terminal.
const cellWidth = 26

func columnRow(c *profile.Column, texts *message.Catalog) []string {
	missing := profile.Count(c.Missing)
	if c.Missing > 0 {
		missing += " (" + profile.Share(c.Missing, c.Rows) + ")"
	}
	follows, conforms := "—", profile.Share(c.Details.Conforming, c.Present())
	if c.Follows != nil {
		follows, conforms = c.Follows.Name, profile.Share(c.Follows.Rows, c.Present())
	}
	if c.Follows != nil && c.Follows.Ever {
		follows += texts.Text("profile.ever")
	}
	kind := c.Field.Type.String()
	if len(c.Field.Formats) > 0 {
		kind += " " + strings.Join(c.Field.Formats, " ")
	}
	row := []string{fmt.Sprint(c.Number), c.Name, missing, profile.Count(c.Distinct), c.Masked(c.Min), c.Masked(c.Max), kind, follows, conforms}
	for i := range row {
		row[i] = cut(profile.Printable(row[i]), cellWidth)
	}
	return row
}

func printColumn(w io.Writer, c *profile.Column, texts *message.Catalog) {
	fmt.Fprintf(w, "\n%s\n", profile.Printable(c.Title()))
	if c.Present() == 0 {
		fmt.Fprintln(w, "  "+texts.Text("profile.evidence.empty"))
		return
	}
	var shapes, values []string
	for _, s := range c.Shape {
		shapes = append(shapes, profile.Short(s.Text)+" "+profile.Share(s.Rows, c.Present()))
	}
	if more := c.Shapes - int64(len(c.Shape)); more > 0 {
		shapes = append(shapes, texts.Text("profile.more", profile.Count(more)))
	}
	for _, v := range c.Values {
		values = append(values, cut(profile.Printable(c.Masked(v.Text)), 2*cellWidth)+" ×"+profile.Count(v.Rows))
	}
	fmt.Fprintln(w, "  "+texts.Text("profile.shapes", strings.Join(shapes, "   ")))
	fmt.Fprintln(w, "  "+texts.Text("profile.values", strings.Join(values, "   ")))
	for _, note := range c.Notes(texts.Text) {
		fmt.Fprintln(w, "  "+profile.Printable(note))
	}
}

func printKeys(w io.Writer, p *profile.Profile, texts *message.Catalog) {
	var keys []string
	for _, key := range p.Keys {
		var names []string
		for _, i := range key {
			names = append(names, profile.Printable(p.Columns[i].Title()))
		}
		keys = append(keys, strings.Join(names, " + "))
	}
	if len(keys) == 0 {
		keys = []string{texts.Text("profile.no_key")}
	}
	fmt.Fprintf(w, "\n%s\n", texts.Text("profile.keys", strings.Join(keys, "   ")))
	if p.Untested > 0 {
		fmt.Fprintln(w, texts.Text("profile.untested", profile.Count(int64(p.Untested))))
	}
}

// cut shortens a text to some places.
func cut(s string, most int) string {
	if places(s) <= most {
		return s
	}
	n := 1 // the mark
	for i, c := range s {
		if n += place(c); n > most {
			return s[:i] + "…"
		}
	}
	return s
}

type profileJSON struct {
	Origin   string       `json:"origin"`
	Rows     int64        `json:"rows"`
	Rejected int64        `json:"rejected"`
	Columns  []columnJSON `json:"columns"`
	Keys     [][]string   `json:"keys"`
	Untested int          `json:"pairs_untested"`
}

type columnJSON struct {
	Number     int              `json:"number"`
	Name       string           `json:"name"`
	Rows       int64            `json:"rows"`
	Missing    int64            `json:"missing"`
	Distinct   int64            `json:"distinct"`
	Shortest   int64            `json:"shortest"`
	Longest    int64            `json:"longest"`
	Min        string           `json:"min"`
	Max        string           `json:"max"`
	Type       string           `json:"type"`
	Formats    []string         `json:"formats,omitempty"`
	Thousands  bool             `json:"thousands,omitempty"`
	Conforming int64            `json:"conforming"` // to the type
	Follows    *followsJSON     `json:"follows"`
	Nearly     *followsJSON     `json:"nearly,omitempty"`
	PII        string           `json:"pii,omitempty"`
	Conform    map[string]int64 `json:"conform"` // of the formats and tables with any, by kind:name
	Shapes     int64            `json:"shapes_total"`
	Shape      []tallyJSON      `json:"shapes"`
	Values     []tallyJSON      `json:"values"`
}

type followsJSON struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	Ever bool   `json:"any_time,omitempty"`
	Rows int64  `json:"conforming"`
}

type tallyJSON struct {
	Text string `json:"text"`
	Rows int64  `json:"rows"`
}

func printProfileJSON(w io.Writer, p *profile.Profile) error {
	out := profileJSON{p.Origin, p.Rows, p.Rejected, []columnJSON{}, [][]string{}, p.Untested}
	for i := range p.Columns {
		out.Columns = append(out.Columns, columnOf(&p.Columns[i]))
	}
	for _, key := range p.Keys {
		var names []string
		for _, k := range key {
			names = append(names, p.Columns[k].Name)
		}
		out.Keys = append(out.Keys, names)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

func columnOf(c *profile.Column) columnJSON {
	mask := func(list []plan.Tally, masked bool) []tallyJSON {
		out := []tallyJSON{}
		for _, t := range list {
			if masked {
				t.Text = c.Masked(t.Text)
			}
			out = append(out, tallyJSON(t))
		}
		return out
	}
	return columnJSON{
		Number: c.Number, Name: c.Name, Rows: c.Rows, Missing: c.Missing, Distinct: c.Distinct, Shortest: c.Shortest, Longest: c.Longest,
		Min: c.Masked(c.Min), Max: c.Masked(c.Max), Type: c.Field.Type.String(), Formats: c.Field.Formats, Thousands: c.Field.Thousands,
		Conforming: c.Details.Conforming, Follows: followsOf(c.Follows), Nearly: followsOf(c.Nearly), PII: string(c.PII),
		Conform: c.Conform, Shapes: c.Shapes, Shape: mask(c.Shape, false), Values: mask(c.Values, true),
	}
}

func followsOf(m *profile.Match) *followsJSON {
	if m == nil {
		return nil
	}
	return &followsJSON{m.Kind, m.Name, m.Ever, m.Rows}
}
