package duck_test

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"cdoscore/rules"
)

// judged is a rule and how the oracle judges it.
type judged struct {
	rule   *rules.Rule
	fields []string // whose missing values take a row out of evaluation
	when   []predicate
	pass   func(oracleRow) bool
}

// drawing is what random rules are drawn from.
type drawing struct {
	*rapid.T
	context rules.Context
	cutoff  time.Time
	areas   map[string]bool
	number  int
}

func (d *drawing) id(kind string) string {
	d.number++
	return fmt.Sprintf("%s-%d", kind, d.number)
}

func (d *drawing) field(accept func(rules.Field) bool) (rules.Field, bool) {
	fields := slices.DeleteFunc(slices.Clone(d.context.Fields), func(f rules.Field) bool { return !accept(f) })
	if len(fields) == 0 {
		return rules.Field{}, false
	}
	return rapid.SampledFrom(fields).Draw(d.T, "field"), true
}

func anyField(rules.Field) bool    { return true }
func ordered(f rules.Field) bool   { return f.Type.IsNumeric() || f.Type.IsTemporal() }
func isString(f rules.Field) bool  { return f.Type.Name == rules.TypeString }
func onBoolean(f rules.Field) bool { return f.Type.Name == rules.TypeBoolean }

// rowRules are the row-level kinds; each draws a rule, or none where no field suits.
var rowRules = []func(*drawing) *judged{
	drawRequired, drawRequiredWhen, drawType, drawPattern, drawLength, drawRange, drawIn, drawCode, drawFormat, drawExpr, drawCompare,
	drawNotIn, drawGarbled, drawEmptyRecord, drawRecordLag, drawEventOrder, drawIDAgrees,
}

// randomRule draws a row-level rule with its `when`, nullable and shadow.
func randomRule(d *drawing) *judged {
	j := rapid.SampledFrom(rowRules).Draw(d.T, "kind")(d)
	if j == nil {
		return nil
	}
	if rapid.IntRange(0, 2).Draw(d.T, "with when") == 0 {
		p := randomPredicate(d)
		j.when = append(j.when, p)
		j.rule.When = d.parse(p)
	}
	j.rule.Shadow = rapid.IntRange(0, 7).Draw(d.T, "shadow") == 0
	j.rule.Weight = rapid.IntRange(0, 5).Draw(d.T, "weight")
	return j
}

func (d *drawing) parse(p predicate) *rules.Expr {
	e, err := d.context.ParseExpr(p.sql, d.context.Fields)
	if err != nil {
		d.Fatalf("parse %s: %v", p.sql, err)
	}
	return e
}

// rule makes a rule on a field: as a key of the field where it may, else in the list.
func (d *drawing) rule(kind string, f rules.Field, options *rules.Node) *judged {
	c := d.context
	c.Field = &f
	return &judged{rule: newRule(d.T, c, d.id(kind), kind, options), fields: []string{f.Name}}
}

func drawRequired(d *drawing) *judged {
	f, _ := d.field(anyField)
	return d.rule("required", f, boolNode(true))
}

func drawRequiredWhen(d *drawing) *judged {
	f, _ := d.field(anyField)
	p := randomPredicate(d)
	options := mapNode("field", textNode(f.Name), "when", textNode(p.sql))
	return &judged{rule: newRule(d.T, d.context, d.id("required_when"), "required_when", options), fields: []string{f.Name}, when: []predicate{p}}
}

func drawType(d *drawing) *judged {
	f, _ := d.field(anyField)
	j := d.rule("type", f, textNode(f.Type.String()))
	j.pass = func(r oracleRow) bool {
		if f.Type.Name == rules.TypeInteger {
			s, _ := r.text(f.Name)
			return isInteger(s, f.Thousands)
		}
		return r.value(f.Name) != nil && !sentinel(r.value(f.Name))
	}
	return j
}

var patterns = []string{`[A-Z]{2}[0-9]{8}`, `[0-9]+`, `.`, `.*`, `(?s).*`, `(?s)a.b`, `a.b`, `^a`, `b$`, `^a.*b$`, `中文`, `\p{Han}+`, `(?i)x`, `[^0-9]`, `\s`, `it's`, `"`, `%`, `_`, `\\`,
	`a|b`, `\bx\b`, `[\x{4e00}-\x{9fff}]{2,}`, `()`, `\d{17}[\dX]`, `(?m)^b$`, `.+\n`, `\Qa+b\E`, `[[:upper:]]`, `x*?`}

