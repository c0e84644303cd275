package reports

import (
	"strconv"
	"strings"

	"cdoscore/rules/score"
)

// The forms of figures within texts, as the workbooks show them.

// PointsText is a score with two decimals, half up.
func PointsText(x float64) string { return strconv.FormatFloat(score.Round(x), 'f', 2, 64) }

// ChangeText is a difference of scores with its sign.
func ChangeText(x float64) string {
	if s := PointsText(x); x <= 0 {
		return strings.Replace(s, "-", "−", 1)
	} else {
		return "+" + s
	}
}

// CountText is a count, 12,345,678.
func CountText(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
