package kinds

import "cdoscore/rules"

// NotIn fails where the value is in a list of values that must not occur.
func NotIn() *rules.Kind {
	return &rules.Kind{
		Name: "not_in", Scope: rules.RowScope, Indicator: "0301", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "禁用取值", ZhHant: "禁用取值", En: "Not in a list"},
			Counts:  rules.Text{ZhHans: "取值等于任一禁用值即不合格（数值字段按数值比较，其他按文本比较）。", ZhHant: "取值等於任一禁用值即不合格（數值欄位按數值比較，其他按文字比較）。", En: "Fails where the value equals one of the values (as numbers on numeric fields, else as text)."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{fieldOption, {Name: "values", Type: "list", Text: rules.Text{ZhHans: "禁用的取值", ZhHant: "禁用的取值", En: "the values that must not occur"}}},
			Clause:  "GB/T 36344-2018 0301, content",
			Example: "- {not_in: {field: status, values: [测试, 待删除]}}",
		},
		Parse: func(c *rules.Context) rules.Check {
			listed, ok := parseList(c, "not_in")
			if !ok {
				return nil
			}
			return notIn{listed}
		},
	}
}

type notIn struct{ in }

func (n notIn) Canonical() string { return canonical("not_in", n.field, n.values) }

// Pass: a number that does not convert is none of the values; it fails as NULL does.
func (n notIn) Pass(b rules.Builder) string { return "NOT (" + n.in.Pass(b) + ")" }

func (n notIn) Holds(v rules.Values) bool {
	if n.numeric && v.Typed(n.field) == nil {
		return false
	}
	return !n.in.Holds(v)
}
