package xlsx

import (
	"math"
	"strings"

	"golang.org/x/text/width"
)

// lineHeight is the height of a line in points per point of the font: the CJK
// faces of Excel, WPS and LibreOffice need between 1.2 and 1.5.
const lineHeight = 1.5

// tallest is the greatest height of a row that Excel allows, in points.
const tallest = 409

// columnsOf is the width of a rune in half-width columns.
func columnsOf(r rune) int {
	if r < 0x80 {
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 2
	}
	return 1
}

// linesOf estimates on how many lines a text of the body size wraps in so many
// columns. Han text breaks anywhere, Latin text at spaces, as spreadsheets do.
func linesOf(s string, columns float64) int {
	lines := 0
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines += wrapped(paragraph, max(1, int(columns)))
	}
	return lines
}

func wrapped(s string, columns int) int {
	if isWord(s) {
		return max(1, (len(s)+columns-1)/columns)
	}
	return wrappedRunes(s, columns)
}

func wrappedRunes(s string, columns int) int {
	lines, used, word := 1, 0, 0
	for _, r := range s {
		w := columnsOf(r)
		breakable := w == 2 || r == ' ' || r == '-'
		if used+w > columns {
			lines++
			// A word that fits on a line moves to the next one as a whole.
			used = 0
			if !breakable && word+w <= columns {
				used = word
			} else {
				word = 0
			}
		}
		used += w
		if breakable {
			word = 0
		} else {
			word += w
		}
	}
	return lines
}

// isWord reports whether a text is one word of ASCII.
func isWord(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == '-' || c >= 0x7f {
			return false
		}
	}
	return true
}

// longestWord is the width that a heading needs so that none of its Latin words breaks, in
// characters: bold type runs about a fifth wider.
func longestWord(heading string) float64 {
	longest := 0
	for _, word := range strings.Fields(heading) {
		if columns := columnsOfWord(word); columns > longest {
			longest = columns
		}
	}
	return 1.2*float64(longest) + 1
}

// columnsOfWord is the width of a word that breaks nowhere; 0 of one that may, as Han text.
func columnsOfWord(word string) int {
	columns := 0
	for _, r := range word {
		if columnsOf(r) == 2 {
			return 0
		}
		columns++
	}
	return columns
}

// heightOf is the height that a text needs in a cell of a given width (in
// characters of the default font), in points.
func heightOf(s string, columns, size float64) float64 {
	// A cell keeps about one character free for its margins, and larger type
	// needs more room in proportion.
	room := (columns - 1.2) * 11 / (size + 0.5)
	return math.Min(tallest, float64(linesOf(s, room))*math.Ceil(size*lineHeight)+3)
}
