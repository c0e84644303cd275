package workspace

import (
	"fmt"
	"time"
)

// Slot is one occasion on which a dataset is due. It covers [Start, End), both
// midnight in the city's zone; End is its cut-off.
type Slot struct {
	Start time.Time
	End   time.Time
}

// Name returns the slot's name, its first day as YYYY-MM-DD.
func (s Slot) Name() string { return s.Start.Format(time.DateOnly) }

// LastDay returns midnight of the last day that the slot covers.
func (s Slot) LastDay() time.Time { return midnight(s.End, -1) }

// SlotEndingOn returns the slot whose last covered day is the date of day, in
// day's zone, which must be the city's. False: no slot of the cycle ends then.
func (u Update) SlotEndingOn(day time.Time) (Slot, bool) {
	s, ok := u.Covering(day)
	if !ok || !s.End.Equal(midnight(day, 1)) {
		return Slot{}, false
	}
	return s, true
}

// LatestSlot returns the newest slot whose last covered day is the date of day
// or earlier. False: the dataset has no cycle.
func (u Update) LatestSlot(day time.Time) (Slot, bool) {
	s, ok := u.Covering(day)
	if !ok || s.End.Equal(midnight(day, 1)) {
		return s, ok
	}
	return u.Covering(midnight(s.Start, -1))
}

// Next returns the slot that follows s in the cycle; s itself where there is no
// cycle.
func (u Update) Next(s Slot) Slot {
	next, ok := u.Covering(s.End)
	if !ok {
		return s
	}
	return next
}

// Named returns the slot of a name, YYYY-MM-DD in the city's zone; where the dataset
// has no cycle, the slot of that day. The slot of a day that is not the first of one
// has another name.
func (u Update) Named(name string, zone *time.Location) (Slot, error) {
	day, err := time.ParseInLocation(time.DateOnly, name, zone)
	if err != nil {
		return Slot{}, fmt.Errorf("slot %q: %w", name, err)
	}
	if s, ok := u.Covering(day); ok {
		return s, nil
	}
	return DaySlot(day), nil
}

// Covering returns the slot in which a day lies; false: the dataset has no cycle.
// Weeks begin on Monday; the longer cycles are those of the calendar.
func (u Update) Covering(day time.Time) (Slot, bool) {
	year, month, _ := day.Date()
	switch u.Cycle {
	case "realtime", "daily":
		return Slot{midnight(day, 0), midnight(day, 1)}, true
	case "weekly":
		monday := midnight(day, -(int(day.Weekday())+6)%7)
		return Slot{monday, midnight(monday, 7)}, true
	case "monthly":
		return months(year, month, 1, day.Location()), true
	case "quarterly":
		return months(year, month, 3, day.Location()), true
	case "half-yearly":
		return months(year, month, 6, day.Location()), true
	case "yearly":
		return months(year, month, 12, day.Location()), true
	}
	return Slot{}, false
}

// months returns the span of n calendar months, n dividing 12, around a month.
func months(year int, month time.Month, n int, zone *time.Location) Slot {
	first := month - (month-1)%time.Month(n)
	return Slot{
		Start: time.Date(year, first, 1, 0, 0, 0, 0, zone),
		End:   time.Date(year, first+time.Month(n), 1, 0, 0, 0, 0, zone),
	}
}
