package duck_test

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"cdoscore/rules"
)

// The oracle judges row by row what the plans judge in SQL. It is written from
// the semantics alone and shares neither SQL nor validators with the product.

// oracleRow is one row by field name; absent columns have no entry.
type oracleRow struct {
	cells  map[string]cell
	fields map[string]rules.Field
	cutoff time.Time
}

func (r oracleRow) field(name string) rules.Field {
	if f, ok := r.fields[name]; ok {
		return f
	}
	return rules.Field{Name: name, Type: rules.FieldType{Name: rules.TypeString},
		Placeholders: []string{"无", "未知", "不详", "暂无", "N/A", "NULL", "null", "-", "--", "/"}}
}

// raw is the value as received, width folded where the field says so.
func (r oracleRow) raw(name string) (string, bool) {
	c := r.cells[name]
	if c == nil {
		return "", false
	}
	if r.field(name).NormaliseWidth {
		return narrow(*c), true
	}
	return *c, true
}

func narrow(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == 0x3000:
			return ' '
		case c >= 0xFF01 && c <= 0xFF5E:
			return c - 0xFF01 + '!'
		}
		return c
	}, s)
}

// text is the trimmed value; false where it is missing.
func (r oracleRow) text(name string) (string, bool) {
	raw, ok := r.raw(name)
	s := trimmed(raw)
	if !ok || s == "" {
		return "", false
	}
	for _, p := range r.field(name).Placeholders {
		if s == trimmed(p) {
			return "", false
		}
	}
	return s, true
}

func trimmed(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }

// value is a typed value: *big.Rat, time.Time of the city's wall clock in UTC,
// bool or string; nil where it is missing or does not convert.
func (r oracleRow) value(name string) any {
	s, ok := r.text(name)
	if !ok {
		return nil
	}
	f := r.field(name)
	switch f.Type.Name {
	case rules.TypeInteger:
		return orNil(oracleInteger(s, f.Thousands))
	case rules.TypeDecimal:
		return orNil(oracleDecimal(s, f))
	case rules.TypeDate:
		return timeOrNil(oracleDate(s, f.Formats))
	case rules.TypeTimestamp:
		return timeOrNil(oracleTimestamp(s, f.Formats, r.cutoff.Location()))
	case rules.TypeBoolean:
		switch strings.ToLower(s) {
		case "true", "1", "是":
			return true
		case "false", "0", "否":
			return false
		}
		return nil
	}
	return s
}

func orNil(x *big.Rat) any {
	if x == nil {
		return nil
	}
	return x
}

func timeOrNil(t time.Time, ok bool) any {
	if !ok {
		return nil
	}
	return t
}

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

// isInteger is the form alone, of whatever length.
func isInteger(s string, thousands bool) bool {
	_, _, part, ok := number(s, thousands)
	return ok && part == ""
}

var hugeintLimit = new(big.Int).Lsh(big.NewInt(1), 127)

// oracleInteger is nil beyond the 128 bits that integers are compared in.
func oracleInteger(s string, thousands bool) *big.Rat {
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

func oracleDecimal(s string, f rules.Field) *big.Rat {
	sign, whole, part, ok := number(s, f.Thousands)
	if !ok || len(part) > f.Type.Scale || len(strings.TrimLeft(whole, "0")) > f.Type.Precision-f.Type.Scale {
		return nil
	}
	x, _ := new(big.Rat).SetString(sign + whole + "." + part + "0")
	return x
}

func calendarDay(year, month, day, hour, minute, second, nanos int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == day && hour < 24 && minute < 60 && second < 60
}

var isoDay = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)$`)

func oracleDate(s string, formats []string) (time.Time, bool) {
	if m := isoDay.FindStringSubmatch(s); m != nil {
		if t, ok := calendarDay(atoi(m[1]), atoi(m[2]), atoi(m[3]), 0, 0, 0, 0); ok {
			return t, true
		}
	}
	t, ok := declaredForm(s, formats)
	return t.Truncate(24 * time.Hour), ok
}

var isoTime = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?$`)

func oracleTimestamp(s string, formats []string, zone *time.Location) (time.Time, bool) {
	m := isoTime.FindStringSubmatch(s)
	if m == nil {
		return declaredForm(s, formats)
	}
	nanos := atoi((m[7] + "000000000")[:9]) / 1000 * 1000
	t, ok := calendarDay(atoi(m[1]), atoi(m[2]), atoi(m[3]), atoi(m[4]), atoi(m[5]), atoi(m[6]), nanos)
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
	return wallClock(t.Add(-offset), zone), true
}

// wallClock is what a clock in the zone shows, as if it were UTC.
func wallClock(t time.Time, zone *time.Location) time.Time {
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
		if t, ok := calendarDay(parts['Y'], parts['m'], parts['d'], parts['H'], parts['M'], parts['S'], 0); ok {
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

// sentinel reports the dates that stand for none.
func sentinel(value any) bool {
	at, dated := value.(time.Time)
	return dated && (at.Year() == 1900 && at.YearDay() == 1 || at.Year() == 9999 && at.Month() == 12 && at.Day() == 31)
}

// compareValues orders two typed values; false where either is none.
func compareValues(a, b any) (int, bool) {
	switch x := a.(type) {
	case *big.Rat:
		y, ok := b.(*big.Rat)
		return order(ok, func() int { return x.Cmp(y) })
	case time.Time:
		y, ok := b.(time.Time)
		return order(ok, func() int { return x.Compare(y) })
	case string:
		y, ok := b.(string)
		return order(ok, func() int { return strings.Compare(x, y) })
	case bool:
		y, ok := b.(bool)
		return order(ok, func() int { return slices.Index([]bool{false, true}, x) - slices.Index([]bool{false, true}, y) })
	}
	return 0, false
}

func order(comparable bool, compare func() int) (int, bool) {
	if !comparable {
		return 0, false
	}
	return compare(), true
}

// related is false where the values do not compare.
func related(a any, op string, b any) bool {
	c, ok := compareValues(a, b)
	if !ok {
		return false
	}
	switch op {
	case "=":
		return c == 0
	case "!=":
		return c != 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}
