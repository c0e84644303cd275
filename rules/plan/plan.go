package plan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

// Plan is all that has to be asked of the engine to judge one extract.
type Plan struct {
	in     Input
	Fused  Query
	Subs   []Sub // in rule order
	tally  map[string]measured
	groups []plannedGroup
	dated  map[string]dated
}

// Sub is the sub-plan of one rule: failed rows, and for unique the number of
// failed groups.
type Sub struct {
	Rule  string
	Query Query
}

// measured names the measures of one row-level, unique or join rule by their
// place in the fused query; -1 where the figure comes from elsewhere.
type measured struct {
	rule                          *rules.Rule
	applicable, evaluated, failed int
	unbound                       bool
}

type plannedGroup struct {
	Group
	evaluated, failed int
}

type dated struct{ present, greatest int }

// Group is a check group: the row-level rules of one dataset in force with the
// same indicator and the same fields. A bad cell counts once in it, however many
// of its rules fail (semantics, check groups).
type Group struct {
	ID        string // indicator:field+field
	Indicator string
	Fields    []string
	Weight    int // the greatest of its rules'
	Rules     []string
	Evaluated int64 // rows evaluated by any member
	Failed    int64 // rows failed by any member
}

// Build plans the rules of one extract. It never fails: what the rules may say
// was checked when they were read.
func Build(in Input) *Plan {
	p := &Plan{in: in, tally: map[string]measured{}, dated: map[string]dated{}}
	s := newScan(in)
	m := &measures{}
	m.add("count(*)")
	for _, r := range in.Rules {
		p.addRule(s, m, r)
	}
	p.addGroups(s, m)
	p.Fused = Query{SQL: s.with() + "\nSELECT " + strings.Join(m.list, ",\n  ") + "\nFROM judged", Types: s.typeList(), Measures: m.list}
	return p
}

// measures are the aggregates of one query, each once.
type measures struct{ list []string }

func (m *measures) add(aggregate string) int {
	if i := slices.Index(m.list, aggregate); i >= 0 {
		return i
	}
	m.list = append(m.list, aggregate)
	return len(m.list) - 1
}

func (m *measures) countIf(column string) int {
	return m.add(fmt.Sprintf("count(*) FILTER (WHERE %s)", column))
}

func (p *Plan) addRule(s *scan, m *measures, r *rules.Rule) {
	if r.Kind.Scope == rules.DatasetScope {
		if d, ok := r.Check.(rules.Dated); ok {
			field := d.Greatest()
			p.dated[field] = dated{
				present:  m.add("count(" + s.Text(field) + ")"),
				greatest: m.add("CAST(max(" + s.Typed(field) + ") AS TIMESTAMP)"),
			}
		}
		return
	}
	j := s.judgement(r)
	t := measured{rule: r, applicable: 0, evaluated: j.evaluatedMeasure(m), failed: -1}
	if len(j.conditions) > 0 {
		t.applicable = m.countIf(s.judge(strings.Join(j.conditions, " AND ")))
	}
	switch {
	case r.Kind.Scope == rules.RowScope && !r.Kind.Completeness:
		t.failed = m.countIf(s.judge(j.failed()))
	case r.Kind.Scope == rules.UniqueScope:
		p.Subs = append(p.Subs, Sub{Rule: r.ID, Query: uniqueQuery(p.in, r)})
	case r.Kind.Scope == rules.JoinScope:
		if _, bound := p.in.Targets[r.ID]; !bound {
			t.unbound = true
			break
		}
		p.Subs = append(p.Subs, Sub{Rule: r.ID, Query: referenceQuery(p.in, r)})
	}
	p.tally[r.ID] = t
}

// judgement is one rule as SQL over the columns of a scan.
type judgement struct {
	scan       *scan
	conditions []string // what makes a row applicable; none: every row is
	present    []string // text columns that must not be NULL for it to be evaluated
	pass       string
	missing    bool // a completeness kind: fails where a value is missing
}

func (s *scan) judgement(r *rules.Rule) judgement {
	j := judgement{scan: s, missing: r.Kind.Completeness}
	if r.When != nil {
		j.conditions = append(j.conditions, s.Let(s.Expr(r.When)+" IS TRUE"))
	}
	if c, ok := r.Check.(rules.Conditional); ok {
		j.conditions = append(j.conditions, s.Let(s.Expr(c.Condition())+" IS TRUE"))
	}
	for _, f := range r.Fields() {
		if !slices.Contains(r.Nullable, f) {
			j.present = append(j.present, s.Text(f))
		}
	}
	if c, ok := r.Check.(rules.RowCheck); ok {
		j.pass = c.Pass(s)
	}
	return j
}

func (j judgement) evaluated() string {
	parts := slices.Clone(j.conditions)
	for _, t := range j.present {
		parts = append(parts, t+" IS NOT NULL")
	}
	if len(parts) == 0 {
		return "true"
	}
	return strings.Join(parts, " AND ")
}

// evaluatedMeasure counts evaluated rows; a completeness kind evaluates every
// applicable row, but its measure here is the rows with a value, from which the
// failed ones follow.
func (j judgement) evaluatedMeasure(m *measures) int {
	switch {
	case len(j.conditions) == 0 && len(j.present) == 0:
		return 0
	case len(j.conditions) == 0 && len(j.present) == 1:
		return m.add("count(" + j.present[0] + ")")
	}
	return m.countIf(j.scan.judge(j.evaluated()))
}

