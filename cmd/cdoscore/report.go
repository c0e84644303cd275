package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"cdoscore/pipeline/ledger"

	"github.com/spf13/cobra"
)

func newReport(g *globals) *cobra.Command {
	var slot string
	var units []string
	var pages bool
	c := &cobra.Command{
		Use:   "report [DIR]",
		Short: "Write the workbooks of a day again from the ledger",
		Long: "The workbooks lie in reports/DAY/. With --html the same figures are also written as pages for a browser, " +
			"into reports/DAY/html/: index.html for the city and one file for each unit. They need no server and load nothing.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.report(c.Context(), slot, units, pages, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&slot, "slot", "", "the day, as 2026-03-02 (default: the newest day with results)")
	c.Flags().StringSliceVar(&units, "unit", nil, "only these units")
	c.Flags().BoolVar(&pages, "html", false, "also as pages for a browser")
	return c
}

func (g *globals) report(ctx context.Context, slot string, units []string, pages bool, stdout io.Writer) (err error) {
	s, err := g.open(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	on, err := day(slot, s.w.Zone)
	if err != nil {
		return err
	}
	for _, u := range units {
		if s.w.Unit(u) == nil {
			return fmt.Errorf("unknown unit %q: `cdoscore results` names those that have results", u)
		}
	}
	if on.IsZero() {
		if on, err = s.newestDay(ctx); err != nil {
			return err
		}
	}
	if err := s.issueDay(ctx, on, units, pages); err != nil {
		return err
	}
	fmt.Fprintln(stdout, catalog(s.lang).Text("cli.run.look", filepath.Join(s.w.ReportsDir(), on.Format(time.DateOnly))))
	return nil
}

// newestDay is the last covered day of the newest slot with results.
func (s *site) newestDay(ctx context.Context) (time.Time, error) {
	slots, err := s.ledger.CurrentResults(ctx, ledger.Filter{})
	if err != nil {
		return time.Time{}, err
	}
	var newest time.Time
	for _, x := range slots {
		if last := x.End.In(s.w.Zone).AddDate(0, 0, -1); last.After(newest) {
			newest = last
		}
	}
	if newest.IsZero() {
		return newest, errors.New("there are no results yet: run `cdoscore run` first")
	}
	return newest, nil
}
