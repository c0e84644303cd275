package oracle

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"cdoscore/rules"
)

// number splits sign, digits and decimals, and takes separators of thousands out.
func number(s string, thousands bool) (sign, whole, part string, ok bool) {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		sign, s = s[:1], s[1:]
	}
	whole, part, dotted := strings.Cut(s, ".")
	if dotted && part == "" {
		return "", "", "", false
	}
	if thousands && strings.Contains(whole, ",") {
		groups := strings.Split(whole, ",")
		for i, g := range groups {
			if i > 0 && len(g) != 3 || len(g) == 0 || len(g) > 3 {
				return "", "", "", false
			}
		}
		whole = strings.Join(groups, "")
	}
	return sign, whole, part, whole != "" && digits(whole) && digits(part)
}

func digits(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

// IsInteger is the form alone, of whatever length.
func IsInteger(s string, thousands bool) bool {
	_, _, part, ok := number(s, thousands)
	return ok && part == ""
}

var hugeintLimit = new(big.Int).Lsh(big.NewInt(1), 127)

// integer is nil beyond the 128 bits that integers are compared in.
func integer(s string, thousands bool) *big.Rat {
	sign, whole, part, ok := number(s, thousands)
	if !ok || part != "" {
		return nil
	}
	n, _ := new(big.Int).SetString(sign+whole, 10)
	if n.Cmp(hugeintLimit) >= 0 || n.Cmp(new(big.Int).Neg(hugeintLimit)) < 0 {
		return nil
	}
	return new(big.Rat).SetInt(n)
}

func decimal(s string, f rules.Field) *big.Rat {
	sign, whole, part, ok := number(s, f.Thousands)
	if !ok || len(part) > f.Type.Scale || len(strings.TrimLeft(whole, "0")) > f.Type.Precision-f.Type.Scale {
		return nil
	}
	x, _ := new(big.Rat).SetString(sign + whole + "." + part + "0")
	return x
}

// calendar is a time that exists.
func calendar(year, month, day, hour, minute, second, nanos int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == day && hour < 24 && minute < 60 && second < 60
}

var isoDay = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)$`)

// Date reads the ISO form, then the field's own forms.
func Date(s string, formats []string) (time.Time, bool) {
	if m := isoDay.FindStringSubmatch(s); m != nil {
		if t, ok := calendar(atoi(m[1]), atoi(m[2]), atoi(m[3]), 0, 0, 0, 0); ok {
			return t, true
		}
	}
	t, ok := declaredForm(s, formats)
	return t.Truncate(24 * time.Hour), ok
}

var isoTime = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?$`)

// Timestamp reads the ISO forms, then the field's own, to microseconds. What has
// a zone is turned to the city's.
func Timestamp(s string, formats []string, zone *time.Location) (time.Time, bool) {
	m := isoTime.FindStringSubmatch(s)
	if m == nil {
		return declaredForm(s, formats)
	}
	nanos := atoi((m[7] + "000000000")[:9]) / 1000 * 1000
	t, ok := calendar(atoi(m[1]), atoi(m[2]), atoi(m[3]), atoi(m[4]), atoi(m[5]), atoi(m[6]), nanos)
	switch {
	case !ok || atoi(m[10]) > 23 || atoi(m[11]) > 59:
		return declaredForm(s, formats)
	case m[8] == "" && m[9] == "":
		return t, true
	}
	offset := time.Duration(atoi(m[10]))*time.Hour + time.Duration(atoi(m[11]))*time.Minute
	if m[9] == "-" {
		offset = -offset
	}
	return WallClock(t.Add(-offset), zone), true
}

// WallClock is what a clock in the zone shows, as if it were UTC.
func WallClock(t time.Time, zone *time.Location) time.Time {
	l := t.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), time.UTC)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// declaredForm reads the first form that fits: %Y has four digits, every other
// part one or two, taken greedily as a person reads them.
func declaredForm(s string, formats []string) (time.Time, bool) {
	for _, f := range formats {
		parts := map[byte]int{'m': 1, 'd': 1}
		if !readForm(s, f, parts) {
			continue
		}
		if t, ok := calendar(parts['Y'], parts['m'], parts['d'], parts['H'], parts['M'], parts['S'], 0); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

func readForm(s, format string, parts map[byte]int) bool {
	for format != "" {
		if format[0] != '%' {
			if s == "" || s[0] != format[0] {
				return false
			}
			s, format = s[1:], format[1:]
			continue
		}
		least, most := 1, 2
		if format[1] == 'Y' {
			least, most = 4, 4
		}
		n := 0
		for n < most && n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n < least {
			return false
		}
		parts[format[1]] = atoi(s[:n])
		s, format = s[n:], format[2:]
	}
	return s == ""
}
