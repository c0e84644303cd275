package plan

import (
	"fmt"
	"math/big"
	"strings"

	"cdoscore/rules"
)

// hugeintBits bounds the integers that convert: −2^127 to 2^127 − 1.
const hugeintBits = 127

// integerDigits is the digits of the largest of them.
const integerDigits = 39

// CompareNumber decides by exact arithmetic. The literal is brought to the
// field's own scale first, since the engine has no common type for an integer of
// 39 digits and a decimal, and would fail on the first such row.
func (s *scan) CompareNumber(field, op, number string) string {
	y, t := s.Typed(field), s.operand(field).field.Type
	n, exact := atScale(number, t.Scale)
	if !exact {
		switch op {
		case "=":
			return "false"
		case "!=":
			return y + " IS NOT NULL"
		case "<":
			op = "<="
		case ">=":
			op = ">"
		}
	}
	low, high := bounds(t)
	switch {
	case n.Cmp(high) > 0:
		return always(y, op == "<" || op == "<=" || op == "!=")
	case n.Cmp(low) < 0:
		return always(y, op == ">" || op == ">=" || op == "!=")
	}
	return fmt.Sprintf("%s %s CAST('%s' AS %s)", y, op, unscaled(n, t.Scale), sqlType(t))
}

// always is true on every value that converts, or on none.
func always(y string, holds bool) string {
	if holds {
		return y + " IS NOT NULL"
	}
	return "false"
}

// atScale returns ⌊number × 10^scale⌋ and whether nothing was cut off.
func atScale(number string, scale int) (*big.Int, bool) {
	r, ok := new(big.Rat).SetString(strings.TrimPrefix(number, "+"))
	if !ok {
		panic(fmt.Sprintf("number %q was checked when read", number))
	}
	r.Mul(r, new(big.Rat).SetInt(pow10(scale)))
	floor := new(big.Int).Div(r.Num(), r.Denom()) // Euclidean: floors, as denominators are positive
	return floor, r.IsInt()
}

// unscaled writes n / 10^scale.
func unscaled(n *big.Int, scale int) string {
	return new(big.Rat).SetFrac(n, pow10(scale)).FloatString(scale)
}

// bounds are the least and greatest values of a numeric type, at its scale.
func bounds(t rules.FieldType) (low, high *big.Int) {
	if t.Name == rules.TypeInteger {
		high = new(big.Int).Lsh(big.NewInt(1), hugeintBits)
		return new(big.Int).Neg(high), new(big.Int).Sub(high, big.NewInt(1))
	}
	high = new(big.Int).Sub(pow10(t.Precision), big.NewInt(1))
	return new(big.Int).Neg(high), high
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// CompareFields compares typed values. Two numeric types that do not fit into
// one of 38 digits are compared by their whole parts, then by what follows the
// point.
func (s *scan) CompareFields(left, op, right string) string {
	x, y := s.Typed(left), s.Typed(right)
	a, b := s.operand(left).field.Type, s.operand(right).field.Type
	if a.IsNumeric() && b.IsNumeric() && a.Name != b.Name || a.Name == rules.TypeDecimal && b.Name == rules.TypeDecimal {
		if max(wholeDigits(a), wholeDigits(b))+max(a.Scale, b.Scale) > 38 {
			x, y = inParts(x, a), inParts(y, b)
		}
	}
	return x + " " + op + " " + y
}

func wholeDigits(t rules.FieldType) int {
	if t.Name == rules.TypeInteger {
		return integerDigits
	}
	return t.Precision - t.Scale
}

// inParts is NULL, not a row of NULLs, where the value is.
func inParts(y string, t rules.FieldType) string {
	whole, rest := y, "0"
	if t.Scale > 0 {
		whole, rest = fmt.Sprintf("trunc(%s)", y), fmt.Sprintf("%[1]s - trunc(%[1]s)", y)
	}
	return fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN row(CAST(%s AS HUGEINT), CAST(%s AS DECIMAL(38,%d))) END", y, whole, rest, restScale)
}

// restScale holds what follows the point of any decimal.
const restScale = 38
