package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/rules"
)

// periodLine is what a period's code names.
type periodLine struct {
	code    string
	dataset *workspace.Dataset
	rule    *rules.Rule
	period  workspace.Cycle
}

// periodLine resolves a period's code; false where it names none.
func (s *site) periodLine(code string) (periodLine, bool) {
	unit, tag, ok := reports.ParsePeriodCode(code)
	if !ok {
		return periodLine{}, false
	}
	for _, period := range s.taggedPeriods(tag) {
		for _, d := range s.w.Datasets {
			for _, r := range d.Rules {
				if d.Unit == unit && reports.PeriodCode(d.ID, period.Name, r.ID) == strings.ToUpper(code) {
					return periodLine{strings.ToUpper(code), d, r, period}, true
				}
			}
		}
	}
	return periodLine{}, false
}

// taggedPeriods are the periods that a code may mean by a tag: declared cycles, and
// the month, quarter or year that it writes.
func (s *site) taggedPeriods(tag string) []workspace.Cycle {
	names := []string{tag}
	if len(tag) == len("202603") {
		names = append(names, tag[:4]+"-"+tag[4:])
	}
	for _, c := range s.w.Cycles {
		if reports.PeriodTag(c.Name) == tag {
			names = append(names, c.Name)
		}
	}
	var out []workspace.Cycle
	for _, name := range names {
		if p, err := s.w.Period(name); err == nil && reports.PeriodTag(p.Name) == tag {
			out = append(out, p)
		}
	}
	return out
}

// explainPeriod lists the slots behind a line of a longer period, each with its own
// code, and their sums, which stand in the workbook.
func (s *site) explainPeriod(ctx context.Context, l periodLine, w io.Writer) error {
	f := ledger.Filter{Datasets: []string{l.dataset.ID}, From: l.period.From, To: l.period.To}
	slots, err := s.ledger.CurrentResults(ctx, f)
	if err != nil {
		return err
	}
	key := ledger.RuleKey{Dataset: l.dataset.ID, Rule: l.rule.ID}
	judgements, err := s.ledger.Judgements(ctx, f, func(k ledger.RuleKey) bool { return k == key }, ledger.Append)
	if err != nil {
		return err
	}
	bySlot := map[string]ledger.Judgement{}
	for _, j := range judgements[key] {
		bySlot[j.Slot] = j
	}
	texts := catalog(s.lang)
	table := [][]string{{texts.Text("cli.explain.code"), texts.Text("cli.explain.slot"), texts.Text("cli.explain.state"),
		texts.Text("cli.explain.evald"), texts.Text("cli.explain.failed"), texts.Text("cli.explain.exempt")}}
	n := func(i int64) string { return strconv.FormatInt(i, 10) }
	var evaluated, failed, exempt int64
	for _, slot := range slots {
		j, ok := bySlot[slot.Slot]
		if !ok {
			continue // the rule was not there yet
		}
		delivery, err := s.ledger.Delivery(ctx, slot.DeliveryID)
		if err != nil {
			return err
		}
		evaluated, failed, exempt = evaluated+j.Evaluated, failed+j.Failed, exempt+j.Exempt
		table = append(table, []string{reports.Code(l.dataset.ID, slot.Slot, l.rule.ID), slot.Slot, texts.Text("state." + delivery.State),
			n(j.Evaluated), n(j.Failed), n(j.Exempt)})
	}
	title := l.rule.Title
	if title.IsZero() {
		title = l.rule.Kind.Doc.Title
	}
	fmt.Fprintf(w, "%s  %s\n", l.code, title.In(texts.Lang()))
	fmt.Fprintln(w, texts.Text("cli.explain.period", l.dataset.ID, l.rule.ID, l.period.Name, fmt.Sprint(len(table)-1)))
	printTable(w, slices.Concat(table, [][]string{{texts.Text("cli.explain.sum"), "", "", n(evaluated), n(failed), n(exempt)}}))
	return nil
}
