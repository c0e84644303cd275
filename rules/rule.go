package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Severity says how much a failing rule matters; it is a rule's default weight.
type Severity string

// The severities with their default weights 5, 3, 1 and 0.
const (
	Blocker Severity = "blocker"
	Major   Severity = "major"
	Minor   Severity = "minor"
	Info    Severity = "info"
)

// Severities lists the severities, heaviest first.
var Severities = []string{string(Blocker), string(Major), string(Minor), string(Info)}

// Weight returns the default weight of the severity (semantics, default weights).
func (s Severity) Weight() int {
	switch s {
	case Blocker:
		return 5
	case Minor:
		return 1
	case Info:
		return 0
	}
	return 3
}

// Rule is one named check of one dataset.
type Rule struct {
	ID        string
	Kind      *Kind
	Title     Text
	Indicator string // the indicator that it feeds: its kind's, or its own choice
	Severity  Severity
	Weight    int // resolved: its own, else its severity's
	Shadow    bool
	From      time.Time // in force from this day on; zero: always
	When      *Expr     // nil: every row is applicable
	Nullable  []string  // fields of an expr that stay evaluated when missing
	Check     Check
	Implied   bool   // made from a field, the key, or the dataset itself
	Canonical string // everything of the rule that can change a count, one line
	Pos       Pos
}

// Fields returns the fields that the rule reads and that therefore make a row
// not evaluated when missing. Fields read only by `when` are not among them.
func (r *Rule) Fields() []string { return r.Check.Reads() }

// Version is a short hash of everything that can change the rule's counts or
// what they are worth; a rule that is changed gets another one.
func (r *Rule) Version() string {
	sum := sha256.Sum256([]byte(r.Canonical))
	return hex.EncodeToString(sum[:4])
}

// InForce reports whether the rule earns points at a cut-off: shadow rules and
// rules of a later date are counted and shown without points.
func (r *Rule) InForce(cutoff time.Time) bool { return !r.Shadow && !r.From.After(cutoff) }

// Expr is a checked SQL expression of one row. Parts and Refs interleave: the
// SQL is Parts[0], the column Refs[0], Parts[1], … so that whoever plans a query
// decides what a column is, and no text of the user reaches the engine unparsed.
type Expr struct {
	Text  string // as written
	Parts []string
	Refs  []string
}

// Columns returns the names that the expression reads, each once, in order.
func (e *Expr) Columns() []string {
	var out []string
	for _, c := range e.Refs {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// SQL renders the expression with each column as column says.
func (e *Expr) SQL(column func(name string) string) string {
	var b strings.Builder
	for i, p := range e.Parts {
		b.WriteString(p)
		if i < len(e.Refs) {
			b.WriteString(column(e.Refs[i]))
		}
	}
	return b.String()
}

// ExprError says what is wrong with an expression and at which byte of it.
type ExprError struct {
	Offset  int
	Message string
}

func (e *ExprError) Error() string { return e.Message }

// ParseExpr checks that an expression over a dataset's fields is true or false,
// and holds nothing beyond the allow-list of the engine that will run it. Names
// that are no field are undeclared columns, which are text. Its errors are
// *ExprError.
type ParseExpr func(text string, fields []Field) (*Expr, error)

// FormatSpan writes a span as ParseSpan reads it, in its greatest whole unit.
func FormatSpan(d time.Duration) string {
	switch {
	case d >= 24*time.Hour && d%(24*time.Hour) == 0:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	case d >= time.Hour && d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

var durationForm = regexp.MustCompile(`^(\d+)(m|h|d)$`)

// ParseSpan reads a span of time as configuration writes it: 30m, 24h, 90d.
// A day is 24 hours.
func ParseSpan(s string) (time.Duration, error) {
	m := durationForm.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is not a span of time: write minutes, hours or days as in 30m, 24h, 90d", s)
	}
	n, err := strconv.ParseInt(m[1], 10, 32)
	if err != nil {
		return 0, fmt.Errorf("%q is too long a span", s)
	}
	unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[m[2]]
	span := time.Duration(n) * unit
	if span/unit != time.Duration(n) {
		return 0, fmt.Errorf("%q is too long a span", s)
	}
	return span, nil
}
