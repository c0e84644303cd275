package check

import (
	"context"
	"slices"
	"strings"

	"cdoscore/pipeline"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// Cause is one reason of many faults: a rule that fails.
type Cause struct {
	Rule   *rules.Rule
	Fields []string // that it reads; none where it judges the whole row or the file
	Count  int64    // failed rows, or for a rule about the file as a whole the failed part of its count
	Exempt int64    // of Count, under a waiver
	Over   int64    // evaluated
	Note   rules.Note
	// Row and Value are of the lowest failing row, unmasked; Row 0: there is none.
	Row   int64
	Value string
}

// Whole reports whether the fault is about the file as a whole, and so on no row.
// Rows that could not be read are rows.
func (c Cause) Whole() bool {
	scope := c.Rule.Kind.Scope
	return (scope == rules.DatasetScope || scope == rules.CoverScope) && c.Rule.Kind.Name != unreadable
}

// Causes groups all faults by what they come from, the worst first: by severity,
// then by count. Their examples are Examples's to fill in.
func (r *Result) Causes() []Cause {
	var out []Cause
	for _, rule := range r.Dataset.Rules {
		o := r.Outcomes[rule.ID]
		if o.Failed == 0 {
			continue
		}
		c := Cause{Rule: rule, Fields: rule.Fields(), Count: o.Failed, Exempt: o.Exempt, Over: o.Evaluated, Note: o.Note}
		if c.Note.Key == "" {
			c.Note = rules.Note{Key: "reason." + rule.Kind.Name}
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b Cause) int {
		if d := rank(a.Rule) - rank(b.Rule); d != 0 {
			return d
		}
		return int(min(max(b.Count-a.Count, -1), 1))
	})
	return out
}

// Examples reads the lowest failing row of each cause, and its values.
func (r *Result) Examples(ctx context.Context, causes []Cause) error {
	if r.Unreadable != nil {
		return nil
	}
	lowest, err := pipeline.FailingRows(ctx, r.engine, r.in, r.Outcomes, 1)
	if err != nil {
		return err
	}
	var rows []int64
	var names []string
	for i := range causes {
		if found := lowest[causes[i].Rule.ID]; len(found) > 0 {
			causes[i].Row = found[0]
			rows, names = append(rows, found[0]), append(names, causes[i].Fields...)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	slices.Sort(names)
	names = slices.Compact(names)
	values, err := r.engine.Values(ctx, plan.Values(r.in, rows, names), len(names))
	if err != nil {
		return err
	}
	for i := range causes {
		for _, v := range values {
			if v.Row == causes[i].Row {
				causes[i].Value = joined(causes[i].Fields, names, v.Fields)
			}
		}
	}
	return nil
}

// joined writes the values of some fields, a missing one as nothing.
func joined(fields, names []string, values []*string) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		if v := values[slices.Index(names, f)]; v != nil {
			parts[i] = *v
		}
	}
	return strings.Join(parts, " | ")
}
