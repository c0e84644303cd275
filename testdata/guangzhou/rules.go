package guangzhou

import (
	"fmt"
	"strings"
	"time"
)

// rule is one rule of a dataset, implied ones too, as the truth counts it.
type rule struct {
	id       string
	kind     string
	reads    []string
	when     predicate // nil: every row
	pass     predicate // of kinds that judge a row by itself
	to       string    // reference and match: the other dataset
	theirs   []string  // reference and match: its fields, beside reads
	key      int       // match: how many of reads are the key; the rest are compared
	min, max int       // row_count; max 0: open
	within   time.Duration
	strict   bool // schema: extra and moved columns fail
}

// fieldKinds are the keys of a field that imply rules, in the order of the truth.
var fieldKinds = []string{"type", "format", "pattern", "length", "range", "in", "code"}

// rules returns all rules of a dataset.
func (d *dataset) rules() ([]rule, error) {
	var out []rule
	for _, f := range d.Fields {
		out = append(out, impliedByField(f)...)
	}
	if len(d.Key) > 0 {
		out = append(out, rule{id: strings.Join(d.Key, "+") + ".unique", kind: "unique", reads: d.Key})
	}
	declared := map[string]bool{}
	for _, options := range d.Rules {
		r, err := d.explicit(options)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.ID, err)
		}
		declared[r.kind] = true
		out = append(out, r)
	}
	return append(out, d.impliedByDataset(declared)...), nil
}

func impliedByField(f field) []rule {
	var out []rule
	if f.Required {
		out = append(out, rule{id: f.Name + ".required", kind: "required", reads: []string{f.Name}})
	}
	checks := valueRules(f)
	for _, kind := range fieldKinds {
		if checks[kind] != nil {
			out = append(out, rule{id: f.Name + "." + kind, kind: kind, reads: []string{f.Name}, pass: checks[kind]})
		}
	}
	return out
}

func (d *dataset) impliedByDataset(declared map[string]bool) []rule {
	out := []rule{{id: "readable", kind: "readable"}, {id: "dictionary", kind: "dictionary"}}
	if d.scheduled() {
		out = append(out, rule{id: "delivery", kind: "delivery"})
	}
	if !declared["schema"] {
		out = append(out, rule{id: "schema", kind: "schema"})
	}
	if !declared["row_count"] && !d.AllowEmpty {
		out = append(out, rule{id: "row_count", kind: "row_count", min: 1})
	}
	return out
}

// explicit reads an entry of the rules list.
func (d *dataset) explicit(options map[string]any) (rule, error) {
	r := rule{}
	var err error
	if id, ok := options["id"]; ok {
		r.id = fmt.Sprint(id)
	}
	place := d.ID + " " + r.id
	if _, conditional := options["when"]; conditional {
		r.when = conditions[place]
	}
	for kind, value := range options {
		switch kind {
		case "expr":
			e := expressions[place]
			r.kind, r.reads, r.pass = kind, e.reads, e.pass
		case "required_when":
			r.kind, r.when = kind, conditions[place]
			r.reads = []string{member(value, "field")}
		case "compare":
			left, op, right := member(value, "left"), member(value, "op"), member(value, "right")
			r.kind, r.reads = kind, []string{left, right}
			r.pass = func(row record) bool { return row.compares(left, op, right) }
		case "unique":
			r.kind, r.reads = kind, texts(value.([]any))
		case "row_count":
			r.kind = kind
			fmt.Sscan(member(value, "min"), &r.min)
			fmt.Sscan(member(value, "max"), &r.max)
		case "schema":
			r.kind, r.strict = kind, true
		case "freshness":
			r.kind, r.reads = kind, []string{member(value, "field")}
			r.within, err = span(member(value, "within"))
		case "reference":
			r.kind, r.to = kind, member(value, "to")
			r.reads, r.theirs = pairs(value.(map[string]any)["fields"])
		case "match":
			r.kind, r.to = kind, member(value, "against")
			mine, theirs := pairs(value.(map[string]any)["on"])
			values, others := pairs(value.(map[string]any)["fields"])
			r.key = len(mine)
			r.reads, r.theirs = append(mine, values...), append(theirs, others...)
		}
	}
	switch {
	case r.kind == "":
		return r, fmt.Errorf("rule %q: no kind that the truth knows", r.id)
	case r.kind == "expr" && r.pass == nil:
		return r, fmt.Errorf("rule %q: its expression is not said in Go", r.id)
	case (r.kind == "required_when" || options["when"] != nil) && r.when == nil:
		return r, fmt.Errorf("rule %q: its condition is not said in Go", r.id)
	}
	if r.id == "" {
		r.id = strings.TrimPrefix(strings.Join(r.reads, "+")+"."+r.kind, ".")
	}
	return r, err
}

func member(options any, name string) string {
	if v, ok := options.(map[string]any)[name]; ok {
		return fmt.Sprint(v)
	}
	return ""
}

// pairs reads the fields of a reference: a list of equal names, or one name here
// to one name there.
func pairs(fields any) (ours, theirs []string) {
	if list, ok := fields.([]any); ok {
		return texts(list), texts(list)
	}
	for own, other := range fields.(map[string]any) {
		ours, theirs = append(ours, own), append(theirs, fmt.Sprint(other))
	}
	return ours, theirs
}

// span reads 24h and 7d.
func span(text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		hours, err := time.ParseDuration(days + "h")
		return 24 * hours, err
	}
	return time.ParseDuration(text)
}
