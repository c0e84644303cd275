package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/ledger"
	"cdoscore/reports/filled"
	"cdoscore/reports/message"

	"github.com/spf13/cobra"
)

func newAppeal(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "appeal",
		Short: "Carry a unit's objection to a scored line from its filing to the archive",
		Long: "提出 → 受理 → 标注 → 核实 → 归档, or 撤回 by the unit. From its acceptance on an appeal's points are contested. A ruling that upholds it makes a waiver, or a correction of the\n" +
			"rule, for every dataset that has the same rule; the results before and after stay side by side (`appeal show`).",
	}
	c.AddCommand(newAppealImport(g), newAppealList(g), newAppealShow(g), newAppealRule(g),
		newAppealStep(g, "accept", appeal.Accepted, "Accept an appeal: its points are contested from now on"),
		newAppealStep(g, "flag", appeal.Flagged, "Have the contested points marked in what is published"),
		newAppealStep(g, "verify", appeal.Verified, "Record whether an appeal is upheld or dismissed, and by which document"),
		newAppealStep(g, "withdraw", appeal.Withdrawn, "Record that the unit withdraws its appeal"),
		newAppealStep(g, "archive", appeal.Archived, "End an appeal"))
	return c
}

func (s *site) docket() *appeal.Docket {
	return &appeal.Docket{Workspace: s.w, Ledger: s.ledger, History: s.engine, Line: s.lineOf, Now: s.clock().In(s.w.Zone)}
}

// appealHeadings are what is read of 异议申请表; the first names the line. appealHeading
// is that of each entry.
var (
	appealHeadings = []string{"col.code", "col.appeal_content", "col.appeal_facts", "col.evidence", "col.applicant", "col.phone"}
	appealHeading  = map[string]string{
		appeal.Code: "col.code", appeal.Content: "col.appeal_content", appeal.Facts: "col.appeal_facts",
		appeal.Evidence: "col.evidence", appeal.Applicant: "col.applicant", appeal.Phone: "col.phone",
	}
)

