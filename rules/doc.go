// Package rules holds the vocabulary that the whole pipeline shares: fields and
// their types, rules and their kinds, outcomes, and the diagnostics with which
// every configuration mistake is reported.
//
// It stands between the workspace (which reads rules from YAML) and rules/plan
// (which turns them into SQL). It does no I/O and imports the standard library
// only.
package rules
