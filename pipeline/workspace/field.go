package workspace

import (
	"regexp"
	"slices"
	"strings"

	"cdoscore/rules"
)

// piiClasses are the classes of personal data, for messages.
var piiClasses = []string{
	string(rules.PIIID), string(rules.PIIName), string(rules.PIIPhone),
	string(rules.PIIAddress), string(rules.PIIBank), string(rules.PIIOther),
}

// fieldEntry is a field's entry in the file, kept until the rules that its keys
// imply can be read.
type fieldEntry struct {
	node    *rules.Node
	typeBad bool // rules would only complain of the type once more
}

// readFields reads the declared columns. onField names the kinds of rules that
// may stand as keys of a field.
func readFields(list *rules.Node, placeholders []string, onField []string, diags *rules.Diagnostics) ([]rules.Field, []fieldEntry) {
	seen := places{}
	var fields []rules.Field
	var entries []fieldEntry
	for _, n := range items(list, "fields", diags) {
		f, typeOK := readField(n, placeholders, onField, diags)
		if n.Type != rules.Map {
			continue
		}
		for _, e := range n.Entries {
			if e.Key == "name" {
				seen.add(e.Value, "field", diags)
			}
		}
		fields = append(fields, f)
		entries = append(entries, fieldEntry{node: n, typeBad: !typeOK})
	}
	return fields, entries
}

func readField(n *rules.Node, placeholders, onField []string, diags *rules.Diagnostics) (f rules.Field, typeOK bool) {
	r := rules.NewReader(n, "field", diags)
	f = rules.Field{
		Name:           r.RequireText("name"),
		Title:          readText(r.Get("title"), "title", diags),
		Placeholders:   placeholders,
		Thousands:      r.Bool("thousands", false),
		NormaliseWidth: r.Choice("normalise", "", "width") == "width",
		PII:            rules.PII(r.Choice("pii", "", piiClasses...)),
		Description:    r.Text("description"),
		Pos:            n.Pos,
	}
	f.Type, typeOK = readType(r)
	f.Formats = readFormats(r, f, typeOK)
	f.Sentinels = readSentinels(r, f, typeOK)
	if r.Has("placeholders") {
		f.Placeholders = texts(r.Texts("placeholders", true))
	}
	if f.Thousands && typeOK && !f.Type.IsNumeric() {
		diags.Addf(r.Get("thousands").Pos, `field: "thousands" is for numbers only, and the field is of type %s`, f.Type)
	}
	r.Known(onField...)
	r.Finish()
	return f, typeOK
}

// readType returns the declared type, text when there is none.
func readType(r *rules.Reader) (rules.FieldType, bool) {
	text := rules.FieldType{Name: rules.TypeString}
	n := r.Get("type")
	if n == nil {
		return text, true
	}
	written := r.ScalarText(n, "type")
	if !n.IsScalar() {
		return text, false
	}
	t, err := rules.ParseFieldType(written)
	if err != nil {
		r.Diags().Addf(n.Pos, "field: %v", err)
		return text, false
	}
	return t, true
}

// readSentinels reads which of the date sentinels are meant on a field.
func readSentinels(r *rules.Reader, f rules.Field, typeOK bool) []string {
	nodes := r.Texts("sentinels", true)
	if len(nodes) == 0 {
		return nil
	}
	if typeOK && !f.Type.IsTemporal() {
		r.Diags().Addf(r.Get("sentinels").Pos, `field: "sentinels" is for dates and timestamps only, and the field is of type %s`, f.Type)
		return nil
	}
	for _, n := range nodes {
		if !slices.Contains(rules.DateSentinels, n.Text) {
			r.Diags().Addf(n.Pos, "field: %q is no date sentinel (there are %s): other dates need no declaration", n.Text, strings.Join(rules.DateSentinels, ", "))
		}
	}
	return texts(nodes)
}

var conversion = regexp.MustCompile(`%.?`)

// readFormats reads further forms of dates: %Y, %m, %d, and %H, %M, %S.
func readFormats(r *rules.Reader, f rules.Field, typeOK bool) []string {
	nodes := r.Texts("formats", false)
	if len(nodes) == 0 {
		return nil
	}
	if typeOK && !f.Type.IsTemporal() {
		r.Diags().Addf(r.Get("formats").Pos, `field: "formats" is for dates and timestamps only, and the field is of type %s`, f.Type)
		return nil
	}
	for _, n := range nodes {
		if problem := formatProblem(n.Text); problem != "" {
			r.Diags().Addf(n.Pos, "field: date format %q %s", n.Text, problem)
		}
	}
	return texts(nodes)
}

// formatProblem says what is wrong with a date format, or "".
func formatProblem(format string) string {
	used := conversion.FindAllString(format, -1)
	for _, c := range used {
		if !slices.Contains([]string{"%Y", "%m", "%d", "%H", "%M", "%S"}, c) {
			return "uses " + c + ": only %Y, %m, %d, %H, %M and %S are known"
		}
	}
	for _, c := range []string{"%Y", "%m", "%d"} {
		if strings.Count(format, c) != 1 {
			return "must have %Y, %m and %d, once each"
		}
	}
	return ""
}

func texts(nodes []*rules.Node) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = n.Text
	}
	return out
}
