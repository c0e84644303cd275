package kinds

import "cdoscore/rules"

// RequiredWhen fails where a condition holds and the value is missing.
func RequiredWhen() *rules.Kind {
	return &rules.Kind{
		Name: "required_when", Scope: rules.RowScope, Indicator: "0201", Completeness: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "条件必填", ZhHant: "條件必填", En: "Required when"},
			Counts:  rules.Text{ZhHans: "条件成立而值缺失即不合格。", ZhHant: "條件成立而值缺失即不合格。", En: "Rows where the condition is true; fails where the value is missing."},
			Over:    rules.Text{ZhHans: "条件成立的记录。", ZhHant: "條件成立的記錄。", En: "Rows where the condition is true."},
			Missing: rules.Text{ZhHans: "缺失即不合格；条件为空的记录不适用。", ZhHant: "缺失即不合格；條件為空的記錄不適用。", En: "A missing value is what fails; a condition that is NULL is not applicable."},
			Options: []rules.Option{
				fieldOption,
				{Name: "when", Type: "expression", Default: "", Text: rules.Text{ZhHans: "成立时必须填写的条件", ZhHant: "成立時必須填寫的條件", En: "the condition under which a value is required"}},
			},
			Clause:  "GB/T 36344-2018 0201, element completeness",
			Example: "- {id: closed-has-date, required_when: {field: closed_on, when: \"status = '注销'\"}}",
		},
		Parse: func(c *rules.Context) rules.Check {
			r := reader(c, "required_when")
			f, ok := onField(c, r)
			when := parseExpr(c, r.Require("when"))
			r.Finish()
			if !ok || when == nil {
				return nil
			}
			return requiredWhen{single{f.Name}, when}
		},
	}
}

type requiredWhen struct {
	single
	when *rules.Expr
}

func (r requiredWhen) Canonical() string         { return canonical("required_when", r.field, r.when.Text) }
func (r requiredWhen) Pass(rules.Builder) string { return "true" }
func (r requiredWhen) Condition() *rules.Expr    { return r.when }

// Holds is true, as required's is.
func (r requiredWhen) Holds(rules.Values) bool { return true }
