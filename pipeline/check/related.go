package check

import (
	"context"
	"fmt"
	"maps"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// Related is what a workspace holds beside the file; the zero value is a check
// without a workspace.
type Related struct {
	Targets map[string]plan.Target   // by rule: the snapshot of its other dataset
	Waived  map[string][]*rules.Expr // by rule: see plan.Input
	Earlier []rules.Earlier          // good snapshots of earlier slots, newest first
	Damaged map[string]error         // by rule: why its snapshot is not among Targets
}

// Found is what the ledger knows that a check of a dataset needs. It is plain data:
// the check may happen in a process that opens no ledger.
type Found struct {
	Bindings []ledger.Binding `json:"bindings"` // of every rule that looks into another dataset, where there is a snapshot
	Earlier  []rules.Earlier  `json:"earlier"`  // good snapshots of earlier slots, newest first
}

// Find finds of every other dataset that a dataset's rules name the newest good
// snapshot up to the slot's cut-off, and the earlier slots that rules compare with.
func Find(ctx context.Context, l *ledger.Ledger, d *workspace.Dataset, slot workspace.Slot) (Found, error) {
	var out Found
	needed := 0
	for _, rule := range d.Rules {
		if h, ok := rule.Check.(rules.Historical); ok {
			needed = max(needed, h.Slots())
		}
		b, ok, err := newest(ctx, l, d, slot, rule)
		if err != nil {
			return Found{}, err
		}
		if ok {
			out.Bindings = append(out.Bindings, b)
		}
	}
	if needed > 0 {
		earlier, err := l.Earlier(ctx, d.ID, slot.End, needed)
		if err != nil {
			return Found{}, fmt.Errorf("earlier slots of %s: %w", d.ID, err)
		}
		for _, e := range earlier {
			out.Earlier = append(out.Earlier, rules.Earlier{Slot: e.Slot, Rows: e.Rows, SHA256: e.ContentSHA256})
		}
	}
	return out, nil
}

// Relate opens what was found, and adds the waivers in force. The snapshots lie in
// the workspace's state folder, which the engine must be allowed to read.
func (f Found) Relate(w *workspace.Workspace, d *workspace.Dataset, slot workspace.Slot) Related {
	out := Related{Waived: pipeline.Waived(w, d, slot), Targets: map[string]plan.Target{}, Damaged: map[string]error{}, Earlier: f.Earlier}
	for _, b := range f.Bindings {
		out.bind(w, b)
	}
	return out
}

// Look finds and opens what belongs to a check of a dataset of a workspace.
func Look(ctx context.Context, w *workspace.Workspace, l *ledger.Ledger, d *workspace.Dataset, slot workspace.Slot) (Related, error) {
	f, err := Find(ctx, l, d, slot)
	return f.Relate(w, d, slot), err
}

// bind opens the snapshot that a rule is bound to. One that is damaged, or that
// retention deleted, leaves that rule alone without a judgement.
func (r *Related) bind(w *workspace.Workspace, b ledger.Binding) {
	targets, damaged, err := pipeline.Targets(w, []ledger.Binding{b})
	if err != nil {
		damaged = map[string]error{b.Rule: err}
	}
	maps.Copy(r.Targets, targets)
	maps.Copy(r.Damaged, damaged)
}

// newest binds a rule that looks into another dataset; false: it does not, or there
// is no snapshot.
func newest(ctx context.Context, l *ledger.Ledger, d *workspace.Dataset, slot workspace.Slot, rule *rules.Rule) (ledger.Binding, bool, error) {
	bound, ok := rule.Check.(rules.Bound)
	if !ok {
		return ledger.Binding{}, false, nil
	}
	dataset, _ := bound.Target()
	if dataset == "" {
		return ledger.Binding{}, false, nil
	}
	other, found, err := l.LastGood(ctx, dataset, slot.End)
	if err != nil || !found {
		return ledger.Binding{}, false, err
	}
	return ledger.Binding{Dataset: d.ID, Slot: slot.Name(), Rule: rule.ID, OtherDataset: dataset,
		OtherSlot: other.Slot, OtherDelivery: other.ID, OtherSHA256: other.SHA256, OtherPath: other.Path}, true, nil
}