func drawPattern(d *drawing) *judged {
	f, _ := d.field(anyField)
	re := rapid.SampledFrom(patterns).Draw(d.T, "regex")
	search, not := rapid.Bool().Draw(d.T, "search"), rapid.Bool().Draw(d.T, "not")
	j := d.rule("pattern", f, mapNode("regex", textNode(re), "search", boolNode(search), "not", boolNode(not)))
	compiled := regexp.MustCompile(`\A(?:` + re + `)\z`)
	if search {
		compiled = regexp.MustCompile(re)
	}
	j.pass = func(r oracleRow) bool {
		raw, _ := r.raw(f.Name)
		return compiled.MatchString(raw) != not
	}
	return j
}

func drawLength(d *drawing) *judged {
	f, _ := d.field(anyField)
	low := rapid.IntRange(0, 8).Draw(d.T, "min")
	high := low + rapid.IntRange(0, 10).Draw(d.T, "more")
	j := d.rule("length", f, mapNode("min", intNode(low), "max", intNode(high)))
	j.pass = func(r oracleRow) bool {
		raw, _ := r.raw(f.Name)
		n := utf8.RuneCountInString(raw)
		return n >= low && n <= high
	}
	return j
}

var numbers = []string{"-99999999999999999999999999999999999999999", "-170141183460469231731687303715884105728", "-9.99", "-5", "-0.5", "0", "0.00001", "2", "2.5", "+7", "10", "10.005", "100",
	"9007199254740992", "99999999999999999999999999999999999999", "170141183460469231731687303715884105727", "99999999999999999999999999999999999999999.5"}

var moments = []string{"1900-01-01", "1949-10-01", "1991-04-14 03:00:00", "2020-02-29", "2020-03-01T08:30", "today-90d", "today", "2099-12-31 23:59"}

// bound draws a constant for an ordered field, by its place among all of them.
func (d *drawing) bound(f rules.Field, from int) (text string, value any, at int) {
	list := moments
	if f.Type.IsNumeric() {
		list = numbers
	}
	at = rapid.IntRange(from, len(list)-1).Draw(d.T, "bound")
	return list[at], d.constant(f, list[at]), at
}

func (d *drawing) constant(f rules.Field, text string) any {
	switch {
	case f.Type.IsNumeric():
		x, _ := new(big.Rat).SetString(strings.TrimPrefix(text, "+"))
		return x
	case f.Type.IsTemporal():
		switch text {
		case "today":
			return wallClock(d.cutoff, d.cutoff.Location())
		case "today-90d":
			return wallClock(d.cutoff.AddDate(0, 0, -90), d.cutoff.Location())
		}
		if t, ok := oracleDate(text, nil); ok {
			return t
		}
		t, _ := oracleTimestamp(text, nil, time.UTC)
		return t
	case f.Type.Name == rules.TypeBoolean:
		return text == "true"
	}
	return text
}

func drawRange(d *drawing) *judged {
	f, ok := d.field(ordered)
	if !ok {
		return nil
	}
	lowText, low, at := d.bound(f, 0)
	minKey, minOp := "min", ">="
	if rapid.Bool().Draw(d.T, "exclusive") {
		minKey, minOp = "exclusive_min", ">"
	}
	options := []any{minKey, textNode(lowText)}
	maxOp, high := "", any(nil)
	both := f.Type.IsNumeric() && at < len(numbers)-1 || f.Type.IsTemporal() && at < 4
	if both && rapid.Bool().Draw(d.T, "two-sided") {
		var highText string
		highText, high, _ = d.bound(f, at+1)
		maxKey := "max"
		maxOp = "<="
		if rapid.Bool().Draw(d.T, "exclusive") {
			maxKey, maxOp = "exclusive_max", "<"
		}
		options = append(options, maxKey, textNode(highText))
	}
	j := d.rule("range", f, mapNode(options...))
	j.pass = func(r oracleRow) bool {
		v := r.value(f.Name)
		return related(v, minOp, low) && (maxOp == "" || related(v, maxOp, high))
	}
	return j
}

