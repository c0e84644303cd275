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
	"cdoscore/testdata/guangzhou"

	"github.com/spf13/cobra"
)

func newDemo(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "demo DIR",
		Short: "Make the demo city in a new folder and run its fourteen nights",
		Args:  oneArgument("the folder to make"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.demo(c.Context(), args[0], c.OutOrStdout(), c.ErrOrStderr())
		},
	}
}

// demo lays out, night by night, what the departments have delivered by that
// morning, and runs the night at that morning's time. Some datasets are missing,
// late or broken on purpose; truth.csv holds every figure that must come out.
func (g *globals) demo(ctx context.Context, dir string, stdout, stderr io.Writer) error {
	if err := guangzhou.WriteWorkspace(dir); err != nil {
		return fmt.Errorf("demo workspace: %w", err)
	}
	if err := guangzhou.WriteTruth(filepath.Join(dir, "truth.csv")); err != nil {
		return fmt.Errorf("truth of the demo: %w", err)
	}
	texts := catalog(g.language(nil))
	nights := guangzhou.Nights()
	for _, night := range nights {
		if err := guangzhou.Deliver(dir, night); err != nil {
			return fmt.Errorf("extracts of the demo: %w", err)
		}
		summary, err := g.demoNight(ctx, dir, night.RunAt, stderr)
		if err != nil {
			return err
		}
		fmt.Fprintln(stdout, texts.Text("cli.demo.night", summary.Day.Format(time.DateOnly), fmt.Sprint(len(summary.Slots)), fmt.Sprint(len(summary.Unassessed()))))
	}
	last := nights[len(nights)-1].Day.Format(time.DateOnly)
	fmt.Fprintln(stdout, texts.Text("cli.demo.done", fmt.Sprint(len(nights)), fmt.Sprint(guangzhou.UnitCount), filepath.Join(dir, "reports", last, "city.xlsx")))
	fmt.Fprintln(stdout, texts.Text("cli.demo.next", dir))
	return nil
}

func (g *globals) demoNight(ctx context.Context, dir string, at time.Time, stderr io.Writer) (_ pipeline.Summary, err error) {
	night := globals{workspace: dir, now: at.Format(time.RFC3339), lang: g.lang, command: g.command}
	s, err := night.open(ctx, true)
	if err != nil {
		return pipeline.Summary{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	// What is missing on purpose is counted, not told night by night.
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	return s.runner(log, silent{}).Run(ctx, pipeline.Request{})
}
