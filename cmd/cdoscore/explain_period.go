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
	slots, err := s.ledger.CurrentResults(ctx, ledger.Filter{Datasets: []string{l.dataset.ID}, From: l.period.From, To: l.period.To})
	if err != nil {
		return err
	}
	texts := catalog(s.lang)
	table := [][]string{{texts.Text("cli.explain.code"), texts.Text("cli.explain.slot"), texts.Text("cli.explain.state"),
		texts.Text("cli.explain.evald"), texts.Text("cli.explain.failed"), texts.Text("cli.explain.exempt")}}
	n := func(i int64) string { return strconv.FormatInt(i, 10) }
	var evaluated, failed, exempt int64
	for _, slot := range slots {
		x, err := s.explanation(ctx, l.dataset, l.rule, slot)
		if err != nil {
			return err
		}
		if x.row.Rule == "" {
			continue // the rule was not there yet
		}
		evaluated, failed, exempt = evaluated+x.row.Evaluated, failed+x.row.Failed, exempt+x.row.Exempt
		table = append(table, []string{reports.Code(l.dataset.ID, slot.Slot, l.rule.ID), slot.Slot, texts.Text("state." + x.delivery.State),
			n(x.row.Evaluated), n(x.row.Failed), n(x.row.Exempt)})
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
