package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
	"cdoscore/rules"

	"github.com/spf13/cobra"
)

// addEvaluation adds the commands that carry a cycle's evaluation on.
func addEvaluation(assess *cobra.Command, g *globals, cycle *string) {
	assess.AddCommand(
		newReviewForm(g, cycle), newAssessImport(g, cycle), newEvidence(g, cycle), newAdvance(g, cycle),
		newObject(g, cycle), newRule(g, cycle), newAssessStatus(g, cycle), newAssessExport(g, cycle), newAssessSchema(),
	)
}

// withEvaluation opens the workspace for one piece of work on a cycle's evaluation.
func (g *globals) withEvaluation(ctx context.Context, cycle string, write bool, do func(*site, *evaluation.Evaluator) error) error {
	return g.withSite(ctx, write, func(s *site) error {
		c, err := s.assessed(cycle)
		if err != nil {
			return err
		}
		e, err := s.evaluator(ctx, c)
		if err != nil {
			return err
		}
		return do(s, e)
	})
}

// assessed looks up an assessment cycle.
func (s *site) assessed(name string) (workspace.Cycle, error) {
	if name == "" {
		return workspace.Cycle{}, fmt.Errorf("assess needs --cycle: a year such as 2026, or a name under \"cycles\" in cdoscore.yaml")
	}
	cycle, ok := s.w.Cycle(name)
	if ok {
		return cycle, nil
	}
	_, err := s.w.Period(name)
	if err == nil {
		err = fmt.Errorf("%q is a period but no assessment cycle: `cdoscore scores --period %s` prints its data quality", name, name)
	}
	return cycle, err
}

func (s *site) evaluator(ctx context.Context, cycle workspace.Cycle) (*evaluation.Evaluator, error) {
	if err := s.sameAsFrozen(ctx, cycle); err != nil {
		return nil, err
	}
	return s.evaluatorAt(cycle, s.clock()), nil
}

// evaluatorAt is the evaluator of a cycle whose configuration the caller has checked,
// or of which only what was approved is read.
func (s *site) evaluatorAt(cycle workspace.Cycle, now time.Time) *evaluation.Evaluator {
	return &evaluation.Evaluator{
		Workspace: s.w, Ledger: s.ledger, Cycle: cycle, Now: now.In(s.w.Zone), Actor: operatorName(),
		Assess: func(ctx context.Context, review *workspace.Review) ([]*assessment.Annual, error) {
			a := s.assessor()
			a.Review, a.Now = review, now
			return a.Assess(ctx, cycle, func(ctx context.Context, d *workspace.Dataset, delivery ledger.Delivery) ([]string, error) {
				return pipeline.SensitiveFields(ctx, s.engine, s.w, d, delivery)
			})
		},
	}
}

// outcome is the newest approved result of a cycle, else what its points are now; nil
// with the reason where no evaluation has begun, or none can be computed.
func (s *site) outcome(ctx context.Context, cycle workspace.Cycle, now time.Time) (*evaluation.Outcome, rules.Note, error) {
	e := s.evaluatorAt(cycle, now)
	standing, err := e.Standing(ctx)
	if err != nil {
		return nil, rules.Note{}, err
	}
	review := s.w.Reviews[cycle.Name]
	if standing.Approved() == 0 {
		if standing.State() == "" && len(review.Scores) == 0 && len(review.SignOffs) == 0 {
			return nil, rules.Note{Key: "ranking.annual_none"}, nil
		}
		var frozen *pipeline.FrozenError
		if err := s.sameAsFrozen(ctx, cycle); errors.As(err, &frozen) {
			return nil, rules.Note{Key: "ranking.annual_frozen"}, nil
		} else if err != nil {
			return nil, rules.Note{}, err
		}
	}
	o, err := e.Outcome(ctx, standing.Approved())
	return o, rules.Note{}, err
}

func newAdvance(g *globals, cycle *string) *cobra.Command {
	var to string
	var sign evaluation.Signature
	var pending bool
	c := &cobra.Command{
		Use:   "advance --to STATE --by NAME --document NUMBER",
		Short: "Bring the evaluation to its next state, dated and signed",
		Long: "The states are " + strings.Join(evaluation.States(), ", ") + ". self opens the evaluation and takes in the points of reviews/<cycle>/; from then on the ledger alone counts.\n" +
			"approved keeps the result for good, and is refused while appeals of the cycle are pending (see --with-pending-appeals); correction begins the next version beside it.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if !slices.Contains(evaluation.States(), to) {
				return fmt.Errorf("--to %q: must be one of %s", to, strings.Join(evaluation.States(), ", "))
			}
			if pending && to != evaluation.Approved {
				return fmt.Errorf("--with-pending-appeals belongs to --to %s", evaluation.Approved)
			}
			return g.withEvaluation(c.Context(), *cycle, true, func(s *site, e *evaluation.Evaluator) error {
				if pending {
					sign.PendingAppeals = catalog(s.lang).Text("cli.eval.pending_appeals")
				}
				state, err := e.Advance(c.Context(), to, sign)
				if err == nil {
					fmt.Fprintln(c.OutOrStdout(), stateLine(catalog(s.lang), state))
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&to, "to", "", "the state")
	signed(c, &sign.By, &sign.Document)
	c.Flags().BoolVar(&pending, "with-pending-appeals", false, "approve although appeals of the cycle are pending, and record which")
	c.Flags().StringVar(&sign.Note, "note", "", "a remark for the record")
	return c
}

// signed adds the flags of who signs what.
func signed(c *cobra.Command, by, document *string) {
	c.Flags().StringVar(by, "by", "", "who signs")
	c.Flags().StringVar(document, "document", "", "number of the document")
}

func stateLine(texts *message.Catalog, s ledger.EvaluationState) string {
	return texts.Text("cli.eval.state", s.Cycle, fmt.Sprint(s.Version), texts.Text("state."+s.State), s.At.Format(time.DateTime), s.By, s.Document)
}

func newAssessStatus(g *globals, cycle *string) *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Print the states of the evaluation, each with who signed it, and the objections",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withEvaluation(c.Context(), *cycle, false, func(s *site, e *evaluation.Evaluator) error {
				return s.printStatus(c.Context(), e, c.OutOrStdout())
			})
		},
	}
}

func (s *site) printStatus(ctx context.Context, e *evaluation.Evaluator, w io.Writer) error {
	standing, err := e.Standing(ctx)
	if err != nil {
		return err
	}
	texts := catalog(s.lang)
	if len(standing.States) == 0 {
		fmt.Fprintln(w, texts.Text("cli.eval.closed", e.Cycle.Name))
		return nil
	}
	for _, state := range standing.States {
		fmt.Fprintln(w, stateLine(texts, state))
	}
	for _, o := range standing.Objections {
		ruling := texts.Text("cli.eval.pending")
		if o.Ruling != nil {
			ruling = texts.Text("cli.eval.ruled_"+fmt.Sprint(o.Ruling.Upheld), o.Ruling.By, o.Ruling.Document, o.Ruling.Reason)
		}
		fmt.Fprintln(w, texts.Text("cli.eval.objection", fmt.Sprint(o.ID), o.Unit, o.Indicator, o.By, o.Reason, ruling))
	}
	return nil
}
