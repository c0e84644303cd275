package profile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"cdoscore/rules"
)

// Texts gives the words of the comments: a key of the message catalogue, filled.
type Texts func(key string, args ...string) string

// About is what a draft says beside what the profile found.
type About struct {
	Title  string
	Origin string // the file's name without its folder, or the dataset
	Source string // the connector of a file; "" leaves source and update out
	// Options are the source's, in order: name and value.
	Options [][2]string
}

// Draft writes a dataset file of the suggestions. Above each field stands what
// speaks for it; what is left to decide stands as a comment. `check` and
// `validate` accept it as it is.
func (p *Profile) Draft(about About, texts Texts) string {
	d := &draft{p: p, texts: texts}
	d.comment("", texts("profile.draft.head", about.Origin, count(p.Rows)))
	d.line("title: %s", quoted(about.Title))
	if about.Source != "" {
		options := make([]string, len(about.Options))
		for i, o := range about.Options {
			options[i] = o[0] + ": " + quoted(o[1])
		}
		d.comment("", texts("profile.draft.source"))
		d.line("source: {%s: {%s}}", about.Source, strings.Join(options, ", "))
		d.comment("", texts("profile.draft.update"))
		d.line("update: {cycle: irregular}")
	} else {
		d.comment("", texts("profile.draft.keep"))
	}
	d.key()
	if !slices.ContainsFunc(p.Columns, func(c Column) bool { return c.Name != "" }) {
		d.line("fields: []")
	} else {
		d.line("fields:")
	}
	for i := range p.Columns {
		d.field(i)
	}
	return d.b.String()
}

type draft struct {
	p     *Profile
	texts Texts
	b     strings.Builder
}

