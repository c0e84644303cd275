package reports

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Printable makes a text fit to be shown: control characters, which XML cannot
// hold or a program may act upon, become names such as <TAB> and <U+0001>, and
// what is no character becomes U+FFFD. Line feeds stay. It reports whether a
// control character was replaced.
func Printable(s string) (string, bool) {
	if ascii(s) || !strings.ContainsFunc(s, unprintable) && utf8.ValidString(s) {
		return s, false
	}
	var b strings.Builder
	replaced := false
	for _, r := range s {
		switch {
		case r == 0xfffe || r == 0xffff:
			b.WriteRune(utf8.RuneError)
		case unprintable(r):
			replaced = true
			b.WriteString(controlName(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), replaced
}

// ascii reports whether a text is printable ASCII, as nearly all are.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func unprintable(r rune) bool {
	return (r < 0x20 && r != '\n') || r == 0x7f || r == 0xfffe || r == 0xffff
}

func controlName(r rune) string {
	switch r {
	case 0:
		return "<NUL>"
	case '\t':
		return "<TAB>"
	case '\r':
		return "<CR>"
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// Cut shortens a text to at most longest UTF-16 units, as spreadsheets count, and
// ends it with the notice that it is given the number of its characters for.
func Cut(s string, longest int, notice func(characters int) string) string {
	if len(s) <= longest || len(utf16.Encode([]rune(s))) <= longest {
		return s
	}
	end := notice(utf8.RuneCountInString(s))
	room := longest - len(utf16.Encode([]rune(end)))
	for i, r := range s {
		if room -= utf16.RuneLen(r); room < 0 {
			return s[:i] + end
		}
	}
	return s
}

// LongestValue is where a sample's value is cut, in UTF-16 units: where a printed
// row would end.
const LongestValue = 400
