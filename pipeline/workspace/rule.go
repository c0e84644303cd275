package workspace

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

// ruleReader reads the rules of datasets whose fields are all known.
type ruleReader struct {
	deps       Deps
	diags      *rules.Diagnostics
	zone       *time.Location
	indicators []string
	tables     map[string]*rules.CodeTable
	datasets   map[string]*Dataset // by id; nil without a workspace
	ids        []string            // of the datasets, sorted
	units      []*Unit
}

// complete reads a draft's rules, explicit and implied, into its dataset.
func (x *ruleReader) complete(d *draft) *Dataset {
	set := d.dataset
	for _, n := range items(d.rules, "rules", x.diags) {
		if rule := x.explicit(set, n); rule != nil {
			set.Rules = append(set.Rules, rule)
		}
	}
	set.RowCountOwn = hasKind(set, "row_count")
	set.Rules = append(set.Rules, x.impliedByFields(d)...)
	set.Rules = append(set.Rules, x.impliedByKey(d)...)
	set.Rules = append(set.Rules, x.impliedByDataset(set)...)
	x.checkIDs(set.Rules)
	slices.SortStableFunc(set.Rules, func(a, b *rules.Rule) int { return cmp.Compare(a.ID, b.ID) })
	set.Canonical = canonicalDataset(set, d.source)
	return set
}

// explicit reads one entry of the rules list; nil means that it was wrong.
func (x *ruleReader) explicit(set *Dataset, n *rules.Node) *rules.Rule {
	r := rules.NewReader(n, "rule", x.diags)
	if n.Type != rules.Map {
		return nil
	}
	rule := &rules.Rule{
		ID:       x.ruleID(r),
		Title:    readText(r.Get("title"), "title", x.diags),
		Severity: rules.Severity(r.Choice("severity", string(rules.Major), rules.Severities...)),
		From:     x.inForceFrom(r),
		When:     x.when(set, r),
		Pos:      n.Pos,
	}
	rule.Weight = readInt(r, "weight", rule.Severity.Weight(), 0, maxWeight)
	r.Known("indicator", "nullable", "shadow")
	if !x.readKind(set, r, rule) {
		return nil
	}
	rule.Shadow = r.Bool("shadow", rule.Kind.Shadow)
	if rule.When != nil && rule.Kind.Scope == rules.DatasetScope {
		x.diags.Addf(r.Get("when").Pos, `rule: "when" chooses rows, and %s judges the extract as a whole: remove it`, rule.Kind.Name)
	}
	x.readIndicator(r, rule)
	x.readNullable(r, rule)
	finish(rule)
	return rule
}

func (x *ruleReader) ruleID(r *rules.Reader) string {
	if !r.Has("id") {
		return ""
	}
	return r.RequireText("id")
}

// inForceFrom returns midnight of the day from which the rule earns points.
func (x *ruleReader) inForceFrom(r *rules.Reader) time.Time {
	day := readDay(r, "from")
	if day == "" {
		return time.Time{}
	}
	t, _ := time.ParseInLocation(time.DateOnly, day, x.zone)
	return t
}

// when reads the condition under which a row is applicable.
func (x *ruleReader) when(set *Dataset, r *rules.Reader) *rules.Expr {
	n := r.Get("when")
	if n == nil {
		return nil
	}
	text := r.RequireText("when")
	if text == "" {
		return nil
	}
	e, err := x.deps.ParseExpr(text, set.Fields)
	if err != nil {
		x.diags.Addf(exprPlace(n, err), `rule: in "when": %v`, err)
		return nil
	}
	return e
}

// exprPlace points into the expression where its error says where.
func exprPlace(n *rules.Node, err error) rules.Pos {
	var at *rules.ExprError
	if errors.As(err, &at) {
		return n.At(at.Offset)
	}
	return n.Pos
}

// readKind finds the one key that names a kind and has it read its options.
func (x *ruleReader) readKind(set *Dataset, r *rules.Reader, rule *rules.Rule) bool {
	entries := r.Unknown()
	var named []rules.Entry
	for _, e := range entries {
		if kindNamed(x.deps.Kinds, e.Key) != nil {
			named = append(named, e)
		}
	}
	if len(named) != 1 {
		x.reportKinds(r, entries, named)
		return false
	}
	r.Known(named[0].Key)
	r.Finish()
	rule.Kind = kindNamed(x.deps.Kinds, named[0].Key)
	rule.Check = rule.Kind.Parse(x.context(set, named[0].Value, nil))
	return rule.Check != nil
}

