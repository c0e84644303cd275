package oracle

import (
	"slices"

	"cdoscore/rules"
)

// State is what became of one row under one rule.
type State int

// The states of a row.
const (
	NotApplicable State = iota // its `when` is not true
	Missing                    // a value that the rule reads is missing
	Unmatched                  // it cannot be compared: no or no single counterpart, or too few rows
	Passed
	Failed
)

var stateNames = [...]string{"n/a", "missing", "unmatched", "pass", "fail"}

// String names the state as test cases do.
func (s State) String() string { return stateNames[s] }

// States lists the names of the states.
func States() []string { return stateNames[:] }

// Verdict is what the oracle says of one rule. Rows has a state for each row of
// the extract, and is nil where the rule is not about rows.
type Verdict struct {
	Outcome rules.Outcome
	Rows    []State
}

// Inputs are what a rule may need beside its own extract.
type Inputs struct {
	Other *Extract    // the bound extract of the rule's other dataset; nil: none
	Facts rules.Facts // for dataset-level rules; what they ask of the rows is counted here
}

// Judge judges one rule. False: its kind has no judge in Go, and the rows that
// it would evaluate stand as passed.
func (x Extract) Judge(r *rules.Rule, in Inputs) (Verdict, bool) {
	switch c := r.Check.(type) {
	case rules.DatasetCheck:
		return Verdict{Outcome: x.dataset(c, in.Facts)}, true
	case rules.CoverCheck:
		return x.cover(r, c, in.Other), true
	}
	rows := x.rows()
	states := make([]State, len(rows))
	for i, row := range rows {
		states[i] = before(r, row)
	}
	v := Verdict{Rows: states}
	switch c := r.Check.(type) {
	case rules.UniqueCheck:
		v.Outcome.Groups = x.unique(c, rows, states)
	case rules.FiguresCheck:
		figures(c, rows, states)
	case rules.MatchCheck:
		v.Outcome.Note = match(c, rows, states, in.Other)
	case rules.JoinCheck:
		v.Outcome.Note = reference(c, rows, states, in.Other)
	default:
		judge, ok := r.Check.(rules.Judge)
		if !ok {
			return v, false
		}
		single(r, judge, rows, states)
	}
	v.count()
	if r.Kind.Completeness {
		v.Outcome.Missing, v.Outcome.Evaluated = v.Outcome.Failed, v.Outcome.Applicable
	}
	return v, true
}

// count derives the counts from the rows' states.
func (v *Verdict) count() {
	o := &v.Outcome
	for _, s := range v.Rows {
		o.Total++
		if s == NotApplicable {
			continue
		}
		o.Applicable++
		switch s {
		case Missing:
			o.Missing++
		case Passed:
			o.Evaluated++
		case Failed:
			o.Evaluated++
			o.Failed++
		}
	}
}

// before is what is known of a row before its kind judges it: Passed stands for
// evaluated.
func before(r *rules.Rule, row Row) State {
	conditions := []*rules.Expr{r.When}
	if c, ok := r.Check.(rules.Conditional); ok {
		conditions = append(conditions, c.Condition())
	}
	for _, e := range conditions {
		if e == nil {
			continue
		}
		if value, known := row.Expr(e); !known || !value {
			return NotApplicable
		}
	}
	for _, f := range r.Fields() {
		if _, given := row.Text(f); !given && !slices.Contains(r.Nullable, f) {
			return Missing
		}
	}
	return Passed
}

// single judges each row by itself.
func single(r *rules.Rule, judge rules.Judge, rows []Row, states []State) {
	for i, s := range states {
		switch {
		case r.Kind.Completeness && s == Missing:
			states[i] = Failed
		case !r.Kind.Completeness && s == Passed && !judge.Holds(rows[i]):
			states[i] = Failed
		}
	}
}

// unique fails the rows of groups of two or more and counts those groups.
func (x Extract) unique(c rules.UniqueCheck, rows []Row, states []State) (groups int64) {
	keys := make([]string, len(rows))
	if whole, ignored := c.Whole(); whole {
		for i, texts := range x.whole(ignored) {
			if !slices.ContainsFunc(texts, func(t string) bool { return t != "" }) && states[i] == Passed {
				states[i] = Missing
			}
			keys[i] = key(texts)
		}
	} else {
		for i, row := range rows {
			keys[i] = key(textsOf(row, c.Reads()))
		}
	}
	standing := map[string]int{}
	for i, s := range states {
		if s == Passed {
			standing[keys[i]]++
		}
	}
	for i, s := range states {
		if s == Passed && standing[keys[i]] > 1 {
			states[i] = Failed
		}
	}
	for _, n := range standing {
		if n > 1 {
			groups++
		}
	}
	return groups
}

func textsOf(row Row, fields []string) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i], _ = row.Text(f)
	}
	return out
}

// figures has the kind judge all evaluated rows together.
func figures(c rules.FiguresCheck, rows []Row, states []State) {
	var evaluated []rules.Values
	var at []int
	for i, s := range states {
		if s == Passed {
			evaluated, at = append(evaluated, rows[i]), append(at, i)
		}
	}
	holds := c.Hold(evaluated)
	for n, i := range at {
		switch {
		case holds == nil:
			states[i] = Unmatched
		case !holds[n]:
			states[i] = Failed
		}
	}
}

// dataset judges a dataset-level rule, with what it asks of the rows counted here.
func (x Extract) dataset(c rules.DatasetCheck, f rules.Facts) rules.Outcome {
	rows := x.rows()
	if d, ok := c.(rules.Dated); ok {
		f = greatest(f, d.Greatest(), rows)
	}
	f.Counts = nil
	if m, ok := c.(rules.Measured); ok && f.Arrived {
		values := make([]rules.Values, len(rows))
		for i, row := range rows {
			values[i] = row
		}
		f.Counts = m.Count(values, f.Start, f.Cutoff)
	}
	return c.Judge(f)
}
