package duck_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"cdoscore/rules"
	"cdoscore/rules/oracle"
)

// judgeRow shows a row of the oracle to the kinds' own judges in Go.
type judgeRow struct{ oracleRow }

func (r judgeRow) Raw(name string) (string, bool)  { return r.raw(name) }
func (r judgeRow) Text(name string) (string, bool) { return r.text(name) }
func (r judgeRow) Typed(name string) any           { return r.value(name) }
func (r judgeRow) Cutoff() time.Time               { return r.cutoff }
func (r judgeRow) Wall(t time.Time) time.Time      { return wallClock(t, r.cutoff.Location()) }

// Expr is not asked of: the oracle judges expressions by predicates of its own.
func (r judgeRow) Expr(*rules.Expr) (bool, bool) { panic("an expression is not judged in Go") }

// judgedInGo gives a rule its own judge as the oracle's verdict.
func judgedInGo(j *judged) *judged {
	j.pass = func(r oracleRow) bool { return j.rule.Check.(rules.Judge).Holds(judgeRow{r}) }
	j.fields = j.rule.Fields()
	return j
}

// agreeing makes sure that a rule's judge in Go says what the oracle says.
func agreeing(t *rapid.T, j *judged, r oracleRow) {
	judge, ok := j.rule.Check.(rules.Judge)
	if !ok || j.rule.Kind.Name == "expr" || j.rule.Kind.Completeness || j.pass == nil {
		return
	}
	if got, want := judge.Holds(judgeRow{r}), j.pass(r); got != want {
		t.Fatalf("rule %s (%s) on %v: its judge says %t, the oracle %t", j.rule.ID, j.rule.Check.Canonical(), r.cells, got, want)
	}
}

func drawNotIn(d *drawing) *judged {
	f, _ := d.field(anyField)
	values := []string{"a", "存续", "it's", "是"}
	if f.Type.IsNumeric() {
		values = []string{"0", "7.0", "-3", "9007199254740993"}
	}
	return judgedInGo(d.rule("not_in", f, listNode(values)))
}

func drawGarbled(d *drawing) *judged {
	f, _ := d.field(anyField)
	return judgedInGo(d.rule("garbled", f, boolNode(true)))
}

func drawEmptyRecord(d *drawing) *judged {
	return judgedInGo(&judged{rule: newRule(d.T, d.context, d.id("empty_record"), "empty_record", boolNode(true))})
}

func temporalField(f rules.Field) bool { return f.Type.IsTemporal() }

func drawRecordLag(d *drawing) *judged {
	from, ok := d.field(temporalField)
	to, _ := d.field(temporalField)
	if !ok || from.Name == to.Name {
		return nil
	}
	within := rapid.SampledFrom([]string{"30m", "24h", "3650d"}).Draw(d.T, "within")
	options := mapNode("from", textNode(from.Name), "to", textNode(to.Name), "within", textNode(within))
	return judgedInGo(&judged{rule: newRule(d.T, d.context, d.id("record_lag"), "record_lag", options)})
}

func drawEventOrder(d *drawing) *judged {
	var names []string
	for _, f := range d.context.Fields {
		if f.Type.IsTemporal() {
			names = append(names, f.Name)
		}
	}
	if len(names) < 2 {
		return nil
	}
	return judgedInGo(&judged{rule: newRule(d.T, d.context, d.id("event_order"), "event_order", listNode(names))})
}

func drawIDAgrees(d *drawing) *judged {
	id, ok := d.field(isString)
	birth, dated := d.field(temporalField)
	sex, _ := d.field(anyField)
	if !ok {
		return nil
	}
	options := []any{"id", textNode(id.Name)}
	if dated {
		options = append(options, "birth", textNode(birth.Name))
	}
	if !dated || rapid.Bool().Draw(d.T, "with sex") {
		options = append(options, "sex", textNode(sex.Name))
	}
	if sex.Name == id.Name || sex.Name == birth.Name {
		return nil
	}
	return judgedInGo(&judged{rule: newRule(d.T, d.context, d.id("id_agrees"), "id_agrees", mapNode(options...))})
}

// drawFigures draws rules against figures of the column.
func drawFigures(d *drawing) []*rules.Rule {
	f, _ := d.field(anyField)
	out := []*rules.Rule{newRule(d.T, d.context, d.id("fabricated"), "fabricated", mapNode("field", textNode(f.Name), "length", intNode(2), "rows", intNode(3)))}
	if n, ok := d.field(func(f rules.Field) bool { return f.Type.IsNumeric() }); ok {
		mads := rapid.IntRange(1, 6).Draw(d.T, "mads")
		out = append(out, newRule(d.T, d.context, d.id("outlier"), "outlier", mapNode("field", textNode(n.Name), "mads", intNode(mads))))
	}
	return out
}

// figured counts a rule against figures by its judge in Go.
func (c *agreement) figured(r *rules.Rule) (o rules.Outcome, failing []int64) {
	var rows []rules.Values
	var numbers []int64
	o.Total, o.Applicable = int64(len(c.rows)), int64(len(c.rows))
	for i, row := range c.rows {
		if _, given := row.text(r.Fields()[0]); given {
			rows, numbers = append(rows, judgeRow{row}), append(numbers, c.numbers[i])
		}
	}
	o.Missing = o.Total - int64(len(rows))
	for i, holds := range r.Check.(rules.FiguresCheck).Hold(rows) {
		o.Evaluated++
		if !holds {
			o.Failed++
			failing = append(failing, numbers[i])
		}
	}
	slices.Sort(failing)
	return o, failing
}

// duplicated counts whole rows that stand more than once.
func (c *agreement) duplicated(columns []string) (o rules.Outcome, failing []int64) {
	o.Total, o.Applicable = int64(len(c.rows)), int64(len(c.rows))
	same := map[string][]int64{}
	for i, row := range c.rows {
		key, given := "", false
		for _, name := range columns {
			text, ok := row.text(name)
			given = given || ok
			key += text + "\x00"
		}
		if given {
			o.Evaluated++
			same[key] = append(same[key], c.numbers[i])
		}
	}
	o.Missing = o.Total - o.Evaluated
	for _, numbers := range same {
		if len(numbers) > 1 {
			o.Groups++
			o.Failed += int64(len(numbers))
			failing = append(failing, numbers...)
		}
	}
	slices.Sort(failing)
	return o, failing
}

// matched compares rows with those of the other dataset, one by one.
func (c *agreement) matched(on, value rules.Pair, others []oracleRow) (o rules.Outcome, absent, ambiguous, theirs int64) {
	o.Total, o.Applicable = int64(len(c.rows)), int64(len(c.rows))
	for _, row := range c.rows {
		key, ok := row.text(on.Mine)
		_, given := row.text(value.Mine)
		if !ok || !given {
			o.Missing++
			continue
		}
		var found []oracleRow
		for _, other := range others {
			if k, ok := other.text(on.Theirs); ok && k == key {
				found = append(found, other)
			}
		}
		switch {
		case len(found) == 0:
			absent++
		case len(found) > 1:
			ambiguous++
		default:
			equal, known := oracle.SameValue(row.row(), value.Mine, found[0].row(), value.Theirs)
			if !known {
				theirs++
				continue
			}
			o.Evaluated++
			if !equal {
				o.Failed++
			}
		}
	}
	return o, absent, ambiguous, theirs
}
