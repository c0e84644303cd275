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
			Counts:  "Rows with all values; fails where no row of the other dataset's bound snapshot has the same trimmed text.",
			Missing: "Not evaluated. Without a good snapshot of the other dataset nothing is evaluated.",
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
