package ledger

import (
	"math"
	"strings"
)

// partReader goes through the rows of a part, slot by slot, as results are ordered.
type partReader struct {
	*sums
	step   int
	counts slotChoice

	inside        bool // of a slot
	dataset, slot int32
	chosen        bool
	to            *datasetSums
	came          slotSums
}

func (s *sums) part(step int, p Part) *partReader {
	return &partReader{sums: s, step: step, counts: choiceOf(p)}
}

// slotChoice says which slots of a part count.
type slotChoice struct {
	all       bool // but not
	only, not map[SlotKey]bool
}

func choiceOf(p Part) slotChoice {
	return slotChoice{all: p.Only == nil, only: slotSet(p.Only), not: slotSet(p.Not)}
}

func slotSet(list []SlotKey) map[SlotKey]bool {
	out := map[SlotKey]bool{}
	for _, k := range list {
		out[k] = true
	}
	return out
}

// of reports whether the slot that the columns name by its codes counts.
func (s slotChoice) of(c *sumColumns, dataset, slot int32) bool {
	if len(s.only) == 0 && len(s.not) == 0 {
		return s.all
	}
	key := SlotKey{c.dataset.names[dataset], c.slot.names[slot]}
	return s.all && !s.not[key] || s.only[key]
}

// add adds the rows that the columns hold.
func (r *partReader) add() {
	c := r.columns
	r.learn()
	for i := range c.rows {
		record := r.records[c.record.of[i]]
		if record == otherRecord {
			continue
		}
		if !r.inside || c.dataset.of[i] != r.dataset || c.slot.of[i] != r.slot {
			r.begin(c.dataset.of[i], c.slot.of[i])
		}
		if !r.chosen {
			continue
		}
		r.count(i, record)
		if record == ruleOutcome && r.schema[c.kind.of[i]] {
			step := &r.to.steps[r.step]
			step.Declared, step.Disagreeing = step.Declared+c.evaluated[i], step.Disagreeing+c.failed[i]
		}
		if record == groupOutcome || c.scored[i] && c.group.names[c.group.of[i]] == "" {
			r.earn(i)
		}
	}
}

// begin begins the slot of the next rows.
func (r *partReader) begin(dataset, slot int32) {
	r.end()
	r.inside, r.dataset, r.slot = true, dataset, slot
	r.chosen = r.counts.of(r.columns, dataset, slot)
	r.to = r.of(dataset)
	r.to.next = 0
}

// end adds what the slot came to, if it counts.
func (r *partReader) end() {
	if r.inside && r.chosen {
		r.to.addSlot(r.step, &r.came)
	}
	r.came.clear()
	r.inside = false
}

// count adds the counts of a row.
func (r *partReader) count(i int, record outcomeRecord) {
	c := r.columns
	x := r.to.outcome(outcomeKey{record, c.rule.of[i]})
	x.slots++
	x.total += c.total[i]
	x.applicable += c.applicable[i]
	x.missing += c.missing[i]
	x.evaluated += c.evaluated[i]
	x.failed += c.failed[i]
	x.exempt += c.exempt[i]
	x.grouped += c.groups[i]
	if c.credited[i] && c.evaluated[i] > 0 {
		x.credited++
		x.credit += int64(c.credit[i])
	}
	x.newer(c.slot.names[r.slot], c.evaluated[i] > 0)
}

// earn adds what a row earns of its indicator.
func (r *partReader) earn(i int) {
	c := r.columns
	r.came.indicator(c.indicator.of[i]).add(item{
		rule: c.rule.of[i], weight: int64(c.weight[i]), evaluated: c.evaluated[i], failed: c.failed[i], exempt: c.exempt[i],
		credited: c.credited[i], credit: c.credit[i], rows: r.reads[c.fields.of[i]] && !r.coverage[c.kind.of[i]] || r.duplicate[c.kind.of[i]],
	})
}

// learn says of the texts that are new what they mean (see assessment.CountsRows).
func (s *sums) learn() {
	c := s.columns
	for _, name := range c.record.names[len(s.records):] {
		s.records = append(s.records, outcomeRecordOf(name))
	}
	for _, name := range c.fields.names[len(s.reads):] {
		s.reads = append(s.reads, strings.HasPrefix(name, `["`))
	}
	for _, name := range c.kind.names[len(s.coverage):] {
		s.coverage, s.duplicate = append(s.coverage, name == "coverage"), append(s.duplicate, name == "duplicate_row")
		s.schema = append(s.schema, name == "schema")
	}
}

// slotSums is what one slot came to.
type slotSums struct{ indicators []indicatorSums }

// clear keeps the memory of what was listed.
func (s *slotSums) clear() {
	for i := range s.indicators {
		s.indicators[i] = indicatorSums{missed: s.indicators[i].missed[:0]}
	}
	s.indicators = s.indicators[:0]
}

func (s *slotSums) indicator(code int32) *indicatorSums {
	for i := range s.indicators {
		if s.indicators[i].code == code {
			return &s.indicators[i]
		}
	}
	n := len(s.indicators)
	if n == cap(s.indicators) {
		s.indicators = append(s.indicators, indicatorSums{})
	}
	s.indicators = s.indicators[:n+1]
	s.indicators[n].code = code
	return &s.indicators[n]
}

// indicatorSums is what a slot came to in one indicator: earned is Σ weight × rate,
// unwaived what the rates are less without waivers.
type indicatorSums struct {
	code                       int32
	weight                     int64 // of what was judged
	earned, unwaived           exactSum
	missed                     []missedItem
	longest, evaluated, failed int64
}

// missedItem is an item with a rate below 1, and its weight × (1 − rate).
type missedItem struct {
	rule   int32
	weight float64
}

// item is a row that earns points.
type item struct {
	rule                      int32
	weight                    int64
	evaluated, failed, exempt int64
	credited                  bool
	credit                    int32
	rows                      bool // its counts are of rows
}

// add adds an item, whose rate is that of score.Item. Most fail nowhere, and cost no
// division.
func (x *indicatorSums) add(i item) {
	if !i.credited {
		x.evaluated += i.evaluated
		x.failed += i.failed
		if i.rows {
			x.longest = max(x.longest, i.evaluated)
		}
	}
	if i.evaluated == 0 || i.weight == 0 {
		return
	}
	x.weight += i.weight
	weight, earned := float64(i.weight), i.weight*exactUnit
	if i.exempt < i.failed {
		rate := i.rate(i.failed - i.exempt)
		earned = int64(math.Round(weight * rate * exactUnit))
		if rate < 1 {
			x.missed = append(x.missed, missedItem{i.rule, weight * (1 - rate)})
		}
	}
	x.earned.add(earned)
	if i.exempt > 0 || i.credited {
		x.unwaived.add(earned - int64(math.Round(weight*i.rate(i.failed)*exactUnit)))
	}
}

func (i item) rate(failed int64) float64 {
	if i.credited {
		return float64(i.credit) / 1000
	}
	return 1 - float64(failed)/float64(i.evaluated)
}

// exactSum is a sum of whole numbers of which one may be as great as a weight ×
// exactUnit, in whole units and the rest.
type exactSum struct{ units, rest int64 }

const exactUnit = 100_000_000_000_000

func (s *exactSum) add(x int64) {
	s.units += x / exactUnit
	s.rest += x % exactUnit
}

// float is the nearest double: the units' is exact.
func (s exactSum) float() float64 {
	units, rest := s.units+s.rest/exactUnit, s.rest%exactUnit
	return float64(float64(units)*exactUnit) + float64(rest)
}
