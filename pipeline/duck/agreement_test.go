package duck_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/plan"
)

// TestPlansAgreeWithTheOracle runs random rules over random extracts: counts,
// check groups, failing rows, samples and explanations must be those of a
// row-by-row count, on one thread and on two.
func TestPlansAgreeWithTheOracle(t *testing.T) {
	dir := t.TempDir()
	engines := []*duck.Engine{engineFor(t, dir, 1), engineFor(t, dir, 2)}
	zone := shanghai(t)
	areas := divisions(t)
	tables := map[string]*rules.CodeTable{
		codes.GBT2260: codes.Tables()[0],
		"short":       {Name: "short", Codes: []rules.Code{{Code: "a"}, {Code: "b", From: "2020-01"}, {Code: "1", To: "2026-11-01"}, {Code: "c", From: "2027-01"}, {Code: "x1", To: "2026-10"}}},
	}
	rapid.Check(t, func(rt *rapid.T) {
		c := agreement{t: rt, engine: rapid.SampledFrom(engines).Draw(rt, "engine"), cutoff: time.Date(2026, 11, 1, 0, 0, 0, 0, zone)}
		fields := randomFields(rt)
		d := &drawing{T: rt, cutoff: c.cutoff, areas: areas, context: rules.Context{
			Fields: fields, Tables: tables, ParseExpr: engines[0].ParseExpr, DatasetIDs: []string{"other/set"},
			OtherFields: func(string) ([]rules.Field, bool) { return otherFields, true },
		}}
		for range rapid.IntRange(1, 6).Draw(rt, "rules") {
			if j := randomRule(d); j != nil {
				c.judged = append(c.judged, j)
			}
		}
		c.unique, c.reference = drawUnique(d), drawReference(d)
		c.draw(rt, dir, fields)
		defer os.Remove(c.in.Path)
		defer os.Remove(c.in.Targets[c.reference.rule.ID].Path)
		c.compareCounts(rt)
		c.compareRows(rt)
		c.compareExplanations(rt)
	})
}

// agreement is one random extract with its rules.
type agreement struct {
	t                 *rapid.T
	engine            *duck.Engine
	cutoff            time.Time
	judged            []*judged
	unique, reference *judged
	other             map[string]bool // texts of the other dataset's key
	in                plan.Input
	rows              []oracleRow
	numbers           []int64
}

var otherFields = []rules.Field{{Name: "key", Type: rules.FieldType{Name: rules.TypeString}, Placeholders: []string{"b"}}}

func drawUnique(d *drawing) *judged {
	n := min(2, len(d.context.Fields))
	names := make([]string, 0, n)
	for _, f := range d.context.Fields[:rapid.IntRange(1, n).Draw(d.T, "key fields")] {
		names = append(names, f.Name)
	}
	return &judged{rule: newRule(d.T, d.context, "unique", "unique", listNode(names)), fields: names}
}

func drawReference(d *drawing) *judged {
	f, _ := d.field(anyField)
	options := mapNode("fields", mapNode(f.Name, textNode("key")), "to", textNode("other/set"))
	return &judged{rule: newRule(d.T, d.context, "reference", "reference", options), fields: []string{f.Name}}
}

func (c *agreement) draw(t *rapid.T, dir string, fields []rules.Field) {
	x := randomExtract(t, fields, 12)
	place, err := os.MkdirTemp(dir, "extract")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]rules.Field{}
	for _, f := range fields {
		declared[f.Name] = f
	}
	for _, row := range x.rows {
		cells := map[string]cell{}
		for i, name := range x.columns {
			cells[name] = row[i]
		}
		c.rows = append(c.rows, oracleRow{cells, declared, c.cutoff})
	}
	c.numbers = x.numbers
	path, columns := x.write(t, place)
	c.in = plan.Input{Path: path, Columns: columns, Fields: fields, Cutoff: c.cutoff, Zone: c.cutoff.Location().String()}
	for _, j := range c.all() {
		c.in.Rules = append(c.in.Rules, j.rule)
	}
	if c.reference != nil {
		c.drawOther(t, dir)
	}
}

func (c *agreement) drawOther(t *rapid.T, dir string) {
	x := extract{columns: []string{"key"}}
	c.other = map[string]bool{}
	for i, v := range []string{" a ", "b", "x1", "5", "2020-02-29", "true", "　存续", ""} {
		x.rows, x.numbers = append(x.rows, []cell{val(v)}), append(x.numbers, int64(i))
		if s := trimmed(v); s != "" && s != "b" {
			c.other[s] = true
		}
	}
	place, err := os.MkdirTemp(dir, "other")
	if err != nil {
		t.Fatal(err)
	}
	path, columns := x.write(t, place)
	c.in.Targets = map[string]plan.Target{c.reference.rule.ID: {Path: path, Columns: columns, Fields: otherFields}}
}

func (c *agreement) all() []*judged {
	return slices.DeleteFunc(append(slices.Clone(c.judged), c.unique, c.reference), func(j *judged) bool { return j == nil })
}

// verdict is what the oracle says of one row and rule.
type verdict struct{ applicable, missing, evaluated, failed bool }

func (c *agreement) verdicts(j *judged) []verdict {
	out := make([]verdict, len(c.rows))
	for i, r := range c.rows {
		v := &out[i]
		v.applicable = !slices.ContainsFunc(j.when, func(p predicate) bool { return p.eval(r) != yes })
		v.missing = v.applicable && slices.ContainsFunc(j.fields, func(f string) bool { _, ok := r.text(f); return !ok })
		v.evaluated = v.applicable && (!v.missing || j.rule.Kind.Completeness)
		switch {
		case j.rule.Kind.Completeness:
			v.failed = v.missing
		case j == c.unique:
			v.failed = v.evaluated && c.repeated(j, r)
		case j == c.reference:
			s, _ := r.text(j.fields[0])
			v.failed = v.evaluated && !c.other[s]
		default:
			v.failed = v.evaluated && !j.pass(r)
			if v.evaluated {
				agreeing(c.t, j, r)
			}
		}
	}
	return out
}

