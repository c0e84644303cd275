package kinds

import "cdoscore/rules"

// Required fails where the value is missing.
func Required() *rules.Kind {
	return &rules.Kind{
		Name: "required", Scope: rules.RowScope, Indicator: "0201", Completeness: true, OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "必填", ZhHant: "必填", En: "Required"},
			Counts:  "Applicable rows; fails where the value is NULL, empty after trimming, or a placeholder.",
			Missing: "A missing value is what fails.",
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
			Counts:  "Rows where the condition is true; fails where the value is missing.",
			Missing: "A missing value is what fails; a condition that is NULL is not applicable.",
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
