package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
	"cdoscore/rules/score"
)

// scoreAll judges every delivery. A failure of the engine on one dataset is that
// dataset's alone.
func (r *Runner) scoreAll(ctx context.Context, tasks []*task, jobs int) error {
	r.Progress.Stage("score", len(tasks))
	defer r.Progress.Done()
	model := r.Workspace.Indicators.Model()
	return each(ctx, jobs, tasks, func(t *task) error {
		defer r.Progress.Step()
		if err := r.score(ctx, t); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if errors.Is(err, snapshot.ErrDeleted) {
				r.Log.Warn("not scored again", "dataset", t.dataset.ID, "slot", t.slot.Name(), "reason", err)
				t.gone = true
				return nil
			}
			r.Log.Error("not scored", "dataset", t.dataset.ID, "slot", t.slot.Name(), "reason", err)
			t.failed = err
			t.outcomes, t.groups = unjudged(t.dataset.Rules, rules.Note{Key: "reason.platform"}), nil
		}
		t.result = score.Dataset(model, Items(t.dataset.Rules, t.outcomes, t.groups, t.slot.End))
		return nil
	})
}

func (r *Runner) score(ctx context.Context, t *task) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("scoring failed: %v", p)
		}
	}()
	facts := rules.Facts{Fields: t.dataset.Fields, Start: t.slot.Start, Cutoff: t.slot.End, Credit: t.delivery.Credit, DeliveryNote: deliveryNote(t.delivery), DeliveryDue: !t.due.IsZero()}
	if _, facts.NilReturn, err = r.nilDeclared(ctx, t); err != nil {
		return err
	}
	switch {
	case t.delivery.State == ledger.PlatformFailed, t.delivery.State == ledger.Excused:
		t.outcomes = unjudged(t.dataset.Rules, rules.Note{Key: "state." + t.delivery.State})
		return nil
	case !t.delivery.Good():
		t.outcomes = Absent(t.dataset.Rules, facts)
		if !facts.NilReturn {
			t.groups = r.absentGroups(t)
		}
		exempt(t.dataset.Rules, Waived(r.Workspace, t.dataset, t.slot), t.outcomes)
		return nil
	}
	in, manifest, err := r.input(t)
	if err != nil {
		return err
	}
	facts.Arrived, facts.Rows, facts.Rejected = true, manifest.Rows, manifest.Rejected
	facts.SHA256, facts.Earlier = manifest.ContentSHA256, earlierFacts(t.earlier)
	for _, c := range manifest.Columns {
		facts.Columns = append(facts.Columns, c.Name)
	}
	if t.outcomes, t.groups, err = Judge(ctx, r.Engine, in, facts); err != nil {
		return err
	}
	r.noteDamaged(t)
	t.samples, err = r.sample(ctx, t, in)
	return err
}

// noteDamaged says why rules whose bound snapshot cannot be read were not judged.
func (r *Runner) noteDamaged(t *task) {
	for _, b := range t.bindings {
		err := t.damaged[b.Rule]
		if err == nil {
			continue
		}
		r.Log.Error("rule not judged", "dataset", t.dataset.ID, "slot", t.slot.Name(), "rule", b.Rule, "reason", err)
		o := t.outcomes[b.Rule]
		o.Note = rules.Note{Key: "reason.reference.damaged", Args: []string{b.OtherDataset}}
		t.outcomes[b.Rule] = o
	}
}

