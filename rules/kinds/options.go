package kinds

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"time"

	"cdoscore/rules"
)

// single is embedded by checks that read one field.
type single struct{ field string }

func (s single) Reads() []string { return []string{s.field} }

// The options that many kinds have.
var (
	fieldOption = rules.Option{Name: "field", Type: "field", Text: rules.Text{ZhHans: "被检查的字段；写在字段上时省略", ZhHant: "被檢查的欄位；寫在欄位上時省略", En: "the field that is judged; left out where the rule stands on it"}}
)

// reader opens the options of a rule: a mapping in the rules list, or, for a
// kind that stands on a field, a mapping without `field`.
func reader(c *rules.Context, what string) *rules.Reader {
	return rules.NewReader(c.Node, what, c.Diags)
}

// onField tells which field a kind is about: the one that it stands on, else the
// option `field`. The value of the kind's one scalar option is what a short form
// such as `code: gbt2260` gives.
func onField(c *rules.Context, r *rules.Reader) (rules.Field, bool) {
	if c.Field != nil {
		return *c.Field, true
	}
	n := r.Require("field")
	if n == nil {
		return rules.Field{}, false
	}
	if !n.IsScalar() {
		c.Diags.Addf(n.Pos, "\"field\" must be the name of a field, found %s", n.Type)
		return rules.Field{}, false
	}
	return c.CheckField(n)
}

// fieldOnly reads a kind whose only option is its field: `required: true` on a
// field, `required: name` or `required: {field: name}` in the rules list.
func fieldOnly(c *rules.Context, what string) (rules.Field, bool) {
	if c.Field != nil {
		return *c.Field, true
	}
	if c.Node.IsScalar() {
		return c.CheckField(c.Node)
	}
	r := reader(c, what)
	f, ok := onField(c, r)
	r.Finish()
	return f, ok
}

// fieldNodes resolves a list of field names, reporting unknown and repeated ones.
func fieldNodes(c *rules.Context, nodes []*rules.Node) ([]string, bool) {
	var names []string
	good := len(nodes) > 0
	seen := map[string]bool{}
	for _, n := range nodes {
		if _, ok := c.CheckField(n); !ok {
			good = false
			continue
		}
		if seen[n.Text] {
			c.Diags.Addf(n.Pos, "field %q is named twice: remove one", n.Text)
			good = false
		}
		seen[n.Text] = true
		names = append(names, n.Text)
	}
	return names, good
}

// span reads a required span of time such as 24h.
func span(r *rules.Reader, key string) (time.Duration, bool) {
	n := r.Require(key)
	if n == nil {
		return 0, false
	}
	d, err := rules.ParseSpan(r.ScalarText(n, key))
	if err != nil {
		r.Diags().Addf(n.Pos, "%q: %v", key, err)
		return 0, false
	}
	return d, true
}

// checkRegexp reports a pattern that RE2 does not accept.
func checkRegexp(c *rules.Context, n *rules.Node) bool {
	if n.Text == "" {
		c.Diags.Addf(n.Pos, "pattern must not be empty: write the expression that the whole value has to match, or remove it")
		return false
	}
	if _, err := regexp.Compile(n.Text); err != nil {
		c.Diags.Addf(n.Pos, "pattern %q is not a valid regular expression (RE2): %s", n.Text, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return false
	}
	// The engine's RE2 has less room, and not every newer form.
	if _, err := c.ParseExpr("regexp_matches('', '"+strings.ReplaceAll(n.Text, "'", "''")+"')", nil); err != nil {
		c.Diags.Addf(n.Pos, "pattern %q is more than the engine's regular expressions (RE2) take: shorten its repetitions, and name no groups", n.Text)
		return false
	}
	return true
}

// plainNumber is how configuration writes a number.
var plainNumber = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)

// number reads a literal that compares with numeric fields; nil when it is none.
func number(text string) *big.Rat {
	if !plainNumber.MatchString(text) {
		return nil
	}
	r, ok := new(big.Rat).SetString(strings.TrimPrefix(text, "+"))
	if !ok {
		return nil
	}
	return r
}

var moment = regexp.MustCompile(`^today(?:([+-])([0-9]+[mhd]))?$`)

