package guangzhou

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// draft is a row being written.
type draft struct {
	rng   *rand.Rand
	day   time.Time // that the data tell of
	i     int       // of the row, from 0
	cells map[string]string
}

// column writes the right value of one field; fields before it stand already.
type column func(d *draft) string

// defaultColumn derives a right value from what a field declares. Fields that it
// knows nothing about need a column of their own in the roster.
func defaultColumn(f field) (column, error) {
	c, err := declaredColumn(f)
	if err != nil || f.Required {
		return c, err
	}
	return sometimes(c), nil
}

func declaredColumn(f field) (column, error) {
	switch {
	case f.Format != "":
		return formatColumns[f.Format], nil
	case f.Code != "":
		return codeColumns[f.Code], nil
	case len(f.In) > 0:
		return oneOf(texts(f.In)...), nil
	case f.PII == "name":
		return func(d *draft) string { return personName(d.rng) }, nil
	case f.PII == "address":
		return func(d *draft) string { return address(d.rng) }, nil
	case f.Pattern != "":
		return serial(f.Pattern)
	}
	return typedColumn(f)
}

var formatColumns = map[string]column{
	"resident_id": func(d *draft) string { return citizen(d.rng.IntN(population)) },
	"uscc":        func(d *draft) string { return enterprise(d.rng.IntN(enterprises)) },
	"mobile_cn":   func(d *draft) string { return mobile(d.rng) },
}

var codeColumns = map[string]column{
	"gbt2260":      oneOf(divisions...),
	"sex":          oneOf("1", "2"),
	"ethnicity":    oneOf("01", "01", "01", "08", "11", "15"),
	"permit-types": oneOf("SP01", "SP02", "WS01", "HJ01", "JZ01", "YL01"),
	"bus-routes":   func(d *draft) string { return busRoute(d.rng.IntN(listedRoutes)) },
}

const (
	enterprises  = 1200 // on the register of enterprises
	listedRoutes = 34   // of the 36 routes with a code
)

func busRoute(i int) string { return fmt.Sprintf("G%03d", i+1) }

func typedColumn(f field) (column, error) {
	low, high := limits(f)
	switch {
	case f.Type == "integer":
		return whole(int(low), int(high)), nil
	case strings.HasPrefix(f.Type, "decimal"):
		return decimal(low+1, high, scale(f)), nil
	case f.Type == "date":
		return func(d *draft) string { return d.day.Format(time.DateOnly) }, nil
	case f.Type == "timestamp":
		return atDay(6, 21), nil
	case f.Type == "boolean":
		return oneOf("true", "false"), nil
	}
	return nil, fmt.Errorf("field %q declares too little to make values from: give it a column", f.Name)
}

// limits returns the bounds of a numeric field, wide ones where they are open.
func limits(f field) (low, high float64) {
	low, high = 0, 100000
	if f.Range == nil {
		return low, high
	}
	for _, b := range []struct {
		from any
		to   *float64
	}{{f.Range.Min, &low}, {f.Range.ExclusiveMin, &low}, {f.Range.Max, &high}} {
		if v, err := strconv.ParseFloat(fmt.Sprint(b.from), 64); err == nil {
			*b.to = v
		}
	}
	return low, high
}

var decimalForm = regexp.MustCompile(`^decimal\((\d+),(\d+)\)$`)

// digits returns the precision and scale of a decimal field.
func digits(f field) (precision, decimals int) {
	m := decimalForm.FindStringSubmatch(f.Type)
	precision, _ = strconv.Atoi(m[1])
	decimals, _ = strconv.Atoi(m[2])
	return precision, decimals
}

func scale(f field) int {
	_, s := digits(f)
	return s
}

var serialForm = regexp.MustCompile(`^\^([A-Z0-9]*)\\d\{(\d+)\}\$$`)

