package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
	"cdoscore/rules/score"
)

// task is one dataset's slot on its way through the stages. Only one goroutine
// works on it at a time.
type task struct {
	dataset *workspace.Dataset
	slot    workspace.Slot
	due     time.Time // zero: no deadline

	upload     ledger.Upload // the confirmed one that is the slot's extract; no ID: none
	arrived    time.Time     // of upload: the slot's first confirmation
	stored     bool          // delivery is an earlier run's
	unfinished bool          // nothing there, and not due yet
	unchanged  bool          // an irregular extract with the content of the one before
	gone       bool          // a snapshot that it needs was deleted by retention
	transient  bool          // the source was down for a while, as it seems
	until      time.Time     // while transient: when acceptance closes
	delivery   ledger.Delivery
	bindings   []ledger.Binding
	earlier    []ledger.Delivery // good ones of earlier slots, newest first, where a rule compares with them
	damaged    map[string]error  // rules whose bound snapshot cannot be read

	outcomes map[string]rules.Outcome
	groups   []plan.Group
	result   score.Result
	samples  []ledger.Sample
	failed   error
}

// due lists the slots of a run, by dataset and slot.
func (r *Runner) due(ctx context.Context, q Request, day time.Time, night bool) ([]*task, error) {
	datasets, err := r.chosen(q)
	if err != nil {
		return nil, err
	}
	var out []*task
	for _, d := range datasets {
		slots, err := r.slots(ctx, d, day, night)
		if err != nil {
			return nil, err
		}
		for _, s := range slots {
			t := &task{dataset: d, slot: s}
			if d.Update.Scheduled() {
				if t.due, err = r.Workspace.Due(d, s); err != nil {
					return nil, err
				}
			}
			out = append(out, t)
		}
	}
	return out, nil
}

// chosen returns the datasets asked for; unknown names are errors.
func (r *Runner) chosen(q Request) ([]*workspace.Dataset, error) {
	var units, ids []string
	for _, u := range r.Workspace.Units {
		units = append(units, u.ID)
	}
	for _, d := range r.Workspace.Datasets {
		ids = append(ids, d.ID)
	}
	for _, u := range q.Units {
		if !slices.Contains(units, u) {
			return nil, &UsageError{fmt.Sprintf("unknown unit %q%s", u, rules.Suggest(u, units))}
		}
	}
	for _, d := range q.Datasets {
		if !slices.Contains(ids, d) {
			return nil, &UsageError{fmt.Sprintf("unknown dataset %q%s", d, rules.Suggest(d, ids))}
		}
	}
	var out []*workspace.Dataset
	for _, d := range r.Workspace.Datasets {
		if (len(q.Units) == 0 || slices.Contains(q.Units, d.Unit)) && (len(q.Datasets) == 0 || slices.Contains(q.Datasets, d.ID)) {
			out = append(out, d)
		}
	}
	return out, nil
}

// UsageError is a request that names something that does not exist.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

// slots returns what a dataset has to deliver in a run: the slot that ended on
// the day; at night also earlier slots that are still accepted and have not been
// delivered well.
func (r *Runner) slots(ctx context.Context, d *workspace.Dataset, day time.Time, night bool) ([]workspace.Slot, error) {
	if day.Format(time.DateOnly) < r.Workspace.Start {
		return nil, nil
	}
	var out []workspace.Slot
	if night {
		handedIn, err := r.handedIn(ctx, d, day)
		if err != nil {
			return nil, err
		}
		out = handedIn
	}
	if !d.Update.Scheduled() {
		own, err := r.irregularSlots(ctx, d, day)
		return merged(out, own), err
	}
	if night {
		open, err := r.openSlots(ctx, d, day)
		if err != nil {
			return nil, err
		}
		out = merged(out, open)
	}
	if s, ok := d.Update.SlotEndingOn(day); ok {
		out = append(out, s)
	}
	return out, nil
}

// irregularSlots gives an irregular or static dataset the day as its slot, until
// a newer extract is there: then only a slot that exists can be run again.
func (r *Runner) irregularSlots(ctx context.Context, d *workspace.Dataset, day time.Time) ([]workspace.Slot, error) {
	slot := workspace.DaySlot(day)
	_, exists, err := r.Ledger.CurrentDelivery(ctx, d.ID, slot.Name())
	if err != nil || exists {
		return []workspace.Slot{slot}, err
	}
	newest, ok, err := r.Ledger.LastGood(ctx, d.ID, farFuture)
	if err != nil {
		return nil, err
	}
	if ok && newest.End.After(slot.End) {
		return nil, nil
	}
	return []workspace.Slot{slot}, nil
}

// farFuture is after every cut-off, and within what the ledger can hold.
var farFuture = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

// openSlots returns the slots before the day that may still be delivered, oldest
// first: those that failed, and those that are not on record because they were not due.
func (r *Runner) openSlots(ctx context.Context, d *workspace.Dataset, day time.Time) ([]workspace.Slot, error) {
	unsettled, err := r.Ledger.UnsettledSlots(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	before := day.AddDate(0, 0, -1)
	var out []workspace.Slot
	for _, u := range unsettled {
		s := workspace.Slot{Start: u.Start.In(r.Workspace.Zone), End: u.End.In(r.Workspace.Zone)}
		if open, err := r.open(d, s, u.Pulled); err != nil {
			return nil, err
		} else if open && !s.LastDay().After(before) {
			out = append(out, s)
		}
	}
	unseen, err := r.unseenSlots(ctx, d, before)
	return append(out, unseen...), err
}

// unseenSlots returns the slots up to a day that are not on record, oldest first,
// back to the first that is, or is no longer accepted. Where nothing says that the
// dataset was assessed before, that is the newest one only.
func (r *Runner) unseenSlots(ctx context.Context, d *workspace.Dataset, before time.Time) ([]workspace.Slot, error) {
	var out []workspace.Slot
	for {
		s, ok := d.Update.LatestSlot(before)
		if !ok || s.LastDay().Format(time.DateOnly) < r.Workspace.Start {
			break
		}
		if _, known, err := r.Ledger.CurrentDelivery(ctx, d.ID, s.Name()); err != nil || known {
			return out, err
		}
		if open, err := r.open(d, s, r.Clock()); err != nil {
			return out, err
		} else if !open {
			break
		}
		out = slices.Insert(out, 0, s)
		before = s.Start.AddDate(0, 0, -1)
	}
	if r.Workspace.Start == "" && len(out) > 1 {
		out = out[len(out)-1:]
	}
	return out, nil
}

// open reports whether a slot may have been delivered since a moment: until its
// acceptance ends, and once more after that, since what arrived in time counts
// whenever it is found.
func (r *Runner) open(d *workspace.Dataset, s workspace.Slot, looked time.Time) (bool, error) {
	until, err := r.Workspace.AcceptUntil(d, s)
	return looked.Before(until), err
}
