// Package plan turns the rules of one dataset into SQL: all row-level measures
// in one fused scan, uniqueness and references as sub-plans, and the rows behind
// a failure as a third form of the same predicates.
//
// It is the only place that quotes SQL, and it is pure: it never runs what it
// writes. The dialect is DuckDB's.
package plan