// failed is true on rows that fail. A predicate that is NULL on an evaluated row
// fails.
func (j judgement) failed() string {
	if j.missing {
		var absent []string
		for _, t := range j.present {
			absent = append(absent, t+" IS NULL")
		}
		return strings.Join(append(slices.Clone(j.conditions), "("+strings.Join(absent, " OR ")+")"), " AND ")
	}
	return j.evaluated() + " AND (" + j.pass + ") IS NOT TRUE"
}

// counted is true on rows that the rule evaluates.
func (j judgement) counted() string {
	if !j.missing {
		return j.evaluated()
	}
	if len(j.conditions) == 0 {
		return "true"
	}
	return strings.Join(j.conditions, " AND ")
}

// addGroups forms the check groups of the row-level rules in force. A group of
// one takes its rule's figures; in a larger one the rows that any rule fails are
// counted.
func (p *Plan) addGroups(s *scan, m *measures) {
	for _, members := range groupsOf(p.in) {
		g := plannedGroup{Group: members.group, evaluated: -1, failed: -1}
		if len(members.rules) > 1 {
			var counted, failed []string
			for _, r := range members.rules {
				j := s.judgement(r)
				counted = append(counted, "("+j.counted()+")")
				failed = append(failed, s.judge(j.failed()))
			}
			counted = slices.Compact(counted)
			g.failed = m.countIf("(" + strings.Join(failed, " OR ") + ")")
			if len(counted) > 1 {
				g.evaluated = m.countIf("(" + strings.Join(counted, " OR ") + ")")
			}
		}
		p.groups = append(p.groups, g)
	}
}

type members struct {
	group Group
	rules []*rules.Rule
}

// groupsOf collects check groups in rule order.
func groupsOf(in Input) []*members {
	var out []*members
	byID := map[string]*members{}
	for _, r := range in.Rules {
		if r.Kind.Scope != rules.RowScope || !r.InForce(in.Cutoff) {
			continue
		}
		fields := slices.Clone(r.Fields())
		slices.Sort(fields)
		id := groupID(r.Indicator, fields)
		g := byID[id]
		if g == nil {
			g = &members{group: Group{ID: id, Indicator: r.Indicator, Fields: fields}}
			byID[id] = g
			out = append(out, g)
		}
		g.group.Rules = append(g.group.Rules, r.ID)
		g.group.Weight = max(g.group.Weight, r.Weight)
		g.rules = append(g.rules, r)
	}
	return out
}

// groupID escapes the separator within names, so that no two groups share an id.
func groupID(indicator string, fields []string) string {
	escaped := make([]string, len(fields))
	for i, f := range fields {
		escaped[i] = strings.NewReplacer(`\`, `\\`, "+", `\+`).Replace(f)
	}
	return indicator + ":" + strings.Join(escaped, "+")
}

// Answer is what the engine counted: the fused query's measures, greatest values
// apart, and each sub-plan's failed rows and groups by rule id.
type Answer struct {
	Counts []int64
	Times  map[int]time.Time // by measure; absent where NULL
	Subs   map[string]SubAnswer
}

// SubAnswer is the result of a sub-plan.
type SubAnswer struct{ Failed, Groups int64 }

// Outcomes derives every rule's and group's counts from what the engine counted.
func (p *Plan) Outcomes(a Answer) (map[string]rules.Outcome, []Group) {
	out := map[string]rules.Outcome{}
	for id, t := range p.tally {
		out[id] = t.outcome(a)
	}
	groups := make([]Group, len(p.groups))
	for i, g := range p.groups {
		first := out[g.Rules[0]]
		g.Evaluated, g.Group.Failed = first.Evaluated, first.Failed
		if g.evaluated >= 0 {
			g.Evaluated = a.Counts[g.evaluated]
		}
		if g.failed >= 0 {
			g.Group.Failed = a.Counts[g.failed]
		}
		groups[i] = g.Group
	}
	return out, groups
}

func (t measured) outcome(a Answer) rules.Outcome {
	o := rules.Outcome{Total: a.Counts[0], Applicable: a.Counts[t.applicable], Evaluated: a.Counts[t.evaluated]}
	o.Missing = o.Applicable - o.Evaluated
	switch {
	case t.rule.Kind.Completeness:
		o.Failed, o.Evaluated = o.Missing, o.Applicable
	case t.failed >= 0:
		o.Failed = a.Counts[t.failed]
	case t.unbound:
		o.Evaluated = 0
		o.Note = rules.Note{Key: "reason.reference.no_snapshot"}
		if j, ok := t.rule.Check.(rules.JoinCheck); ok {
			dataset, _ := j.Target()
			o.Note.Args = []string{dataset}
		}
	default:
		sub := a.Subs[t.rule.ID]
		o.Failed, o.Groups = sub.Failed, sub.Groups
	}
	return o
}

// Dates adds to facts what dataset-level rules ask of field values.
func (p *Plan) Dates(a Answer, f *rules.Facts) {
	f.Greatest, f.GreatestRows = map[string]time.Time{}, map[string]int64{}
	for field, d := range p.dated {
		f.GreatestRows[field] = a.Counts[d.present]
		if t, ok := a.Times[d.greatest]; ok {
			f.Greatest[field] = t
		}
	}
}

// IsTime reports whether a measure of the fused query is a greatest value.
func (p *Plan) IsTime(measure int) bool {
	for _, d := range p.dated {
		if d.greatest == measure {
			return true
		}
	}
	return false
}
