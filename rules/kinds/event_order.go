package kinds

import (
	"strings"

	"cdoscore/rules"
)

// EventOrder fails where dates do not follow each other.
func EventOrder() *rules.Kind {
	return &rules.Kind{
		Name: "event_order", Scope: rules.RowScope, Indicator: "0503",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "事件顺序", ZhHant: "事件順序", En: "Event order"},
			Counts:  rules.Text{ZhHans: "所列时间没有按先后排列（相等可以）即不合格。", ZhHant: "所列時間沒有按先後排列（相等可以）即不合格。", En: "Fails where a time lies before the one named ahead of it, or does not convert; equal ones pass."},
			Over:    rules.Text{ZhHans: "所列字段都有值的记录。", ZhHant: "所列欄位都有值的記錄。", En: "Rows with a value in all of the fields."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{{Name: "(list)", Type: "fields", Text: rules.Text{ZhHans: "按先后列出的两个及以上日期字段", ZhHant: "按先後列出的兩個及以上日期欄位", En: "two or more date fields, earliest first"}}},
			Clause:  "GB/T 36344-2018 0503, order",
			Example: "- {event_order: [accepted_at, decided_at, closed_at]}",
		},
		Parse: func(c *rules.Context) rules.Check {
			if c.Node.Type != rules.List || len(c.Node.Items) < 2 {
				c.Diags.Addf(c.Node.Pos, "event_order: expected a list of two or more date fields, earliest first")
				return nil
			}
			names, ok := temporalFields(c, "event_order", c.Node.Items)
			if !ok {
				return nil
			}
			return eventOrder{names}
		},
	}
}

type eventOrder struct{ fields []string }

func (k eventOrder) Reads() []string   { return k.fields }
func (k eventOrder) Canonical() string { return canonical("event_order", k.fields) }

func (k eventOrder) Pass(b rules.Builder) string {
	var parts []string
	for i := range k.fields[1:] {
		parts = append(parts, b.CompareFields(k.fields[i], "<=", k.fields[i+1]))
	}
	return strings.Join(parts, " AND ")
}

func (k eventOrder) Holds(v rules.Values) bool {
	for i := range k.fields[1:] {
		if !related(v.Typed(k.fields[i]), "<=", v.Typed(k.fields[i+1])) {
			return false
		}
	}
	return true
}
