package plan

import (
	"fmt"
	"slices"
	"strings"

	"cdoscore/rules"
)

// uniqueQuery counts the rows in groups of two or more, and those groups.
func uniqueQuery(in Input, r *rules.Rule) Query {
	s := newScan(in)
	j := s.judgement(r)
	keys := strings.Join(j.present, ", ")
	evaluated := j.evaluated()
	return Query{SQL: fmt.Sprintf("%s\nSELECT CAST(coalesce(sum(n), 0) AS BIGINT), count(*)\nFROM (SELECT count(*) AS n FROM judged WHERE %s GROUP BY %s HAVING count(*) > 1)",
		s.with(), evaluated, keys), Types: s.typeList(), Measures: []string{"failed rows", "groups"}}
}

// referenceQuery counts the rows without a counterpart.
func referenceQuery(in Input, r *rules.Rule) Query {
	s := newScan(in)
	j := s.judgement(r)
	absent := absentIn(in, r, j)
	return Query{SQL: fmt.Sprintf("%s%s\nSELECT count(*), 0\nFROM judged\nWHERE %s AND NOT EXISTS (%s)", s.with(), absent.layers, j.evaluated(), absent.lookup),
		Types: s.typeList(), Measures: []string{"failed rows", "groups"}}
}

type lookup struct{ layers, lookup string }

// absentIn writes the layers of a rule's other dataset and the look-up of a row
// in them.
func absentIn(in Input, r *rules.Rule, j judgement) lookup {
	target := in.Targets[r.ID]
	_, names := r.Check.(rules.JoinCheck).Target()
	other := newScan(Input{Columns: target.Columns, Fields: target.Fields})
	var raw, keys, equal []string
	for i, name := range names {
		o := other.operand(name)
		raw = append(raw, fmt.Sprintf("%s AS x%d", o.received(), i))
		keys = append(keys, fmt.Sprintf("%s AS k%d", cleaned(fmt.Sprintf("x%d", i), o.field.Placeholders), i))
		equal = append(equal, fmt.Sprintf("k%d = %s", i, j.scan.Text(r.Fields()[i])))
	}
	layers := ",\n" + layer("other", raw, "read_parquet("+quote(target.Path)+")") + ",\n" + layer("keys", keys, "other")
	return lookup{layers, "SELECT 1 FROM keys WHERE " + strings.Join(equal, " AND ")}
}

// Failing selects the row numbers that fail one rule, lowest first, from the
// same predicates as the counts; limit 0 means all of them. Dataset-level rules,
// and references without a bound snapshot, have no failing rows and give false.
func Failing(in Input, r *rules.Rule, limit int) (Query, bool) {
	s := newScan(in)
	var where, extra string
	switch r.Kind.Scope {
	case rules.DatasetScope:
		return Query{}, false
	case rules.RowScope:
		where = s.judgement(r).failed()
	case rules.UniqueScope:
		j := s.judgement(r)
		keys := strings.Join(j.present, ", ")
		where = fmt.Sprintf("%s AND (%s) IN (SELECT (%s) FROM judged WHERE %s GROUP BY %s HAVING count(*) > 1)",
			j.evaluated(), rowOf(j.present), rowOf(j.present), j.evaluated(), keys)
	case rules.JoinScope:
		if _, bound := in.Targets[r.ID]; !bound {
			return Query{}, false
		}
		j := s.judgement(r)
		absent := absentIn(in, r, j)
		where, extra = j.evaluated()+" AND NOT EXISTS ("+absent.lookup+")", absent.layers
	}
	sql := s.with() + extra + "\nSELECT _row\nFROM judged\nWHERE " + where + "\nORDER BY _row"
	if limit > 0 {
		sql += fmt.Sprintf("\nLIMIT %d", limit)
	}
	return Query{SQL: sql, Types: s.typeList()}, true
}

func rowOf(columns []string) string {
	if len(columns) == 1 {
		return columns[0]
	}
	return "row(" + strings.Join(columns, ", ") + ")"
}

// Samples selects the lowest row numbers that fail each of several row-level
// rules in one scan: one list per rule, in the order given, NULL where none.
func Samples(in Input, failing []*rules.Rule, limit int) Query {
	s := newScan(in)
	lists := make([]string, len(failing))
	for i, r := range failing {
		lists[i] = fmt.Sprintf("min(_row, %d) FILTER (WHERE %s)", limit, s.judge(s.judgement(r).failed()))
	}
	return Query{SQL: s.with() + "\nSELECT " + strings.Join(lists, ",\n  ") + "\nFROM judged", Types: s.typeList()}
}

// Values selects, for some rows, the row number and the named fields as
// received; a field that the extract lacks is NULL.
func Values(in Input, rows []int64, fields []string) Query {
	s := newScan(in)
	columns := []string{"_row"}
	for _, f := range fields {
		o := s.operand(f)
		name := "CAST(NULL AS VARCHAR)"
		if o.stored != "" {
			name = quoteName(o.stored)
		}
		columns = append(columns, fmt.Sprintf("%s AS v%d", name, len(columns)))
	}
	wanted := slices.Clone(rows)
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	list := make([]string, len(wanted))
	for i, r := range wanted {
		list[i] = fmt.Sprint(r)
	}
	return Query{SQL: fmt.Sprintf("SELECT %s\nFROM read_parquet(%s)\nWHERE _row IN (%s)\nORDER BY _row", strings.Join(columns, ", "), quote(in.Path), strings.Join(list, ", "))}
}

// Explain writes the counts of one rule alone as SQL that gives total,
// applicable, evaluated and failed, for those who want to see how a point came
// about. Dataset-level rules are judged in Go and give false.
func Explain(in Input, r *rules.Rule) (Query, bool) {
	if r.Kind.Scope == rules.DatasetScope {
		return Query{}, false
	}
	s := newScan(in)
	j := s.judgement(r)
	applicable := "true"
	if len(j.conditions) > 0 {
		applicable = strings.Join(j.conditions, " AND ")
	}
	failed, extra := "", ""
	switch r.Kind.Scope {
	case rules.RowScope:
		failed = j.failed()
	case rules.UniqueScope:
		failed = j.evaluated() + " AND count(*) OVER (PARTITION BY " + j.evaluated() + ", " + strings.Join(j.present, ", ") + ") > 1"
	case rules.JoinScope:
		if _, bound := in.Targets[r.ID]; !bound {
			return Query{}, false
		}
		absent := absentIn(in, r, j)
		failed, extra = j.evaluated()+" AND NOT EXISTS ("+absent.lookup+")", absent.layers
	}
	verdicts := fmt.Sprintf("SELECT (%s) AS applicable, (%s) AS evaluated, (%s) AS failed\n  FROM judged", applicable, j.counted(), failed)
	return Query{SQL: s.with() + extra + ",\nverdicts AS (" + verdicts + ")" +
		"\nSELECT count(*) AS total, count(*) FILTER (WHERE applicable) AS applicable, count(*) FILTER (WHERE evaluated) AS evaluated, count(*) FILTER (WHERE failed) AS failed\nFROM verdicts",
		Types: s.typeList(), Measures: []string{"total", "applicable", "evaluated", "failed"}}, true
}
