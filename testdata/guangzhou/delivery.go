package guangzhou

import (
	"fmt"
	"time"
)

// delivery is when and how the extract of a slot comes in.
type delivery struct {
	slot    slot
	copied  time.Time // the file's time; zero: it never comes
	arrived time.Time // as the arrivals list has it, where there is one; else copied
	late    bool
	found   int // the night whose run finds the file; -1: none
	mishap  mishap
}

// delivery plans how a slot is delivered.
func (d *dataset) delivery(s slot) (delivery, error) {
	out := delivery{slot: s, found: -1, mishap: incidentOf(d.ID, s).mishap}
	if out.mishap == missing {
		return out, nil
	}
	if !d.scheduled() {
		out.copied = s.end.Add(time.Hour)
		out.arrived, out.found = out.copied, s.night
		return out, nil
	}
	due, grace, err := d.deadline(s)
	if err != nil {
		return out, err
	}
	out.copied, out.arrived = d.times(s, due, grace, out.mishap)
	out.late = out.arrived.After(grace)
	if out.mishap != unmarked {
		out.found = nightFinding(s, out.copied)
	}
	return out, nil
}

// times returns when the file was copied and when it had arrived: ten minutes to
// two hours before it is due, unless planned otherwise.
func (d *dataset) times(s slot, due, grace time.Time, what mishap) (copied, arrived time.Time) {
	at := due.Add(-time.Duration(10+seeded(d.ID+" arrival", s.name()).IntN(110)) * time.Minute)
	halfAnHourLate := grace.Add(30 * time.Minute)
	switch {
	case what == late:
		at = s.end.Add(10 * time.Hour)
	case what == touched:
		return halfAnHourLate, at
	case what == backdated:
		return at, halfAnHourLate
	case d.isTardy(s):
		at = halfAnHourLate
	}
	return at, at
}

func (d *dataset) isTardy(s slot) bool {
	n := conductOf(d.ID).tardy
	return n > 0 && d.Update.Cycle != "weekly" && s.night%n == 0
}

// nightFinding returns the first run that sees a file of that time.
func nightFinding(s slot, copied time.Time) int {
	for i, n := range Nights() {
		if i >= s.night && !copied.After(n.RunAt) {
			return i
		}
	}
	return -1
}

// readable reports whether what was found can be read as an extract.
func (v delivery) readable() bool {
	return v.found >= 0 && v.mishap != truncated && v.mishap != notWorkbook
}

// deliveries plans all slots of a dataset.
func (d *dataset) deliveries() ([]delivery, error) {
	var out []delivery
	for _, s := range d.slots() {
		v, err := d.delivery(s)
		if err != nil {
			return nil, fmt.Errorf("slot %s: %w", s.name(), err)
		}
		out = append(out, v)
	}
	return out, nil
}
