package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// bindAll records which snapshot every rule that looks into another dataset
// uses: the recorded one when a slot is run again, else the other dataset's
// newest good one with a cut-off at or before this slot's. It runs after all
// pulls, so that units may refer to each other.
func (r *Runner) bindAll(ctx context.Context, tasks []*task, refetch bool) error {
	r.Progress.Stage("bind", len(tasks))
	defer r.Progress.Done()
	for _, t := range tasks {
		r.Progress.Step()
		if err := ctx.Err(); err != nil {
			return err
		}
		if !t.delivery.Good() {
			continue
		}
		recorded, err := r.recorded(ctx, t, refetch)
		if err != nil {
			return err
		}
		for _, rule := range t.dataset.Rules {
			if err := r.bind(ctx, t, rule, recorded); err != nil {
				return err
			}
		}
		if err := r.lookBack(ctx, t, refetch); err != nil {
			return err
		}
	}
	return nil
}

// lookBack finds the earlier slots that rules compare with: those on record where
// the slot is run again on the same delivery.
func (r *Runner) lookBack(ctx context.Context, t *task, refetch bool) error {
	needed := 0
	for _, rule := range t.dataset.Rules {
		if h, ok := rule.Check.(rules.Historical); ok {
			needed = max(needed, h.Slots())
		}
	}
	if needed == 0 {
		return nil
	}
	var err error
	if t.stored && !refetch {
		if t.earlier, err = r.Ledger.EarlierOf(ctx, t.dataset.ID, t.slot.Name()); err != nil || len(t.earlier) >= needed {
			return err
		}
	}
	t.earlier, err = r.Ledger.Earlier(ctx, t.dataset.ID, t.slot.End, needed)
	return err
}

func earlierFacts(list []ledger.Delivery) []rules.Earlier {
	var out []rules.Earlier
	for _, d := range list {
		out = append(out, rules.Earlier{Slot: d.Slot, Rows: d.Rows, SHA256: d.ContentSHA256})
	}
	return out
}

// recorded returns the bindings of the newest run of a slot whose delivery is
// unchanged, by rule; nil where the slot was never run so.
func (r *Runner) recorded(ctx context.Context, t *task, refetch bool) (map[string]ledger.Binding, error) {
	if refetch || !t.stored {
		return nil, nil
	}
	list, err := r.Ledger.Bindings(ctx, t.dataset.ID, t.slot.Name())
	if err != nil {
		return nil, err
	}
	out := map[string]ledger.Binding{}
	for _, b := range list {
		out[b.Rule] = b
	}
	return out, nil
}

func (r *Runner) bind(ctx context.Context, t *task, rule *rules.Rule, recorded map[string]ledger.Binding) error {
	bound, ok := rule.Check.(rules.Bound)
	if !ok {
		return nil
	}
	dataset, _ := bound.Target()
	if dataset == "" {
		return nil
	}
	b, known := recorded[rule.ID]
	if !known || b.OtherDataset != dataset {
		// Without a good one the delivery is 0, which is recorded too.
		other, _, err := r.Ledger.LastGood(ctx, dataset, t.slot.End)
		if err != nil {
			return err
		}
		b = ledger.Binding{Dataset: t.dataset.ID, Slot: t.slot.Name(), Rule: rule.ID, OtherDataset: dataset,
			OtherSlot: other.Slot, OtherDelivery: other.ID, OtherSHA256: other.SHA256, OtherPath: other.Path}
	}
	t.bindings = append(t.bindings, b)
	return nil
}

