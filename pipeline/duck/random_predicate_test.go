package duck_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"cdoscore/rules"
)

// tri is SQL's three-valued truth, ordered so that AND is the least and OR the
// greatest.
type tri int

const (
	no tri = iota
	unknown
	yes
)

func truth(b bool) tri {
	if b {
		return yes
	}
	return no
}

// predicate is an expression as SQL and as the oracle evaluates it.
type predicate struct {
	sql     string
	columns []string // of the row, each once
	eval    func(oracleRow) tri
}

// randomPredicate draws a condition. A product that may overflow stands alone:
// which parts of a condition the engine skips is not promised.
func randomPredicate(d *drawing) predicate {
	switch rapid.IntRange(0, 9).Draw(d.T, "shape") {
	case 0, 1:
		a, b := randomAtom(d), randomAtom(d)
		return predicate{fmt.Sprintf("%s AND %s", a.sql, b.sql), union(a.columns, b.columns),
			func(r oracleRow) tri { return min(a.eval(r), b.eval(r)) }}
	case 2, 3:
		a, b := randomAtom(d), randomAtom(d)
		return predicate{fmt.Sprintf("(%s or %s)", a.sql, b.sql), union(a.columns, b.columns),
			func(r oracleRow) tri { return max(a.eval(r), b.eval(r)) }}
	case 4:
		a := randomAtom(d)
		return predicate{fmt.Sprintf("not (%s)", a.sql), a.columns, func(r oracleRow) tri { return yes - a.eval(r) }}
	case 5:
		if p, ok := overflowing(d); ok {
			return p
		}
	}
	return randomAtom(d)
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func named(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// overflowing multiplies beyond 128 bits on some rows, where the expression is NULL.
func overflowing(d *drawing) (predicate, bool) {
	f, ok := d.field(func(f rules.Field) bool { return f.Type.Name == rules.TypeInteger })
	if !ok {
		return predicate{}, false
	}
	op := rapid.SampledFrom(relations).Draw(d.T, "op")
	return predicate{fmt.Sprintf("%[1]s * %[1]s %[2]s 4", named(f.Name), op), []string{f.Name}, func(r oracleRow) tri {
		x, ok := r.value(f.Name).(*big.Rat)
		if !ok {
			return unknown
		}
		square := new(big.Rat).Mul(x, x)
		if square.Num().Cmp(hugeintLimit) >= 0 {
			return unknown
		}
		return truth(related(square, op, big.NewRat(4, 1)))
	}}, true
}

// randomAtom draws one test of one or two columns.
func randomAtom(d *drawing) predicate {
	f, _ := d.field(anyField)
	one := []string{f.Name}
	present := func(r oracleRow) bool { return r.value(f.Name) != nil }
	switch rapid.IntRange(0, 4).Draw(d.T, "atom") {
	case 0:
		return predicate{named(f.Name) + " is not null", one, func(r oracleRow) tri { return truth(present(r)) }}
	case 1:
		return predicate{`"extra column" = 'x'`, []string{"extra column"}, func(r oracleRow) tri {
			s, ok := r.text("extra column")
			return known(ok, s == "x")
		}}
	}
	op := rapid.SampledFrom(relations).Draw(d.T, "op")
	literal, value := d.literal(f)
	if literal == "" {
		return predicate{named(f.Name) + " IS NULL", one, func(r oracleRow) tri { return truth(!present(r)) }}
	}
	return predicate{named(f.Name) + " " + op + " " + literal, one, func(r oracleRow) tri {
		return known(present(r), related(r.value(f.Name), op, value))
	}}
}

func known(present, holds bool) tri {
	if !present {
		return unknown
	}
	return truth(holds)
}

// literal is an SQL constant that compares with the field without loss.
func (d *drawing) literal(f rules.Field) (string, any) {
	_, shadowed := d.context.FieldNamed("today")
	switch {
	case f.Type.Name == rules.TypeInteger, f.Type.Name == rules.TypeDecimal && f.Type.Precision > f.Type.Scale:
		return "5", big.NewRat(5, 1)
	case f.Type.IsTemporal() && !shadowed && rapid.Bool().Draw(d.T, "today"):
		return "today", wallClock(d.cutoff, d.cutoff.Location())
	case f.Type.IsTemporal():
		return "date '2020-02-29'", time.Date(2020, 2, 29, 0, 0, 0, 0, time.UTC)
	case f.Type.Name == rules.TypeBoolean:
		return "true", true
	case isString(f):
		return "'it''s'", "it's"
	}
	return "", nil
}
