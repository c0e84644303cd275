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
	times      cron.Schedule
	zone       *time.Location
}

// Parse checks a cron expression of five parts (minute, hour, day of the month,
// month, day of the week) or a descriptor such as @daily. Beside what is no
// expression it refuses one that names a zone of its own, since the zone is the
// city's, and one that never fires, such as the 30th of February: the library
// panics on the first and stays silent on the second.
func Parse(expression string, zone *time.Location) (Schedule, error) {
	trimmed := strings.TrimSpace(expression)
	for _, prefix := range []string{"TZ=", "CRON_TZ="} {
		if strings.HasPrefix(trimmed, prefix) {
			return Schedule{}, fmt.Errorf("schedule %q: remove %s…: the zone is the city's, %s", expression, prefix, zone)
		}
	}
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)
	times, err := parser.Parse(trimmed)
	if err != nil {
		return Schedule{}, fmt.Errorf("schedule %q is no cron expression: %w: write minute, hour, day, month and weekday, as in \"0 6 * * *\"", expression, err)
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
// the schedule ends within five years.
func (s Schedule) Next(after time.Time, n int) []time.Time {
	var out []time.Time
	for at := after.In(s.zone); len(out) < n; {
		at = s.times.Next(at)
		if at.IsZero() {
			return out
		}
		out = append(out, at)
	}
	return out
}
