package excel

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/excel/sheetml"
)

const (
	millisPerDay = 86_400_000
	// lastSerial is 9999-12-31 in the 1900 system, the last date that Excel has.
	lastSerial = 2958465
	// leapBug is the day 1900-02-29, which Excel's 1900 system counts though it
	// never was.
	leapBug = 60
	// mostDays bounds the dates whose text is kept, since most come again.
	mostDays = 10_000
	// exactDigits is how many significant digits of a number Excel keeps.
	exactDigits = 15
	// doubleDigits is how many digits programs write of a binary number so that
	// it reads back as the same: 0.1 becomes 0.10000000000000001.
	doubleDigits = 17
)

// texts gives the canonical text of each cell of a row, valid until the next call.
func (p *part) texts(row *sheetml.Row) [][]byte {
	p.cells, p.scratch = p.cells[:0], p.scratch[:0]
	for _, c := range row.Cells {
		text := row.Text(c)
		if c.Kind != sheetml.Text && len(text) > 0 {
			text = p.typedText(c, text)
		}
		p.cells = append(p.cells, text)
	}
	return p.cells
}

// typedText is the canonical text of a cell that is not text.
func (p *part) typedText(c sheetml.Cell, raw []byte) []byte {
	format := p.book.Format(c.Style)
	if c.Kind == sheetml.Number && format == sheetml.PlainNumber && plain(raw) {
		return raw
	}
	if day, ok := p.days[string(raw)]; ok && c.Kind == sheetml.Number && format == sheetml.DateFormat {
		return day
	}
	text := strings.TrimSpace(string(raw))
	switch c.Kind {
	case sheetml.Bool:
		text = boolText(text)
	case sheetml.Date:
		text = isoText(text)
	case sheetml.Number:
		text = numberText(text, format, p.book.Date1904)
		if format == sheetml.DateFormat && len(p.days) < mostDays {
			p.days[string(raw)] = []byte(text)
		}
	}
	from := len(p.scratch)
	p.scratch = append(p.scratch, text...)
	return p.scratch[from:]
}

// plain is true for a number that is canonical as it stands: a sign, digits and a
// fraction, of no more bytes than no rule about digits could concern.
func plain(raw []byte) bool {
	digits := bytes.TrimPrefix(raw, []byte("-"))
	whole, fraction, dotted := bytes.Cut(digits, []byte("."))
	return len(raw) <= exactDigits && allDigits(whole) && (!dotted || allDigits(fraction))
}

func allDigits(text []byte) bool {
	for _, b := range text {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(text) > 0
}

// tooManyDigits is true for a whole part of more digits than Excel keeps.
func tooManyDigits(number []byte) bool {
	whole, _, _ := bytes.Cut(bytes.TrimPrefix(number, []byte("-")), []byte("."))
	return allDigits(whole) && len(bytes.TrimLeft(whole, "0")) > exactDigits
}

// numberText is the canonical text of a numeric cell: a date or time by its
// number format, otherwise a plain decimal with the digits as stored. What is no
// number stays as it stands.
func numberText(raw string, format sheetml.FormatKind, date1904 bool) string {
	if format != sheetml.PlainNumber {
		if serial, err := strconv.ParseFloat(raw, 64); err == nil && serial >= 0 && serial < lastSerial+1 {
			return serialText(serial, raw, format, date1904)
		}
	}
	return plainText(raw)
}

// serialText is the date and time of a serial number, to the millisecond.
func serialText(serial float64, raw string, format sheetml.FormatKind, date1904 bool) string {
	millis := int64(math.Round(serial * millisPerDay))
	day, clock := millis/millisPerDay, millis%millisPerDay
	switch {
	case format == sheetml.ElapsedFormat:
		return clockText(millis)
	case serial < 1 && format == sheetml.TimeFormat, day == 0 && !date1904 && clock > 0:
		return clockText(millis)
	case day == 0 && !date1904:
		return plainText(raw) // Excel shows 1900-01-00
	}
	date := dateText(day, date1904)
	switch {
	case len(date) > len(time.DateOnly):
		return plainText(raw) // beyond 9999
	case clock == 0:
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

// clockText writes milliseconds since midnight, the fraction only where there is
// one.
func clockText(millis int64) string {
	seconds := millis / 1000
	text := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if millis%1000 == 0 {
		return text
	}
	return fmt.Sprintf("%s.%03d", text, millis%1000)
}

// isoText is the canonical text of a cell that stores its date as ISO 8601. What
// is written otherwise, a time of day for one, stays as it stands.
func isoText(raw string) string {
	t, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(raw, "Z"))
	switch {
	case err != nil:
		return raw
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04:05.999999999")
}

func boolText(raw string) string {
	switch raw {
	case "1", "true", "TRUE":
		return "true"
	case "0", "false", "FALSE":
		return "false"
	}
	return raw
}

// plainText writes a number without an exponent. The digits stay as stored, with
// one exception: a fraction of exactly 17 significant digits is how programs write
// a binary number. Where a shorter decimal reads back as the same number it is
// taken, as Excel shows it: 0.10000000000000001 is 0.1. Whole numbers and longer
// fractions never pass through binary.
func plainText(raw string) string {
	text, ok := connectors.PlainDecimal(raw)
	if !ok {
		return raw
	}
	if !strings.Contains(text, ".") || significant(text) != doubleDigits {
		return text
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	if short := connectors.PlainFloat(f, 64); significant(short) < doubleDigits {
		return short
	}
	return text
}

// significant counts the significant digits of a plain decimal, those at its end
// included.
func significant(plain string) int {
	return len(strings.TrimLeft(strings.ReplaceAll(strings.TrimPrefix(plain, "-"), ".", ""), "0"))
}
