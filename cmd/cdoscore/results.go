package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"cdoscore/pipeline/ledger"

	"github.com/spf13/cobra"
)

type resultsFlags struct {
	slot, format    string
	units, datasets []string
}

func newResults(g *globals) *cobra.Command {
	f := &resultsFlags{}
	c := &cobra.Command{
		Use:   "results [DIR]",
		Short: "Print the outcomes of a day, or of every dataset's newest slot",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.results(c.Context(), f, c.OutOrStdout())
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.slot, "slot", "", "last covered day of the slots to print, as 2026-03-02")
	flags.StringVar(&f.format, "format", "table", "table, csv or json")
	flags.StringSliceVar(&f.units, "unit", nil, "only these units")
	flags.StringSliceVar(&f.datasets, "dataset", nil, "only these datasets, as unit/name")
	return c
}

func (g *globals) results(ctx context.Context, f *resultsFlags, stdout io.Writer) (err error) {
	if err := checkFormat(f.format, "table", "csv", "json"); err != nil {
		return err
	}
	s, err := g.open(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	on, err := day(f.slot, s.w.Zone)
	if err != nil {
		return err
	}
	slots, err := s.ledger.CurrentResults(ctx, ledger.Filter{})
	if err != nil {
		return err
	}
	slots = slices.DeleteFunc(chooseSlots(slots, on), func(x ledger.SlotResult) bool {
		return len(f.datasets) > 0 && !slices.Contains(f.datasets, x.Dataset)
	})
	list, err := s.outcomes(ctx, slots)
	if err != nil {
		return err
	}
	if len(f.units) > 0 {
		list = slices.DeleteFunc(list, func(o outcome) bool { return !slices.Contains(f.units, o.Unit) })
	}
	return printOutcomes(stdout, f.format, list)
}

// chooseSlots keeps the slots whose last covered day is on, or, without a day,
// each dataset's newest.
func chooseSlots(slots []ledger.SlotResult, on time.Time) []ledger.SlotResult {
	newest := map[string]string{}
	for _, x := range slots {
		newest[x.Dataset] = max(newest[x.Dataset], x.Slot)
	}
	return slices.DeleteFunc(slots, func(x ledger.SlotResult) bool {
		if on.IsZero() {
			return newest[x.Dataset] != x.Slot
		}
		return x.End.In(on.Location()).AddDate(0, 0, -1).Format(time.DateOnly) != on.Format(time.DateOnly)
	})
}

// outcomes reads the rules' counts of some slots from their newest runs.
func (s *site) outcomes(ctx context.Context, slots []ledger.SlotResult) ([]outcome, error) {
	wanted := map[string]map[string]bool{}
	var runs []string
	for _, x := range slots {
		if wanted[x.RunID] == nil {
			wanted[x.RunID] = map[string]bool{}
			runs = append(runs, x.RunID)
		}
		wanted[x.RunID][x.Dataset+"\x1f"+x.Slot] = true
	}
	slices.Sort(runs)
	var list []outcome
	for _, run := range runs {
		rows, err := s.engine.Results(ctx, []string{s.ledger.ResultsPath(run)}, ledger.ResultFilter{Records: []string{ledger.RuleRecord}})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if wanted[run][r.Dataset+"\x1f"+r.Slot] {
				list = append(list, fromRow(r))
			}
		}
	}
	slices.SortStableFunc(list, compareOutcomes)
	return list, nil
}