// key is the texts of a row's fields; false where one is missing.
func key(j *judged, r oracleRow) (string, bool) {
	var parts []string
	for _, f := range j.fields {
		s, ok := r.text(f)
		if !ok {
			return "", false
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "\x00"), true
}

func (c *agreement) repeated(j *judged, r oracleRow) bool {
	mine, _ := key(j, r)
	n := 0
	for _, other := range c.rows {
		if k, ok := key(j, other); ok && k == mine {
			n++
		}
	}
	return n > 1
}

func (c *agreement) outcome(j *judged) rules.Outcome {
	o := rules.Outcome{Total: int64(len(c.rows))}
	groups := map[string]bool{}
	for i, v := range c.verdicts(j) {
		o.Applicable += count(v.applicable)
		o.Missing += count(v.missing)
		o.Evaluated += count(v.evaluated)
		o.Failed += count(v.failed)
		if v.failed && j == c.unique {
			k, _ := key(j, c.rows[i])
			groups[k] = true
		}
	}
	o.Groups = int64(len(groups))
	return o
}

func count(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func (c *agreement) compareCounts(t *rapid.T) {
	p := plan.Build(c.in)
	answer, err := c.engine.Run(context.Background(), p)
	if err != nil {
		t.Fatalf("%v\n%s", err, p.Fused.SQL)
	}
	got, groups := p.Outcomes(answer)
	want := map[string]rules.Outcome{}
	for _, j := range c.all() {
		want[j.rule.ID] = c.outcome(j)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("outcomes (-oracle +plan):\n%s\n%s", diff, p.Fused.SQL)
	}
	wantGroups := c.groups()
	for i := range groups {
		groups[i].ID = ""
	}
	if diff := cmp.Diff(wantGroups, groups, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("check groups (-oracle +plan):\n%s\n%s", diff, p.Fused.SQL)
	}
}

// groups counts each check group row by row, in the order of its first rule.
func (c *agreement) groups() []plan.Group {
	var out []plan.Group
	members := map[string][]*judged{}
	var order []string
	for _, j := range c.judged {
		if j.rule.Shadow {
			continue
		}
		fields := slices.Clone(j.rule.Fields())
		slices.Sort(fields)
		id := j.rule.Indicator + "\x00" + strings.Join(fields, "\x00")
		if members[id] == nil {
			order = append(order, id)
			out = append(out, plan.Group{Indicator: j.rule.Indicator, Fields: fields})
		}
		members[id] = append(members[id], j)
	}
	for g, id := range order {
		evaluated, failed := map[int]bool{}, map[int]bool{}
		for _, j := range members[id] {
			out[g].Rules = append(out[g].Rules, j.rule.ID)
			out[g].Weight = max(out[g].Weight, j.rule.Weight)
			for i, v := range c.verdicts(j) {
				if v.evaluated {
					evaluated[i] = true
				}
				if v.failed {
					failed[i] = true
				}
			}
		}
		out[g].Evaluated, out[g].Failed = int64(len(evaluated)), int64(len(failed))
	}
	return out
}

// failing are the numbers of the failing rows, lowest first.
func (c *agreement) failing(j *judged) []int64 {
	var out []int64
	for i, v := range c.verdicts(j) {
		if v.failed {
			out = append(out, c.numbers[i])
		}
	}
	slices.Sort(out)
	return out
}

func (c *agreement) compareRows(t *rapid.T) {
	for _, j := range c.all() {
		q, ok := plan.Failing(c.in, j.rule, 0)
		if !ok {
			t.Fatalf("rule %s: no query for its failing rows", j.rule.ID)
		}
		got, err := c.engine.Rows(context.Background(), q)
		if err != nil {
			t.Fatalf("rule %s: %v\n%s", j.rule.ID, err, q.SQL)
		}
		if want := c.failing(j); !slices.Equal(got, want) {
			t.Fatalf("rule %s: failing rows %v, oracle %v\n%s", j.rule.ID, got, want, q.SQL)
		}
	}
	const limit = 3
	var list []*rules.Rule
	for _, j := range c.judged {
		list = append(list, j.rule)
	}
	if len(list) == 0 {
		return
	}
	got, err := c.engine.Lists(context.Background(), plan.Samples(c.in, list, limit), len(list))
	if err != nil {
		t.Fatal(err)
	}
	for i, j := range c.judged {
		want := c.failing(j)
		if want = want[:min(limit, len(want))]; !slices.Equal(got[i], want) {
			t.Fatalf("rule %s: samples %v, oracle %v", j.rule.ID, got[i], want)
		}
	}
}

func (c *agreement) compareExplanations(t *rapid.T) {
	for _, j := range c.all() {
		q, _ := plan.Explain(c.in, j.rule)
		got, err := c.engine.Counts(context.Background(), q)
		if err != nil {
			t.Fatalf("rule %s: %v\n%s", j.rule.ID, err, q.SQL)
		}
		o := c.outcome(j)
		if want := []int64{o.Total, o.Applicable, o.Evaluated, o.Failed}; !slices.Equal(got, want) {
			t.Fatalf("rule %s: explained as %v, oracle %v\n%s", j.rule.ID, got, want, q.SQL)
		}
	}
}
