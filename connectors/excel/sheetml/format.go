package sheetml

import (
	"strings"
	"unicode"
)

// FormatKind is what a number format makes of a number.
type FormatKind uint8

// The kinds of number formats.
const (
	PlainNumber FormatKind = iota
	DateFormat
	TimeFormat    // a time of day
	ElapsedFormat // hours, minutes or seconds that count on past a day
)

// kindOfBuiltIn knows the formats that a workbook names by number only; 27-36 and
// 50-58 are the Chinese, Japanese and Korean ones.
func kindOfBuiltIn(id int) FormatKind {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return DateFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47:
		return TimeFormat
	case id == 46:
		return ElapsedFormat
	}
	return PlainNumber
}

// kindOfCode reads a custom format code: what its first section holds outside
// quotes, brackets and escapes.
func kindOfCode(code string) FormatKind {
	letters, elapsed := formatLetters(code)
	hasDate := strings.ContainsAny(letters, "yd") || strings.Contains(letters, "aaa") // aaaa is 星期一
	hasTime := strings.ContainsAny(letters, "hs")
	switch {
	case strings.Contains(letters, "general"), strings.Contains(letters, "standard"):
		return PlainNumber
	case hasDate:
		return DateFormat
	case elapsed:
		return ElapsedFormat
	case hasTime:
		return TimeFormat
	case strings.Contains(letters, "m"):
		return DateFormat
	}
	return PlainNumber
}

// formatLetters lower-cases what stands for the value, and reports brackets of
// elapsed time such as [h].
func formatLetters(code string) (letters string, elapsed bool) {
	var b strings.Builder
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case ';':
			return strings.ToLower(b.String()), elapsed
		case '"':
			i = indexFrom(runes, i+1, '"')
		case '\\', '!', '_', '*':
			i++
		case '[':
			end := indexFrom(runes, i+1, ']')
			inner := strings.ToLower(string(runes[i+1 : end]))
			elapsed = elapsed || inner != "" && strings.Trim(inner, inner[:1]) == "" && strings.ContainsAny(inner[:1], "hms")
			i = end
		default:
			b.WriteRune(r)
		}
	}
	return strings.ToLower(b.String()), elapsed
}

// masksNumber reports whether a custom format code shows digits of its own, in quotes,
// escaped or bare, or nothing of a number in its first section.
func masksNumber(code string) bool {
	first, own, shows := true, false, false
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case ';':
			first = false
		case '"':
			end := indexFrom(runes, i+1, '"')
			own = own || strings.ContainsFunc(string(runes[i+1:end]), unicode.IsDigit)
			i = end
		case '\\', '!':
			i++
			own = own || i < len(runes) && unicode.IsDigit(runes[i])
		case '_', '*':
			i++
		case '[':
			i = indexFrom(runes, i+1, ']')
		default:
			own = own || r != '0' && unicode.IsDigit(r)
			shows = shows || first && strings.ContainsRune("0#?@ydhmsgYDHMSG", r)
		}
	}
	return own || !shows
}

// indexFrom is the place of r at or after from, else the end.
func indexFrom(runes []rune, from int, r rune) int {
	for i := from; i < len(runes); i++ {
		if runes[i] == r {
			return i
		}
	}
	return len(runes)
}
