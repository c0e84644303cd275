package submission

import (
	"context"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/workspace"
)

// dataset returns a dataset of the actor's unit; otherwise ErrUnknown.
func (d *Desk) dataset(who Actor, id string) (*workspace.Dataset, error) {
	set := d.Workspace().Dataset(id)
	if set == nil || who.Unit == "" || set.Unit != who.Unit {
		return nil, ErrUnknown
	}
	return set, nil
}

// slot reads the name of a slot for which something can be handed in now.
func (d *Desk) slot(ctx context.Context, set *workspace.Dataset, name string) (workspace.Slot, error) {
	s, err := set.Update.Named(name, d.Workspace().Zone)
	if err != nil {
		return s, refuse("submission.slot", name, d.current(set).Name())
	}
	if s.Name() != name {
		return s, refuse("submission.slot", name, s.Name())
	}
	return s, d.takes(ctx, set, s)
}

// takes refuses a slot for which nothing is taken: one that has not ended (a dataset
// without a cycle may be handed in on the day itself), lies before the assessment,
// or is signed off.
func (d *Desk) takes(ctx context.Context, set *workspace.Dataset, s workspace.Slot) error {
	w := d.Workspace()
	opens := s.End
	if !set.Update.Scheduled() {
		opens = s.Start
	}
	if d.Clock().Before(opens) {
		return refuse("submission.slot_open", s.Name(), opens.Format(time.DateOnly))
	}
	last := s.LastDay().Format(time.DateOnly)
	if last < w.Start {
		return refuse("submission.slot_before_start", s.Name(), w.Start)
	}
	signed, err := d.signed(ctx, set.Unit, last)
	if err == nil && signed {
		err = refuse("submission.signed", s.Name())
	}
	return err
}

func (d *Desk) signed(ctx context.Context, unit, day string) (bool, error) {
	return pipeline.SignedOff(ctx, d.Workspace(), d.Ledger, unit, day)
}

// current is the slot that a dataset's officer is concerned with now: the newest
// that has ended, or, without a cycle, today.
func (d *Desk) current(set *workspace.Dataset) workspace.Slot {
	now := d.Clock().In(d.Workspace().Zone)
	if s, ok := set.Update.LatestSlot(now.AddDate(0, 0, -1)); ok {
		return s
	}
	return workspace.DaySlot(now)
}

// deadline is when a slot is due; zero where nothing is.
func (d *Desk) deadline(set *workspace.Dataset, s workspace.Slot) (time.Time, error) {
	if !set.Update.Scheduled() {
		return time.Time{}, nil
	}
	return d.Workspace().Due(set, s)
}
