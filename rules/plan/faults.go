package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cdoscore/rules"
)

// Faults is the plan's second form: every failing row of one extract with the
// rules that it fails, from the same predicates as the counts.
type Faults struct {
	// Pairs selects _row and a text of numbers between commas, the places in Rules
	// of the rules that the row fails; a row may come several times, in any order.
	Pairs Query
	Rules []*rules.Rule

	path    string
	columns []Column
}

// NewFaults plans the failing rows of some rules of an extract, with the values of
// every column as received. Rules that have no failing rows (dataset-level
// ones, coverage, and those without a bound snapshot) are left out; false: none is
// left.
func NewFaults(in Input, failing []*rules.Rule) (Faults, bool) {
	f := Faults{path: in.Path, columns: in.Columns}
	s := newScan(in)
	var fused, branches []string
	types := map[string]Type{}
	for _, r := range failing {
		n := len(f.Rules)
		if r.Kind.Scope == rules.RowScope {
			fused = append(fused, fmt.Sprintf("CASE WHEN %s THEN '%d' END", s.judge(s.judgement(r).failed()), n))
		} else {
			q, ok := Failing(in, r, 0)
			if !ok {
				continue
			}
			branches = append(branches, fmt.Sprintf("SELECT _row, '%d' AS failed FROM (%s)", n, q.SQL))
			for _, t := range q.Types {
				types[t.Name] = t
			}
		}
		f.Rules = append(f.Rules, r)
	}
	if len(fused) > 0 {
		branches = append(branches, fmt.Sprintf("SELECT _row, failed FROM (%s\nSELECT _row, concat_ws(',', %s) AS failed FROM judged) WHERE failed <> ''", s.with(), strings.Join(fused, ",\n  ")))
		for _, t := range s.typeList() {
			types[t.Name] = t
		}
	}
	f.Pairs.Types = slices.Collect(maps.Values(types))
	f.Pairs.SQL = strings.Join(branches, "\nUNION ALL\n")
	return f, len(f.Rules) > 0
}

// Page selects, of the pairs kept in a table, the rows numbered from up to but not
// including to: _row, the rules that fail, and the values of all columns, by _row.
func (f Faults) Page(table string, from, to int64) Query {
	columns := []string{"p._row", "p.failed"}
	for _, c := range f.columns {
		columns = append(columns, "d."+quoteName(c.Stored))
	}
	within := fmt.Sprintf("_row >= %d AND _row < %d", from, to)
	return Query{SQL: fmt.Sprintf(`SELECT %s
FROM (SELECT _row, string_agg(failed, ',') AS failed FROM %s WHERE %s GROUP BY _row) p
JOIN (SELECT * FROM read_parquet(%s) WHERE %s) d ON p._row = d._row
ORDER BY p._row`, strings.Join(columns, ", "), table, within, quote(f.path), within)}
}

// Columns is how many values a row of a page has.
func (f Faults) Columns() int { return len(f.columns) }