// Judge counts one extract: rules about rows by the engine, dataset-level ones
// from the facts.
func Judge(ctx context.Context, engine *duck.Engine, in plan.Input, facts rules.Facts) (map[string]rules.Outcome, []plan.Group, error) {
	p := plan.Build(in)
	answer, err := engine.Run(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	outcomes, groups := p.Outcomes(answer)
	if answer.Counts[0] != facts.Rows {
		return nil, nil, fmt.Errorf("the engine counts %d rows in the snapshot, its manifest %d: the snapshot is damaged, pull it anew with --refetch", answer.Counts[0], facts.Rows)
	}
	for _, r := range in.Rules {
		switch c := r.Check.(type) {
		case rules.DatasetCheck:
			outcomes[r.ID] = c.Judge(p.Facts(answer, r.ID, facts))
		case rules.CoverCheck:
			if err := nameAbsent(ctx, engine, in, r, c, outcomes); err != nil {
				return nil, nil, err
			}
		}
	}
	exempt(in.Rules, in.Waived, outcomes)
	return outcomes, groups, nil
}

// namedAbsent is how many absent values a coverage rule names.
const namedAbsent = 10

func nameAbsent(ctx context.Context, engine *duck.Engine, in plan.Input, r *rules.Rule, c rules.CoverCheck, outcomes map[string]rules.Outcome) error {
	o := outcomes[r.ID]
	if o.Failed == 0 {
		return nil
	}
	some, err := engine.Texts(ctx, plan.Absent(in, r, namedAbsent))
	if err != nil {
		return fmt.Errorf("rule %s: %w", r.ID, err)
	}
	o.Note = c.Absent(o.Failed, some)
	outcomes[r.ID] = o
	return nil
}

// exempt applies waivers to rules that are not about rows: as a whole.
func exempt(list []*rules.Rule, waived map[string][]*rules.Expr, outcomes map[string]rules.Outcome) {
	for _, r := range list {
		if r.Kind.Scope == rules.DatasetScope && len(waived[r.ID]) > 0 {
			o := outcomes[r.ID]
			o.Exempt = o.Failed
			outcomes[r.ID] = o
		}
	}
}

// deliveryNote is why a delivery earns less than full credit, without the times,
// which the ledger holds: results carry none.
func deliveryNote(d ledger.Delivery) rules.Note {
	if d.State == ledger.Late {
		return rules.Note{Key: "reason.delivery"}
	}
	return d.Reason
}

// absentGroups makes sure that nothing delivered is nothing complete and nothing
// usable: where no rule of these dimensions fails by itself (a dataset that may
// be empty has no row count), a group of one failed judgement stands for it.
func (r *Runner) absentGroups(t *task) []plan.Group {
	judged := map[string]bool{}
	for _, rule := range t.dataset.Rules {
		if t.outcomes[rule.ID].Evaluated > 0 && rule.InForce(t.slot.End) && rule.Weight > 0 {
			judged[rule.Indicator] = true
		}
	}
	var out []plan.Group
	for _, d := range r.Workspace.Indicators.Dimensions {
		zero := d.ID == "completeness" || d.ID == "usability"
		if !zero || slices.ContainsFunc(d.Indicators, func(i workspace.Indicator) bool { return judged[i.Code] }) {
			continue
		}
		for _, i := range d.Indicators {
			if i.Weight > 0 {
				out = append(out, plan.Group{ID: i.Code + ":", Indicator: i.Code, Weight: 1, Evaluated: 1, Failed: 1})
				break
			}
		}
	}
	return out
}

// Absent gives the outcomes of a slot without an extract: delivery, row count
// and readability fail, nothing else is judged. Where the officer declared that
// there is nothing to report, the declaration is what was delivered.
func Absent(list []*rules.Rule, facts rules.Facts) map[string]rules.Outcome {
	facts.Arrived = false
	if !facts.NilReturn {
		facts.Credit = 0
	}
	out := unjudged(list, rules.Note{Key: "reason.not_arrived"})
	for _, r := range list {
		if c, ok := r.Check.(rules.DatasetCheck); ok {
			out[r.ID] = c.Judge(facts)
		}
	}
	return out
}

func unjudged(list []*rules.Rule, why rules.Note) map[string]rules.Outcome {
	out := map[string]rules.Outcome{}
	for _, r := range list {
		out[r.ID] = rules.Outcome{Note: why}
	}
	return out
}

// Items are what earns points: the check groups, and every other rule in force
// by itself.
func Items(list []*rules.Rule, outcomes map[string]rules.Outcome, groups []plan.Group, cutoff time.Time) []score.Item {
	var items []score.Item
	for _, g := range groups {
		items = append(items, score.Item{ID: g.ID, Indicator: g.Indicator, Weight: g.Weight, Evaluated: g.Evaluated, Failed: g.Failed, Exempt: g.Exempt})
	}
	for _, r := range list {
		if r.Kind.Scope == rules.RowScope || !r.InForce(cutoff) {
			continue
		}
		o := outcomes[r.ID]
		items = append(items, score.Item{ID: r.ID, Indicator: r.Indicator, Weight: r.Weight, Evaluated: o.Evaluated, Failed: o.Failed, Exempt: o.Exempt, Credit: o.Credit})
	}
	return items
}
