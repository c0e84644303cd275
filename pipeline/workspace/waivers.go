package workspace

import (
	"slices"
	"strings"
	"time"

	"cdoscore/rules"

	"github.com/goccy/go-yaml"
)

// WaiversFolder holds the waivers, one file each.
const WaiversFolder = "waivers"

// Waiver exempts failed rows of some rules of one dataset for a time. Scores are
// always stored with and without waivers.
type Waiver struct {
	ID       string
	Dataset  string
	Rules    []string    // ids, sorted
	When     *rules.Expr // only these rows; nil: all failed rows
	Reason   string
	Approver string
	Document string // basis; "" where none is named
	Approved string // YYYY-MM-DD
	From     string // YYYY-MM-DD; Approved where none is given
	Expires  string // YYYY-MM-DD, inclusive
	Pos      rules.Pos
}

// WaiversFor returns the waivers of a dataset in force at the slot whose last
// covered day is given, by id.
func (w *Workspace) WaiversFor(dataset string, lastDay time.Time) []Waiver {
	day := lastDay.Format(time.DateOnly)
	var out []Waiver
	for _, x := range w.Waivers {
		if x.Dataset == dataset && x.From <= day && day <= x.Expires {
			out = append(out, x)
		}
	}
	return out
}

// YAML is the file of a waiver without a `when`.
func (x Waiver) YAML() ([]byte, error) {
	return yaml.Marshal(struct {
		Dataset  string   `yaml:"dataset"`
		Rules    []string `yaml:"rules"`
		Reason   string   `yaml:"reason"`
		Approver string   `yaml:"approver"`
		Document string   `yaml:"document,omitempty"`
		Approved string   `yaml:"approved"`
		From     string   `yaml:"from"`
		Expires  string   `yaml:"expires"`
	}{x.Dataset, x.Rules, x.Reason, x.Approver, x.Document, x.Approved, x.From, x.Expires})
}

// waivers reads waivers/*.yaml, one waiver each.
func (l *loader) waivers() {
	ids := places{}
	for _, file := range l.list(WaiversFolder, ".yaml") {
		data, ok := l.required(file)
		if !ok {
			continue
		}
		n := parseYAML(file, data, &l.diags)
		if n == nil || n.Type != rules.Map {
			l.notAMap(n, "waiver")
			continue
		}
		x, at := l.waiver(stem(file), n)
		ids.add(at, "waiver", &l.diags)
		l.w.Waivers = append(l.w.Waivers, x)
	}
	slices.SortStableFunc(l.w.Waivers, func(a, b Waiver) int { return strings.Compare(a.ID, b.ID) })
}

func (l *loader) notAMap(n *rules.Node, what string) {
	if n != nil {
		rules.NewReader(n, what, &l.diags)
	}
}

// waiver reads one waiver, and returns with it the node of its id, which is the
// file's name unless it is given.
func (l *loader) waiver(name string, n *rules.Node) (Waiver, *rules.Node) {
	r := rules.NewReader(n, "waiver", &l.diags)
	id := &rules.Node{Pos: n.Pos, Type: rules.String, Text: name}
	if r.Has("id") {
		id = &rules.Node{Pos: r.Get("id").Pos, Type: rules.String, Text: r.RequireText("id")}
	}
	x := Waiver{ID: id.Text, Reason: r.RequireText("reason"), Approver: r.RequireText("approver"), Document: r.Text("document"), Pos: n.Pos}
	l.waivedDays(r, &x)
	if d := l.datasetNamed(r); d != nil {
		x.Dataset = d.ID
		l.waivedRules(r, d, &x)
	}
	r.Known("rule", "rules", "field", "when")
	r.Finish()
	return x, id
}

func (l *loader) waivedDays(r *rules.Reader, x *Waiver) {
	r.Require("approved")
	r.Require("expires")
	x.Approved, x.From, x.Expires = readDay(r, "approved"), readDay(r, "from"), readDay(r, "expires")
	if !r.Has("from") {
		x.From = x.Approved
	}
	if x.From != "" && x.Expires != "" && x.Expires < x.From {
		l.diags.Addf(r.Get("expires").Pos, `waiver: "expires" (%s) lies before its first day (%s): mend one of the two`, x.Expires, x.From)
	}
}

