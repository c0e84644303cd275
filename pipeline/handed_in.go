package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// handedIn returns the slots up to and without the day for which something was
// handed in at the desk that no delivery rests on yet, oldest first: a first
// delivery, a correction (更正报送) or a nil return, whatever the slot's age, until
// the result of its unit is signed off.
func (r *Runner) handedIn(ctx context.Context, d *workspace.Dataset, day time.Time) ([]workspace.Slot, error) {
	uploads, err := r.Ledger.UndeliveredUploads(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	declared, err := r.Ledger.UndeliveredNilReturns(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, u := range uploads {
		names = append(names, u.Slot)
	}
	for _, n := range declared {
		names = append(names, n.Slot)
	}
	slices.Sort(names)
	var out []workspace.Slot
	for _, name := range slices.Compact(names) {
		s, err := d.Update.Named(name, r.Workspace.Zone)
		if err != nil {
			return nil, fmt.Errorf("handed in for %s: %w", d.ID, err)
		}
		last := s.LastDay().Format(time.DateOnly)
		signed, err := SignedOff(ctx, r.Workspace, r.Ledger, d.Unit, last)
		switch {
		case err != nil:
			return nil, err
		case s.Name() != name: // the cycle is another now
			r.Log.Error("handed in for a slot that the dataset does not have any more", "dataset", d.ID, "slot", name)
		case !s.LastDay().Before(day), last < r.Workspace.Start:
		case signed:
			r.Log.Warn("handed in, but the result is signed off", "dataset", d.ID, "slot", name)
		default:
			out = append(out, s)
		}
	}
	return out, nil
}

// SignedOff reports whether the result of a unit's assessment that a day counts in
// was signed off, by a file of reviews or in the annual evaluation: what it rests on
// is not corrected any more, unless the evaluation itself is opened for a correction.
func SignedOff(ctx context.Context, w *workspace.Workspace, l *ledger.Ledger, unit, day string) (bool, error) {
	if w.SignedOff(unit, day) {
		return true, nil
	}
	for _, c := range w.CyclesOn(day) {
		states, err := l.EvaluationStates(ctx, c.Name)
		if err != nil {
			return false, err
		}
		if len(states) > 0 && final(states[len(states)-1].State) {
			return true, nil
		}
	}
	return false, nil
}

// final reports whether a state of the annual evaluation is one of its end
// (evaluation.Approved, evaluation.Bulletin), and no correction was begun.
func final(state string) bool { return state == "approved" || state == "bulletin" }

// merged is every slot of two lists once, oldest first.
func merged(a, b []workspace.Slot) []workspace.Slot {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(a, b workspace.Slot) int { return a.Start.Compare(b.Start) })
	return slices.CompactFunc(all, func(a, b workspace.Slot) bool { return a.Start.Equal(b.Start) })
}

// confirmed looks whether the slot's extract was handed in at the desk: then it wins
// over every other source of the dataset.
func (r *Runner) confirmed(ctx context.Context, t *task) error {
	u, arrived, ok, err := r.Ledger.ConfirmedUpload(ctx, t.dataset.ID, t.slot.Name())
	if err != nil || !ok {
		t.upload, t.arrived = ledger.Upload{}, time.Time{}
		return err
	}
	t.upload, t.arrived = u, arrived
	return nil
}

// source is where the slot's extract comes from.
func (r *Runner) source(t *task) (connectors.Source, error) {
	if t.upload.ID == "" {
		return r.Source(t.dataset)
	}
	return r.Uploaded(t.dataset, t.upload)
}

// nilDeclared returns the nil return of a slot: the one of nil_returns.csv, else the
// one declared at the desk.
func (r *Runner) nilDeclared(ctx context.Context, t *task) (declared time.Time, ok bool, err error) {
	if n, ok := r.Workspace.NilReturnFor(t.dataset.ID, t.slot.Name()); ok {
		return n.DeclaredAt, true, nil
	}
	n, ok, err := r.Ledger.NilReturnOf(ctx, t.dataset.ID, t.slot.Name())
	return n.Declared, ok, err
}
