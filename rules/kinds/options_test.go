package kinds_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/rules"
	"cdoscore/rules/kinds"
)

var fields = []rules.Field{
	{Name: "name", Type: rules.FieldType{Name: rules.TypeString}},
	{Name: "n", Type: rules.FieldType{Name: rules.TypeInteger}},
	{Name: "amount", Type: rules.FieldType{Name: rules.TypeDecimal, Precision: 12, Scale: 2}},
	{Name: "paid_on", Type: rules.FieldType{Name: rules.TypeDate}},
	{Name: "ok", Type: rules.FieldType{Name: rules.TypeBoolean}},
}

func scalar(t rules.NodeType, s string) *rules.Node { return &rules.Node{Type: t, Text: s} }
func text(s string) *rules.Node                     { return scalar(rules.String, s) }
func number(s string) *rules.Node                   { return scalar(rules.Int, s) }
func list(items ...*rules.Node) *rules.Node         { return &rules.Node{Type: rules.List, Items: items} }

// options takes keys and nodes in turn.
func options(pairs ...any) *rules.Node {
	n := &rules.Node{Type: rules.Map}
	for i := 0; i < len(pairs); i += 2 {
		n.Entries = append(n.Entries, rules.Entry{Key: pairs[i].(string), Value: pairs[i+1].(*rules.Node)})
	}
	return n
}

// context takes every expression, with the named columns in it.
func context(columns ...string) *rules.Context {
	return &rules.Context{
		Fields: fields, Diags: &rules.Diagnostics{}, Tables: map[string]*rules.CodeTable{"sex": {Name: "sex"}},
		ParseExpr: func(string, []rules.Field) (*rules.Expr, error) { return &rules.Expr{Refs: columns}, nil },
	}
}

