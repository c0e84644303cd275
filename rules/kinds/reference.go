package kinds

import (
	"cdoscore/rules"
)

// Reference fails where the value is absent from another dataset.
func Reference() *rules.Kind {
	return &rules.Kind{
		Name: "reference", Scope: rules.JoinScope, Indicator: "0301",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "外键引用", ZhHant: "外鍵引用", En: "Reference"},
			Counts:  rules.Text{ZhHans: "取值在另一数据集的对应字段中不存在即不合格。", ZhHant: "取值在另一數據集的對應欄位中不存在即不合格。", En: "Rows with all values; fails where no row of the other dataset's bound snapshot has the same trimmed text."},
			Over:    rules.Text{ZhHans: "各字段都有值的记录；对方没有可用数据时不评定。", ZhHant: "各欄位都有值的記錄；對方沒有可用數據時不評定。", En: "Rows with all values; nothing without a good snapshot of the other dataset."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated. Without a good snapshot of the other dataset nothing is evaluated."},
			Options: []rules.Option{
				{Name: "fields", Type: "fields", Default: "", Text: rules.Text{ZhHans: "本方字段，或“本方字段: 对方字段”", ZhHant: "本方欄位，或「本方欄位: 對方欄位」", En: "own fields, or own field: other field"}},
				{Name: "to", Type: "dataset", Default: "", Text: rules.Text{ZhHans: "被引用的数据集", ZhHant: "被引用的數據集", En: "the other dataset, unit/name"}},
			},
			Clause:  "GB/T 36344-2018 0402, related data",
			Example: "- {id: route-known, reference: {fields: {route: route_no}, to: transport/routes}}",
		},
		Parse: parseReference,
	}
}

func parseReference(c *rules.Context) rules.Check {
	r := reader(c, "reference")
	fields, to := r.Require("fields"), r.Require("to")
	r.Finish()
	if fields == nil || to == nil {
		return nil
	}
	var own, other []*rules.Node
	switch {
	case fields.Type == rules.Map:
		for _, e := range fields.Entries {
			own = append(own, &rules.Node{Pos: e.Pos, Type: rules.String, Text: e.Key})
			other = append(other, e.Value)
		}
	default:
		own = r.TextNodes(fields, "fields", false)
		other = own
	}
	names, ok := fieldNodes(c, own)
	if c.OtherFields == nil {
		c.Diags.Addf(to.Pos, "reference: to judge against %q a workspace is needed: check the file with the workspace's dataset, or remove the rule", to.Text)
		return nil
	}
	target, known := c.OtherFields(to.Text)
	if !known {
		c.Diags.Addf(to.Pos, "unknown dataset %q%s", to.Text, rules.Suggest(to.Text, c.DatasetIDs))
		return nil
	}
	theirs, good := otherNames(c, other, to.Text, target)
	if !ok || !good {
		return nil
	}
	return reference{names, to.Text, theirs}
}

// otherNames resolves field names of the other dataset.
func otherNames(c *rules.Context, nodes []*rules.Node, dataset string, fields []rules.Field) ([]string, bool) {
	known := make([]string, len(fields))
	for i, f := range fields {
		known[i] = f.Name
	}
	var names []string
	ok := true
	for _, n := range nodes {
		found := false
		for _, k := range known {
			found = found || k == n.Text
		}
		if !found {
			c.Diags.Addf(n.Pos, "dataset %q has no field %q%s", dataset, n.Text, rules.Suggest(n.Text, known))
			ok = false
		}
		names = append(names, n.Text)
	}
	return names, ok
}

type reference struct {
	fields  []string
	dataset string
	theirs  []string
}

func (r reference) Reads() []string            { return r.fields }
func (r reference) Canonical() string          { return canonical("reference", r.fields, r.dataset, r.theirs) }
func (r reference) Target() (string, []string) { return r.dataset, r.theirs }
