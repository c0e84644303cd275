package main

import (
	"strings"
)

// What follows counts rules a second time, from the received text and the
// semantics page alone: no SQL, and none of the product's code.

// record is one data record's received text by column; an absent column has no
// entry, and so an empty value.
type record map[string]string

// tally is one rule's counts on one extract.
type tally struct{ Total, Applicable, Missing, Evaluated, Failed int64 }

// restated is a row-level rule in plain Go. Passes is asked only where no value
// in Reads is missing; a completeness rule has none and fails where one is.
type restated struct {
	rule    string
	reads   []string
	applies func(record) bool // nil: to every row
	passes  func(record) bool
}

// unique is a uniqueness rule.
type unique struct {
	rule    string
	fields  []string
	applies func(record) bool
}

// reading says which values of a dataset are missing.
type reading struct {
	placeholders map[string][]string // by field; others have the default
}

// defaultPlaceholders are the semantics page's.
var defaultPlaceholders = []string{"无", "未知", "不详", "暂无", "N/A", "NULL", "null", "-", "--", "/"}

func (r reading) missing(row record, field string) bool {
	value := strings.TrimSpace(row[field])
	if value == "" {
		return true
	}
	list, own := r.placeholders[field]
	if !own {
		list = defaultPlaceholders
	}
	for _, p := range list {
		if value == p {
			return true
		}
	}
	return false
}

func (r reading) anyMissing(row record, fields []string) bool {
	for _, f := range fields {
		if r.missing(row, f) {
			return true
		}
	}
	return false
}

// count counts one rule over all records.
func (r reading) count(rule restated, rows []record) tally {
	out := tally{Total: int64(len(rows))}
	for _, row := range rows {
		if rule.applies != nil && !rule.applies(row) {
			continue
		}
		out.Applicable++
		absent := r.anyMissing(row, rule.reads)
		if absent {
			out.Missing++
		}
		switch {
		case rule.passes == nil:
			out.Evaluated++
			if absent {
				out.Failed++
			}
		case !absent:
			out.Evaluated++
			if !rule.passes(row) {
				out.Failed++
			}
		}
	}
	return out
}

// countUnique fails every row of a group of two or more.
func (r reading) countUnique(rule unique, rows []record) tally {
	out := tally{Total: int64(len(rows))}
	groups := map[string]int64{}
	for _, row := range rows {
		if rule.applies != nil && !rule.applies(row) {
			continue
		}
		out.Applicable++
		if r.anyMissing(row, rule.fields) {
			out.Missing++
			continue
		}
		out.Evaluated++
		var key strings.Builder
		for _, f := range rule.fields {
			key.WriteString(strings.TrimSpace(row[f]) + "\x00")
		}
		groups[key.String()]++
	}
	for _, n := range groups {
		if n > 1 {
			out.Failed += n
		}
	}
	return out
}

// Restatements of the kinds' predicates, byte by byte.

func isDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

func isCapitals(s string, n int) bool {
	for _, c := range []byte(s) {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(s) == n
}

// is restates a predicate over the trimmed value of one field.
func is(field string, ok func(string) bool) func(record) bool {
	return func(row record) bool { return ok(strings.TrimSpace(row[field])) }
}

// received restates a predicate over the value of one field as received.
func received(field string, ok func(string) bool) func(record) bool {
	return func(row record) bool { return ok(row[field]) }
}

func oneOf(values ...string) func(string) bool {
	set := map[string]bool{}
	for _, v := range values {
		set[v] = true
	}
	return func(s string) bool { return set[s] }
}
