package workspace

import (
	"regexp"
	"strconv"
	"strings"
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
		r.Diags().Addf(n.Pos, "%q must not be empty: write a text, or a mapping of zh-Hans, zh-Hant and en", key)
	}
	return t
}

// maxWeight bounds weights and importance, so that sums of them stay exact.
const maxWeight = 1000

// readInt reads an integer between two bounds; beyond them lies a slip of the pen.
func readInt(r *rules.Reader, key string, def, least, most int) int {
	v := r.Int(key, int64(def), int64(least))
	if v > int64(most) {
		r.Diags().Addf(r.Get(key).Pos, "%q must be at most %d, found %d", key, most, v)
		return def
	}
	return int(v)
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
		diags.Addf(n.Pos, "%q must be a date that exists, written as 2026-01-31, found %s", key, found(n))
		return ""
	}
	return n.Text
}

// requireMoment reads a time of the city's clocks; zero when it is absent or wrong.
func requireMoment(r *rules.Reader, key string, zone *time.Location) time.Time {
	n := r.Require(key)
	if n == nil {
		return time.Time{}
	}
	t, ok := parseMoment(n.Text, zone)
	if !n.IsScalar() || !ok {
		r.Diags().Addf(n.Pos, momentMessage, key, found(n))
		return time.Time{}
	}
	return t
}

const momentMessage = "%q must be a time that exists on the city's clocks, written as 2026-01-31 08:00, found %s"

// parseMoment reads a time of the city's clocks, to the minute or the second. A
// time that clocks skip as summer begins is none.
func parseMoment(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02 15:04", time.DateTime} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil && t.Format(layout) == text {
			return t, true
		}
	}
	return time.Time{}, false
}

// pointsForm bounds points well below what integer hundredths can hold.
var pointsForm = regexp.MustCompile(`^[0-9]{1,6}(\.[0-9]{1,2})?$`)

// parsePoints reads points with at most two decimals as hundredths, without a
// detour by floats.
func parsePoints(text string) (int64, bool) {
	if !pointsForm.MatchString(text) {
		return 0, false
	}
	whole, decimals, _ := strings.Cut(text, ".")
	hundredths, err := strconv.ParseInt(whole+(decimals + "00")[:2], 10, 64)
	return hundredths, err == nil
}

// pointsText writes hundredths of points as parsePoints reads them.
func pointsText(hundredths int64) string { return number(float64(hundredths) / 100) }

// found describes a value in a message.
func found(n *rules.Node) string {
	if n.IsScalar() {
		return strconv.Quote(n.Text)
	}
	return n.Type.String()
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
