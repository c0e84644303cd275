package plan

import (
	"fmt"
	"slices"
	"strings"

	"cdoscore/rules"
)

// verdicts is one rule as predicates over the rows of from: what its counts, its
// failing rows and its explanation are all made of.
type verdicts struct {
	scan      *scan
	layers    string // further common table expressions, each after a comma
	from      string
	evaluated string
	failed    string
	further   []named // what else is counted
}

type named struct{ name, predicate string }

// verdictsOf writes a rule's verdicts. False: it has no failing rows, since it is
// about the dataset as a whole, or its other dataset has no snapshot.
func verdictsOf(in Input, r *rules.Rule) (verdicts, bool) {
	if r.Kind.Scope == rules.DatasetScope || r.Kind.Scope == rules.CoverScope {
		return verdicts{}, false
	}
	s := newScan(in)
	j := s.judgement(r)
	v := verdicts{scan: s, from: "judged", evaluated: j.counted()}
	switch r.Kind.Scope {
	case rules.RowScope:
		v.failed = j.failed()
	case rules.UniqueScope:
		v.failed = repeated(j)
	case rules.FiguresScope:
		v.figures(r.Check.(rules.FiguresCheck), j)
	case rules.JoinScope:
		target, bound := in.Targets[r.ID]
		if !bound {
			return verdicts{}, false
		}
		if c, ok := r.Check.(rules.MatchCheck); ok {
			v.match(c, j, in, target)
		} else {
			v.reference(r.Check.(rules.JoinCheck), j, in, target)
		}
	}
	return v, true
}

func (v verdicts) with() string { return v.scan.with() + v.layers }

// repeated is true on the rows of groups of two or more.
func repeated(j judgement) string {
	keys := j.keys()
	return fmt.Sprintf("%s AND (%s) IN (SELECT (%s) FROM judged WHERE %s GROUP BY %s HAVING count(*) > 1)",
		j.evaluated(), rowOf(keys), rowOf(keys), j.evaluated(), strings.Join(keys, ", "))
}

func rowOf(columns []string) string {
	if len(columns) == 1 {
		return columns[0]
	}
	return "row(" + strings.Join(columns, ", ") + ")"
}

// figures adds a layer for each figure, computed after those before it.
func (v *verdicts) figures(c rules.FiguresCheck, j judgement) {
	pass := c.Pass(v.scan)
	for i, figure := range c.Figures(v.scan) {
		v.layers += fmt.Sprintf(",\nfigure%d AS (SELECT %s AS s%d\n  FROM %s\n  WHERE %s)", i, figure, i, v.from, j.evaluated())
		v.from += fmt.Sprintf(", figure%d", i)
	}
	if judged := c.Judged(); judged != "" {
		v.evaluated += " AND (" + judged + ") IS TRUE"
	}
	v.failed = v.evaluated + " AND (" + pass + ") IS NOT TRUE"
}

// theirs scans the other dataset under names of its own.
func theirs(in Input, target Target) *scan {
	s := newScan(Input{Path: target.Path, Columns: target.Columns, Fields: target.Fields, Cutoff: in.Cutoff, Zone: in.Zone})
	s.prefix = "their_"
	return s
}

func (v *verdicts) reference(c rules.JoinCheck, j judgement, in Input, target Target) {
	other := theirs(in, target)
	_, names := c.Target()
	var keys, equal []string
	for i, name := range names {
		keys = append(keys, fmt.Sprintf("%s AS k%d", other.Text(name), i))
		equal = append(equal, fmt.Sprintf("k%d = %s", i, v.scan.Text(c.Reads()[i])))
	}
	v.layers = ",\n" + other.layers() + ",\n" + layer("keys", keys, "their_judged")
	v.failed = j.evaluated() + " AND NOT EXISTS (SELECT 1 FROM keys WHERE " + strings.Join(equal, " AND ") + ")"
}

// subsOf plans what a rule counts in queries of its own.
func subsOf(in Input, r *rules.Rule) []Sub {
	if r.Kind.Scope == rules.CoverScope {
		return []Sub{{r.ID, coverQuery(in, r)}}
	}
	v, ok := verdictsOf(in, r)
	if !ok {
		return nil
	}
	conditional := len(in.Waived[r.ID]) > 0 && !in.allWaived(r.ID)
	if r.Kind.Scope == rules.UniqueScope {
		subs := []Sub{{r.ID, uniqueQuery(in, r)}}
		if conditional {
			subs = append(subs, Sub{r.ID, v.counts(named{SubExempt, v.failed + " AND " + v.scan.waived(r.ID)})})
		}
		return subs
	}
	list := append([]named{{SubEvaluated, v.evaluated}, {SubFailed, v.failed}}, v.further...)
	if conditional {
		list = append(list, named{SubExempt, v.failed + " AND " + v.scan.waived(r.ID)})
	}
	return []Sub{{r.ID, v.counts(list...)}}
}

func (v verdicts) counts(list ...named) Query {
	columns, filters, names := make([]string, len(list)), make([]string, len(list)), make([]string, len(list))
	for i, n := range list {
		names[i] = n.name
		columns[i] = fmt.Sprintf("(%s) AS %s", n.predicate, n.name)
		filters[i] = fmt.Sprintf("count(*) FILTER (WHERE %s)", n.name)
	}
	return Query{SQL: v.with() + ",\n" + layer("verdicts", columns, v.from) + "\nSELECT " + strings.Join(filters, ", ") + "\nFROM verdicts",
		Types: v.scan.typeList(), Measures: names}
}

// uniqueQuery counts the rows in groups of two or more, and those groups.
func uniqueQuery(in Input, r *rules.Rule) Query {
	s := newScan(in)
	j := s.judgement(r)
	evaluated := j.evaluated()
	return Query{SQL: fmt.Sprintf("%s\nSELECT CAST(coalesce(sum(n), 0) AS BIGINT), count(*)\nFROM (SELECT count(*) AS n FROM judged WHERE %s GROUP BY %s HAVING count(*) > 1)",
		s.with(), evaluated, strings.Join(j.keys(), ", ")), Types: s.typeList(), Measures: []string{SubFailed, SubGroups}}
}

// Failing selects the row numbers that fail one rule, lowest first, from the
// same predicates as the counts; limit 0 means all of them. Dataset-level rules,
// coverage, and rules without a bound snapshot have no failing rows and give
// false.
func Failing(in Input, r *rules.Rule, limit int) (Query, bool) {
	v, ok := verdictsOf(in, r)
	if !ok {
		return Query{}, false
	}
	sql := v.with() + "\nSELECT _row\nFROM " + v.from + "\nWHERE " + v.failed + "\nORDER BY _row"
	if limit > 0 {
		sql += fmt.Sprintf("\nLIMIT %d", limit)
	}
	return Query{SQL: sql, Types: v.scan.typeList()}, true
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
// about. Rules without failing rows give false.
func Explain(in Input, r *rules.Rule) (Query, bool) {
	v, ok := verdictsOf(in, r)
	if !ok {
		return Query{}, false
	}
	applicable := "true"
	if conditions := v.scan.judgement(r).conditions; len(conditions) > 0 {
		applicable = strings.Join(conditions, " AND ")
	}
	return v.counts(named{"total", "true"}, named{"applicable", applicable}, named{SubEvaluated, v.evaluated}, named{SubFailed, v.failed}), true
}
