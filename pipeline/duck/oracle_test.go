package duck_test

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdoscore/rules"
	"cdoscore/rules/oracle"
)

// oracleRow is one row by field name, read by the oracle; absent columns have no
// entry. What rules say of it the tests decide by predicates of their own.
type oracleRow struct {
	cells  map[string]cell
	fields map[string]rules.Field
	cutoff time.Time
}

func (r oracleRow) row() oracle.Row {
	return oracle.Row{Cells: r.cells, Fields: r.fields, At: r.cutoff}
}

func (r oracleRow) raw(name string) (string, bool)      { return r.row().Raw(name) }
func (r oracleRow) text(name string) (string, bool)     { return r.row().Text(name) }
func (r oracleRow) value(name string) any               { return r.row().Typed(name) }
func trimmed(s string) string                           { return oracle.Trim(s) }
func isInteger(s string, thousands bool) bool           { return oracle.IsInteger(s, thousands) }
func wallClock(t time.Time, z *time.Location) time.Time { return oracle.WallClock(t, z) }

func oracleDate(s string, formats []string) (time.Time, bool) { return oracle.Date(s, formats) }

func oracleTimestamp(s string, formats []string, zone *time.Location) (time.Time, bool) {
	return oracle.Timestamp(s, formats, zone)
}

var hugeintLimit = new(big.Int).Lsh(big.NewInt(1), 127)

func digits(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// calendarDay is a time that exists.
func calendarDay(year, month, day, hour, minute, second, nanos int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == day && hour < 24 && minute < 60 && second < 60
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
