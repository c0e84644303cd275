package workspace

import (
	"errors"
	"fmt"
	"time"
)

// The states of an extract that arrived.
const (
	StateOnTime = "on_time"
	StateLate   = "late"
)

// ErrNoDeadline is returned for datasets that are never due: irregular, static.
var ErrNoDeadline = errors.New("the dataset has no update cycle, and so no deadline")

// Due returns the deadline of a slot: the first declared time of day at or after
// its end, DueDays later. It wraps ErrNoDeadline, or ErrCalendarEnds where working
// days go beyond the calendar.
func (w *Workspace) Due(d *Dataset, s Slot) (time.Time, error) {
	if !d.Update.Scheduled() {
		return time.Time{}, fmt.Errorf("dataset %s: %w", d.ID, ErrNoDeadline)
	}
	day := midnight(s.End, d.Update.DueDays)
	if d.Update.WorkingDays {
		var err error
		if day, err = w.Calendar.AddWorkingDays(s.End, d.Update.DueDays); err != nil {
			return time.Time{}, fmt.Errorf("dataset %s, slot %s: %w", d.ID, s.Name(), err)
		}
	}
	return d.Update.Due[0].On(day), nil
}

// AcceptUntil returns the moment from which a slot's extract is too late to be
// taken: the declared span after its deadline, else the next slot's deadline.
func (w *Workspace) AcceptUntil(d *Dataset, s Slot) (time.Time, error) {
	if d.Update.AcceptUntil == 0 {
		return w.Due(d, d.Update.Next(s))
	}
	due, err := w.Due(d, s)
	return due.Add(d.Update.AcceptUntil), err
}

// Credit judges an arrival: its state, what of its punctuality it earns in
// permille, and whether it came early enough to be taken at all. On time is at
// or before the deadline plus grace; that is always within acceptance.
func (w *Workspace) Credit(d *Dataset, s Slot, arrival time.Time) (state string, permille int, within bool, err error) {
	due, err := w.Due(d, s)
	if err != nil {
		return "", 0, false, err
	}
	punctual := due.Add(d.Update.Grace)
	if !arrival.After(punctual) {
		return StateOnTime, 1000, true, nil
	}
	until, err := w.AcceptUntil(d, s)
	if err != nil {
		return "", 0, false, err
	}
	if !arrival.Before(until) {
		return StateLate, 0, false, nil
	}
	return StateLate, d.Update.lateCredit(arrival.Sub(punctual)), true, nil
}

// lateCredit returns the credit of the first step that the delay is within.
func (u Update) lateCredit(delay time.Duration) int {
	for _, step := range u.Late {
		if delay <= step.Within {
			return step.Credit
		}
	}
	return 0
}

// On returns the time of day on the date of day, by the wall clock of its zone.
func (t TimeOfDay) On(day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, int(t)/60, int(t)%60, 0, 0, day.Location())
}

// String writes the time as HH:MM.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// checkDeadline reports whether the calendar reaches the dataset's next deadline
// after now, on which a run will depend before anybody looks at it again.
func (w *Workspace) checkDeadline(d *Dataset, now time.Time) error {
	s, ok := d.Update.LatestSlot(midnight(now.In(w.Zone), -1))
	if !ok {
		return nil
	}
	for {
		due, err := w.Due(d, s)
		if err != nil || due.After(now) {
			return err
		}
		s = d.Update.Next(s)
	}
}
