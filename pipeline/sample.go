package pipeline

import (
	"context"
	"slices"
	"strings"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// sample keeps the lowest failing rows of every failing rule, masked.
func (r *Runner) sample(ctx context.Context, t *task, in plan.Input) ([]ledger.Sample, error) {
	rows, err := FailingRows(ctx, r.Engine, in, t.outcomes, r.Workspace.Samples)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	samples, err := Describe(ctx, r.Engine, in, t.dataset.Key, rows)
	for i := range samples {
		samples[i].Dataset, samples[i].Slot = t.dataset.ID, t.slot.Name()
	}
	return samples, err
}

// FailingRows returns, for every failing rule with rows, its lowest row numbers:
// all row-level rules in one scan, the others each by its own query.
func FailingRows(ctx context.Context, engine *duck.Engine, in plan.Input, outcomes map[string]rules.Outcome, limit int) (map[string][]int64, error) {
	out := map[string][]int64{}
	var fused []*rules.Rule
	for _, rule := range in.Rules {
		switch {
		case outcomes[rule.ID].Failed == 0 || limit <= 0:
		case rule.Kind.Scope == rules.RowScope:
			fused = append(fused, rule)
		default:
			q, ok := plan.Failing(in, rule, limit)
			if !ok {
				continue
			}
			rows, err := engine.Rows(ctx, q)
			if err != nil {
				return nil, err
			}
			out[rule.ID] = rows
		}
	}
	if len(fused) == 0 {
		return out, nil
	}
	lists, err := engine.Lists(ctx, plan.Samples(in, fused, limit), len(fused))
	if err != nil {
		return nil, err
	}
	for i, rule := range fused {
		out[rule.ID] = lists[i]
	}
	return out, nil
}

// Describe turns failing rows into samples: key, fields and values as received,
// masked by the fields' classes of personal data.
func Describe(ctx context.Context, engine *duck.Engine, in plan.Input, key []string, failing map[string][]int64) ([]ledger.Sample, error) {
	var rows []int64
	names := slices.Clone(key)
	for _, rule := range in.Rules {
		if len(failing[rule.ID]) == 0 {
			continue
		}
		rows = append(rows, failing[rule.ID]...)
		for _, f := range rule.Fields() {
			if !slices.Contains(names, f) {
				names = append(names, f)
			}
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	values, err := engine.Values(ctx, plan.Values(in, rows, names), len(names))
	if err != nil {
		return nil, err
	}
	found := map[int64]masked{}
	for _, v := range values {
		found[v.Row] = mask(in.Fields, names, v)
	}
	var out []ledger.Sample
	for _, rule := range in.Rules {
		for _, row := range failing[rule.ID] {
			m := found[row]
			out = append(out, ledger.Sample{Rule: rule.ID, Row: row, Key: m.join(key), Field: strings.Join(rule.Fields(), ", "),
				Value: m.join(rule.Fields()), Note: rules.Note{Key: "reason." + rule.Kind.Name}})
		}
	}
	return out, nil
}

// masked is one row's values by field, ready to be shown.
type masked map[string]string

func mask(fields []rules.Field, names []string, v duck.Value) masked {
	m := masked{}
	for i, name := range names {
		if v.Fields[i] == nil {
			m[name] = ""
			continue
		}
		var class rules.PII
		for _, f := range fields {
			if f.Name == name {
				class = f.PII
			}
		}
		m[name] = rules.Mask(class, *v.Fields[i])
	}
	return m
}

func (m masked) join(names []string) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = m[n]
	}
	return strings.Join(parts, " | ")
}
