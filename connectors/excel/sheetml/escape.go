package sheetml

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// escapeLength is the length of _xHHHH_.
const escapeLength = 7

// unescape replaces, behind from, each _xHHHH_ by the UTF-16 code unit it stands
// for, as Excel does. Half of a surrogate pair stays as written: it is no
// character.
func unescape(text []byte, from int) []byte {
	first := bytes.Index(text[from:], []byte("_x"))
	if first < 0 {
		return text
	}
	out := text[:from+first]
	for rest := bytes.Clone(text[from+first:]); len(rest) > 0; {
		char, n := escaped(rest)
		if n == 0 {
			out = append(out, rest[0])
			rest = rest[1:]
			continue
		}
		out = utf8.AppendRune(out, char)
		rest = rest[n:]
	}
	return out
}

// escaped is the character of the escape at the start of text, and the escape's
// length; 0: there is none.
func escaped(text []byte) (rune, int) {
	unit, ok := escapedUnit(text)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(unit):
		return unit, escapeLength
	}
	second, ok := escapedUnit(text[escapeLength:])
	if pair := utf16.DecodeRune(unit, second); ok && pair != utf8.RuneError {
		return pair, 2 * escapeLength
	}
	return 0, 0
}

func escapedUnit(text []byte) (rune, bool) {
	if len(text) < escapeLength || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil
}
