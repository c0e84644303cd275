package kinds

import (
	"cdoscore/rules"
)

// In fails where the value is not in a list.
func In() *rules.Kind {
	return &rules.Kind{
		Name: "in", Scope: rules.RowScope, Indicator: "0301", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "枚举取值", ZhHant: "列舉取值", En: "In a list"},
			Counts:  "Rows with a value; fails where it equals none of the values (as numbers on numeric fields, else as text).",
			Missing: "Not evaluated.",
			Clause:  "GB/T 36344-2018 0301, content",
			Example: "- {name: status, in: [存续, 注销, 吊销]}",
		},
		Parse: parseIn,
	}
}

func parseIn(c *rules.Context) rules.Check {
	values := c.Node
	f, ok := rules.Field{}, true
	if c.Field != nil {
		f = *c.Field
	} else {
		r := reader(c, "in")
		f, ok = onField(c, r)
		values = r.Require("values")
		r.Finish()
	}
	if values == nil {
		return nil
	}
	if values.Type != rules.List {
		c.Diags.Addf(values.Pos, "in: expected a list of values, found %s", values.Type)
		return nil
	}
	if len(values.Items) == 0 {
		c.Diags.Addf(values.Pos, "in: must not be an empty list: name the values that are allowed")
		return nil
	}
	check := in{single: single{f.Name}, numeric: f.Type.IsNumeric()}
	for _, n := range values.Items {
		if !n.IsScalar() {
			c.Diags.Addf(n.Pos, "in: a list may hold only text or numbers, found %s", n.Type)
			ok = false
			continue
		}
		if check.numeric && number(n.Text) == nil {
			c.Diags.Addf(n.Pos, "in: %q is not a plain number, but field %q is %s", n.Text, f.Name, f.Type)
			ok = false
		}
		check.values = append(check.values, n.Text)
	}
	if !ok {
		return nil
	}
	return check
}

type in struct {
	single
	values  []string
	numeric bool
}

func (i in) Canonical() string { return canonical("in", i.field, i.values) }

func (i in) Pass(b rules.Builder) string {
	if i.numeric {
		return b.NumberIn(i.field, i.values)
	}
	return b.Member(b.Text(i.field), i.values)
}
