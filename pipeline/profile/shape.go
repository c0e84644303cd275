package profile

import (
	"fmt"
	"strings"
	"unicode"

	"cdoscore/rules"
)

// Short writes a shape with runs of a sign as the sign and its number: 999999 is
// 9{6}.
func Short(shape string) string {
	var b strings.Builder
	for _, r := range runs(shape) {
		b.WriteRune(r.sign)
		if r.n > 1 && strings.ContainsRune("9aA汉文␣", r.sign) {
			fmt.Fprintf(&b, "{%d}", r.n)
		} else if r.n > 1 {
			b.WriteString(strings.Repeat(string(r.sign), r.n-1))
		}
	}
	return b.String()
}

type run struct {
	sign rune
	n    int
}

func runs(shape string) []run {
	var out []run
	for _, c := range shape {
		if len(out) > 0 && out[len(out)-1].sign == c {
			out[len(out)-1].n++
		} else {
			out = append(out, run{c, 1})
		}
	}
	return out
}

// manyValues is the number of values from which one shape is a rule.
const manyValues = 10

// Pattern is a regular expression of the commonest shape of a text column that is
// a code of letters and digits, and the rows that have the shape; "" where the
// values have no such shape in common.
func (c *Column) Pattern() (string, int64) {
	if c.Field.Type.Name != rules.TypeString || c.Follows != nil && !c.Follows.Ever || len(c.Shape) == 0 || c.Distinct < manyValues || !enough(c.Shape[0].Rows, c.Present()) {
		return "", 0
	}
	var b strings.Builder
	for _, r := range runs(c.Shape[0].Text) {
		switch {
		case r.sign == '9':
			b.WriteString("[0-9]")
		case r.sign == 'a':
			b.WriteString("[a-z]")
		case r.sign == 'A':
			b.WriteString("[A-Z]")
		case r.sign > unicode.MaxASCII:
			return "", 0
		case strings.ContainsRune(`\.+*?()|[]{}^$`, r.sign):
			b.WriteString(`\` + string(r.sign))
		default:
			b.WriteRune(r.sign)
		}
		if r.n > 1 {
			fmt.Fprintf(&b, "{%d}", r.n)
		}
	}
	return b.String(), c.Shape[0].Rows
}
