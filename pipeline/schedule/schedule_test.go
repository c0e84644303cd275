package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/schedule"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestNext(t *testing.T) {
	for _, c := range []struct{ name, expression, zone, after, want string }{
		{"every morning", schedule.Default, "Asia/Shanghai", "2026-03-02T06:00:00+08:00", "2026-03-03T06:00:00+08:00 2026-03-04T06:00:00+08:00"},
		{"a moment given in another zone", "30 1 * * *", "Asia/Shanghai", "2026-03-01T17:00:00Z", "2026-03-02T01:30:00+08:00 2026-03-03T01:30:00+08:00"},
		{"month ends", "0 7 31 * *", "Asia/Shanghai", "2026-02-01T00:00:00+08:00", "2026-03-31T07:00:00+08:00 2026-05-31T07:00:00+08:00"},
		{"leap days", "0 0 29 2 *", "Asia/Shanghai", "2026-03-01T00:00:00+08:00", "2028-02-29T00:00:00+08:00"},
		{"weekdays", "0 8 * * 1-5", "Asia/Shanghai", "2026-03-06T09:00:00+08:00", "2026-03-09T08:00:00+08:00 2026-03-10T08:00:00+08:00"},
		{"summer time begins", "0 6 * * *", "Europe/Berlin", "2026-03-28T06:00:00+01:00", "2026-03-29T06:00:00+02:00 2026-03-30T06:00:00+02:00"},
		{"a descriptor", "@daily", "Asia/Shanghai", "2026-03-02T06:00:00+08:00", "2026-03-03T00:00:00+08:00 2026-03-04T00:00:00+08:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := schedule.Parse(c.expression, zone(t, c.zone))
			if err != nil {
				t.Fatal(err)
			}
			after, err := time.Parse(time.RFC3339, c.after)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, at := range s.Next(after, len(strings.Fields(c.want))) {
				got = append(got, at.Format(time.RFC3339))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("next = %s, want %s", got, c.want)
			}
		})
	}
}

// TestOnceADay: whatever a zone's clock does, a daily time comes once on each date,
// at its hour, or where that hour is left out when the clock has changed. Hours are
// found by looking at every minute.
func TestOnceADay(t *testing.T) {
	for zoneName, around := range map[string]string{
		"Europe/Berlin": "2026-03-28 2026-10-24", "America/Santiago": "2026-04-03 2026-09-05", "Australia/Lord_Howe": "2026-04-04 2026-10-03",
		"America/New_York": "2026-03-07 2026-10-31", "Asia/Shanghai": "1991-04-13 1991-09-14", "Asia/Kathmandu": "2026-03-02",
	} {
		z := zone(t, zoneName)
		for _, first := range strings.Fields(around) {
			from, err := time.ParseInLocation(time.DateOnly, first, z)
			if err != nil {
				t.Fatal(err)
			}
			for quarter := range 24 * 4 {
				hour, minute := quarter/4, quarter%4*15
				s, err := schedule.Parse(fmt.Sprintf("%d %d * * *", minute, hour), z)
				if err != nil {
					t.Fatal(err)
				}
				want := onceADay(from, hour, minute)
				got := s.Next(from.Add(-time.Second), len(want))
				if !slices.EqualFunc(got, want, time.Time.Equal) {
					t.Errorf("%s, %02d:%02d: %v, want %v", zoneName, hour, minute, got, want)
				}
			}
		}
	}
}

// onceADay looks at every minute of three days for the first of each date that is
// at a time of day or later.
func onceADay(from time.Time, hour, minute int) []time.Time {
	var out []time.Time
	date := ""
	for at := from; ; at = at.Add(time.Minute) {
		day := at.Format(time.DateOnly)
		if day != date && (at.Hour() > hour || at.Hour() == hour && at.Minute() >= minute) {
			out, date = append(out, at), day
		}
		if len(out) == 3 {
			return out
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, expression, want string }{
		{"a zone alone", "TZ=UTC", "remove TZ="},
		{"a zone", "CRON_TZ=UTC 0 6 * * *", "the zone is the city's, Asia/Shanghai"},
		{"never", "0 0 30 2 *", "never fires"},
		{"too few parts", "0 6 * *", "is no cron expression"},
		{"a minute that is none", "61 6 * * *", "is no cron expression"},
		{"nothing", "", "is no cron expression"},
		{"words", "every morning", "is no cron expression"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := schedule.Parse(c.expression, zone(t, "Asia/Shanghai")); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("err = %v, want one with %q", err, c.want)
			}
		})
	}
}
