package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a configuration file. Line and Col count from 1; a zero
// Line means that only the file is known.
type Pos struct {
	File string
	Line int
	Col  int
}

// String returns file:line:col, or as much of it as is known.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Diagnostic is one mistake in the configuration: where it is, what it is and
// what to do about it.
type Diagnostic struct {
	Pos     Pos
	Message string
}

func (d Diagnostic) String() string { return d.Pos.String() + ": " + d.Message }

// Diagnostics collects every mistake of a load, so that all are reported at
// once. The zero value is ready for use.
type Diagnostics struct {
	list []Diagnostic
}

// Addf records a mistake at pos.
func (d *Diagnostics) Addf(pos Pos, format string, args ...any) {
	d.list = append(d.list, Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...)})
}

// Len returns how many mistakes were recorded.
func (d *Diagnostics) Len() int { return len(d.list) }

// Sorted returns the mistakes by file, line, column and message, each once.
func (d *Diagnostics) Sorted() []Diagnostic {
	out := slices.Clone(d.list)
	slices.SortStableFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(out)
}

// Err returns nil when nothing was recorded, else a *ConfigError with all of it.
func (d *Diagnostics) Err() error {
	if len(d.list) == 0 {
		return nil
	}
	return &ConfigError{Diagnostics: d.Sorted()}
}

// ConfigError reports every mistake of a configuration, one per line.
type ConfigError struct {
	Diagnostics []Diagnostic
}

func (e *ConfigError) Error() string {
	lines := make([]string, len(e.Diagnostics))
	for i, d := range e.Diagnostics {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

// Suggest returns `: did you mean "x"?` for the candidate nearest to word, or
// "" when none is near enough to be worth naming.
func Suggest(word string, candidates []string) string {
	best, bestDistance := "", 1+max(1, len([]rune(word))/3)
	for _, c := range candidates {
		if d := editDistance(strings.ToLower(word), strings.ToLower(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(": did you mean %q?", best)
}

// editDistance counts insertions, deletions, substitutions and swaps of
// neighbours (the optimal string alignment distance).
func editDistance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	rows := make([][]int, len(ra)+1)
	for i := range rows {
		rows[i] = make([]int, len(rb)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(ra); i++ {
		for j := 1; j <= len(rb); j++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(ra)][len(rb)]
}
