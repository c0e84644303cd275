package workspace

import (
	"regexp"
	"time"

	"cdoscore/rules"
)

// languages are those of the product, in the order in which a text falls back.
var languages = []string{"zh-Hans", "zh-Hant", "en"}

// readText reads a user-facing text: one text, which then serves every language,
// or a mapping by language. A nil node is an empty text.
func readText(n *rules.Node, what string, diags *rules.Diagnostics) rules.Text {
	switch {
	case n == nil:
		return rules.Text{}
	case n.Type != rules.Map:
		if !n.IsScalar() {
			diags.Addf(n.Pos, "%s: expected text, or a mapping of zh-Hans, zh-Hant and en, found %s", what, n.Type)
		}
		return rules.Text{ZhHans: n.Text}
	}
	r := rules.NewReader(n, what, diags)
	t := rules.Text{ZhHans: r.Text("zh-Hans"), ZhHant: r.Text("zh-Hant"), En: r.Text("en")}
	r.Finish()
	return t
}

// requireText is readText for a key that must be there and say something.
func requireText(r *rules.Reader, key, what string) rules.Text {
	n := r.Require(key)
	if n == nil {
		return rules.Text{}
	}
	before := r.Diags().Len()
	t := readText(n, what, r.Diags())
	if t.IsZero() && r.Diags().Len() == before {
		r.Diags().Addf(n.Pos, "%s: %q must not be empty", what, key)
	}
	return t
}

// readSpan reads a span such as 24h; def when the key is absent.
func readSpan(r *rules.Reader, key string, def time.Duration) time.Duration {
	n := r.Get(key)
	if n == nil {
		return def
	}
	text := r.ScalarText(n, key)
	if !n.IsScalar() {
		return def
	}
	span, err := rules.ParseSpan(text)
	if err != nil {
		r.Diags().Addf(n.Pos, "%q: %v", key, err)
		return def
	}
	return span
}

// readDay reads a date; "" when the key is absent or wrong.
func readDay(r *rules.Reader, key string) string {
	n := r.Get(key)
	if n == nil {
		return ""
	}
	return dayText(n, key, r.Diags())
}

// dayText returns the date of a node, or "" after reporting it.
func dayText(n *rules.Node, key string, diags *rules.Diagnostics) string {
	if _, err := time.Parse(time.DateOnly, n.Text); !n.IsScalar() || err != nil {
		found := n.Text
		if !n.IsScalar() {
			found = n.Type.String()
		}
		diags.Addf(n.Pos, "%q must be a date that exists, written as 2026-01-31, found %q", key, found)
		return ""
	}
	return n.Text
}

// readSpanOfDays reads from and to, both inclusive and each optional.
func readSpanOfDays(r *rules.Reader) (from, to string) {
	from, to = readDay(r, "from"), readDay(r, "to")
	if from != "" && to != "" && to < from {
		r.Diags().Addf(r.Get("to").Pos, `"to" (%s) lies before "from" (%s): mend one of the two`, to, from)
	}
	return from, to
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// checkName reports a name that cannot be part of an id, a path or a link.
func checkName(pos rules.Pos, what, name string, diags *rules.Diagnostics) bool {
	if nameForm.MatchString(name) {
		return true
	}
	diags.Addf(pos, "%s %q: use lower-case letters a-z, digits and hyphens only, beginning with a letter or digit", what, name)
	return false
}

// items returns the entries of a list, reporting any other shape.
func items(n *rules.Node, key string, diags *rules.Diagnostics) []*rules.Node {
	if n == nil {
		return nil
	}
	if n.Type != rules.List {
		diags.Addf(n.Pos, "%q must be a list, found %s", key, n.Type)
		return nil
	}
	return n.Items
}
