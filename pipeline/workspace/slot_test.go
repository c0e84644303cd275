package workspace

import (
	"errors"
	"testing"
	"time"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func day(t *testing.T, z *time.Location, text string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, text, z)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// span writes a slot as first day..last day, and checks that it is whole days.
func span(t *testing.T, s Slot) string {
	t.Helper()
	for _, edge := range []time.Time{s.Start, s.End} {
		if edge.Hour() != 0 || edge.Minute() != 0 {
			t.Errorf("%s is not midnight", edge)
		}
	}
	return s.Name() + ".." + s.LastDay().Format(time.DateOnly)
}

func TestSlots(t *testing.T) {
	cases := []struct{ name, cycle, day, ending, latest, next string }{
		{"daily", "daily", "2026-03-10", "2026-03-10..2026-03-10", "2026-03-10..2026-03-10", "2026-03-11..2026-03-11"},
		{"realtime counts as daily", "realtime", "2026-12-31", "2026-12-31..2026-12-31", "2026-12-31..2026-12-31", "2027-01-01..2027-01-01"},
		{"a week ends on Sunday", "weekly", "2026-03-15", "2026-03-09..2026-03-15", "2026-03-09..2026-03-15", "2026-03-16..2026-03-22"},
		{"within a week", "weekly", "2026-03-14", "", "2026-03-02..2026-03-08", "2026-03-09..2026-03-15"},
		{"a week begins", "weekly", "2026-03-09", "", "2026-03-02..2026-03-08", "2026-03-09..2026-03-15"},
		{"a week across years", "weekly", "2027-01-03", "2026-12-28..2027-01-03", "2026-12-28..2027-01-03", "2027-01-04..2027-01-10"},
		{"a month ends", "monthly", "2026-04-30", "2026-04-01..2026-04-30", "2026-04-01..2026-04-30", "2026-05-01..2026-05-31"},
		{"within a month", "monthly", "2026-03-30", "", "2026-02-01..2026-02-28", "2026-03-01..2026-03-31"},
		{"February of a leap year", "monthly", "2028-02-29", "2028-02-01..2028-02-29", "2028-02-01..2028-02-29", "2028-03-01..2028-03-31"},
		{"not the end of a leap year's February", "monthly", "2028-02-28", "", "2028-01-01..2028-01-31", "2028-02-01..2028-02-29"},
		{"a quarter ends", "quarterly", "2026-06-30", "2026-04-01..2026-06-30", "2026-04-01..2026-06-30", "2026-07-01..2026-09-30"},
		{"within a quarter", "quarterly", "2026-02-28", "", "2025-10-01..2025-12-31", "2026-01-01..2026-03-31"},
		{"a half-year ends", "half-yearly", "2026-12-31", "2026-07-01..2026-12-31", "2026-07-01..2026-12-31", "2027-01-01..2027-06-30"},
		{"within a half-year", "half-yearly", "2026-06-29", "", "2025-07-01..2025-12-31", "2026-01-01..2026-06-30"},
		{"a year ends", "yearly", "2026-12-31", "2026-01-01..2026-12-31", "2026-01-01..2026-12-31", "2027-01-01..2027-12-31"},
		{"within a year", "yearly", "2026-01-01", "", "2025-01-01..2025-12-31", "2026-01-01..2026-12-31"},
	}
	// Berlin's clocks change on 29 March and 25 October 2026.
	for _, z := range []string{"Asia/Shanghai", "Europe/Berlin"} {
		for _, c := range cases {
			t.Run(z+" "+c.name, func(t *testing.T) {
				u := Update{Cycle: c.cycle}
				at := day(t, zone(t, z), c.day).Add(13 * time.Hour)
				ending := ""
				if s, ok := u.SlotEndingOn(at); ok {
					ending = span(t, s)
				}
				check(t, "ending on the day", ending, c.ending)
				latest, _ := u.LatestSlot(at)
				check(t, "latest", span(t, latest), c.latest)
				check(t, "next", span(t, u.Next(latest)), c.next)
			})
		}
	}
}

func TestDaysOfClockChange(t *testing.T) {
	z := zone(t, "Europe/Berlin")
	for date, hours := range map[string]time.Duration{"2026-03-29": 23, "2026-03-28": 24, "2026-10-25": 25} {
		t.Run(date, func(t *testing.T) {
			s, ok := Update{Cycle: "daily"}.SlotEndingOn(day(t, z, date))
			check(t, "found", ok, true)
			check(t, "length", s.End.Sub(s.Start), hours*time.Hour)
			check(t, "last day", s.LastDay(), s.Start)
		})
	}
}

func TestNoSlotsWithoutCycle(t *testing.T) {
	for _, cycle := range []string{"irregular", "static", ""} {
		u := Update{Cycle: cycle}
		at := day(t, time.UTC, "2026-12-31")
		_, ending := u.SlotEndingOn(at)
		_, latest := u.LatestSlot(at)
		if ending || latest {
			t.Errorf("cycle %q has a slot", cycle)
		}
		w := Workspace{Zone: time.UTC}
		if _, err := w.Due(&Dataset{Update: u}, Slot{at, at}); !errors.Is(err, ErrNoDeadline) {
			t.Errorf("cycle %q: due says %v", cycle, err)
		}
	}
}

// testCalendar is 2026 around the Spring Festival: 16-23 February off, made up
// for on Saturday 14 and Saturday 28.
func testCalendar() Calendar {
	c := Calendar{Until: "2026-03-31", Holidays: map[string]bool{}, Workdays: map[string]bool{"2026-02-14": true, "2026-02-28": true}}
	for _, d := range []string{"16", "17", "18", "19", "20", "23"} {
		c.Holidays["2026-02-"+d] = true
	}
	return c
}

func TestWorkingDays(t *testing.T) {
	cases := []struct {
		name, from string
		n          int
		want       string
	}{
		{"the same day", "2026-02-13", 0, "2026-02-13"},
		{"a Sunday rolls forward", "2026-03-01", 0, "2026-03-02"},
		{"a made-up Saturday is worked", "2026-02-13", 1, "2026-02-14"},
		{"over the holidays", "2026-02-14", 1, "2026-02-24"},
		{"within the holidays", "2026-02-18", 2, "2026-02-25"},
		{"from a weekend", "2026-03-07", 1, "2026-03-09"},
		{"five in a week", "2026-03-02", 5, "2026-03-09"},
		{"the last day known", "2026-03-30", 1, "2026-03-31"},
		{"beyond the calendar", "2026-03-31", 1, ""},
		{"far beyond the calendar", "2026-02-01", 500, ""},
	}
	z := zone(t, "Asia/Shanghai")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := testCalendar().AddWorkingDays(day(t, z, c.from).Add(15*time.Hour), c.n)
			if c.want == "" {
				if !errors.Is(err, ErrCalendarEnds) {
					t.Fatalf("got %v, %v, want ErrCalendarEnds", got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			check(t, "day", got, day(t, z, c.want))
		})
	}
}

func TestDue(t *testing.T) {
	cases := []struct {
		name, zone string
		update     Update
		last       string // last covered day
		due, until string
	}{
		{"midnight by default", "Asia/Shanghai", Update{Cycle: "daily", Due: []TimeOfDay{0}}, "2026-03-10", "2026-03-11T00:00:00+08:00", "2026-03-12T00:00:00+08:00"},
		{"the first of two times", "Asia/Shanghai", Update{Cycle: "daily", Due: []TimeOfDay{180, 900}}, "2026-03-10", "2026-03-11T03:00:00+08:00", "2026-03-12T03:00:00+08:00"},
		{"ten days after the month", "Asia/Shanghai", Update{Cycle: "monthly", Due: []TimeOfDay{1080}, DueDays: 10}, "2026-02-28", "2026-03-11T18:00:00+08:00", "2026-04-11T18:00:00+08:00"},
		{"a declared acceptance", "Asia/Shanghai", Update{Cycle: "yearly", Due: []TimeOfDay{0}, AcceptUntil: 36 * time.Hour}, "2026-12-31", "2027-01-01T00:00:00+08:00", "2027-01-02T12:00:00+08:00"},
		{"working days", "Asia/Shanghai", Update{Cycle: "weekly", Due: []TimeOfDay{540}, DueDays: 2, WorkingDays: true}, "2026-02-15", "2026-02-25T09:00:00+08:00", "2026-02-25T09:00:00+08:00"},
		{"the next working day", "Asia/Shanghai", Update{Cycle: "daily", Due: []TimeOfDay{540}, WorkingDays: true}, "2026-02-14", "2026-02-24T09:00:00+08:00", "2026-02-24T09:00:00+08:00"},
		{"the wall clock after the change", "Europe/Berlin", Update{Cycle: "daily", Due: []TimeOfDay{480}}, "2026-03-28", "2026-03-29T08:00:00+02:00", "2026-03-30T08:00:00+02:00"},
		{"the wall clock before the change", "Europe/Berlin", Update{Cycle: "daily", Due: []TimeOfDay{60}}, "2026-03-28", "2026-03-29T01:00:00+01:00", "2026-03-30T01:00:00+02:00"},
		{"an hour that the change skips", "Europe/Berlin", Update{Cycle: "daily", Due: []TimeOfDay{150}}, "2026-03-28", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := Workspace{Zone: zone(t, c.zone), Calendar: testCalendar()}
			d := &Dataset{ID: "u/d", Update: c.update}
			s, ok := c.update.SlotEndingOn(day(t, w.Zone, c.last))
			if !ok {
				t.Fatal("no slot ends on the day")
			}
			due, err := w.Due(d, s)
			if err != nil {
				t.Fatal(err)
			}
			until, err := w.AcceptUntil(d, s)
			if err != nil {
				t.Fatal(err)
			}
			check(t, "due", due.Format(time.RFC3339), c.due)
			check(t, "accepted until", until.Format(time.RFC3339), c.until)
		})
	}
}

