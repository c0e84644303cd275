package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// What a backfill does with slots that were assessed before.
const (
	ReprocessNone   = "none"   // only slots that were never assessed
	ReprocessFailed = "failed" // also those that could not be read or fetched
	ReprocessAll    = "all"    // all of them
)

// ReprocessModes lists what a backfill may do.
func ReprocessModes() []string {
	return []string{ReprocessNone, ReprocessFailed, ReprocessAll}
}

// BackfillDay is what a backfill runs of one day.
type BackfillDay struct {
	Day   time.Time
	Slots []BackfillSlot // by dataset; never empty
}

// BackfillSlot is one slot to be run. State is that of its current delivery; ""
// where it was never assessed.
type BackfillSlot struct{ Dataset, Slot, State string }

// Datasets are those of the day.
func (d BackfillDay) Datasets() []string {
	var out []string
	for _, s := range d.Slots {
		out = append(out, s.Dataset)
	}
	return out
}

// Backfill returns what is to be run again of the days from one to another, both
// among them, in their order; days with nothing to do are left out. The days must
// have ended.
func (r *Runner) Backfill(ctx context.Context, from, to time.Time, mode string) ([]BackfillDay, error) {
	last, _ := r.day(Request{})
	switch {
	case !slices.Contains(ReprocessModes(), mode):
		return nil, &UsageError{fmt.Sprintf("unknown way to reprocess %q%s (there are %s)", mode, rules.Suggest(mode, ReprocessModes()), strings.Join(ReprocessModes(), ", "))}
	case to.Before(from):
		return nil, &UsageError{fmt.Sprintf("the last day, %s, lies before the first, %s", to.Format(time.DateOnly), from.Format(time.DateOnly))}
	case to.After(last):
		return nil, &UsageError{fmt.Sprintf("%s has not ended yet: the last day that can be assessed is %s", to.Format(time.DateOnly), last.Format(time.DateOnly))}
	}
	var out []BackfillDay
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		slots, err := r.backfillSlots(ctx, day, mode)
		if err != nil {
			return nil, err
		}
		if len(slots) > 0 {
			out = append(out, BackfillDay{day, slots})
		}
	}
	return out, nil
}

func (r *Runner) backfillSlots(ctx context.Context, day time.Time, mode string) ([]BackfillSlot, error) {
	if day.Format(time.DateOnly) < r.Workspace.Start {
		return nil, nil
	}
	var out []BackfillSlot
	for _, d := range r.Workspace.Datasets {
		slot, due := d.Update.SlotEndingOn(day)
		if !d.Update.Scheduled() {
			slot = workspace.DaySlot(day)
		}
		_, assessed, err := r.Ledger.RunOf(ctx, d.ID, slot.Name())
		if err != nil {
			return nil, err
		}
		// An irregular dataset has a slot only where an extract made one.
		if !due && (d.Update.Scheduled() || !assessed) {
			continue
		}
		current, known, err := r.Ledger.CurrentDelivery(ctx, d.ID, slot.Name())
		if err != nil {
			return nil, err
		}
		if !assessed || known && again(mode, current.State) {
			x := BackfillSlot{Dataset: d.ID, Slot: slot.Name()}
			if assessed {
				x.State = current.State
			}
			out = append(out, x)
		}
	}
	return out, nil
}

// again reports whether a mode runs an assessed slot in a state once more.
func again(mode, state string) bool {
	switch state {
	case ledger.Unreadable, ledger.SourceFailed, ledger.PlatformFailed:
		return mode != ReprocessNone
	}
	return mode == ReprocessAll
}
