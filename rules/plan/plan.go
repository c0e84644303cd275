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
	asked  map[string][]int // measures of dataset-level rules, by rule
}

// Sub is a sub-plan of one rule. What it counts has names (see the constants).
type Sub struct {
	Rule  string
	Query Query
}

// What sub-plans count.
const (
	SubEvaluated = "evaluated"
	SubFailed    = "failed"
	SubGroups    = "groups"    // unique: groups of two or more
	SubExempt    = "exempt"    // failed rows under a waiver
	SubAbsent    = "absent"    // match: keys that the other dataset lacks
	SubAmbiguous = "ambiguous" // match: keys that stand there more than once
	SubTheirs    = "theirs"    // match: rows whose value is missing there
)

// measured names the measures of one row-level, unique or join rule by their
// place in the fused query; -1 where the figure comes from elsewhere.
type measured struct {
	rule                          *rules.Rule
	applicable, evaluated, failed int
	exempt                        int // -1: none is, or all are
	allExempt                     bool
	unbound                       string // the other dataset, where it has no snapshot
}

type plannedGroup struct {
	Group
	evaluated, failed, exempt int
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
	Exempt    int64 // failed rows of which every failing member is waived
}

// Build plans the rules of one extract. It never fails: what the rules may say
// was checked when they were read.
func Build(in Input) *Plan {
	p := &Plan{in: in, tally: map[string]measured{}, dated: map[string]dated{}, asked: map[string][]int{}}
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
		p.addFacts(s, m, r)
		return
	}
	t := measured{rule: r, applicable: 0, evaluated: -1, failed: -1, exempt: -1}
	if r.Kind.Scope != rules.CoverScope {
		j := s.judgement(r)
		t.evaluated = j.evaluatedMeasure(m)
		if len(j.conditions) > 0 {
			t.applicable = m.countIf(s.judge(strings.Join(j.conditions, " AND ")))
		}
		if r.Kind.Scope == rules.RowScope {
			p.addFailed(s, m, j, &t)
			p.tally[r.ID] = t
			return
		}
	}
	if c, ok := r.Check.(rules.Bound); ok {
		dataset, _ := c.Target()
		if _, bound := p.in.Targets[r.ID]; dataset != "" && !bound {
			t.unbound = dataset
			p.tally[r.ID] = t
			return
		}
	}
	p.Subs = append(p.Subs, subsOf(p.in, r)...)
	t.allExempt = p.in.allWaived(r.ID)
	p.tally[r.ID] = t
}

// addFailed adds what a row-level rule fails; a completeness kind's failed rows
// follow from those with a value.
func (p *Plan) addFailed(s *scan, m *measures, j judgement, t *measured) {
	if !t.rule.Kind.Completeness {
		t.failed = m.countIf(s.judge(j.failed()))
	}
	t.allExempt = p.in.allWaived(t.rule.ID)
	if waived := s.waived(t.rule.ID); waived != "" && !t.allExempt {
		t.exempt = m.countIf(s.judge("(" + j.failed() + ") AND " + waived))
	}
}

// addFacts adds what a dataset-level rule asks of the rows.
func (p *Plan) addFacts(s *scan, m *measures, r *rules.Rule) {
	if d, ok := r.Check.(rules.Dated); ok {
		field := d.Greatest()
		p.dated[field] = dated{
			present:  m.add("count(" + s.Text(field) + ")"),
			greatest: m.add(greatest(s.Typed(field))),
		}
	}
	if c, ok := r.Check.(rules.Measured); ok {
		for _, measure := range c.Measures(s) {
			p.asked[r.ID] = append(p.asked[r.ID], m.add(measure))
		}
	}
}

// greatest is the greatest of dates and times that are meant: a sentinel that stands
// for no date would make any data fresh.
func greatest(typed string) string {
	days := make([]string, len(rules.DateSentinels))
	for i, day := range rules.DateSentinels {
		days[i] = "DATE " + quote(day)
	}
	return fmt.Sprintf("CAST(max(%[1]s) FILTER (WHERE CAST(%[1]s AS DATE) NOT IN (%[2]s)) AS TIMESTAMP)", typed, strings.Join(days, ", "))
}

// allWaived reports whether every failed row of a rule is exempt.
func (in Input) allWaived(rule string) bool {
	return slices.ContainsFunc(in.Waived[rule], func(e *rules.Expr) bool { return e == nil })
}

// waived is true on rows that a waiver of the rule covers; "" where it has none.
func (s *scan) waived(rule string) string {
	var any []string
	for _, e := range s.in.Waived[rule] {
		if e == nil {
			return "true"
		}
		any = append(any, s.Let(s.Expr(e)+" IS TRUE"))
	}
	if len(any) == 0 {
		return ""
	}
	return "(" + strings.Join(any, " OR ") + ")"
}

// judgement is one rule as SQL over the columns of a scan.
type judgement struct {
	scan       *scan
	conditions []string // what makes a row applicable; none: every row is
	present    []string // text columns that must not be NULL for it to be evaluated
	whole      []string // text columns of which one must not be NULL for it to be evaluated
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
	if c, ok := r.Check.(rules.UniqueCheck); ok {
		if whole, ignored := c.Whole(); whole {
			j.whole = s.wholeRow(ignored)
		}
	}
	return j
}

// keys are what groups of equal rows are formed by. A missing value is equal to a
// missing one; a text that is not missing is never empty.
func (j judgement) keys() []string {
	if j.whole == nil {
		return j.present
	}
	keys := make([]string, len(j.whole))
	for i, t := range j.whole {
		keys[i] = "coalesce(" + t + ", '')"
	}
	return keys
}

