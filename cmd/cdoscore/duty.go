package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cdoscore/pipeline/evaluation"
	"cdoscore/reports"
	"cdoscore/reports/docx"

	"github.com/spf13/cobra"
)

type dutyFlags struct {
	cycle, unit, dir string
	all              bool
}

func newDutyReport(g *globals) *cobra.Command {
	f := &dutyFlags{}
	c := &cobra.Command{
		Use:   "duty-report [DIR] --cycle NAME (--unit ID | --all)",
		Short: "Draft the annual duty report of a unit, or of every unit, as Word documents",
		Long: "The draft has the plan's seven headings and proposals for the work ahead: figures and comparisons of the cycle's result are filled in, what the unit must write is marked in the text.\n" +
			"An approved result is taken as it was approved, another is marked as provisional; it is compared with the approved result of the cycle before, where there is one.\n" +
			"It lies in scorecards/CYCLE/duty-UNIT.docx, in further languages of the workspace as duty-UNIT.LANG.docx. With --lang there is that language alone, with --out another folder.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			switch {
			case f.cycle == "":
				return errors.New("duty-report needs --cycle: a year such as 2026, or a name under \"cycles\" in cdoscore.yaml")
			case f.all == (f.unit != ""):
				return errors.New("duty-report needs either --unit with a unit's id, or --all for every unit")
			}
			return g.withEvaluation(c.Context(), f.cycle, false, func(s *site, e *evaluation.Evaluator) error {
				return s.dutyReports(c.Context(), e, f, g.lang, c.OutOrStdout())
			})
		},
	}
	c.Flags().StringVar(&f.cycle, "cycle", "", "the assessment cycle, as 2026")
	c.Flags().StringVar(&f.unit, "unit", "", "the unit's id")
	c.Flags().BoolVar(&f.all, "all", false, "every unit of the cycle")
	c.Flags().StringVarP(&f.dir, "out", "o", "", "the folder to write into (default scorecards/CYCLE)")
	return c
}

func (s *site) dutyReports(ctx context.Context, e *evaluation.Evaluator, f *dutyFlags, lang string, stdout io.Writer) error {
	if f.unit != "" {
		if err := s.knownUnits([]string{f.unit}); err != nil {
			return err
		}
	}
	now, before, err := s.annuals(ctx, e)
	if err != nil {
		return err
	}
	units, err := reportable(now, f.unit)
	if err != nil {
		return err
	}
	edition, err := s.builder().Period(ctx, e.Cycle)
	if err != nil {
		return err
	}
	languages := s.w.Languages
	if lang != "" {
		languages = []string{lang}
	}
	dir := f.dir
	if dir == "" {
		dir = filepath.Join(s.w.ScorecardsDir(), e.Cycle.Name)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("folder of the duty reports: %w", err)
	}
	for _, unit := range units {
		for i, lang := range languages {
			path := filepath.Join(dir, "duty-"+unit+".docx")
			if i > 0 {
				path = filepath.Join(dir, "duty-"+unit+"."+lang+".docx")
			}
			report, err := edition.Duty(ctx, unit, lang, now, before)
			if err != nil {
				return err
			}
			if err := writePage(path, func(out io.Writer) error { return docx.Duty(out, report, lang, reasonTexts()) }); err != nil {
				return err
			}
			fmt.Fprintln(stdout, path)
		}
	}
	return nil
}

// reportable are the units to report on: one, or all of a result.
func reportable(now reports.Annual, unit string) ([]string, error) {
	var out []string
	slots := 0
	for _, u := range now.Units {
		slots += u.Quality.Slots
		if unit == "" || u.Unit.ID == unit {
			out = append(out, u.Unit.ID)
		}
	}
	if slots == 0 {
		return nil, fmt.Errorf("cycle %s (%s to %s) has no assessed data to report on: run its nights with `cdoscore run` or `cdoscore backfill`, look at the points with `cdoscore assess --cycle %s`, then draft the reports",
			now.Cycle.Name, now.Cycle.From, now.Cycle.To, now.Cycle.Name)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("unit %s did not exist in cycle %s (%s to %s): see its dates in units.yaml", unit, now.Cycle.Name, now.Cycle.From, now.Cycle.To)
	}
	return out, nil
}

// annuals are the result of a cycle, and the approved one of the cycle before; nil:
// there is none.
func (s *site) annuals(ctx context.Context, e *evaluation.Evaluator) (now reports.Annual, before *reports.Annual, err error) {
	now, err = s.annual(ctx, e, 0)
	if err != nil {
		return now, nil, err
	}
	last, ok := s.w.Before(e.Cycle)
	if !ok {
		return now, nil, nil
	}
	previous := &evaluation.Evaluator{Workspace: s.w, Ledger: s.ledger, Cycle: last, Now: e.Now, Actor: e.Actor}
	standing, err := previous.Standing(ctx)
	if err != nil || standing.Approved() == 0 {
		return now, nil, err
	}
	then, err := s.annual(ctx, previous, standing.Approved())
	return now, &then, err
}

// annual is the result of a cycle; version 0 is the one that counts now.
func (s *site) annual(ctx context.Context, e *evaluation.Evaluator, version int) (reports.Annual, error) {
	standing, err := e.Standing(ctx)
	if err != nil {
		return reports.Annual{}, err
	}
	outcome, err := e.Outcome(ctx, version)
	if err != nil {
		return reports.Annual{}, err
	}
	return reports.NewAnnual(s.w, e.Cycle, outcome, standing, s.clock().In(s.w.Zone)), nil
}