// reportKinds says why a rule has not exactly one kind.
func (x *ruleReader) reportKinds(r *rules.Reader, entries, named []rules.Entry) {
	switch {
	case len(named) > 1:
		x.diags.Addf(named[1].Pos, "rule: %q and %q are two kinds of rule: make two rules of them", named[0].Key, named[1].Key)
		for _, e := range named {
			r.Known(e.Key)
		}
		r.Finish()
	case len(entries) == 0:
		x.diags.Addf(r.Pos(), "rule: it names no kind: add one, as in range: {field: amount, min: 0} or expr: \"a <= b\"")
	default:
		for _, e := range entries {
			words := slices.Concat(kindNames(x.deps.Kinds), []string{"id", "title", "indicator", "severity", "weight", "shadow", "from", "when", "nullable"})
			x.diags.Addf(e.Pos, "rule: unknown kind %q%s", e.Key, rules.Suggest(e.Key, words))
		}
	}
}

func (x *ruleReader) readIndicator(r *rules.Reader, rule *rules.Rule) {
	rule.Indicator = rule.Kind.Indicator
	n := r.Get("indicator")
	if n == nil {
		return
	}
	rule.Indicator = r.RequireText("indicator")
	if rule.Indicator != "" && !slices.Contains(x.indicators, rule.Indicator) {
		x.diags.Addf(n.Pos, "rule: unknown indicator %q%s (there are %s)", rule.Indicator, rules.Suggest(rule.Indicator, x.indicators), strings.Join(x.indicators, ", "))
	}
}

// readNullable reads the fields of an expr that stay evaluated when missing.
func (x *ruleReader) readNullable(r *rules.Reader, rule *rules.Rule) {
	n := r.Get("nullable")
	if n == nil {
		return
	}
	if rule.Kind.Name != "expr" {
		x.diags.Addf(n.Pos, `rule: "nullable" is for expr only, not for %s: remove it`, rule.Kind.Name)
		return
	}
	reads := rule.Check.Reads()
	for _, f := range r.Texts("nullable", false) {
		if !slices.Contains(reads, f.Text) {
			x.diags.Addf(f.Pos, `rule: "nullable" names %q, which the expression does not read%s`, f.Text, rules.Suggest(f.Text, reads))
		}
		rule.Nullable = append(rule.Nullable, f.Text)
	}
}

// checkIDs reports ids that stand twice, at the later place.
func (x *ruleReader) checkIDs(list []*rules.Rule) {
	byPlace := slices.Clone(list)
	slices.SortStableFunc(byPlace, func(a, b *rules.Rule) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	first := map[string]*rules.Rule{}
	for _, rule := range byPlace {
		if other, twice := first[rule.ID]; twice {
			x.diags.Addf(rule.Pos, "rule %q stands twice, first at %s: give one of the two another id", rule.ID, other.Pos)
			continue
		}
		first[rule.ID] = rule
	}
}

func (x *ruleReader) context(set *Dataset, n *rules.Node, f *rules.Field) *rules.Context {
	c := &rules.Context{
		Node: n, Field: f, Fields: set.Fields, Dataset: set.ID,
		Tables: x.tables, ParseExpr: x.deps.ParseExpr, Diags: x.diags, Described: x.described(set),
	}
	if x.datasets != nil {
		c.DatasetIDs = x.ids
		c.OtherFields = func(id string) ([]rules.Field, bool) {
			other, ok := x.datasets[id]
			if !ok {
				return nil, false
			}
			return other.Fields, true
		}
	}
	return c
}

// described is what the file says of the dataset itself.
func (x *ruleReader) described(set *Dataset) rules.Described {
	c := set.Catalogue
	d := rules.Described{
		Title:  set.Title,
		Office: set.Owner.Office, Person: set.Owner.Person, Phone: set.Owner.Phone, System: set.Owner.System,
		Code: c.Code, Abstract: c.Abstract, Category: c.Category, Format: c.Format,
		Sharing: c.SharingType, SharingBasis: c.SharingBasis, SharingMethod: c.Method,
		Opening: c.OpeningType, Published: c.Published, Related: c.Related, Cycle: set.Update.Cycle,
		InWorkspace: x.datasets != nil,
	}
	for _, u := range x.units {
		if u.ID == set.Unit {
			d.Provider, d.ProviderCode = u.Name.In("zh-Hans"), u.USCC
		}
	}
	return d
}

// finish gives a rule its default id and its canonical form.
func finish(rule *rules.Rule) {
	if rule.ID == "" {
		rule.ID = defaultID(rule.Check.Reads(), rule.Kind)
	}
	rule.Canonical = canonicalRule(rule)
}

// defaultID is <fields>.<kind>, or the kind alone where no field is read.
func defaultID(fields []string, k *rules.Kind) string {
	if len(fields) == 0 {
		return k.Name
	}
	return strings.Join(fields, "+") + "." + k.Name
}

func kindNamed(kinds []*rules.Kind, name string) *rules.Kind {
	for _, k := range kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

func kindNames(kinds []*rules.Kind) []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.Name
	}
	return names
}

// onField names the kinds that may stand as keys of a field.
func onField(kinds []*rules.Kind) []string {
	var names []string
	for _, k := range kinds {
		if k.OnField {
			names = append(names, k.Name)
		}
	}
	return names
}
