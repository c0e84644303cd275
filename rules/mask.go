package rules

import (
	"strings"
	"unicode/utf8"
)

// Mask hides a value of personal data (semantics, Samples and personal data): an
// ID keeps its first 6 and last 2 characters, a phone number its first 3 and last
// 2, a name its first; of everything else only the length is shown. A value too
// short to keep both ends is hidden whole. Class "" shows the value.
func Mask(class PII, value string) string {
	switch class {
	case "":
		return value
	case PIIID:
		return keepEnds(value, 6, 2)
	case PIIPhone:
		return keepEnds(value, 3, 2)
	case PIIName:
		return keepEnds(value, 1, 0)
	}
	return strings.Repeat("*", utf8.RuneCountInString(value))
}

func keepEnds(value string, first, last int) string {
	r := []rune(value)
	hidden := len(r) - first - last
	if hidden < 1 {
		return strings.Repeat("*", len(r))
	}
	return string(r[:first]) + strings.Repeat("*", hidden) + string(r[len(r)-last:])
}