func (d *draft) line(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n", args...) }

func (d *draft) comment(indent, text string) {
	d.line("%s# %s", indent, Printable(text))
}

func (d *draft) key() {
	chosen := d.p.Key()
	if chosen != nil {
		d.comment("", d.texts("profile.draft.key", count(d.p.Rows)))
		d.line("key: [%s]", d.names(chosen))
	}
	for _, key := range d.p.Keys {
		if !slices.Equal(key, chosen) && d.p.declared(key) && d.p.keyRank(key) <= 2*len(key) {
			d.comment("", d.texts("profile.draft.other_key", "key: ["+d.names(key)+"]"))
		}
	}
}

func (d *draft) names(key []int) string {
	names := make([]string, len(key))
	for i, k := range key {
		names[i] = quoted(d.p.Columns[k].Name)
	}
	return strings.Join(names, ", ")
}

func (d *draft) field(i int) {
	c := &d.p.Columns[i]
	number := fmt.Sprint(c.Number)
	if c.Name == "" {
		d.comment("  ", d.texts("profile.draft.unnamed", number))
		return
	}
	if twin := d.p.Twin(i); twin > 0 {
		d.comment("  ", d.texts("profile.draft.twin", number, c.Name, fmt.Sprint(twin)))
		return
	}
	for _, e := range c.Evidence(d.texts) {
		d.comment("  ", e)
	}
	keys := []string{"name: " + quoted(c.Name)}
	for _, k := range c.keys() {
		keys = append(keys, k[0]+": "+k[1])
	}
	d.line("  - {%s}", strings.Join(keys, ", "))
}

// keys are the field's keys after its name, as YAML.
func (c *Column) keys() [][2]string {
	t := c.Field.Type.String()
	if c.Field.Type.Name == rules.TypeDecimal {
		t = quoted(t)
	}
	out := [][2]string{{"type", t}}
	add := func(key, value string) { out = append(out, [2]string{key, value}) }
	if len(c.Field.Formats) > 0 {
		forms := make([]string, len(c.Field.Formats))
		for i, f := range c.Field.Formats {
			forms[i] = quoted(f)
		}
		add("formats", "["+strings.Join(forms, ", ")+"]")
	}
	if c.Field.Thousands {
		add("thousands", "true")
	}
	if c.Follows != nil && !c.Follows.Ever {
		add(c.Follows.Kind, c.Follows.Name)
	} else if re, _ := c.Pattern(); re != "" {
		add("pattern", quoted(re))
	}
	if c.Field.Type.IsNumeric() && c.Distinct > 0 && !strings.HasPrefix(c.Min, "-") {
		add("range", "{min: 0}")
	}
	if c.Missing == 0 && c.Rows > 0 {
		add("required", "true")
	}
	if c.PII != "" {
		add("pii", string(c.PII))
	}
	return out
}

// Evidence is what speaks for the suggestions of a column, one sentence each.
func (c *Column) Evidence(texts Texts) []string {
	out := []string{texts("profile.evidence.values", c.Title(), Share(c.Missing, c.Rows), count(c.Missing), count(c.Distinct))}
	present := c.Present()
	if present == 0 {
		return append(out, texts("profile.evidence.empty"))
	}
	if c.Field.Type.Name != rules.TypeString {
		out = append(out, texts("profile.evidence.type", c.Field.Type.String(), Share(c.Details.Conforming, present), count(present), c.Masked(c.Min), c.Masked(c.Max)))
	}
	switch re, n := c.Pattern(); {
	case c.Follows != nil && c.Follows.Ever:
		now := c.Conform[Candidate{Kind: c.Follows.Kind, Name: c.Follows.Name}.ID()]
		out = append(out, texts("profile.evidence.ever", c.Follows.Name, Share(c.Follows.Rows, present), count(present), Share(now, present), "code: "+c.Follows.Name))
	case c.Follows != nil:
		out = append(out, texts("profile.evidence.follows", c.Follows.Name, Share(c.Follows.Rows, present), count(present)))
	case re != "":
		out = append(out, texts("profile.evidence.pattern", Share(n, present), count(present)))
	}
	return append(out, c.Notes(texts)...)
}

// Notes are what the suggestions leave to decide.
func (c *Column) Notes(texts Texts) []string {
	var out []string
	if other := c.Ambiguous(); other != "" {
		out = append(out, texts("profile.evidence.ambiguous", other))
	}
	if c.Nearly != nil {
		present := c.Present()
		out = append(out, texts("profile.evidence.nearly", c.Nearly.Kind+": "+c.Nearly.Name, Share(c.Nearly.Rows, present), count(present)))
	}
	if list := c.few(); list != "" {
		out = append(out, texts("profile.evidence.in", "in: ["+list+"]"))
	}
	if c.PII != "" {
		out = append(out, texts("profile.evidence.pii", string(c.PII)))
	}
	return out
}

// Few values, each in many rows, may be a list.
const (
	mostListed = 5
	rowsEach   = 20
)

// few lists the values of a text column that has only few; "" otherwise.
func (c *Column) few() string {
	if c.Field.Type.Name != rules.TypeString || c.Follows != nil || c.PII != "" || c.Distinct > mostListed || c.Distinct*rowsEach > c.Present() || int(c.Distinct) != len(c.Values) {
		return ""
	}
	list := make([]string, len(c.Values))
	for i, v := range c.Values {
		list[i] = quoted(v.Text)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// Title is the column's name, or its number where it has none.
func (c *Column) Title() string {
	if c.Name == "" {
		return fmt.Sprintf("#%d", c.Number)
	}
	return c.Name
}

// Masked hides a value of personal data.
func (c *Column) Masked(value string) string { return rules.Mask(c.PII, value) }

// Share writes n of all in percent with one decimal, cut and not rounded, so that
// 100 % is all and 0 % is none.
func Share(n, all int64) string {
	if all == 0 {
		return "—"
	}
	permille := n * 1000 / all
	switch {
	case n == all:
		return "100 %"
	case n == 0:
		return "0 %"
	case permille == 0:
		return "<0.1 %"
	}
	return fmt.Sprintf("%d.%d %%", permille/10, permille%10)
}

// count writes a number in groups of three.
func count(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Count is count for those who print.
func Count(n int64) string { return count(n) }

// Printable writes control characters and line ends as ␣: one line, and nothing
// that a terminal would obey.
func Printable(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) {
			return '␣'
		}
		return c
	}, s)
}

// quoted writes a text as YAML in double quotes.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff:
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
