package kinds

import "cdoscore/rules"

// Required fails where the value is missing.
func Required() *rules.Kind {
	return &rules.Kind{
		Name: "required", Scope: rules.RowScope, Indicator: "0201", Completeness: true, OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "必填", ZhHant: "必填", En: "Required"},
			Counts:  rules.Text{ZhHans: "值为空、去空白后为空或为占位符即不合格。", ZhHant: "值為空、去空白後為空或為佔位符即不合格。", En: "Applicable rows; fails where the value is NULL, empty after trimming, or a placeholder."},
			Over:    rules.Text{ZhHans: "适用的全部记录。", ZhHant: "適用的全部記錄。", En: "All applicable rows."},
			Missing: rules.Text{ZhHans: "缺失即不合格。", ZhHant: "缺失即不合格。", En: "A missing value is what fails."},
			Options: []rules.Option{
				fieldOption,
			},
			Clause:  "GB/T 36344-2018 0201, element completeness",
			Example: "- {name: id_no, required: true}",
		},
		Parse: func(c *rules.Context) rules.Check {
			if c.Field != nil {
				switch {
				case c.Node.Type != rules.Bool:
					c.Diags.Addf(c.Node.Pos, "\"required\" must be true or false, found %s", c.Node.Type)
					return nil
				case c.Node.Text != "true":
					return nil
				}
			}
			f, ok := fieldOnly(c, "required")
			if !ok {
				return nil
			}
			return required{single{f.Name}}
		},
	}
}

type required struct{ single }

func (r required) Canonical() string { return canonical("required", r.field) }

// Pass is true: whoever is evaluated has a value.
func (r required) Pass(rules.Builder) string { return "true" }

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

// Holds is true: whoever is evaluated has a value.
func (r required) Holds(rules.Values) bool { return true }

// Holds is true, as required's is.
func (r requiredWhen) Holds(rules.Values) bool { return true }