// Targets opens the snapshots that bindings name, by rule. A snapshot that is
// damaged is left out and reported by rule: only that rule suffers. One that
// retention deleted is an error, since the slot cannot be scored as it was.
func Targets(w *workspace.Workspace, bindings []ledger.Binding) (targets map[string]plan.Target, damaged map[string]error, err error) {
	targets, damaged = map[string]plan.Target{}, map[string]error{}
	for _, b := range bindings {
		if b.OtherDelivery == 0 {
			continue
		}
		target, err := target(w, b)
		switch {
		case errors.Is(err, snapshot.ErrDeleted):
			return nil, nil, fmt.Errorf("rule %s of %s refers to %s, slot %s: %w", b.Rule, b.Dataset, b.OtherDataset, b.OtherSlot, err)
		case err != nil:
			damaged[b.Rule] = fmt.Errorf("snapshot of %s, slot %s, that the rule refers to: %w", b.OtherDataset, b.OtherSlot, err)
		default:
			targets[b.Rule] = target
		}
	}
	return targets, damaged, nil
}

func target(w *workspace.Workspace, b ledger.Binding) (plan.Target, error) {
	dir := filepath.Join(w.VarDir(), b.OtherPath)
	m, err := snapshot.Load(dir)
	if err != nil {
		return plan.Target{}, err
	}
	if m.DeletedAt.IsZero() && m.SHA256 != b.OtherSHA256 {
		return plan.Target{}, fmt.Errorf("the manifest names other data than the ledger: %w", snapshot.ErrAltered)
	}
	if err := snapshot.Verify(dir); err != nil {
		return plan.Target{}, err
	}
	t := plan.Target{Path: filepath.Join(dir, snapshot.DataFile), Columns: Columns(m)}
	if d := w.Dataset(b.OtherDataset); d != nil {
		t.Fields = d.Fields
	}
	return t, nil
}

// Columns are a snapshot's columns as a plan names them.
func Columns(m snapshot.Manifest) []plan.Column {
	out := make([]plan.Column, len(m.Columns))
	for i, c := range m.Columns {
		out[i] = plan.Column{Name: c.Name, Stored: c.Stored}
	}
	return out
}

// input is what a plan of a task's slot is made from.
func (r *Runner) input(t *task) (plan.Input, snapshot.Manifest, error) {
	dir := filepath.Join(r.Workspace.VarDir(), t.delivery.Path)
	m, err := snapshot.Load(dir)
	if err != nil {
		return plan.Input{}, m, err
	}
	if !m.DeletedAt.IsZero() {
		return plan.Input{}, m, fmt.Errorf("slot %s of %s: %w", t.slot.Name(), t.dataset.ID, snapshot.ErrDeleted)
	}
	if m.SHA256 != t.delivery.SHA256 {
		return plan.Input{}, m, fmt.Errorf("slot %s of %s: the manifest names other data than the ledger: %w", t.slot.Name(), t.dataset.ID, snapshot.ErrAltered)
	}
	if t.stored {
		if err := snapshot.Verify(dir); err != nil {
			return plan.Input{}, m, err
		}
	}
	targets, damaged, err := Targets(r.Workspace, t.bindings)
	if err != nil {
		return plan.Input{}, m, err
	}
	t.damaged = damaged
	return Input(r.Workspace, t.dataset, t.slot, filepath.Join(dir, snapshot.DataFile), Columns(m), targets), m, nil
}

// Input is what a plan of one extract is made from.
func Input(w *workspace.Workspace, d *workspace.Dataset, s workspace.Slot, path string, columns []plan.Column, targets map[string]plan.Target) plan.Input {
	return plan.Input{Path: path, Columns: columns, Fields: d.Fields, Rules: d.Rules, Start: s.Start, Cutoff: s.End, Zone: w.Zone.String(), Targets: targets, Waived: Waived(w, d, s)}
}

// Waived gives the conditions of the waivers in force at a slot, by rule; nil
// exempts every failed row.
func Waived(w *workspace.Workspace, d *workspace.Dataset, s workspace.Slot) map[string][]*rules.Expr {
	out := map[string][]*rules.Expr{}
	for _, waiver := range w.WaiversFor(d.ID, s.LastDay()) {
		for _, rule := range waiver.Rules {
			out[rule] = append(out[rule], waiver.When)
		}
	}
	return out
}
