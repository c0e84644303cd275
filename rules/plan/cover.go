package plan

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

// cover writes the layers of a coverage rule, the last of which, absent, holds
// each expected value k once and whether the rows lack it.
func cover(in Input, r *rules.Rule) (s *scan, layers string) {
	c := r.Check.(rules.CoverCheck)
	s = newScan(in)
	j := s.judgement(r)
	field := s.Text(c.Reads()[0])
	further, expected := "", ""
	if dataset, names := c.Target(); dataset != "" {
		other := theirs(in, in.Targets[r.ID])
		t := other.Text(names[0])
		further = ",\n" + other.layers()
		expected = "SELECT DISTINCT " + t + " AS k\n  FROM their_judged\n  WHERE " + t + " IS NOT NULL"
	} else {
		expected = "SELECT DISTINCT unnest(CAST([" + quoted(c.Expected(in.Cutoff)) + "] AS VARCHAR[])) AS k"
	}
	found := fmt.Sprintf("SELECT DISTINCT %s AS k\n  FROM judged\n  WHERE %s", field, j.evaluated())
	return s, s.with() + further + fmt.Sprintf(",\nexpected AS (%s),\nfound AS (%s),\nabsent AS (SELECT k, k NOT IN (SELECT k FROM found) AS lacking\n  FROM expected)", expected, found)
}

func quoted(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = quote(v)
	}
	return strings.Join(out, ", ")
}

func coverQuery(in Input, r *rules.Rule) Query {
	s, layers := cover(in, r)
	return Query{SQL: layers + "\nSELECT count(*), count(*) FILTER (WHERE lacking)\nFROM absent", Types: s.typeList(), Measures: []string{SubEvaluated, SubFailed}}
}

// Absent selects the lowest expected values that a coverage rule does not find.
func Absent(in Input, r *rules.Rule, limit int) Query {
	s, layers := cover(in, r)
	return Query{SQL: layers + fmt.Sprintf("\nSELECT k\nFROM absent\nWHERE lacking\nORDER BY k\nLIMIT %d", limit), Types: s.typeList()}
}
