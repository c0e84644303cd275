package check

import (
	"context"
	"errors"
	"iter"
	"math"
	"slices"

	"cdoscore/connectors"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/snapshot"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// Row is one failing row with everything that is wrong with it.
type Row struct {
	Number int64 // _row: the sheet's row number in Excel, else the record's
	Rules  []*rules.Rule
	// Rejected is why the record could not become a row, or nil. Such a row has no
	// rules and no values: the rule readable counts it.
	Rejected *connectors.Rejection
	values   []*string
	result   *Result
}

// Value is a field's value as received; false where it is NULL, or the file has no
// such column.
func (r Row) Value(field string) (string, bool) {
	i := r.result.Column(field)
	if i < 0 || i >= len(r.values) || r.values[i] == nil {
		return "", false
	}
	return *r.values[i], true
}

// errStopped ends a walk that its caller broke off.
var errStopped = errors.New("stopped")

// Faults walks over all failing rows and rejected records by their number, each
// once. Nothing but a page of the rows is held in memory. The row is valid until the
// next one. An error comes as the last element.
func (r *Result) Faults(ctx context.Context) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if r.Unreadable != nil {
			return
		}
		if err := r.walk(ctx, yield); err != nil && !errors.Is(err, errStopped) {
			yield(Row{}, err)
		}
	}
}

func (r *Result) walk(ctx context.Context, yield func(Row, error) bool) error {
	rejected, err := snapshot.ReadRejected(r.folder)
	if err != nil {
		return err
	}
	hand := func(row Row) error {
		if !yield(row, nil) {
			return errStopped
		}
		return nil
	}
	before := func(number int64) error {
		for len(rejected) > 0 && rejected[0].Row < number {
			x := rejected[0]
			rejected = rejected[1:]
			if err := hand(Row{Number: x.Row, Rejected: &x, result: r}); err != nil {
				return err
			}
		}
		return nil
	}
	if faults, any := plan.NewFaults(r.in, r.failing()); any {
		row := Row{result: r}
		err := r.engine.Faults(ctx, faults, func(f duck.Fault) error {
			if err := before(f.Row); err != nil {
				return err
			}
			row.Number, row.values, row.Rules = f.Row, f.Values, row.Rules[:0]
			for _, i := range f.Rules {
				row.Rules = append(row.Rules, faults.Rules[i])
			}
			return hand(row)
		})
		if err != nil {
			return err
		}
	}
	return before(math.MaxInt64)
}

// failing are the rules with failed rows, heaviest severity first, so that a row's
// worst fault comes first.
func (r *Result) failing() []*rules.Rule {
	var out []*rules.Rule
	for _, rule := range r.Dataset.Rules {
		if r.Outcomes[rule.ID].Failed > 0 {
			out = append(out, rule)
		}
	}
	slices.SortStableFunc(out, func(a, b *rules.Rule) int { return rank(a) - rank(b) })
	return out
}

func rank(r *rules.Rule) int { return slices.Index(rules.Severities, string(r.Severity)) }

// Column is the place of a field among the file's columns, from 0; -1: the file
// lacks it.
func (r *Result) Column(field string) int {
	if i, known := r.places[field]; known {
		return i
	}
	return -1
}

// locate finds the columns of all fields, declared or not.
func (r *Result) locate() {
	names := make([]string, len(r.Manifest.Columns))
	for i, c := range r.Manifest.Columns {
		names[i] = c.Name
	}
	r.places = map[string]int{}
	for i, name := range slices.Backward(names) {
		r.places[name] = i
	}
	for _, f := range r.Dataset.Fields {
		r.places[f.Name] = f.In(names)
	}
}
