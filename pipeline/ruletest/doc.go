// Package ruletest runs tests of rules that anybody can write: a dataset file, some
// rows and the counts that they are to give, in one txtar archive (format.md says
// how). Each case is judged by the night's own way — frozen, planned, scored in
// DuckDB — rule by rule, all rules fused, with the rows shuffled, in many small row
// groups, and by the oracle in Go; every way must give the same counts and the same
// failing rows before they are compared with what the case wants.
package ruletest

import _ "embed"

//go:embed format.md
var format string

// Format is the manual of the case format, in Markdown.
func Format() string { return format }
