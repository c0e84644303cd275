package schedule

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Default is the schedule of a workspace that names none: every morning at six.
const Default = "0 6 * * *"

// Schedule is a checked cron expression in a zone.
type Schedule struct {
	expression string
	times      cron.Schedule // in the wall clock's hours, written as if they were UTC
	zone       *time.Location
}

// Parse checks a cron expression of five parts (minute, hour, day of the month,
// month, day of the week) or a descriptor such as @daily. Beside what is no
// expression it refuses one that names a zone of its own, since the zone is the
// city's, one that never fires, such as the 30th of February: the library
// panics on the first and stays silent on the second; and @every, whose times
// depend on when somebody looked.
func Parse(expression string, zone *time.Location) (Schedule, error) {
	trimmed := strings.TrimSpace(expression)
	for _, prefix := range []string{"TZ=", "CRON_TZ="} {
		if strings.HasPrefix(trimmed, prefix) {
			return Schedule{}, fmt.Errorf("schedule %q: remove %s…: the zone is the city's, %s", expression, prefix, zone)
		}
	}
	if strings.HasPrefix(trimmed, "@every") {
		return Schedule{}, fmt.Errorf("schedule %q has no fixed times, so that nobody could tell which were missed: write minute, hour, day, month and weekday, as in \"*/30 * * * *\"", expression)
	}
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)
	times, err := parser.Parse(trimmed)
	if err != nil {
		return Schedule{}, fmt.Errorf("schedule %q is no cron expression: %w: write minute, hour, day, month and weekday, as in \"0 6 * * *\"", expression, err)
	}
	if spec, ok := times.(*cron.SpecSchedule); ok {
		spec.Location = time.UTC
	}
	s := Schedule{expression: trimmed, times: times, zone: zone}
	if len(s.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, zone), 1)) == 0 {
		return Schedule{}, fmt.Errorf("schedule %q never fires: there is no such day", expression)
	}
	return s, nil
}

// String is the expression as written.
func (s Schedule) String() string { return s.expression }

// Next returns the next n times after a moment, in the city's zone; fewer where
// the schedule ends within five years. A time that the change to summer time
// leaves out comes as soon as the clock has changed; one that the change back
// repeats comes once, the first time. The library leaves the first kind out and
// repeats the second.
func (s Schedule) Next(after time.Time, n int) []time.Time {
	var out []time.Time
	wall := asUTC(after.In(s.zone))
	for last := after; len(out) < n; {
		wall = s.times.Next(wall)
		if wall.IsZero() {
			return out
		}
		if at := first(wall, s.zone); at.After(last) {
			out = append(out, at)
			last = at
		}
	}
	return out
}

// Between returns the times after one moment up to and with another.
func (s Schedule) Between(after, until time.Time) []time.Time {
	var out []time.Time
	for at := after; ; {
		next := s.Next(at, 1)
		if len(next) == 0 || next[0].After(until) {
			return out
		}
		at = next[0]
		out = append(out, at)
	}
}

// asUTC writes the wall clock's hours as if they were UTC.
func asUTC(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// first returns the first moment at which the zone's wall clock has reached a
// time, given as if it were UTC.
func first(wall time.Time, zone *time.Location) time.Time {
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), zone)
	// In a gap the library of Go shifts the time, and of two moments it takes one:
	// the first moment is found by the offsets in force around it.
	best := time.Time{}
	for _, around := range []time.Time{at.Add(-24 * time.Hour), at.Add(24 * time.Hour)} {
		_, offset := around.Zone()
		candidate := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if asUTC(candidate).Equal(wall) && (best.IsZero() || candidate.Before(best)) {
			best = candidate
		}
	}
	if !best.IsZero() {
		return best
	}
	_, end := at.Add(-24 * time.Hour).ZoneBounds()
	return end.In(zone)
}
