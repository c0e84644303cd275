package kinds

import "cdoscore/rules"

// Type fails where a value does not convert to the field's declared type.
func Type() *rules.Kind {
	return &rules.Kind{
		Name: "type", Scope: rules.RowScope, Indicator: "0302", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "数据类型", ZhHant: "數據類型", En: "Type"},
			Counts:  "Rows with a value; fails where it does not have the strict form of the declared type, or is no such number, date or time.",
			Missing: "Not evaluated.",
			Clause:  "GB/T 36344-2018 0302, format",
			Example: "- {name: paid_on, type: date}",
		},
		Parse: func(c *rules.Context) rules.Check {
			f, ok := fieldOnly(c, "type")
			if !ok || f.Type.Name == "" {
				return nil
			}
			return typed{single{f.Name}, f}
		},
	}
}

type typed struct {
	single
	declared rules.Field
}

func (t typed) Canonical() string {
	return canonical("type", t.field, t.declared.Type, t.declared.Formats, t.declared.Thousands)
}

// Pass: every text is a string; an integer of any length is one although it may
// not convert; everything else must convert.
func (t typed) Pass(b rules.Builder) string {
	switch t.declared.Type.Name {
	case rules.TypeString:
		return "true"
	case rules.TypeInteger:
		return b.IsInteger(t.field)
	}
	return b.Typed(t.field) + " IS NOT NULL"
}
