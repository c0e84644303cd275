package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"

	"github.com/spf13/cobra"
)

func newEvidence(g *globals, cycle *string) *cobra.Command {
	c := &cobra.Command{Use: "evidence", Short: "Register the files that prove points, numbered and hashed"}
	c.AddCommand(newEvidenceAdd(g, cycle), newEvidenceList(g, cycle), newEvidenceVerify(g, cycle))
	return c
}

func newEvidenceAdd(g *globals, cycle *string) *cobra.Command {
	var unit, item, by string
	c := &cobra.Command{
		Use:   "add FILE --unit UNIT --indicator ITEM --by NAME",
		Short: "Keep a file as evidence and print its number, as HRSS-E01-001",
		Args:  oneArgument("the file"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withEvaluation(c.Context(), *cycle, true, func(s *site, e *evaluation.Evaluator) error {
				if err := errors.Join(s.knownUnits([]string{unit}), s.knownItems([]string{item})); err != nil {
					return err
				}
				added, err := e.AddEvidence(c.Context(), args[0], unit, item, by)
				if err == nil {
					fmt.Fprintln(c.OutOrStdout(), added.Number)
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&unit, "unit", "", "whose points it proves")
	c.Flags().StringVar(&item, "indicator", "", "the item, as E1")
	c.Flags().StringVar(&by, "by", "", "who hands it in")
	requireFlags(c, "unit", "indicator", "by")
	return c
}

func newEvidenceList(g *globals, cycle *string) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the evidence of the cycle",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withEvaluation(c.Context(), *cycle, false, func(s *site, e *evaluation.Evaluator) error {
				standing, err := e.Standing(c.Context())
				if err != nil {
					return err
				}
				var rows [][]string
				for _, x := range standing.Evidence {
					rows = append(rows, []string{x.Number, x.Unit, x.Indicator, x.Name, strconv.FormatInt(x.Size, 10), x.SHA256, x.At.Format(time.DateTime), x.By})
				}
				printTable(c.OutOrStdout(), rows)
				return nil
			})
		},
	}
}

func newEvidenceVerify(g *globals, cycle *string) *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Read every kept file again and compare its hash; exits with 1 where one is gone or another",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withEvaluation(c.Context(), *cycle, false, func(s *site, e *evaluation.Evaluator) error {
				checked, wrong, err := e.VerifyEvidence(c.Context())
				if err != nil {
					return err
				}
				if len(wrong) > 0 {
					return &exitError{exitFailUnder, errors.New(strings.Join(wrong, "\n"))}
				}
				fmt.Fprintln(c.OutOrStdout(), catalog(s.lang).Text("cli.eval.verified", fmt.Sprint(checked)))
				return nil
			})
		},
	}
}

func newObject(g *globals, cycle *string) *cobra.Command {
	var o ledger.Objection
	c := &cobra.Command{
		Use:   "object --unit UNIT --indicator ITEM --by NAME --reason TEXT",
		Short: "Record a unit's objection to its points for an item; they are contested until the ruling",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withEvaluation(c.Context(), *cycle, true, func(s *site, e *evaluation.Evaluator) error {
				if err := errors.Join(s.knownUnits([]string{o.Unit}), s.knownItems([]string{o.Indicator})); err != nil {
					return err
				}
				done, err := e.Object(c.Context(), o)
				if err == nil {
					fmt.Fprintln(c.OutOrStdout(), catalog(s.lang).Text("cli.eval.objected", fmt.Sprint(done.ID), done.Unit, done.Indicator))
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&o.Unit, "unit", "", "who objects")
	c.Flags().StringVar(&o.Indicator, "indicator", "", "the item, as E1")
	c.Flags().StringVar(&o.Reason, "reason", "", "why")
	signed(c, &o.By, &o.Document)
	requireFlags(c, "unit", "indicator", "by", "reason")
	return c
}

func newRule(g *globals, cycle *string) *cobra.Command {
	var upheld, dismissed bool
	var r ledger.Ruling
	c := &cobra.Command{
		Use:   "rule NUMBER (--upheld | --dismissed) --by NAME --document NUMBER --reason TEXT",
		Short: "Decide an objection; what an upheld one changes is entered on a form of the second review",
		Args:  oneArgument("the objection's number"),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return fmt.Errorf("%q is no number of an objection: `cdoscore assess status` prints them", args[0])
			}
			r.Upheld = upheld
			return g.withEvaluation(c.Context(), *cycle, true, func(_ *site, e *evaluation.Evaluator) error { return e.Rule(c.Context(), number, r) })
		},
	}
	c.Flags().BoolVar(&upheld, "upheld", false, "the unit is right")
	c.Flags().BoolVar(&dismissed, "dismissed", false, "the points stand")
	c.MarkFlagsOneRequired("upheld", "dismissed")
	c.MarkFlagsMutuallyExclusive("upheld", "dismissed")
	c.Flags().StringVar(&r.Reason, "reason", "", "why")
	signed(c, &r.By, &r.Document)
	requireFlags(c, "by", "document", "reason")
	return c
}
