package guangzhou

import "time"

// Zone is the city's time, which has no summer time.
var Zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Night is one nightly run: the day that it assesses, and the moment at which it
// takes place, on the morning after.
type Night struct {
	Day   time.Time // midnight
	RunAt time.Time
}

const (
	nightCount = 14
	runHour    = 6
)

// Nights returns the 14 nights, 2026-03-02 (a Monday) to 2026-03-15.
func Nights() []Night {
	out := make([]Night, nightCount)
	for i := range out {
		day := time.Date(2026, time.March, 2+i, 0, 0, 0, 0, Zone)
		out[i] = Night{Day: day, RunAt: day.AddDate(0, 0, 1).Add(runHour * time.Hour)}
	}
	return out
}

// slot is one occasion on which a dataset is due: it covers [start, end).
type slot struct {
	start, end time.Time
	night      int // the night whose day is the slot's last
}

func (s slot) name() string { return s.start.Format(time.DateOnly) }

// lastDay is the last covered day.
func (s slot) lastDay() time.Time { return s.end.AddDate(0, 0, -1) }

// slots returns the slots of a dataset that end within the nights. Datasets
// without a cycle have one for each new content.
func (d *dataset) slots() []slot {
	nights := Nights()
	var out []slot
	switch d.Update.Cycle {
	case "daily", "realtime":
		for i, n := range nights {
			out = append(out, slot{n.Day, n.Day.AddDate(0, 0, 1), i})
		}
	case "weekly":
		for i, n := range nights {
			if n.Day.Weekday() == time.Sunday {
				out = append(out, slot{n.Day.AddDate(0, 0, -6), n.Day.AddDate(0, 0, 1), i})
			}
		}
	default:
		for _, i := range contentChanges(d.ID) {
			out = append(out, slot{nights[i].Day, nights[i].Day.AddDate(0, 0, 1), i})
		}
	}
	return out
}