func (j judgement) evaluated() string {
	parts := slices.Clone(j.conditions)
	for _, t := range j.present {
		parts = append(parts, t+" IS NOT NULL")
	}
	if len(j.whole) > 0 {
		parts = append(parts, "("+strings.Join(j.whole, " IS NOT NULL OR ")+" IS NOT NULL)")
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
	case len(j.conditions) == 0 && len(j.present) == 0 && len(j.whole) == 0:
		return 0
	case len(j.conditions) == 0 && len(j.present) == 1 && len(j.whole) == 0:
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
		g := plannedGroup{Group: members.group, evaluated: -1, failed: -1, exempt: -1}
		if len(members.rules) > 1 {
			g.count(s, m, members.rules)
		}
		p.groups = append(p.groups, g)
	}
}

func (g *plannedGroup) count(s *scan, m *measures, members []*rules.Rule) {
	var counted, failed, standing []string
	for _, r := range members {
		j := s.judgement(r)
		counted = append(counted, "("+j.counted()+")")
		failed = append(failed, s.judge(j.failed()))
		if waived := s.waived(r.ID); waived == "" {
			standing = append(standing, s.judge(j.failed()))
		} else if waived != "true" {
			standing = append(standing, s.judge("("+j.failed()+") AND NOT "+waived))
		}
	}
	counted = slices.Compact(counted)
	any := "(" + strings.Join(failed, " OR ") + ")"
	g.failed = m.countIf(any)
	if len(counted) > 1 {
		g.evaluated = m.countIf("(" + strings.Join(counted, " OR ") + ")")
	}
	switch {
	case slices.Equal(standing, failed): // nothing is waived
	case len(standing) == 0:
		g.exempt = g.failed
	default:
		g.exempt = m.countIf(any + " AND NOT (" + strings.Join(standing, " OR ") + ")")
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
// apart, and what each rule's sub-plans counted, by name.
type Answer struct {
	Counts []int64
	Times  map[int]time.Time // by measure; absent where NULL
	Subs   map[string]map[string]int64
}

// Outcomes derives every rule's and group's counts from what the engine counted.
func (p *Plan) Outcomes(a Answer) (map[string]rules.Outcome, []Group) {
	out := map[string]rules.Outcome{}
	for id, t := range p.tally {
		out[id] = t.outcome(a)
	}
	groups := make([]Group, len(p.groups))
	for i, g := range p.groups {
		first := out[g.Rules[0]]
		g.Evaluated, g.Group.Failed, g.Exempt = first.Evaluated, first.Failed, first.Exempt
		if g.evaluated >= 0 {
			g.Evaluated = a.Counts[g.evaluated]
		}
		if g.failed >= 0 {
			g.Group.Failed, g.Exempt = a.Counts[g.failed], 0
		}
		if g.exempt >= 0 {
			g.Exempt = a.Counts[g.exempt]
		}
		groups[i] = g.Group
	}
	return out, groups
}

func (t measured) outcome(a Answer) rules.Outcome {
	o := rules.Outcome{Total: a.Counts[0], Applicable: a.Counts[t.applicable]}
	if t.evaluated >= 0 {
		o.Evaluated = a.Counts[t.evaluated]
		o.Missing = o.Applicable - o.Evaluated
	}
	switch {
	case t.rule.Kind.Completeness:
		o.Failed, o.Evaluated = o.Missing, o.Applicable
	case t.failed >= 0:
		o.Failed = a.Counts[t.failed]
	case t.unbound != "":
		o.Evaluated = 0
		if t.rule.Kind.Scope == rules.CoverScope {
			o.Applicable = 0
		}
		o.Note = rules.Note{Key: "reason.reference.no_snapshot", Args: []string{t.unbound}}
	default:
		t.bySub(&o, a.Subs[t.rule.ID])
	}
	switch {
	case t.allExempt:
		o.Exempt = o.Failed
	case t.exempt >= 0:
		o.Exempt = a.Counts[t.exempt]
	}
	return o
}

// bySub takes what the rule's sub-plans counted.
func (t measured) bySub(o *rules.Outcome, sub map[string]int64) {
	o.Failed, o.Groups, o.Exempt = sub[SubFailed], sub[SubGroups], sub[SubExempt]
	if n, counted := sub[SubEvaluated]; counted {
		o.Evaluated = n
	}
	if t.rule.Kind.Scope == rules.CoverScope {
		o.Applicable = o.Evaluated
	}
	c, ok := t.rule.Check.(rules.MatchCheck)
	if ok && sub[SubAbsent]+sub[SubAmbiguous]+sub[SubTheirs] > 0 {
		o.Note = c.Unmatched(sub[SubAbsent], sub[SubAmbiguous], sub[SubTheirs])
	}
}

// Facts returns facts with what a dataset-level rule asked of the rows.
func (p *Plan) Facts(a Answer, rule string, f rules.Facts) rules.Facts {
	f.Greatest, f.GreatestRows = map[string]time.Time{}, map[string]int64{}
	for field, d := range p.dated {
		f.GreatestRows[field] = a.Counts[d.present]
		if t, ok := a.Times[d.greatest]; ok {
			f.Greatest[field] = t
		}
	}
	f.Counts = nil
	for _, i := range p.asked[rule] {
		f.Counts = append(f.Counts, a.Counts[i])
	}
	return f
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