func TestConfigurationErrors(t *testing.T) {
	tests := []struct {
		name, kind, field string
		options           *rules.Node
		want              string
	}{
		{"range of a text field", "range", "name", options("min", number("1")), "no numeric or date type"},
		{"range without bounds", "range", "n", options(), "at least one of"},
		{"minimum above maximum", "range", "n", options("min", number("2"), "max", number("1")), "no value could pass"},
		{"empty range by exclusion", "range", "n", options("exclusive_min", number("1"), "max", number("1")), "no value could pass"},
		{"two minima", "range", "n", options("min", number("1"), "exclusive_min", number("1")), "exclude each other"},
		{"dates the wrong way round", "range", "paid_on", options("min", text("today"), "max", text("today-1d")), "no value could pass"},
		{"bound that is no date", "range", "paid_on", options("min", text("2026-02-30")), "neither a date"},
		{"bound that is no number", "range", "amount", options("min", text("1e5")), "not a plain number"},
		{"unknown option", "range", "n", options("minimum", number("1"), "max", number("2")), `unknown key "minimum"`},
		{"empty list", "in", "name", list(), "empty list"},
		{"null in a list", "in", "name", list(text("a"), &rules.Node{Type: rules.Null}), "found null"},
		{"text in a list of numbers", "in", "n", list(text("a")), "not a plain number"},
		{"empty pattern", "pattern", "name", text(""), "must not be empty"},
		{"pattern that does not compile", "pattern", "name", text("("), "not a valid regular expression"},
		{"length without bounds", "length", "name", options(), `give "min", "max"`},
		{"length of nothing", "length", "name", number("0"), "at least 1"},
		{"length the wrong way round", "length", "name", options("min", number("3"), "max", number("2")), "above max"},
		{"unknown table", "code", "name", text("sexx"), `did you mean "sex"?`},
		{"unknown format", "format", "name", text("resident_idd"), `did you mean "resident_id"?`},
		{"option of another format", "format", "name", options("name", text("uscc"), "legacy", scalar(rules.Bool, "true")), `unknown key "legacy"`},
		{"unknown field", "unique", "", list(text("nam")), `did you mean "name"?`},
		{"field twice", "unique", "", list(text("name"), text("name")), "named twice"},
		{"types that do not compare", "compare", "", options("left", text("n"), "op", text("<"), "right", text("paid_on")), "do not compare"},
		{"neither true nor false", "compare", "", options("left", text("ok"), "op", text("="), "right", text("maybe")), "neither true nor false"},
		{"unknown relation", "compare", "", options("left", text("n"), "op", text("=="), "right", text("1")), "must be one of"},
		{"reference without a workspace", "reference", "", options("fields", list(text("name")), "to", text("a/b")), "workspace is needed"},
		{"freshness of a text", "freshness", "", options("field", text("name"), "within", text("1d")), "no date type"},
		{"span without a unit", "freshness", "", options("field", text("paid_on"), "within", text("24")), "not a span"},
		{"row count without bounds", "row_count", "", options(), "give min, max or control"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := context()
			c.Node = tt.options
			if f, ok := c.FieldNamed(tt.field); ok {
				c.Field = &f
			}
			kinds.Named(tt.kind).Parse(c)
			if err := c.Diags.Err(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("message %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestTodayIsNoFieldOfAnExpression(t *testing.T) {
	c := context("paid_on", "today", "paid_on")
	c.Node = text("paid_on < today")
	if got := kinds.Expr().Parse(c).Reads(); !slices.Equal(got, []string{"paid_on"}) {
		t.Errorf("reads %q, want paid_on alone", got)
	}
	c.Fields = append(slices.Clone(fields), rules.Field{Name: "today"})
	if got := kinds.Expr().Parse(c).Reads(); !slices.Equal(got, []string{"paid_on", "today"}) {
		t.Errorf("reads %q, want the field today too", got)
	}
}

func TestCatalogueIsDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range kinds.All() {
		if seen[k.Name] {
			t.Errorf("kind %s is listed twice", k.Name)
		}
		seen[k.Name] = true
		d := k.Doc
		if d.Title.ZhHans == "" || d.Title.ZhHant == "" || d.Title.En == "" || d.Counts.IsZero() || d.Missing.IsZero() || d.Clause == "" || d.Example == "" {
			t.Errorf("kind %s: its documentation has gaps: %+v", k.Name, d)
		}
	}
}

func TestDatasetKinds(t *testing.T) {
	cutoff := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	arrived := rules.Facts{Arrived: true, Rows: 10, Cutoff: cutoff}
	with := func(change func(*rules.Facts)) rules.Facts {
		f := arrived
		change(&f)
		return f
	}
	greatest := func(at time.Time) rules.Facts {
		return with(func(f *rules.Facts) {
			f.Greatest, f.GreatestRows = map[string]time.Time{"paid_on": at}, map[string]int64{"paid_on": 9}
		})
	}
	fresh := options("field", text("paid_on"), "within", text("24h"))
	columns := func(received ...string) rules.Facts {
		return with(func(f *rules.Facts) {
			f.Columns, f.Fields = received, []rules.Field{{Name: "a"}, {Name: "b"}, {Name: "c"}}
		})
	}
	strict := options("extra", text("fail"), "order", text("fixed"))
	tests := []struct {
		name, kind        string
		options           *rules.Node
		facts             rules.Facts
		evaluated, failed int64
	}{
		{"enough rows", "row_count", options("min", number("10")), arrived, 1, 0},
		{"too few rows", "row_count", options("min", number("11")), arrived, 1, 1},
		{"too many rows", "row_count", options("max", number("9")), arrived, 1, 1},
		{"control total short by two", "row_count", options("control", number("12")), arrived, 12, 2},
		{"more than the control total", "row_count", options("control", number("8")), arrived, 8, 0},
		{"all readable", "readable", options(), arrived, 10, 0},
		{"two rejected", "readable", options(), with(func(f *rules.Facts) { f.Rejected = 2 }), 12, 2},
		{"nothing arrived", "readable", options(), rules.Facts{}, 1, 1},
		{"fresh to the minute", "freshness", fresh, greatest(cutoff.Add(-24 * time.Hour)), 1, 0},
		{"a second too old", "freshness", fresh, greatest(cutoff.Add(-24*time.Hour - time.Second)), 1, 1},
		{"no value at all", "freshness", fresh, arrived, 0, 0},
		{"columns as declared", "schema", strict, columns("a", "b", "c"), 3, 0},
		{"one absent", "schema", strict, columns("a", "c"), 3, 1},
		{"one extra fails when told to", "schema", strict, columns("a", "b", "c", "d"), 4, 1},
		{"one extra is allowed by default", "schema", options(), columns("a", "b", "c", "d"), 3, 0},
		{"one moved", "schema", strict, columns("c", "a", "b"), 3, 1},
		{"moved is allowed by default", "schema", options(), columns("c", "a", "b"), 3, 0},
		{"not due", "delivery", options(), arrived, 0, 0},
		{"late without credit", "delivery", options(), with(func(f *rules.Facts) { f.DeliveryDue = true }), 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := context()
			c.Node = tt.options
			check := kinds.Named(tt.kind).Parse(c)
			if err := c.Diags.Err(); err != nil {
				t.Fatal(err)
			}
			o := check.(rules.DatasetCheck).Judge(tt.facts)
			if o.Evaluated != tt.evaluated || o.Failed != tt.failed {
				t.Errorf("evaluated %d, failed %d, want %d and %d", o.Evaluated, o.Failed, tt.evaluated, tt.failed)
			}
		})
	}
}
