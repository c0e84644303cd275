package plan

import (
	"fmt"
	"strings"
	"time"

	"cdoscore/rules"
)

// quote writes a text literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// quoteName writes an identifier.
func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// timestamp writes a moment as a zone-less TIMESTAMP of its own zone.
func timestamp(t time.Time) string {
	return "TIMESTAMP " + quote(t.Format("2006-01-02 15:04:05.999999"))
}

// whiteSpace is Unicode White_Space, which values are trimmed of. DuckDB's trim
// without a list removes the space only.
const whiteSpace = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

// fullWidth and halfWidth pair the full-width forms of ASCII with ASCII.
var fullWidth, halfWidth = widths()

func widths() (full, half string) {
	var f, h strings.Builder
	for c := '!'; c <= '~'; c++ {
		f.WriteRune(c - '!' + '！')
		h.WriteRune(c)
	}
	f.WriteRune('\u3000')
	h.WriteRune(' ')
	return f.String(), h.String()
}

// cleaned writes the trimmed value of x, NULL where it is missing. Trimming by a
// list of characters costs the engine a microsecond a value, so that only those
// with white space at an end are trimmed; and only those short enough are looked
// up among the placeholders.
func cleaned(x string, placeholders []string) string {
	longest := 0
	for _, p := range placeholders {
		longest = max(longest, len(p))
	}
	missing := append([]string{""}, trimAll(placeholders)...)
	trimmed := fmt.Sprintf("trim(%s, %s)", x, quote(whiteSpace))
	return fmt.Sprintf("CASE WHEN regexp_full_match(%[1]s, %[2]s) THEN CASE WHEN strlen(%[1]s) > %[3]d THEN %[1]s WHEN %[4]s THEN NULL ELSE %[1]s END WHEN %[5]s THEN NULL ELSE %[6]s END",
		x, quote(trimmedForm), longest, listed(x, missing), listed(trimmed, missing), trimmed)
}

// trimmedForm matches a text that is not empty and has no white space at its ends.
const trimmedForm = "[^" + whiteSpace + "](?s:.*[^" + whiteSpace + "])?"

func trimAll(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.Trim(v, whiteSpace)
	}
	return out
}

// listed is true where x is one of a few values.
func listed(x string, values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v)
	}
	return fmt.Sprintf("list_contains([%s], %s)", strings.Join(quoted, ", "), x)
}

// folded writes x with full-width ASCII folded to half width.
func folded(x string) string {
	return fmt.Sprintf("translate(%s, %s, %s)", x, quote(fullWidth), quote(halfWidth))
}

const (
	integerForm = `[+-]?[0-9]+`
	dateForm    = `[0-9]{4}-[0-9]{2}-[0-9]{2}`
	clockForm   = `([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?`
	zoneForm    = `(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)`
	trueForms   = `'true', '1', '是'`
	falseForms  = `'false', '0', '否'`
)

// converted writes t, a trimmed text, in the field's declared type: the strict
// form first, then the conversion. NULL where either does not hold.
func converted(t string, f rules.Field, zone string) string {
	switch f.Type.Name {
	case rules.TypeInteger, rules.TypeDecimal:
		return convertedNumber(t, f)
	case rules.TypeDate:
		return coalesce(append([]string{fmt.Sprintf("CASE WHEN regexp_full_match(%[1]s, '%[2]s') THEN TRY_CAST(%[1]s AS DATE) END", t, dateForm)},
			declaredForms(t, f.Formats, "DATE")...))
	case rules.TypeTimestamp:
		return coalesce(append([]string{isoTimestamp(t, zone)}, declaredForms(t, f.Formats, "TIMESTAMP")...))
	case rules.TypeBoolean:
		return fmt.Sprintf("CASE WHEN lower(%[1]s) IN (%[2]s) THEN true WHEN lower(%[1]s) IN (%[3]s) THEN false END", t, trueForms, falseForms)
	}
	return t
}

