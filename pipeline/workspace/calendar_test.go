package workspace

import (
	"testing"
	"time"
)

// TestWorkingDaysBetween counts around a holiday, by hand: 16 to 20 February 2026 are off,
// Saturday the 14th is worked.
func TestWorkingDaysBetween(t *testing.T) {
	c := Calendar{Until: "2026-02-28",
		Holidays: map[string]bool{"2026-02-16": true, "2026-02-17": true, "2026-02-18": true, "2026-02-19": true, "2026-02-20": true},
		Workdays: map[string]bool{"2026-02-14": true}}
	zone := time.FixedZone("", 8*3600)
	day := func(s string) time.Time {
		at, err := time.ParseInLocation("2006-01-02T15", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, x := range []struct {
		after, until string
		want         int
	}{
		{"2026-02-12T23", "2026-02-13T00", 1},
		{"2026-02-12T09", "2026-02-12T18", 0},
		{"2026-02-13T09", "2026-02-12T09", 0},
		{"2026-02-12T09", "2026-02-23T00", 3}, // 13, 14, 23
		{"2026-02-14T09", "2026-02-22T00", 0},
		{"2026-02-26T09", "2026-03-03T00", 3}, // 27 February, 2 and 3 March, beyond the calendar
	} {
		if got := c.WorkingDays(day(x.after), day(x.until)); got != x.want {
			t.Errorf("after %s until %s: %d, want %d", x.after, x.until, got, x.want)
		}
		if x.want > 0 && x.until < "2026-02-28" {
			if back, err := c.AddWorkingDays(day(x.after), x.want); err != nil || back.Format("2006-01-02") != x.until[:10] {
				t.Errorf("%d working days after %s: %s, %v", x.want, x.after, back, err)
			}
		}
	}
}
