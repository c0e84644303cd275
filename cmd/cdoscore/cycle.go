package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"

	"github.com/spf13/cobra"
)

func newCycle(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "cycle",
		Short: "Freeze the scoring configuration of an assessment cycle, and show what is frozen",
	}
	c.AddCommand(newCycleFreeze(g), newCycleList(g), newCycleDiff(g))
	return c
}

func newCycleFreeze(g *globals) *cobra.Command {
	var from string
	c := &cobra.Command{
		Use:   "freeze NAME",
		Short: "Record the workspace's scoring configuration for a cycle, a year such as 2026 or one named in cdoscore.yaml",
		Long: "From then on a run in the cycle is refused where the scoring configuration is another: weights, bands, indicators, rules, fields, update cycles and code tables.\n" +
			"Sources, waivers, calendar, outages, nil returns and reviews stay free. A changed configuration is frozen as a new version, which holds for days after all that was scored.",
		Args: oneArgument("the cycle's name"),
		RunE: func(c *cobra.Command, args []string) error {
			if from != "" {
				if _, err := time.Parse(time.DateOnly, from); err != nil {
					return fmt.Errorf("--from %q is not a day: write it as 2026-07-01", from)
				}
			}
			return g.withSite(c.Context(), true, func(s *site) error {
				cycle, err := pipeline.Freeze(c.Context(), s.w, s.ledger, args[0], from, s.clock())
				if err != nil {
					return err
				}
				s.printCycle(c.OutOrStdout(), cycle)
				return nil
			})
		},
	}
	c.Flags().StringVar(&from, "from", "", "first day on which a new version holds, as 2026-07-01 (default: the first that is possible)")
	return c
}

func newCycleList(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the frozen versions",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withSite(c.Context(), false, func(s *site) error {
				list, err := s.ledger.Cycles(c.Context())
				if err == nil && len(list) == 0 {
					fmt.Fprintln(c.OutOrStdout(), catalog(s.lang).Text("cli.cycle.none"))
				}
				for _, cycle := range list {
					s.printCycle(c.OutOrStdout(), cycle)
				}
				return err
			})
		},
	}
}

func newCycleDiff(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "diff NAME",
		Short: "Show where the workspace's scoring configuration differs from the cycle's newest frozen version; exits with 1 where it does",
		Args:  oneArgument("the cycle's name"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withSite(c.Context(), false, func(s *site) error { return s.diffCycle(c.Context(), args[0], c.OutOrStdout()) })
		},
	}
}

func (s *site) diffCycle(ctx context.Context, name string, w io.Writer) error {
	list, err := s.ledger.Cycles(ctx)
	if err != nil {
		return err
	}
	var newest ledger.Cycle
	for _, c := range list {
		if c.Name == name {
			newest = c
		}
	}
	if newest.Version == 0 {
		return fmt.Errorf("cycle %q is not frozen: freeze it with `cdoscore cycle freeze %s`", name, name)
	}
	differences := workspace.ScoringDiff(newest.Scoring, s.w.Scoring())
	if len(differences) == 0 {
		fmt.Fprintln(w, catalog(s.lang).Text("cli.cycle.same", name, fmt.Sprint(newest.Version)))
		return nil
	}
	for _, d := range differences {
		fmt.Fprintln(w, d)
	}
	return &exitError{code: exitFailUnder}
}

func (s *site) printCycle(w io.Writer, c ledger.Cycle) {
	fmt.Fprintln(w, catalog(s.lang).Text("cli.cycle.frozen", c.Name, fmt.Sprint(c.Version), c.From, c.To, c.SHA256[:12]))
}

// withSite opens the workspace for one piece of work.
func (g *globals) withSite(ctx context.Context, write bool, do func(*site) error) (err error) {
	s, err := g.open(ctx, write)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}
