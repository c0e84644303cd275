// Package kinds is the rule catalogue: one file per kind, each with its
// documentation and its options, and All, the one list of them.
//
// A kind reads its options into a check; row-level checks say in SQL where a row
// passes, dataset-level ones judge plain facts in Go. What is counted and which
// rows are evaluated is decided by rules/plan alone, the same for every kind.
package kinds