func TestDueBeyondTheCalendar(t *testing.T) {
	w := Workspace{Zone: time.UTC, Calendar: testCalendar()}
	d := &Dataset{ID: "u/d", Update: Update{Cycle: "monthly", Due: []TimeOfDay{0}, WorkingDays: true}}
	s, _ := d.Update.SlotEndingOn(day(t, time.UTC, "2026-03-31"))
	if _, err := w.Due(d, s); !errors.Is(err, ErrCalendarEnds) {
		t.Errorf("got %v, want ErrCalendarEnds", err)
	}
}

func TestCredit(t *testing.T) {
	u := Update{
		Cycle: "daily", Due: []TimeOfDay{180}, Grace: 2 * time.Hour,
		Late: []LateStep{{6 * time.Hour, 500}, {12 * time.Hour, 125}},
	}
	cases := []struct {
		name, arrival string
		state         string
		permille      int
		within        bool
	}{
		{"before the slot ends", "2026-03-10T22:00:00+08:00", StateOnTime, 1000, true},
		{"at the deadline", "2026-03-11T03:00:00+08:00", StateOnTime, 1000, true},
		{"at the end of grace", "2026-03-11T05:00:00+08:00", StateOnTime, 1000, true},
		{"a second later", "2026-03-11T05:00:01+08:00", StateLate, 500, true},
		{"at the end of the first step", "2026-03-11T11:00:00+08:00", StateLate, 500, true},
		{"in the second step", "2026-03-11T11:00:01+08:00", StateLate, 125, true},
		{"after the steps", "2026-03-11T17:00:01+08:00", StateLate, 0, true},
		{"just before the next deadline", "2026-03-12T02:59:59+08:00", StateLate, 0, true},
		{"at the next deadline", "2026-03-12T03:00:00+08:00", StateLate, 0, false},
	}
	w := Workspace{Zone: zone(t, "Asia/Shanghai")}
	d := &Dataset{ID: "u/d", Update: u}
	s, _ := u.SlotEndingOn(day(t, w.Zone, "2026-03-10"))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			arrival, err := time.Parse(time.RFC3339, c.arrival)
			if err != nil {
				t.Fatal(err)
			}
			state, permille, within, err := w.Credit(d, s, arrival)
			if err != nil {
				t.Fatal(err)
			}
			check(t, "state", state, c.state)
			check(t, "permille", permille, c.permille)
			check(t, "within acceptance", within, c.within)
		})
	}
}

// TestCalendarReachesNextDeadline: before a deadline the calendar must reach it,
// after it the one that follows.
func TestCalendarReachesNextDeadline(t *testing.T) {
	w := Workspace{Zone: time.UTC, Calendar: testCalendar()}
	d := &Dataset{ID: "u/d", Update: Update{Cycle: "monthly", Due: []TimeOfDay{540}, DueDays: 2, WorkingDays: true}}
	cases := []struct {
		name, now string
		ends      bool
	}{
		{"before February's deadline", "2026-03-03T08:59:00Z", false},
		{"at February's deadline", "2026-03-03T09:00:00Z", true},
		{"after it", "2026-03-20T00:00:00Z", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			now, err := time.Parse(time.RFC3339, c.now)
			if err != nil {
				t.Fatal(err)
			}
			if got := errors.Is(w.checkDeadline(d, now), ErrCalendarEnds); got != c.ends {
				t.Errorf("the calendar ends too early: %t, want %t", got, c.ends)
			}
		})
	}
}