// sqlType is the engine's type of a field's typed values.
func sqlType(t rules.FieldType) string {
	switch t.Name {
	case rules.TypeInteger:
		return "HUGEINT"
	case rules.TypeDecimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", t.Precision, t.Scale)
	case rules.TypeDate:
		return "DATE"
	case rules.TypeTimestamp:
		return "TIMESTAMP"
	case rules.TypeBoolean:
		return "BOOLEAN"
	}
	return "VARCHAR"
}

// isoTimestamp converts the ISO forms of a time. A time with a zone but without
// seconds gets them, since the engine reads a zone only after seconds.
func isoTimestamp(t, zone string) string {
	seconds := fmt.Sprintf("CASE WHEN substr(%[1]s, 17, 1) = ':' THEN %[1]s ELSE left(%[1]s, 16) || ':00' || substr(%[1]s, 17) END", t)
	return fmt.Sprintf("CASE WHEN regexp_full_match(%[1]s, '%[2]s[T ]%[3]s') THEN TRY_CAST(%[1]s AS TIMESTAMP) WHEN regexp_full_match(%[1]s, '%[2]s[T ]%[3]s%[4]s') THEN timezone(%[5]s, TRY_CAST(%[6]s AS TIMESTAMPTZ)) END",
		t, dateForm, clockForm, zoneForm, quote(zone), seconds)
}

func convertedNumber(t string, f rules.Field) string {
	form, target := integerForm, sqlType(f.Type)
	if f.Type.Name == rules.TypeDecimal {
		form = decimalForm(f.Type)
	}
	if !f.Thousands {
		return fmt.Sprintf("CASE WHEN regexp_full_match(%[1]s, '%[2]s') THEN TRY_CAST(%[1]s AS %[3]s) END", t, form, target)
	}
	bare := fmt.Sprintf("replace(%s, ',', '')", t)
	return fmt.Sprintf("CASE WHEN regexp_full_match(%[1]s, '%[2]s') AND regexp_full_match(%[3]s, '%[4]s') THEN TRY_CAST(%[3]s AS %[5]s) END",
		t, thousandsForm, bare, form, target)
}

// thousandsForm is plain digits, or groups of three after the first one to three.
const thousandsForm = `[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?`

// decimalForm is at most precision − scale digits before the point, leading
// zeros aside, and at most scale after it.
func decimalForm(t rules.FieldType) string {
	whole := "0+"
	if n := t.Precision - t.Scale; n > 0 {
		whole = fmt.Sprintf("0*[0-9]{1,%d}", n)
	}
	if t.Scale == 0 {
		return "[+-]?" + whole
	}
	return fmt.Sprintf("[+-]?%s([.][0-9]{1,%d})?", whole, t.Scale)
}

// declaredForms converts by a field's own date forms: their shape first, since
// strptime alone takes two-digit years and padding.
func declaredForms(t string, formats []string, target string) []string {
	var out []string
	for _, f := range formats {
		out = append(out, fmt.Sprintf("CASE WHEN regexp_full_match(%[1]s, %[2]s) THEN TRY_CAST(try_strptime(%[1]s, %[3]s) AS %[4]s) END",
			t, quote(strptimeForm(f)), quote(f), target))
	}
	return out
}

// strptimeForm is the strict shape of a date form: %Y has four digits, all other
// parts one or two.
func strptimeForm(format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		switch {
		case format[i] == '%' && i+1 < len(format):
			i++
			b.WriteString(map[byte]string{'Y': "[0-9]{4}", '%': "%"}[format[i]])
			if strings.IndexByte("mdHMS", format[i]) >= 0 {
				b.WriteString("[0-9]{1,2}")
			}
		default:
			b.WriteString(regexpLiteral(format[i]))
		}
	}
	return b.String()
}

func regexpLiteral(c byte) string {
	if strings.IndexByte(`\.+*?()|[]{}^$`, c) >= 0 {
		return `\` + string(c)
	}
	return string([]byte{c})
}

func coalesce(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return "coalesce(" + strings.Join(parts, ", ") + ")"
}
