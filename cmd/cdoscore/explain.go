package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
	"cdoscore/rules/plan"

	"github.com/spf13/cobra"
)

func newExplain(g *globals) *cobra.Command {
	var slot string
	c := &cobra.Command{
		Use:   "explain CODE | explain UNIT/DATASET RULE",
		Short: "Show the SQL, the counts and the masked rows behind one outcome",
		Long:  "CODE is the 得分点编号 of a workbook line, such as HRSS-20260302-7F3A91C4; that of a longer period, such as HRSS-202603-7F3A91C4, lists the slots behind it, each with its own code. Without one: the dataset and the rule's id, and --slot for another slot than the newest.",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return g.explain(c.Context(), args, slot, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&slot, "slot", "", "the slot's first day, as 2026-03-02")
	return c
}

func (g *globals) explain(ctx context.Context, args []string, slot string, stdout io.Writer) (err error) {
	s, err := g.open(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if len(args) == 1 {
		if line, ok := s.periodLine(args[0]); ok {
			return s.explainPeriod(ctx, line, stdout)
		}
	}
	x, err := s.find(ctx, args, slot)
	if err != nil {
		return err
	}
	return x.print(ctx, stdout, catalog(s.lang))
}

// explanation is one outcome of one slot.
type explanation struct {
	s        *site
	dataset  *workspace.Dataset
	rule     *rules.Rule
	result   ledger.SlotResult
	row      ledger.Row
	delivery ledger.Delivery
}

// noOutcome is the error of a code, or of a dataset and a rule, that names nothing.
type noOutcome string

func (e noOutcome) Error() string { return string(e) }

func noOutcomef(format string, args ...any) error { return noOutcome(fmt.Sprintf(format, args...)) }

// find resolves a code, or a dataset and a rule in the slot of a name, "" for the newest.
// Its error is a noOutcome where they name nothing.
func (s *site) find(ctx context.Context, args []string, slot string) (*explanation, error) {
	none := noOutcomef("no outcome for %s: `cdoscore results` lists those there are", strings.Join(args, " "))
	d, r, slot := s.line(args, slot)
	if len(args) == 1 {
		if _, _, ok := reports.ParsePeriodCode(args[0]); !ok {
			return nil, noOutcomef("%q is not a code such as HRSS-20260302-7F3A91C4: copy it from the workbook's 得分点编号, or name the dataset and the rule", args[0])
		}
	}
	if r == nil {
		return nil, none
	}
	slots, err := s.ledger.CurrentResults(ctx, ledger.Filter{Datasets: []string{d.ID}})
	if err != nil {
		return nil, err
	}
	for _, x := range slices.Backward(slots) {
		if slot == "" || x.Slot == slot {
			return s.explanation(ctx, d, r, x)
		}
	}
	return nil, none
}

// line is the rule, and the slot, that a code names, or that a dataset, a rule and a slot
// do; nil: there is none.
func (s *site) line(args []string, slot string) (*workspace.Dataset, *rules.Rule, string) {
	match := func(d *workspace.Dataset, r *rules.Rule) bool { return d.ID == args[0] && r.ID == args[1] }
	if len(args) == 1 {
		unit, day, ok := reports.ParseCode(args[0])
		if !ok {
			return nil, nil, ""
		}
		slot = day
		match = func(d *workspace.Dataset, r *rules.Rule) bool {
			return d.Unit == unit && reports.Code(d.ID, day, r.ID) == strings.ToUpper(args[0])
		}
	}
	for _, d := range s.w.Datasets {
		for _, r := range d.Rules {
			if match(d, r) {
				return d, r, slot
			}
		}
	}
	return nil, nil, ""
}

func (s *site) explanation(ctx context.Context, d *workspace.Dataset, r *rules.Rule, slot ledger.SlotResult) (*explanation, error) {
	x := &explanation{s: s, dataset: d, rule: r, result: slot}
	rows, err := s.engine.Results(ctx, []string{s.ledger.ResultsPath(slot.RunID)},
		ledger.ResultFilter{Records: []string{ledger.RuleRecord}, Datasets: []string{d.ID}, Slots: []string{slot.Slot}})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Rule == r.ID {
			x.row = row
		}
	}
	x.delivery, err = s.ledger.Delivery(ctx, slot.DeliveryID)
	return x, err
}

func (x *explanation) print(ctx context.Context, w io.Writer, texts *message.Catalog) error {
	title := x.rule.Title
	if title.IsZero() {
		title = x.rule.Kind.Doc.Title
	}
	fmt.Fprintf(w, "%s  %s\n", reports.Code(x.dataset.ID, x.result.Slot, x.rule.ID), title.In(texts.Lang()))
	fmt.Fprintln(w, texts.Text("cli.explain.head", x.dataset.ID, x.result.Slot, x.rule.ID, x.rule.Kind.Name, x.row.Indicator, x.row.Version, x.result.RunID))
	if err := printOutcomes(w, "table", []outcome{fromRow(x.row)}); err != nil {
		return err
	}
	if n := x.rule.Kind.Doc; !n.Counts.IsZero() {
		fmt.Fprintln(w, n.Counts.In(texts.Lang()))
	}
	if err := x.printSQL(ctx, w, texts); err != nil {
		return err
	}
	samples, err := x.s.ledger.Samples(ctx, x.result.RunID, x.dataset.ID, x.result.Slot)
	if err != nil {
		return err
	}
	for _, sample := range samples {
		if sample.Rule == x.rule.ID {
			fmt.Fprintln(w, sampleLine(texts, x.dataset, sample))
		}
	}
	return nil
}

// printSQL shows the rule's own query and what it counts now, unless the rule
// looks at the extract as a whole or the snapshot is gone.
func (x *explanation) printSQL(ctx context.Context, w io.Writer, texts *message.Catalog) error {
	if !x.delivery.Good() {
		fmt.Fprintln(w, texts.Text("state."+x.delivery.State), texts.Note(x.delivery.Reason))
		return nil
	}
	in, deleted, err := x.input(ctx)
	if err != nil {
		return err
	}
	if deleted != "" {
		fmt.Fprintln(w, texts.Text("cli.explain.deleted", deleted))
		return nil
	}
	q, ok := plan.Explain(in, x.rule)
	if !ok {
		why := noteOf(x.row)
		if x.rule.Kind.Name == "delivery" {
			why = x.delivery.Reason // with the times, which results do not carry
		}
		fmt.Fprintln(w, texts.Text("cli.explain.whole"), texts.Note(why))
		return nil
	}
	counts, err := x.s.engine.Counts(ctx, q)
	if err != nil {
		return err
	}
	fmt.Fprintln(w)
	for _, t := range q.Types {
		fmt.Fprintf(w, "-- %s: an enumeration of %d values, %s … %s\n", t.Name, len(t.Values), t.Values[0], t.Values[len(t.Values)-1])
	}
	fmt.Fprintf(w, "%s;\n", q.SQL)
	fmt.Fprintln(w, texts.Text("cli.explain.counts", fmt.Sprint(counts[0]), fmt.Sprint(counts[1]), fmt.Sprint(counts[2]), fmt.Sprint(counts[3])))
	return nil
}

// input rebuilds what the outcome was counted from; deleted is when retention
// took the snapshot, or "".
func (x *explanation) input(ctx context.Context) (in plan.Input, deleted string, err error) {
	dir := filepath.Join(x.s.w.VarDir(), x.delivery.Path)
	m, err := snapshot.Load(dir)
	if err != nil {
		return in, "", err
	}
	if !m.DeletedAt.IsZero() {
		return in, m.DeletedAt.In(x.s.w.Zone).Format("2006-01-02 15:04"), nil
	}
	bindings, err := x.s.ledger.Bindings(ctx, x.dataset.ID, x.result.Slot)
	if err != nil {
		return in, "", err
	}
	targets, _, err := pipeline.Targets(x.s.w, bindings)
	slot := workspace.Slot{Start: x.delivery.Start.In(x.s.w.Zone), End: x.delivery.End.In(x.s.w.Zone)}
	return pipeline.Input(x.s.w, x.dataset, slot, filepath.Join(dir, snapshot.DataFile), pipeline.Columns(m), targets), "", err
}