// datasetNamed reads the required key dataset; nil where it names none.
func (l *loader) datasetNamed(r *rules.Reader) *Dataset {
	n := r.Require("dataset")
	if n == nil {
		return nil
	}
	id := r.RequireText("dataset")
	d := l.w.Dataset(id)
	if d == nil && id != "" {
		l.diags.Addf(n.Pos, "unknown dataset %q%s", id, rules.Suggest(id, datasetIDs(l.w.Datasets)))
	}
	return d
}

// waivedRules reads which rules, and which of their rows, are waived.
func (l *loader) waivedRules(r *rules.Reader, d *Dataset, x *Waiver) {
	var keys []string
	for _, key := range []string{"rule", "rules", "field"} {
		if r.Has(key) {
			keys = append(keys, key)
		}
	}
	if len(keys) != 1 {
		l.diags.Addf(r.Pos(), `waiver: say what is waived by exactly one of "rule", "rules" and "field", found %d of them`, len(keys))
		return
	}
	when := r.Get("when")
	if when != nil {
		x.When = l.waivedRows(r, when, d)
	}
	if keys[0] == "field" {
		x.Rules = l.rulesReading(r, d, when != nil)
	} else {
		x.Rules = l.rulesNamed(r, keys[0], d, when != nil)
	}
	slices.Sort(x.Rules)
}

// rulesNamed reads ids of rules. A condition on rows cannot part a judgement of
// the extract as a whole.
func (l *loader) rulesNamed(r *rules.Reader, key string, d *Dataset, onRows bool) []string {
	nodes := r.Texts(key, false)
	if key == "rule" && r.Get(key).Type == rules.List {
		l.diags.Addf(r.Get(key).Pos, `waiver: "rule" names one rule: name several under "rules"`)
	}
	var out []string
	for _, n := range nodes {
		rule := d.Rule(n.Text)
		switch {
		case rule == nil:
			l.diags.Addf(n.Pos, "waiver: dataset %s has no rule %q%s", d.ID, n.Text, rules.Suggest(n.Text, ruleNames(d)))
		case slices.Contains(out, n.Text):
			l.diags.Addf(n.Pos, "waiver: rule %q stands twice: remove one of the two", n.Text)
		case onRows && !aboutRows(rule):
			l.diags.Addf(n.Pos, `waiver: "when" chooses rows, and rule %q judges the extract as a whole: waive it without "when"`, n.Text)
		default:
			out = append(out, n.Text)
		}
	}
	return out
}

// rulesReading reads a field, and returns the rules that read it: of those about
// rows only, where there is a condition on rows.
func (l *loader) rulesReading(r *rules.Reader, d *Dataset, onRows bool) []string {
	before := l.diags.Len()
	field := r.RequireText("field")
	if l.diags.Len() > before {
		return nil
	}
	var out []string
	for _, rule := range d.Rules {
		if slices.Contains(rule.Fields(), field) && (aboutRows(rule) || !onRows) {
			out = append(out, rule.ID)
		}
	}
	c := rules.Context{Fields: d.Fields, Diags: &l.diags}
	if _, declared := c.CheckField(r.Get("field")); declared && len(out) == 0 {
		l.diags.Addf(r.Get("field").Pos, "waiver: no rule of dataset %s that could be waived reads field %q: name a rule, or remove the waiver", d.ID, field)
	}
	return out
}

// aboutRows reports whether a rule fails rows, some of which can be exempt.
func aboutRows(r *rules.Rule) bool {
	return r.Kind.Scope != rules.DatasetScope && r.Kind.Scope != rules.CoverScope
}

// waivedRows reads the condition under which rows are exempt.
func (l *loader) waivedRows(r *rules.Reader, n *rules.Node, d *Dataset) *rules.Expr {
	text := r.RequireText("when")
	if text == "" {
		return nil
	}
	e, err := l.deps.ParseExpr(text, d.Fields)
	if err != nil {
		l.diags.Addf(exprPlace(n, err), `waiver: in "when": %v`, err)
		return nil
	}
	return e
}

// Rule returns the rule of an id, or nil.
func (d *Dataset) Rule(id string) *rules.Rule {
	for _, r := range d.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

func ruleNames(d *Dataset) []string {
	out := make([]string, len(d.Rules))
	for i, r := range d.Rules {
		out[i] = r.ID
	}
	return out
}
