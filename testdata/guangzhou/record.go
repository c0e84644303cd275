package guangzhou

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
)

// record is one row as the rules see it. The second result of its readers is
// false where the value is missing or does not convert: NULL.
type record struct {
	dataset *dataset
	values  map[string]string
	cutoff  time.Time
}

var placeholders = []string{"无", "未知", "不详", "暂无", "N/A", "NULL", "null", "-", "--", "/"}

// text is the trimmed value.
func (r record) text(name string) (string, bool) {
	v := strings.TrimSpace(r.raw(name))
	return v, v != "" && !slices.Contains(placeholders, v)
}

// raw is the value as received, digits folded to half width where the field says so.
func (r record) raw(name string) string {
	f, _ := r.dataset.fieldNamed(name)
	if f.Normalise == "width" {
		return halfWidth(r.values[name])
	}
	return r.values[name]
}

func halfWidth(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '０' && c <= '９' {
			return c - '０' + '0'
		}
		return c
	}, s)
}

func (r record) missing(names ...string) bool {
	for _, name := range names {
		if _, there := r.text(name); !there {
			return true
		}
	}
	return false
}

func (r record) number(name string) (*big.Rat, bool) {
	f, _ := r.dataset.fieldNamed(name)
	text, ok := r.text(name)
	if !ok {
		return nil, false
	}
	return parseNumber(f, text)
}

func (r record) moment(name string) (time.Time, bool) {
	f, _ := r.dataset.fieldNamed(name)
	text, ok := r.text(name)
	if !ok {
		return time.Time{}, false
	}
	return parseMoment(f, text)
}

var (
	integerForm   = regexp.MustCompile(`^[+-]?[0-9]+$`)
	numberForm    = regexp.MustCompile(`^[+-]?([0-9]+)(?:\.([0-9]+))?$`)
	separated     = regexp.MustCompile(`^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)
	dateForm      = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	timestampForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}`)
)

// parseNumber converts strictly: an integer is a sign and digits, a decimal(p,s)
// has at most s decimals and p-s digits before them.
func parseNumber(f field, text string) (*big.Rat, bool) {
	if f.Thousands && separated.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	m := numberForm.FindStringSubmatch(text)
	if m == nil || f.Type == "integer" && !integerForm.MatchString(text) {
		return nil, false
	}
	if f.Type != "integer" {
		precision, decimals := digits(f)
		if len(m[2]) > decimals || len(strings.TrimLeft(m[1], "0")) > precision-decimals {
			return nil, false
		}
	}
	return new(big.Rat).SetString(text)
}

func parseMoment(f field, text string) (time.Time, bool) {
	if f.Type == "timestamp" {
		if !timestampForm.MatchString(text) {
			return time.Time{}, false
		}
		at, err := time.ParseInLocation(time.DateTime, strings.Replace(text, "T", " ", 1), Zone)
		return at, err == nil
	}
	if dateForm.MatchString(text) {
		at, err := time.ParseInLocation(time.DateOnly, text, Zone)
		return at, err == nil
	}
	for _, layout := range f.Formats {
		if at, ok := parseForm(layout, text); ok {
			return at, true
		}
	}
	return time.Time{}, false
}

// parseForm reads a date in a declared form: %Y four digits, %m and %d one or two.
func parseForm(layout, text string) (time.Time, bool) {
	pattern := strings.NewReplacer("%Y", `([0-9]{4})`, "%m", `([0-9]{1,2})`, "%d", `([0-9]{1,2})`).Replace(regexp.QuoteMeta(layout))
	m := regexp.MustCompile("^" + pattern + "$").FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	at, err := time.ParseInLocation("2006-1-2", m[1]+"-"+m[2]+"-"+m[3], Zone)
	return at, err == nil
}
