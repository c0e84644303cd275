package workspace

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

const calendarFile = "calendar.yaml"

// ErrCalendarEnds is wrapped by errors that want a day beyond the calendar.
var ErrCalendarEnds = errors.New("the calendar ends too early")

// Calendar knows working days: Monday to Friday without holidays, and the
// weekend days on which lost ones are made up for. The zero value knows none.
type Calendar struct {
	Until    string          // the last day it knows, YYYY-MM-DD; "" where there is no calendar
	Holidays map[string]bool // by YYYY-MM-DD
	Workdays map[string]bool // make-up working weekend days, by YYYY-MM-DD
}

// IsWorkingDay reports whether the date of t, in t's own zone, is worked. Days
// after Until are judged by their weekday only.
func (c Calendar) IsWorkingDay(t time.Time) bool {
	day := t.Format(time.DateOnly)
	if weekend(t) {
		return c.Workdays[day]
	}
	return !c.Holidays[day]
}

// AddWorkingDays returns midnight of the n-th working day after the date of t,
// in t's zone; with n = 0, of that date itself or, where it is not worked, of the
// next working day. It fails with ErrCalendarEnds beyond Until.
func (c Calendar) AddWorkingDays(t time.Time, n int) (time.Time, error) {
	day := midnight(t, min(n, 1))
	for left := max(n, 1); ; day = midnight(day, 1) {
		if day.Format(time.DateOnly) > c.Until {
			return time.Time{}, c.endsBefore(n, t)
		}
		if c.IsWorkingDay(day) {
			left--
		}
		if left == 0 {
			return day, nil
		}
	}
}

// WorkingDays counts the working days after the date of one moment up to and with that
// of another, in their own zones; 0 where the other is no later day. Days after Until
// are judged by their weekday only.
func (c Calendar) WorkingDays(after, until time.Time) int {
	n, last := 0, until.Format(time.DateOnly)
	for day := midnight(after, 1); day.Format(time.DateOnly) <= last; day = midnight(day, 1) {
		if c.IsWorkingDay(day) {
			n++
		}
	}
	return n
}

// Canonical writes the calendar in one fixed form, for the hash of a run.
func (c Calendar) Canonical() string {
	return fmt.Sprintf("until %s\nholidays %s\nworkdays %s\n", c.Until, strings.Join(sortedKeys(c.Holidays), " "), strings.Join(sortedKeys(c.Workdays), " "))
}

func (c Calendar) endsBefore(n int, t time.Time) error {
	if c.Until == "" {
		return fmt.Errorf("%w: the workspace has no %s", ErrCalendarEnds, calendarFile)
	}
	return fmt.Errorf("%w: it ends on %s, before working day %d after %s", ErrCalendarEnds, c.Until, n, t.Format(time.DateOnly))
}

func weekend(t time.Time) bool {
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

// midnight returns the start of the date of t plus some days, in t's zone.
func midnight(t time.Time, days int) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, t.Location())
}

func readCalendar(file string, data []byte, diags *rules.Diagnostics) Calendar {
	c := Calendar{Holidays: map[string]bool{}, Workdays: map[string]bool{}}
	node := parseYAML(file, data, diags)
	if node == nil {
		return c
	}
	r := rules.NewReader(node, "calendar", diags)
	r.Require("until")
	c.Until = readDay(r, "until")
	c.readDays(r, "holidays", c.Holidays)
	c.readDays(r, "workdays", c.Workdays)
	r.Finish()
	return c
}

func (c Calendar) readDays(r *rules.Reader, key string, into map[string]bool) {
	for _, n := range r.Texts(key, true) {
		day := dayText(n, key, r.Diags())
		if day == "" {
			continue
		}
		if problem := c.problem(key, day); problem != "" {
			r.Diags().Addf(n.Pos, "calendar: %s", problem)
		}
		into[day] = true
	}
}

// problem says what is wrong with naming a day under a key, or "".
func (c Calendar) problem(key, day string) string {
	t, _ := time.Parse(time.DateOnly, day)
	switch {
	case key == "holidays" && c.Holidays[day], key == "workdays" && c.Workdays[day]:
		return fmt.Sprintf("%s stands twice in %q: remove one of the two", day, key)
	case key == "workdays" && c.Holidays[day]:
		return fmt.Sprintf("%s is both a holiday and a workday: remove one of the two", day)
	case key == "workdays" && !weekend(t):
		return fmt.Sprintf("%s is a %s, which is worked anyway: name only weekend days that are made up for", day, t.Weekday())
	case c.Until != "" && day > c.Until:
		return fmt.Sprintf("%s lies after \"until\" (%s): extend \"until\", or remove the day", day, c.Until)
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
