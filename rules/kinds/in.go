package kinds

import (
	"math/big"
	"slices"

	"cdoscore/rules"
)

// In fails where the value is not in a list.
func In() *rules.Kind {
	return &rules.Kind{
		Name: "in", Scope: rules.RowScope, Indicator: "0301", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "枚举取值", ZhHant: "列舉取值", En: "In a list"},
			Counts:  rules.Text{ZhHans: "取值不在所列之内即不合格（数值字段按数值比较，其他按文本比较）。", ZhHant: "取值不在所列之內即不合格（數值欄位按數值比較，其他按文字比較）。", En: "Rows with a value; fails where it equals none of the values (as numbers on numeric fields, else as text)."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				fieldOption,
				{Name: "values", Type: "list", Default: "", Text: rules.Text{ZhHans: "允许的取值", ZhHant: "允許的取值", En: "the values that are allowed"}},
			},
			Clause:  "GB/T 36344-2018 0301, content",
			Example: "- {name: status, in: [存续, 注销, 吊销]}",
		},
		Parse: parseIn,
	}
}

func parseIn(c *rules.Context) rules.Check {
	listed, ok := parseList(c, "in")
	if !ok {
		return nil
	}
	return listed
}

// parseList reads a field and a list of values of its type: the value of a key of
// the field, or the options field and values.
func parseList(c *rules.Context, kind string) (in, bool) {
	values := c.Node
	f, ok := rules.Field{}, true
	if c.Field != nil {
		f = *c.Field
	} else {
		r := reader(c, kind)
		f, ok = onField(c, r)
		values = r.Require("values")
		r.Finish()
	}
	if values == nil {
		return in{}, false
	}
	if values.Type != rules.List {
		c.Diags.Addf(values.Pos, "%s: expected a list of values, found %s", kind, values.Type)
		return in{}, false
	}
	if len(values.Items) == 0 {
		c.Diags.Addf(values.Pos, "%s: must not be an empty list: name the values", kind)
		return in{}, false
	}
	check := in{single: single{f.Name}, numeric: f.Type.IsNumeric()}
	for _, n := range values.Items {
		if !n.IsScalar() {
			c.Diags.Addf(n.Pos, "%s: a list may hold only text or numbers, found %s", kind, n.Type)
			ok = false
			continue
		}
		if check.numeric && number(n.Text) == nil {
			c.Diags.Addf(n.Pos, "%s: %q is not a plain number, but field %q is %s", kind, n.Text, f.Name, f.Type)
			ok = false
		}
		check.values = append(check.values, n.Text)
	}
	return check, ok
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

func (i in) Holds(v rules.Values) bool {
	if !i.numeric {
		text, _ := v.Text(i.field)
		return slices.Contains(i.values, text)
	}
	x, ok := v.Typed(i.field).(*big.Rat)
	return ok && slices.ContainsFunc(i.values, func(s string) bool { return x.Cmp(number(s)) == 0 })
}
