package database

import (
	"strings"
)

// Syntax is how a query language quotes: what looks like a marker inside quotes or
// a comment is none.
type Syntax struct {
	Backslash   bool // a backslash escapes in '…' (and in "…" and `…` of no language)
	EscapeText  bool // … in E'…' alone
	Backtick    bool // `name`
	Bracket     bool // [name]
	Hash        bool // # begins a comment
	Dollar      bool // $tag$text$tag$
	OracleQuote bool // q'[text]'
	Nested      bool // /* comments /* nest */ */
	// Marker writes the n-th use of a marker; n counts from 1.
	Marker func(name string, n int) string
}

// markers are the names that a query may bind.
var markers = []string{"slot_start", "slot_end"}

// Bind puts the language's own markers in the place of :slot_start and :slot_end
// and returns the names in the order of their use. Texts, quoted names, comments
// and ::casts stay as they are.
func (s Syntax) Bind(query string) (text string, names []string) {
	var b strings.Builder
	for at := 0; at < len(query); {
		if n := s.quoted(query, at); n > 0 {
			b.WriteString(query[at : at+n])
			at += n
			continue
		}
		if name := marker(query[at:]); name != "" {
			names = append(names, name)
			b.WriteString(s.Marker(name, len(names)))
			at += 1 + len(name)
			continue
		}
		n := 1
		if strings.HasPrefix(query[at:], "::") {
			n = 2
		}
		b.WriteString(query[at : at+n])
		at += n
	}
	return b.String(), names
}

// marker is the name bound at the start of text, or none.
func marker(text string) string {
	for _, name := range markers {
		rest, ok := strings.CutPrefix(text, ":"+name)
		if ok && (rest == "" || !wordByte(rest[0])) {
			return name
		}
	}
	return ""
}

// quoted is the length of the text, quoted name or comment that begins at a place
// of the query; 0 where none does. One without its end goes on to the query's end.
func (s Syntax) quoted(query string, at int) int {
	text := query[at:]
	word := at > 0 && wordByte(query[at-1])
	switch {
	case strings.HasPrefix(text, "--"), s.Hash && text[0] == '#':
		return until(text, 1, "\n")
	case strings.HasPrefix(text, "/*"):
		return s.comment(text)
	case s.OracleQuote && !word && len(text) > 2 && (text[0] == 'q' || text[0] == 'Q') && text[1] == '\'':
		return until(text, 3, closing(text[2])+"'")
	case s.EscapeText && !word && len(text) > 1 && (text[0] == 'e' || text[0] == 'E') && text[1] == '\'':
		return 1 + delimited(text[1:], '\'', true)
	case text[0] == '\'':
		return delimited(text, '\'', s.Backslash)
	case text[0] == '"':
		return delimited(text, '"', s.Backslash)
	case s.Backtick && text[0] == '`':
		return delimited(text, '`', false)
	case s.Bracket && text[0] == '[':
		return delimited(text, ']', false)
	case s.Dollar && !word && text[0] == '$':
		return dollar(text)
	}
	return 0
}

// delimited ends at the delimiter that is not doubled; the first byte opens.
func delimited(text string, delimiter byte, backslash bool) int {
	for i := 1; i < len(text); i++ {
		switch {
		case backslash && text[i] == '\\':
			i++
		case text[i] == delimiter && i+1 < len(text) && text[i+1] == delimiter:
			i++
		case text[i] == delimiter:
			return i + 1
		}
	}
	return len(text)
}

func (s Syntax) comment(text string) int {
	depth := 1
	for i := 2; i+1 < len(text); i++ {
		switch {
		case text[i:i+2] == "*/":
			depth--
			i++
		case s.Nested && text[i:i+2] == "/*":
			depth++
			i++
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(text)
}

// dollar is the length of $tag$text$tag$.
func dollar(text string) int {
	end := 1
	for end < len(text) && wordByte(text[end]) && text[end] != '$' {
		end++
	}
	if end == len(text) || text[end] != '$' || end > 1 && text[1] >= '0' && text[1] <= '9' {
		return 0
	}
	return until(text, end+1, text[:end+1])
}

// until ends after the first end from a place on.
func until(text string, from int, end string) int {
	i := strings.Index(text[from:], end)
	if i < 0 {
		return len(text)
	}
	return from + i + len(end)
}

// closing is what ends a text that Oracle's q' opens with a byte.
func closing(open byte) string {
	if i := strings.IndexByte("[{(<", open); i >= 0 {
		return "]})>"[i : i+1]
	}
	return string(open)
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
