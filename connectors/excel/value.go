package excel

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"cdoscore/connectors"
)

const (
	secondsPerDay = 86400
	// lastSerial is 9999-12-31 in the 1900 system, the last date that Excel has.
	lastSerial = 2958465
	// leapBug is the day 1900-02-29, which Excel's 1900 system counts though it
	// never was.
	leapBug = 60
)

// numberText is the canonical text of a numeric cell: a date or time by its
// number format, otherwise a plain decimal with the digits as stored.
func numberText(raw string, kind formatKind, date1904 bool) string {
	raw = strings.TrimSpace(raw)
	if kind != plainNumber {
		if serial, err := strconv.ParseFloat(raw, 64); err == nil && serial >= 0 && serial < lastSerial+1 {
			return serialText(serial, raw, kind, date1904)
		}
	}
	return plainText(raw)
}

func serialText(serial float64, raw string, kind formatKind, date1904 bool) string {
	seconds := int64(math.Round(serial * secondsPerDay))
	day, clock := seconds/secondsPerDay, seconds%secondsPerDay
	switch {
	case kind == elapsedFormat, kind == timeFormat && serial < 1:
		return clockText(seconds)
	case day == 0 && !date1904 && clock == 0:
		return plainText(raw) // Excel shows 1900-01-00
	}
	date := dateText(day, date1904)
	if clock == 0 {
		return date
	}
	return date + " " + clockText(clock)
}

// dateText is the ISO date of a serial day.
func dateText(day int64, date1904 bool) string {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day == leapBug:
		return "1900-02-29"
	case day < leapBug:
		epoch = epoch.AddDate(0, 0, 1)
	}
	return epoch.AddDate(0, 0, int(day)).Format(time.DateOnly)
}

func clockText(seconds int64) string {
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// isoText is the canonical text of a cell that stores its date as ISO 8601.
func isoText(raw string) string {
	raw = strings.TrimSpace(raw)
	t, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(raw, "Z"))
	switch {
	case err != nil:
		return raw
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.DateOnly)
	}
	return t.Round(time.Second).Format(time.DateTime)
}

func boolText(raw string) string {
	switch strings.TrimSpace(raw) {
	case "1", "true", "TRUE":
		return "true"
	case "0", "false", "FALSE":
		return "false"
	}
	return raw
}

func plainText(raw string) string {
	if plain, ok := connectors.PlainDecimal(raw); ok {
		return plain
	}
	return raw
}
