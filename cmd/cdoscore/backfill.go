package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"cdoscore/pipeline"
	"cdoscore/reports/message"

	"github.com/spf13/cobra"
)

type backfillFlags struct {
	from, to  string
	reprocess string
	dryRun    bool
}

func newBackfill(g *globals) *cobra.Command {
	f := &backfillFlags{}
	c := &cobra.Command{
		Use:   "backfill [DIR] --from DAY --to DAY",
		Short: "Run the slots of past days that were never assessed, or some of them again",
		Long: "The days are run in their order, each as `run --slot` does; one that fails does not stop the others.\n" +
			"What was done is on record, so that a backfill that was broken off may simply be started again.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.backfill(c.Context(), f, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.from, "from", "", "first day, as 2026-03-02")
	flags.StringVar(&f.to, "to", "", "last day, as 2026-03-31")
	flags.StringVar(&f.reprocess, "reprocess", pipeline.ReprocessNone, "which assessed slots to run again: none, failed (unreadable, source or platform failed) or all")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print what would be run, and do nothing")
	for _, name := range []string{"from", "to"} {
		if err := c.MarkFlagRequired(name); err != nil {
			panic(err) // the flag stands above
		}
	}
	return c
}

func (g *globals) backfill(ctx context.Context, f *backfillFlags, stdout, stderr io.Writer) (err error) {
	s, err := g.open(ctx, !f.dryRun)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	from, err := backfillDay("--from", f.from, s.w.Zone)
	if err != nil {
		return err
	}
	to, err := backfillDay("--to", f.to, s.w.Zone)
	if err != nil {
		return err
	}
	progress, log := newProgress(stderr)
	runner := s.runner(log, progress)
	days, err := runner.Backfill(ctx, from, to, f.reprocess)
	if err != nil {
		return err
	}
	texts := catalog(s.lang)
	switch {
	case len(days) == 0:
		fmt.Fprintln(stdout, texts.Text("cli.backfill.nothing", f.from, f.to))
		return nil
	case f.dryRun:
		printTable(stdout, backfillTable(texts, days))
		return nil
	}
	return s.backfillDays(ctx, runner, days, texts, stdout)
}

func backfillDay(flag, text string, zone *time.Location) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return day, fmt.Errorf("%s %q is not a day: write it as 2026-03-02", flag, text)
	}
	return day, nil
}

// backfillTable lists what would be run.
func backfillTable(texts *message.Catalog, days []pipeline.BackfillDay) [][]string {
	out := [][]string{{texts.Text("cli.backfill.day"), texts.Text("cli.backfill.dataset"), texts.Text("cli.backfill.slot"), texts.Text("cli.backfill.state")}}
	for _, d := range days {
		for _, x := range d.Slots {
			state := texts.Text("cli.backfill.never")
			if x.State != "" {
				state = texts.Text("state." + x.State)
			}
			out = append(out, []string{d.Day.Format(time.DateOnly), x.Dataset, x.Slot, state})
		}
	}
	return out
}

// backfillDays runs the days. It ends with the exit code that says that something
// could not be assessed where a day failed or left something out.
func (s *site) backfillDays(ctx context.Context, runner *pipeline.Runner, days []pipeline.BackfillDay, texts *message.Catalog, stdout io.Writer) error {
	left := false
	for _, d := range days {
		day := d.Day.Format(time.DateOnly)
		summary, err := runner.Run(ctx, pipeline.Request{Day: d.Day, Datasets: d.Datasets()})
		if ctx.Err() != nil {
			fmt.Fprintln(stdout, texts.Text("cli.backfill.stopped", day))
			return err
		}
		if err != nil {
			left = true
			fmt.Fprintln(stdout, texts.Text("cli.backfill.failed", day, err.Error()))
			continue
		}
		left = left || len(summary.Unassessed()) > 0
		printSummary(stdout, texts, s, summary)
	}
	if left {
		return &exitError{code: exitUnassessed}
	}
	return nil
}
