package duck_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// TestSubPlansAgreeWithTheOracle does for the kinds with queries of their own what
// TestPlansAgreeWithTheOracle does for the rest.
func TestSubPlansAgreeWithTheOracle(t *testing.T) {
	dir := t.TempDir()
	engines := []*duck.Engine{engineFor(t, dir, 1), engineFor(t, dir, 2)}
	zone := shanghai(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := agreement{t: rt, engine: rapid.SampledFrom(engines).Draw(rt, "engine"), cutoff: time.Date(2026, 11, 1, 0, 0, 0, 0, zone)}
		fields, others := randomFields(rt), randomFields(rt)
		d := &drawing{T: rt, cutoff: c.cutoff, context: rules.Context{
			Fields: fields, ParseExpr: engines[0].ParseExpr, DatasetIDs: []string{"other/set"},
			OtherFields: func(string) ([]rules.Field, bool) { return others, true },
		}}
		figures := drawFigures(d)
		duplicate := newRule(rt, d.context, "dup", "duplicate_row", mapNode("ignore", listNode([]string{fields[0].Name})))
		on, value := rules.Pair{Mine: fields[0].Name, Theirs: others[0].Name}, rules.Pair{Mine: fields[len(fields)-1].Name, Theirs: others[len(others)-1].Name}
		var match *rules.Rule
		if len(fields) > 1 {
			match = newRule(rt, d.context, "match", "match", mapNode("against", textNode("other/set"),
				"on", mapNode(on.Mine, textNode(on.Theirs)), "fields", mapNode(value.Mine, textNode(value.Theirs))))
		}
		expected := []string{"a", "b", "存续", "it's", "不在", "1"}
		coverage := newRule(rt, d.context, "coverage", "coverage", mapNode("field", textNode(fields[0].Name), "of", listNode(expected)))
		c.draw(rt, dir, fields)
		c.in.Rules = append(slices.Clone(figures), duplicate, coverage)
		theirs := c.otherExtract(rt, dir, others, match)
		defer os.Remove(c.in.Path)

		got := c.run(rt)
		for _, r := range figures {
			want, failing := c.figured(r)
			c.compare(rt, r, want, got[r.ID], failing)
		}
		names := make([]string, len(c.in.Columns))
		for i, column := range c.in.Columns {
			names[i] = column.Name
		}
		names = slices.DeleteFunc(names, func(s string) bool { return s == fields[0].Name })
		want, failing := c.duplicated(names)
		c.compare(rt, duplicate, want, got["dup"], failing)
		c.compareCoverage(rt, expected, got["coverage"], coverage)
		if match != nil {
			want, absent, ambiguous, missing := c.matched(on, value, theirs)
			if absent+ambiguous+missing > 0 {
				want.Note = match.Check.(rules.MatchCheck).Unmatched(absent, ambiguous, missing)
			}
			if diff := cmp.Diff(want, got["match"]); diff != "" {
				rt.Fatalf("match (-oracle +plan):\n%s", diff)
			}
		}
	})
}

func (c *agreement) run(t *rapid.T) map[string]rules.Outcome {
	p := plan.Build(c.in)
	answer, err := c.engine.Run(context.Background(), p)
	if err != nil {
		t.Fatalf("%v", err)
	}
	got, _ := p.Outcomes(answer)
	return got
}

func (c *agreement) compare(t *rapid.T, r *rules.Rule, want, got rules.Outcome, failing []int64) {
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("rule %s (-oracle +plan):\n%s", r.ID, diff)
	}
	q, _ := plan.Failing(c.in, r, 0)
	rows, err := c.engine.Rows(context.Background(), q)
	if err != nil || !slices.Equal(rows, failing) {
		t.Fatalf("rule %s: failing rows %v (%v), oracle %v", r.ID, rows, err, failing)
	}
}

func (c *agreement) compareCoverage(t *rapid.T, expected []string, got rules.Outcome, r *rules.Rule) {
	field := r.Fields()[0]
	want := rules.Outcome{Total: int64(len(c.rows)), Applicable: int64(len(expected)), Evaluated: int64(len(expected))}
	var absent []string
	for _, e := range expected {
		if !slices.ContainsFunc(c.rows, func(row oracleRow) bool { s, ok := row.text(field); return ok && s == e }) {
			want.Failed++
			absent = append(absent, e)
		}
	}
	slices.Sort(absent)
	some, err := c.engine.Texts(context.Background(), plan.Absent(c.in, r, 100))
	if diff := cmp.Diff(want, got); diff != "" || err != nil || !slices.Equal(some, absent) {
		t.Fatalf("coverage (-oracle +plan):\n%s\nabsent %q (%v), oracle %q", diff, some, err, absent)
	}
}

// otherExtract draws the other dataset and binds the match to it.
func (c *agreement) otherExtract(t *rapid.T, dir string, fields []rules.Field, match *rules.Rule) []oracleRow {
	if match == nil {
		return nil
	}
	x := randomExtract(t, fields, 12)
	place, err := os.MkdirTemp(dir, "theirs")
	if err != nil {
		t.Fatal(err)
	}
	path, columns := x.write(t, place)
	c.in.Rules = append(c.in.Rules, match)
	c.in.Targets = map[string]plan.Target{match.ID: {Path: path, Columns: columns, Fields: fields}}
	declared := map[string]rules.Field{}
	for _, f := range fields {
		declared[f.Name] = f
	}
	var out []oracleRow
	for _, row := range x.rows {
		cells := map[string]cell{}
		for i, name := range x.columns {
			cells[name] = row[i]
		}
		out = append(out, oracleRow{cells, declared, c.cutoff})
	}
	return out
}
