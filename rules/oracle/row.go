package oracle

import (
	"math/big"
	"strings"
	"time"
	"unicode"

	"cdoscore/rules"
)

// Cell is a value as received; nil is NULL.
type Cell = *string

// Row is one row as rules see it. It implements rules.Values.
type Row struct {
	Cells  map[string]Cell        // by field, or by the name of an undeclared column
	Fields map[string]rules.Field // the declared ones
	At     time.Time              // the slot's cut-off, in the city's zone
	// Eval gives the value of an expression on this row. Expressions are SQL: the
	// oracle hands over its own typed values and takes the engine's word.
	Eval func(e *rules.Expr, r Row) (value, known bool)
}

// undeclared is what a column is that no field declares.
func undeclared(name string) rules.Field {
	return rules.Field{Name: name, Type: rules.FieldType{Name: rules.TypeString},
		Placeholders: []string{"无", "未知", "不详", "暂无", "N/A", "NULL", "null", "-", "--", "/"}}
}

// Field returns the field of a name, declared or not.
func (r Row) Field(name string) rules.Field {
	if f, ok := r.Fields[name]; ok {
		return f
	}
	return undeclared(name)
}

// Raw is the value as received, width folded where the field says so.
func (r Row) Raw(name string) (string, bool) {
	c := r.Cells[name]
	if c == nil {
		return "", false
	}
	if r.Field(name).NormaliseWidth {
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

// Text is the trimmed value; false where it is missing.
func (r Row) Text(name string) (string, bool) {
	raw, ok := r.Raw(name)
	s := Trim(raw)
	if !ok || s == "" {
		return "", false
	}
	for _, p := range r.Field(name).Placeholders {
		if s == Trim(p) {
			return "", false
		}
	}
	return s, true
}

// Trim takes Unicode White_Space from both ends.
func Trim(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }

// Typed is the value in its declared type: *big.Rat, time.Time of the city's wall
// clock in UTC, bool or string; nil where it is missing or does not convert.
func (r Row) Typed(name string) any {
	s, ok := r.Text(name)
	if !ok {
		return nil
	}
	f := r.Field(name)
	switch f.Type.Name {
	case rules.TypeInteger:
		return orNil(integer(s, f.Thousands))
	case rules.TypeDecimal:
		return orNil(decimal(s, f))
	case rules.TypeDate:
		return timeOrNil(Date(s, f.Formats))
	case rules.TypeTimestamp:
		return timeOrNil(Timestamp(s, f.Formats, r.At.Location()))
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

// Cutoff is the slot's cut-off.
func (r Row) Cutoff() time.Time { return r.At }

// Wall is what the city's clocks show at a moment.
func (r Row) Wall(t time.Time) time.Time { return WallClock(t, r.At.Location()) }

// Expr is the value of a checked expression.
func (r Row) Expr(e *rules.Expr) (value, known bool) { return r.Eval(e, r) }

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
