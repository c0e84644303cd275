package kinds

import "cdoscore/rules"

// Unique fails every row of a group of two or more with equal values.
func Unique() *rules.Kind {
	return &rules.Kind{
		Name: "unique", Scope: rules.UniqueScope, Indicator: "0304",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "唯一性", ZhHant: "唯一性", En: "Unique"},
			Counts:  "Rows with all values; every row of a group of two or more with equal trimmed text fails. The number of groups is stored too.",
			Missing: "A row with a missing value in any of the fields is not evaluated.",
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
func (u unique) Unique()           {}