func drawIn(d *drawing) *judged {
	f, _ := d.field(anyField)
	var values []string
	if f.Type.IsNumeric() {
		values = rapid.SliceOfNDistinct(rapid.SampledFrom(numbers), 1, 5, rapid.ID).Draw(d.T, "values")
	} else {
		values = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "A", "存续", "it's", `"`, "是", "2020-02-29", "😀"}), 1, 5, rapid.ID).Draw(d.T, "values")
	}
	if !f.Type.IsNumeric() && rapid.Bool().Draw(d.T, "long list") {
		for i := range 80 {
			values = append(values, fmt.Sprintf("%d's", i))
		}
	}
	j := d.rule("in", f, listNode(values))
	j.pass = func(r oracleRow) bool {
		s, _ := r.text(f.Name)
		return slices.ContainsFunc(values, func(v string) bool {
			if f.Type.IsNumeric() {
				return related(r.value(f.Name), "=", d.constant(f, v))
			}
			return s == v
		})
	}
	return j
}

func drawCode(d *drawing) *judged {
	f, _ := d.field(anyField)
	table := rapid.SampledFrom([]string{"short", "gbt2260"}).Draw(d.T, "table")
	j := d.rule("code", f, textNode(table))
	valid := map[string]bool{"a": true, "b": true, "1": true}
	if table == "gbt2260" {
		valid = map[string]bool{"440104": true, "110000": true} // 440116 and 440102 are retired
	}
	j.pass = func(r oracleRow) bool {
		s, _ := r.text(f.Name)
		if table == "gbt2260" && !slices.Contains([]string{"440102", "440104", "440116", "110000"}, s) {
			return false // nothing else that is drawn is a division
		}
		return valid[s]
	}
	return j
}

func drawFormat(d *drawing) *judged {
	f, _ := d.field(anyField)
	option := rapid.Bool().Draw(d.T, "option")
	name := rapid.SampledFrom([]string{"resident_id", "uscc", "mobile_cn"}).Draw(d.T, "format")
	options := []any{"field", textNode(f.Name), "name", textNode(name)}
	var pass func(string) bool
	switch name {
	case "resident_id":
		options = append(options, "legacy", boolNode(option))
		pass = func(s string) bool { return oracleResident(s, d.areas, d.cutoff, option) }
	case "uscc":
		pass = oracleUSCC
	default:
		options = append(options, "country_code", boolNode(option))
		pass = func(s string) bool { return oracleMobile(s, option) }
	}
	j := &judged{rule: newRule(d.T, d.context, d.id("format"), "format", mapNode(options...)), fields: []string{f.Name}}
	j.pass = func(r oracleRow) bool {
		s, _ := r.text(f.Name)
		return pass(s)
	}
	return j
}

func drawExpr(d *drawing) *judged {
	p := randomPredicate(d)
	j := &judged{rule: newRule(d.T, d.context, d.id("expr"), "expr", textNode(p.sql)), fields: p.columns}
	if len(p.columns) > 0 && rapid.Bool().Draw(d.T, "nullable") {
		j.rule.Nullable = p.columns[:1]
		j.fields = p.columns[1:]
	}
	j.pass = func(r oracleRow) bool { return p.eval(r) == yes }
	return j
}

var relations = []string{"=", "!=", "<", "<=", ">", ">="}

func drawCompare(d *drawing) *judged {
	left, _ := d.field(anyField)
	op := rapid.SampledFrom(relations).Draw(d.T, "op")
	right, ok := d.field(func(f rules.Field) bool {
		return f.Type.IsNumeric() && left.Type.IsNumeric() || f.Type.IsTemporal() && left.Type.IsTemporal() || f.Type.Name == left.Type.Name
	})
	if ok && rapid.Bool().Draw(d.T, "two fields") {
		options := mapNode("left", textNode(left.Name), "op", textNode(op), "right", textNode(right.Name))
		j := &judged{rule: newRule(d.T, d.context, d.id("compare"), "compare", options), fields: []string{left.Name, right.Name}}
		j.pass = func(r oracleRow) bool { return related(r.value(left.Name), op, r.value(right.Name)) }
		return j
	}
	text, value := "zzzz'zzzz", any("zzzz'zzzz")
	switch {
	case ordered(left):
		text, value, _ = d.bound(left, 0)
	case onBoolean(left):
		text, value = "true", true
	}
	if _, isField := d.context.FieldNamed(text); isField {
		return nil // a field of that name is meant
	}
	options := mapNode("left", textNode(left.Name), "op", textNode(op), "right", textNode(text))
	j := &judged{rule: newRule(d.T, d.context, d.id("compare"), "compare", options), fields: []string{left.Name}}
	j.pass = func(r oracleRow) bool { return related(r.value(left.Name), op, value) }
	return j
}
