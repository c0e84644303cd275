package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"cdoscore/pipeline"
	"cdoscore/reports/message"
	"cdoscore/rules/score"

	"github.com/spf13/cobra"
)

type runFlags struct {
	slot      string
	units     []string
	datasets  []string
	jobs      int
	refetch   bool
	failUnder float64
}

func newRun(g *globals) *cobra.Command {
	f := &runFlags{}
	c := &cobra.Command{
		Use:   "run [DIR]",
		Short: "Pull every due extract, freeze it, score it and write the workbooks",
		Long: "Without --slot: the night. The slots that ended yesterday are run, and earlier ones that were not delivered and are still accepted.\n" +
			"With --slot D: the slots whose last covered day is D. Stored snapshots are scored again; what was not delivered is asked for again; --refetch pulls everything anew as a new version.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.run(c.Context(), f, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.slot, "slot", "", "last covered day of the slots to run, as 2026-03-02")
	flags.StringSliceVar(&f.units, "unit", nil, "only these units")
	flags.StringSliceVar(&f.datasets, "dataset", nil, "only these datasets, as unit/name")
	flags.IntVar(&f.jobs, "jobs", 0, "datasets at work at once (default: the workspace's)")
	flags.BoolVar(&f.refetch, "refetch", false, "pull anew, as a new delivery version")
	flags.Float64Var(&f.failUnder, "fail-under", 0, "exit with 1 where a dataset scores below this")
	return c
}

func (g *globals) run(ctx context.Context, f *runFlags, stdout, stderr io.Writer) (err error) {
	if f.jobs < 0 {
		return fmt.Errorf("--jobs %d: must be at least 1", f.jobs)
	}
	s, err := g.open(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	slot, err := day(f.slot, s.w.Zone)
	if err != nil {
		return err
	}
	progress, log := newProgress(stderr)
	summary, err := s.runner(log, progress).Run(ctx, pipeline.Request{Day: slot, Units: f.units, Datasets: f.datasets, Jobs: f.jobs, Refetch: f.refetch})
	if err != nil {
		return err
	}
	printSummary(stdout, catalog(s.lang), s, summary)
	return verdict(summary, f.failUnder)
}

// verdict is the exit code of a run that was carried out.
func verdict(summary pipeline.Summary, failUnder float64) error {
	for _, x := range summary.Slots {
		if failUnder > 0 && x.Assessed && score.Round(x.Points) < failUnder {
			return &exitError{exitFailUnder, fmt.Errorf("%s, slot %s: %.2f is below --fail-under %.2f", x.Dataset, x.Slot, score.Round(x.Points), failUnder)}
		}
	}
	if len(summary.Unassessed()) > 0 {
		return &exitError{code: exitUnassessed}
	}
	return nil
}

// printSummary says what was done and where to look.
func printSummary(w io.Writer, texts *message.Catalog, s *site, summary pipeline.Summary) {
	failing := summary.Unassessed()
	fmt.Fprintln(w, texts.Text("cli.run.done", summary.Run.ID, summary.Run.Day, fmt.Sprint(len(summary.Slots)), fmt.Sprint(len(summary.Slots)-len(failing))))
	for _, x := range failing {
		reason := texts.Note(x.Delivery.Reason)
		if x.Failed != nil {
			reason = texts.Text("reason.platform")
		}
		fmt.Fprintf(w, "  %s  %s  %s  %s\n", x.Dataset, x.Slot, texts.Text("state."+x.State), reason)
	}
	for _, id := range summary.Pending {
		fmt.Fprintln(w, texts.Text("cli.run.pending", id))
	}
	for _, x := range summary.Gone {
		fmt.Fprintln(w, texts.Text("cli.run.gone", x.Dataset, x.Slot))
	}
	for _, x := range summary.Held {
		fmt.Fprintln(w, texts.Text("cli.run.held", x.Dataset, x.Slot, x.Cycle))
	}
	fmt.Fprintln(w, texts.Text("cli.run.look", filepath.Join(s.w.ReportsDir(), summary.Day.Format(time.DateOnly))))
}

// newProgress gives bars on a terminal, and plain log lines otherwise.
func newProgress(stderr io.Writer) (pipeline.Progress, *slog.Logger) {
	if bars, ok := newBars(stderr); ok {
		return bars, slog.New(slog.NewTextHandler(bars, &slog.HandlerOptions{Level: slog.LevelError}))
	}
	return silent{}, slog.New(slog.NewTextHandler(stderr, nil))
}
