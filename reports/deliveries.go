package reports

import (
	"context"
	"maps"
	"slices"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// tally counts a dataset's slots by state.
type tally struct {
	due    int
	states map[string]int
	streak int // of slots without an extract, at the end
	rows   int64
	good   bool // the newest has rows
}

func tallyOf(list []ledger.Registered) tally {
	t := tally{states: map[string]int{}}
	for _, x := range list {
		if !x.Due.IsZero() {
			t.due++
		}
		t.states[x.State]++
		t.streak++
		if x.Good || x.State == ledger.PlatformFailed || x.State == ledger.Excused {
			t.streak = 0
		}
		t.good, t.rows = x.Good, x.Rows
	}
	return t
}

// deliveriesOf reads the deliveries of a unit's datasets that the edition shows, by
// dataset, slots ascending, and keeps their tallies.
func (e *Edition) deliveriesOf(ctx context.Context, unit string) (map[string][]ledger.Registered, error) {
	var datasets []string
	for _, d := range e.b.datasetsOf(unit) {
		datasets = append(datasets, d.ID)
	}
	out, err := e.b.Ledger.Register(ctx, datasets, e.from, e.to)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, id := range datasets {
		e.tallies[id] = tallyOf(out[id])
	}
	return out, nil
}

// talliesOf returns the tallies of a unit's datasets, which were read once.
func (e *Edition) talliesOf(ctx context.Context, unit string) ([]tally, error) {
	var out []tally
	list := e.b.datasetsOf(unit)
	e.mu.Lock()
	for _, d := range list {
		if t, known := e.tallies[d.ID]; known {
			out = append(out, t)
		}
	}
	e.mu.Unlock()
	if len(out) == len(list) {
		return out, nil
	}
	if _, err := e.deliveriesOf(ctx, unit); err != nil {
		return nil, err
	}
	return e.talliesOf(ctx, unit)
}

func (b *Builder) datasetsOf(unit string) []*workspace.Dataset {
	var out []*workspace.Dataset
	for _, d := range b.Workspace.Datasets {
		if d.Unit == unit {
			out = append(out, d)
		}
	}
	return out
}

// deliveryLines lists the slots of all datasets, the newest first.
func (e *Edition) deliveryLines(us *unitState, deliveries map[string][]ledger.Registered) []DeliveryLine {
	places, n := map[string][]place{}, 0
	for _, ds := range e.b.datasetsOf(us.unit.ID) {
		list := deliveries[ds.ID]
		n += len(list)
		var previous *ledger.Registered
		for i := range list {
			places[list[i].Slot] = append(places[list[i].Slot], place{dataset: ds, slot: &list[i], previous: previous})
			if list[i].Good {
				previous = &list[i]
			}
		}
	}
	out := make([]DeliveryLine, 0, n)
	for _, slot := range slices.Backward(slices.Sorted(maps.Keys(places))) {
		for _, p := range places[slot] {
			x := p.slot
			line := DeliveryLine{Dataset: p.dataset.Title, DatasetID: p.dataset.ID, Slot: x.Slot, Due: x.Due, Arrived: x.Arrived, State: x.State, Reason: x.Reason, Rows: x.Rows, HasRows: x.Good, Hash: x.SHA256}
			if p.previous != nil {
				line.PreviousRows, line.HasPrevious = p.previous.Rows, true
			}
			out = append(out, line)
		}
	}
	return out
}

// place is a slot of a dataset, with the newest before it that has an extract.
type place struct {
	dataset        *workspace.Dataset
	slot, previous *ledger.Registered
}

// calendar lays the slots of daily datasets over the days of a longer period.
func (e *Edition) calendar(us *unitState, deliveries map[string][]ledger.Registered) []CalendarLine {
	if e.now.period.Kind == DayPeriod {
		return nil
	}
	var out []CalendarLine
	for _, ds := range e.b.datasetsOf(us.unit.ID) {
		if ds.Update.Cycle != "daily" && ds.Update.Cycle != "realtime" {
			continue
		}
		line := CalendarLine{Dataset: ds.ID, Title: ds.Title}
		for _, x := range deliveries[ds.ID] {
			line.Slots = append(line.Slots, CalendarSlot{Day: x.End.AddDate(0, 0, -1), State: x.State})
		}
		out = append(out, line)
	}
	return out
}
