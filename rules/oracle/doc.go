// Package oracle judges an extract row by row in Go, written from the semantics
// alone: missing values, strict conversion, `when`, groups of equal rows and
// other datasets. It shares neither SQL nor validators with the plans, which have
// to agree with it on every count and every failing row. It is slow and simple on
// purpose: tests of rules run it beside the engine, the night never does.
package oracle