// serial writes by a pattern of a prefix and digits: where there is room, the day
// and the row's number, which never repeat, else any digits.
func serial(pattern string) (column, error) {
	m := serialForm.FindStringSubmatch(pattern)
	if m == nil {
		return nil, fmt.Errorf("pattern %q is no prefix with digits: give the field a column", pattern)
	}
	width, _ := strconv.Atoi(m[2])
	if width >= 11 {
		return func(d *draft) string {
			return fmt.Sprintf("%s%s%0*d", m[1], d.day.Format("20060102"), width-8, d.i+1)
		}, nil
	}
	return func(d *draft) string {
		return fmt.Sprintf("%s%0*d", m[1], width, d.rng.IntN(pow10(width)))
	}, nil
}

func pow10(n int) int {
	out := 1
	for range n {
		out *= 10
	}
	return out
}

// The columns below are the words in which the roster writes.

func oneOf(values ...string) column { return func(d *draft) string { return choose(d.rng, values) } }

// sometimes leaves every eighth value out.
func sometimes(c column) column {
	return func(d *draft) string {
		value := c(d)
		if d.rng.IntN(8) == 0 {
			return ""
		}
		return value
	}
}

// where writes a value on rows whose other field has one of the values, and
// leaves it out elsewhere.
func where(other string, values []string, c column) column {
	return func(d *draft) string {
		value := c(d)
		if slices.Contains(values, d.cells[other]) {
			return value
		}
		return ""
	}
}

func whole(low, high int) column {
	return func(d *draft) string { return strconv.Itoa(low + d.rng.IntN(high-low+1)) }
}

// decimal writes numbers above low and below high.
func decimal(low, high float64, decimals int) column {
	return func(d *draft) string {
		return strconv.FormatFloat(low+d.rng.Float64()*0.98*(high-low), 'f', decimals, 64)
	}
}

// share writes the given part, from low to high, of another numeric field.
func share(other string, low, high float64, decimals int) column {
	return func(d *draft) string {
		v, err := strconv.ParseFloat(d.cells[other], 64)
		if err != nil {
			return ""
		}
		return strconv.FormatFloat(v*(low+d.rng.Float64()*(high-low)), 'f', decimals, 64)
	}
}

// sumOf adds up two fields of whole numbers.
func sumOf(a, b string) column {
	return func(d *draft) string {
		left, _ := strconv.Atoi(d.cells[a])
		right, _ := strconv.Atoi(d.cells[b])
		return strconv.Itoa(left + right)
	}
}

func atDay(fromHour, toHour int) column {
	return func(d *draft) string {
		at := d.day.Add(time.Duration(fromHour)*time.Hour + time.Duration(1+d.rng.IntN((toHour-fromHour+1)*3600-1))*time.Second)
		return at.Format(time.DateTime)
	}
}

// daysAfter and minutesAfter count on from another field; daysBefore counts back
// from the day.
func daysAfter(other string, low, high int) column {
	return func(d *draft) string {
		from, _ := time.ParseInLocation(time.DateOnly, d.cells[other], Zone)
		return from.AddDate(0, 0, low+d.rng.IntN(high-low+1)).Format(time.DateOnly)
	}
}

func daysBefore(low, high int) column {
	return func(d *draft) string { return d.day.AddDate(0, 0, -low-d.rng.IntN(high-low+1)).Format(time.DateOnly) }
}

func minutesAfter(other string, low, high int) column {
	return func(d *draft) string {
		from, _ := time.ParseInLocation(time.DateTime, d.cells[other], Zone)
		return from.Add(time.Duration(low+d.rng.IntN(high-low+1)) * time.Minute).Format(time.DateTime)
	}
}

// numbered writes a value by the row's number.
func numbered(value func(i int) string) column { return func(d *draft) string { return value(d.i) } }

// grid spreads the rows over all pairs: the slow part changes every n rows.
func grid(n int, slow func(i int) string, fast func(i int) string) (column, column) {
	return numbered(func(i int) string { return slow(i / n) }), numbered(func(i int) string { return fast(i % n) })
}

func texts(values []any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = fmt.Sprint(v)
	}
	return out
}