// temporal reads a bound of a date or timestamp field: an ISO date or time, or
// today, today-90d, today+1h, which are relative to the cut-off. It returns a
// function to the bound as a time in the zone of the cut-off.
func temporal(text string) (func(cutoff time.Time) time.Time, error) {
	if m := moment.FindStringSubmatch(text); m != nil {
		var shift time.Duration
		if m[1] != "" {
			d, err := rules.ParseSpan(m[2])
			if err != nil {
				return nil, err
			}
			shift = d
			if m[1] == "-" {
				shift = -d
			}
		}
		return func(cutoff time.Time) time.Time { return cutoff.Add(shift) }, nil
	}
	for _, layout := range []string{time.DateOnly, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if _, err := time.Parse(layout, text); err == nil {
			return func(cutoff time.Time) time.Time {
				t, _ := time.ParseInLocation(layout, text, cutoff.Location())
				return t
			}, nil
		}
	}
	return nil, fmt.Errorf("%q is neither a date (2026-03-01), a time (2026-03-01 08:00:00) nor a moment such as today or today-90d", text)
}

// against renders the comparison of a field's typed value with a checked constant.
func against(b rules.Builder, f rules.Field, op, text string) string {
	switch {
	case f.Type.IsNumeric():
		return b.CompareNumber(f.Name, op, text)
	case f.Type.IsTemporal():
		at, err := temporal(text)
		if err != nil {
			panic("a bound that was checked when read: " + err.Error())
		}
		return b.Typed(f.Name) + " " + op + " " + b.Moment(at(b.CutoffTime()))
	case f.Type.Name == rules.TypeBoolean:
		return b.Typed(f.Name) + " " + op + " " + text
	}
	return b.Typed(f.Name) + " " + op + " " + b.Literal(text)
}

// checkLiteral reports a constant that does not compare with a field.
func checkLiteral(c *rules.Context, f rules.Field, n *rules.Node, what string) bool {
	switch {
	case f.Type.IsNumeric():
		if number(n.Text) == nil {
			c.Diags.Addf(n.Pos, "%s: %q is not a plain number, but field %q is %s", what, n.Text, f.Name, f.Type)
			return false
		}
	case f.Type.IsTemporal():
		if _, err := temporal(n.Text); err != nil {
			c.Diags.Addf(n.Pos, "%s: %v", what, err)
			return false
		}
	case f.Type.Name == rules.TypeBoolean:
		if n.Text != "true" && n.Text != "false" {
			c.Diags.Addf(n.Pos, "%s: %q is neither true nor false, but field %q is boolean", what, n.Text, f.Name)
			return false
		}
	}
	return true
}

// canonical joins the parts of a check's fixed form.
func canonical(parts ...any) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%q", fmt.Sprint(p))
	}
	return b.String()
}

// holdsAgainst is against in Go: it compares a field's typed value with a checked
// constant; a value that does not convert never holds.
func holdsAgainst(v rules.Values, f rules.Field, op, text string) bool {
	value := v.Typed(f.Name)
	switch {
	case f.Type.IsNumeric():
		return related(value, op, number(text))
	case f.Type.IsTemporal():
		at, err := temporal(text)
		return err == nil && related(value, op, v.Wall(at(v.Cutoff())))
	case f.Type.Name == rules.TypeBoolean:
		return related(value, op, text == "true")
	}
	return related(value, op, text)
}

// related reports whether two typed values of one type stand in a relation.
func related(a any, op string, b any) bool {
	var order int
	switch x := a.(type) {
	case *big.Rat:
		y, ok := b.(*big.Rat)
		if !ok {
			return false
		}
		order = x.Cmp(y)
	case time.Time:
		y, ok := b.(time.Time)
		if !ok {
			return false
		}
		order = x.Compare(y)
	case string:
		y, ok := b.(string)
		if !ok {
			return false
		}
		order = strings.Compare(x, y)
	case bool:
		y, ok := b.(bool)
		if !ok {
			return false
		}
		order = falseFirst(x) - falseFirst(y)
	default:
		return false
	}
	return map[string]bool{"=": order == 0, "!=": order != 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[op]
}

func falseFirst(b bool) int {
	if b {
		return 1
	}
	return 0
}
