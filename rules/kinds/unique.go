package kinds

import "cdoscore/rules"

// Unique fails every row of a group of two or more with equal values.
func Unique() *rules.Kind {
	return &rules.Kind{
		Name: "unique", Scope: rules.UniqueScope, Indicator: "0304",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "唯一性", ZhHant: "唯一性", En: "Unique"},
			Counts:  rules.Text{ZhHans: "所列字段去空白后相同的两条及以上记录全部不合格；另存重复组数。", ZhHant: "所列欄位去空白後相同的兩條及以上記錄全部不合格；另存重複組數。", En: "Rows with all values; every row of a group of two or more with equal trimmed text fails. The number of groups is stored too."},
			Over:    rules.Text{ZhHans: "各字段都有值的记录。", ZhHant: "各欄位都有值的記錄。", En: "Rows with a value in all of the fields."},
			Missing: rules.Text{ZhHans: "任一字段缺失的记录不评价。", ZhHant: "任一欄位缺失的記錄不評價。", En: "A row with a missing value in any of the fields is not evaluated."},
			Options: []rules.Option{
				{Name: "(list)", Type: "fields", Default: "", Text: rules.Text{ZhHans: "共同标识一条记录的字段", ZhHant: "共同標識一條記錄的欄位", En: "the fields that identify a row together"}},
			},
			Clause:  "GB/T 36344-2018 0304, uniqueness",
			Example: "- {unique: [permit_no]}",
		},
		Parse: func(c *rules.Context) rules.Check {
			nodes := []*rules.Node{c.Node}
			switch {
			case c.Node.Type == rules.List:
				nodes = c.Node.Items
				if len(nodes) == 0 {
					c.Diags.Addf(c.Node.Pos, "unique: must not be an empty list: name the fields that identify a row")
				}
			case !c.Node.IsScalar():
				c.Diags.Addf(c.Node.Pos, "unique: expected a list of fields, found %s", c.Node.Type)
				return nil
			}
			names, ok := fieldNodes(c, nodes)
			if !ok {
				return nil
			}
			return unique{names}
		},
	}
}

type unique struct{ fields []string }

func (u unique) Reads() []string   { return u.fields }
func (u unique) Canonical() string { return canonical("unique", u.fields) }

// Whole: the key is Reads().
func (u unique) Whole() (bool, []string) { return false, nil }
