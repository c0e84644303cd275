package kinds

import (
	"maps"
	"slices"

	"cdoscore/rules"
)

// Code fails where the value is not in a code table as it stood at the cut-off.
func Code() *rules.Kind {
	return &rules.Kind{
		Name: "code", Scope: rules.RowScope, Indicator: "0301", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "代码表", ZhHant: "代碼表", En: "Code table"},
			Counts:  rules.Text{ZhHans: "不是代码表中在数据截止日有效的代码即不合格。", ZhHant: "不是代碼表中在數據截止日有效的代碼即不合格。", En: "Rows with a value; fails where it is no code of the table that is valid on the day of the slot's cut-off."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				fieldOption,
				{Name: "table", Type: "code table", Default: "", Text: rules.Text{ZhHans: "代码表名称", ZhHant: "代碼表名稱", En: "the name of the table"}},
			},
			Clause:  "GB/T 36344-2018 0301, content; 01 standards",
			Example: "- {name: district, code: gbt2260}",
		},
		Parse: parseCode,
	}
}

func parseCode(c *rules.Context) rules.Check {
	table := c.Node
	f, ok := rules.Field{}, true
	if c.Field != nil {
		f = *c.Field
	} else {
		r := reader(c, "code")
		f, ok = onField(c, r)
		table = r.Require("table")
		r.Finish()
	}
	if table == nil {
		return nil
	}
	if !table.IsScalar() {
		c.Diags.Addf(table.Pos, "code: expected the name of a code table, found %s", table.Type)
		return nil
	}
	t := c.Tables[table.Text]
	if t == nil {
		c.Diags.Addf(table.Pos, "unknown code table %q%s", table.Text, rules.Suggest(table.Text, slices.Sorted(maps.Keys(c.Tables))))
		return nil
	}
	if !ok {
		return nil
	}
	return code{single{f.Name}, t}
}

type code struct {
	single
	table *rules.CodeTable
}

func (k code) Canonical() string { return canonical("code", k.field, k.table.Name) }

func (k code) Pass(b rules.Builder) string {
	return b.Member(b.Text(k.field), k.table.At(b.CutoffTime()))
}

func (k code) Holds(v rules.Values) bool {
	text, _ := v.Text(k.field)
	return slices.Contains(k.table.At(v.Cutoff()), text)
}
