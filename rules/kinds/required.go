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

// Holds is true: whoever is evaluated has a value.
func (r required) Holds(rules.Values) bool { return true }
