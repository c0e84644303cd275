package files

import (
	"path"
	"strings"

	"cdoscore/connectors"
)

// Dated is a text that may hold slot dates, as in out-{slot:20060102}.csv; {{ in
// it is a plain {.
type Dated struct{ pieces pattern }

// ParseDated reads a text in which wildcards mean nothing: a program's argument, a
// URL.
func ParseDated(text string) (Dated, error) {
	p, err := cutAtDates(text)
	return Dated{p}, err
}

// ParsePath is ParseDated for a path that may also hold *, ? and [..].
func ParsePath(text string) (Dated, error) {
	p, err := parsePattern(text)
	return Dated{p}, err
}

// For writes the slot's dates into the text.
func (d Dated) For(s connectors.Slot) string { return d.pieces.expand(s) }

// IsZero is true for the empty text.
func (d Dated) IsZero() bool { return len(d.pieces) == 0 }

// HasWildcard is true for a path that may name several files.
func HasWildcard(path string) bool { return hasWildcard(path) }

// Match reports whether a file's name is one that the last part of a path asks
// for. A wildcard does not match names that start with "." or "~$".
func Match(pattern, name string) bool {
	matched, err := path.Match(pattern, name)
	return err == nil && matched && !passedOver(name, pattern)
}

// Literal writes a name so that, as a path option, it names nothing but itself.
func Literal(name string) string {
	if hasWildcard(name) {
		name = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
	}
	return strings.ReplaceAll(name, "{", "{{")
}