func newAppealImport(g *globals) *cobra.Command {
	var by string
	c := &cobra.Command{
		Use:   "import FILE --by NAME",
		Short: "Read the objections that a unit filled into 异议申请表 of its workbook",
		Args:  oneArgument("the returned workbook"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withSite(c.Context(), false, func(s *site) error { return s.importAppeals(c.Context(), args[0], by, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVar(&by, "by", "", "who files them, for the audit trail")
	requireFlags(c, "by")
	return c
}

func (s *site) importAppeals(ctx context.Context, file, by string, w io.Writer) error {
	sheet, err := filled.Read(ctx, file, "sheet.appeal", appealHeadings...)
	if err != nil {
		return err
	}
	var list []ledger.Appeal
	var problems []error
	for _, row := range sheet.Rows {
		a, err := s.readAppeal(ctx, row)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if len(list) > 0 && list[0].Unit != a.Unit {
			problems = append(problems, row.Errorf("col.code", "%s belongs to another unit than the rows before it: import each unit's form by itself", a.Code))
		}
		list = append(list, a)
	}
	if len(problems) > 0 {
		return errors.Join(problems...)
	}
	if len(list) == 0 {
		return fmt.Errorf("%s, sheet %s: no row is filled in: enter a 得分点编号, what is objected to and the facts, then import it again", sheet.File, sheet.Name)
	}
	if list, err = s.docket().File(ctx, list, by, ""); err != nil {
		return err
	}
	numbers := make([]string, len(list))
	for i, a := range list {
		numbers[i] = a.Number
	}
	fmt.Fprintln(w, catalog(s.lang).Text("cli.appeal.imported", fmt.Sprint(len(list)), strings.Join(numbers, " ")))
	return nil
}

// readAppeal reads one row, with every mistake at once.
func (s *site) readAppeal(ctx context.Context, row filled.Row) (ledger.Appeal, error) {
	a, faults, err := s.docket().Complete(ctx, ledger.Appeal{Code: row.Text("col.code"), Content: row.Text("col.appeal_content"), Facts: row.Text("col.appeal_facts"),
		Evidence: row.Text("col.evidence"), Applicant: row.Text("col.applicant"), Phone: row.Text("col.phone")})
	var problems []error
	for _, f := range faults {
		problems = append(problems, row.Errorf(appealHeading[f.Entry], "%w", f))
	}
	return a, errors.Join(append(problems, err)...)
}

// lineOf finds the line of a slot, or of a longer period, by its code.
func (s *site) lineOf(ctx context.Context, code string) (appeal.Line, error) {
	if l, ok := s.periodLine(code); ok {
		return appeal.Line{Unit: l.dataset.Unit, Dataset: l.dataset.ID, Slot: l.period.Name, Rule: l.rule.ID}, nil
	}
	x, err := s.find(ctx, []string{code}, "")
	if unknown := noOutcome(""); errors.As(err, &unknown) {
		return appeal.Line{}, fmt.Errorf("%w: %w", appeal.ErrNoLine, err)
	}
	if err != nil {
		return appeal.Line{}, err
	}
	return appeal.Line{Unit: x.dataset.Unit, Dataset: x.dataset.ID, Slot: x.result.Slot, Rule: x.rule.ID}, nil
}

func newAppealStep(g *globals, verb, state, short string) *cobra.Command {
	step := appeal.Step{State: state}
	c := &cobra.Command{
		Use:   verb + " NUMBER --by NAME",
		Short: short,
		Args:  oneArgument("the number of the appeal"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withSite(c.Context(), false, func(s *site) error {
				a, err := s.docket().Take(c.Context(), strings.ToUpper(args[0]), step, "")
				if err != nil {
					return err
				}
				s.printStep(catalog(s.lang), c.OutOrStdout(), a)
				return nil
			})
		},
	}
	c.Flags().StringVar(&step.Actor, "by", "", "who takes the step")
	c.Flags().StringVar(&step.Note, "note", "", "in words")
	c.Flags().StringVar(&step.Document, "document", "", "the document's number")
	requireFlags(c, "by")
	if state == appeal.Verified {
		c.Flags().StringVar(&step.Outcome, "outcome", "", "upheld or dismissed")
		requireFlags(c, "outcome", "document")
	}
	return c
}

func (s *site) printStep(texts *message.Catalog, w io.Writer, a ledger.Appeal) {
	deadline := a.Steps[len(a.Steps)-1].Deadline
	if deadline == "" {
		fmt.Fprintln(w, texts.Text("cli.appeal.ended", a.Number, stepName(texts, a.Steps[len(a.Steps)-1])))
		return
	}
	fmt.Fprintln(w, texts.Text("cli.appeal.step", a.Number, stepName(texts, a.Steps[len(a.Steps)-1]), deadline))
}

// stepName is a state with the outcome of a verification.
func stepName(texts *message.Catalog, step ledger.AppealStep) string {
	name := texts.Text("appeal." + step.State)
	if step.Outcome != "" {
		name += "（" + texts.Text("appeal."+step.Outcome) + "）"
	}
	return name
}

func newAppealList(g *globals) *cobra.Command {
	var unit string
	c := &cobra.Command{
		Use:   "list [DIR]",
		Short: "Show every appeal with its state and its next deadline",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.withSite(c.Context(), false, func(s *site) error { return s.listAppeals(c.Context(), unit, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVar(&unit, "unit", "", "only this unit")
	return c
}

func (s *site) listAppeals(ctx context.Context, unit string, w io.Writer) error {
	if unit != "" {
		if err := s.knownUnits([]string{unit}); err != nil {
			return err
		}
	}
	list, err := s.ledger.Appeals(ctx, unit)
	if err != nil {
		return err
	}
	texts := catalog(s.lang)
	if len(list) == 0 {
		fmt.Fprintln(w, texts.Text("appeal.none"))
		return nil
	}
	today := s.clock().In(s.w.Zone).Format(time.DateOnly)
	rows := [][]string{textRow(texts, "appeal.number", "col.code", "appeal.content", "appeal.filed_on", "col.state", "appeal.due")}
	for _, a := range list {
		last := a.Steps[len(a.Steps)-1]
		due := last.Deadline
		switch {
		case due == "":
			due = "—"
		case appeal.Overdue(a, today):
			due = texts.Text("appeal.late", due)
		}
		rows = append(rows, []string{a.Number, a.Code, a.Content, a.Filed.In(s.w.Zone).Format(time.DateOnly), stepName(texts, last), due})
	}
	printTable(w, rows)
	return nil
}
