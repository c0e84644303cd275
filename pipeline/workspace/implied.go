package workspace

import (
	"slices"
	"strings"

	"cdoscore/rules"
)

// impliedByFields makes a rule <field>.<kind> of every key of a field that names
// a kind.
func (x *ruleReader) impliedByFields(d *draft) []*rules.Rule {
	var out []*rules.Rule
	names := onField(x.deps.Kinds)
	for i, entry := range d.entries {
		field := &d.dataset.Fields[i]
		if entry.typeBad {
			continue
		}
		for _, e := range entry.node.Entries {
			if !slices.Contains(names, e.Key) {
				continue
			}
			kind := kindNamed(x.deps.Kinds, e.Key)
			if kind.Completeness && switchedOff(e.Value) {
				continue
			}
			if check := kind.Parse(x.context(d.dataset, e.Value, field)); check != nil {
				out = append(out, implied(field.Name+"."+kind.Name, kind, check, e.Pos))
			}
		}
	}
	return out
}

// switchedOff reports `required: false`, which implies nothing.
func switchedOff(n *rules.Node) bool {
	return n.Type == rules.Bool && strings.EqualFold(n.Text, "false")
}

// impliedByKey makes the rule that no two rows have the same key.
func (x *ruleReader) impliedByKey(d *draft) []*rules.Rule {
	kind := kindNamed(x.deps.Kinds, "unique")
	if d.key == nil || kind == nil {
		return nil
	}
	check := kind.Parse(x.context(d.dataset, d.key, nil))
	if check == nil {
		return nil
	}
	return []*rules.Rule{implied(defaultID(d.dataset.Key, kind), kind, check, d.key.Pos)}
}

// impliedByDataset makes the rules that every extract is judged by, where the
// file does not declare them itself (semantics, catalogue and Counting).
func (x *ruleReader) impliedByDataset(set *Dataset) []*rules.Rule {
	null := &rules.Node{Pos: set.Pos}
	options := map[string]*rules.Node{"readable": null, "schema": null}
	if x.datasets != nil {
		options["dictionary"] = null // a file checked by itself stands in no catalogue
	}
	if set.Update.Scheduled() {
		options["delivery"] = null
	}
	if !set.AllowEmpty {
		options["row_count"] = atLeastOne(set.Pos)
	}
	var out []*rules.Rule
	for _, name := range sortedKeys(options) {
		kind := kindNamed(x.deps.Kinds, name)
		if kind == nil || hasKind(set, name) {
			continue
		}
		if check := kind.Parse(x.context(set, options[name], nil)); check != nil {
			out = append(out, implied(name, kind, check, set.Pos))
		}
	}
	return out
}

// atLeastOne is the options of the row count that an extract has unless it may
// be empty.
func atLeastOne(pos rules.Pos) *rules.Node {
	one := &rules.Node{Pos: pos, Type: rules.Int, Text: "1"}
	return &rules.Node{Pos: pos, Type: rules.Map, Entries: []rules.Entry{{Key: "min", Pos: pos, Value: one}}}
}

func implied(id string, kind *rules.Kind, check rules.Check, pos rules.Pos) *rules.Rule {
	rule := &rules.Rule{
		ID: id, Kind: kind, Check: check, Pos: pos, Implied: true,
		Indicator: kind.Indicator, Severity: rules.Major, Weight: rules.Major.Weight(), Shadow: kind.Shadow,
	}
	finish(rule)
	return rule
}

func hasKind(set *Dataset, name string) bool {
	return slices.ContainsFunc(set.Rules, func(r *rules.Rule) bool { return r.Kind.Name == name })
}
