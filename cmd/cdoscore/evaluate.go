package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/reports/xlsx"
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
	return &evaluation.Evaluator{
		Workspace: s.w, Ledger: s.ledger, Cycle: cycle, Now: s.clock().In(s.w.Zone), Actor: commandActor(),
		Assess: func(ctx context.Context, review *workspace.Review) ([]*assessment.Annual, error) {
			a := s.assessor()
			a.Review = review
			return a.Assess(ctx, cycle, func(ctx context.Context, d *workspace.Dataset, delivery ledger.Delivery) ([]string, error) {
				return pipeline.SensitiveFields(ctx, s.engine, s.w, d, delivery)
			})
		},
	}, nil
}

// commandActor names who runs the command, for the audit trail.
func commandActor() string {
	if u, err := user.Current(); err == nil {
		return "cli:" + u.Username
	}
	return "cli:" + fmt.Sprint(os.Getuid())
}

type reviewFormFlags struct {
	items           []string
	all             bool
	out, stage      string
	units           []string
	reviewer        string
	everyUnit, back bool
}

func newReviewForm(g *globals, cycle *string) *cobra.Command {
	f := &reviewFormFlags{}
	c := &cobra.Command{
		Use:   "review-form --stage STAGE",
		Short: "Write the forms of self-assessment, of a reviewer, or of the feedback to the units",
		Long: "--stage self and feedback write one workbook for each unit (--unit chooses); first and second write the reviewer's workbook, one sheet for each item with all units as rows.\n" +
			"Only the cells of the stage are unlocked. Fill in the forms and take them in with `cdoscore assess import`.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withEvaluation(c.Context(), *cycle, true, func(s *site, e *evaluation.Evaluator) error {
				return s.reviewForms(c.Context(), e, f, c.OutOrStdout())
			})
		},
	}
	c.Flags().StringVar(&f.stage, "stage", evaluation.FirstReview, "self, first, second or feedback")
	c.Flags().StringSliceVar(&f.items, "indicator", nil, "only these items, as E1 (default: all that reviewers give points for)")
	c.Flags().BoolVar(&f.all, "all", false, "all items that reviewers give points for")
	c.Flags().StringSliceVar(&f.units, "unit", nil, "only these units' forms, of the stages self and feedback")
	c.Flags().StringVar(&f.reviewer, "reviewer", "", "who reviews, as in reviews/<cycle>/reviewers.csv")
	c.Flags().StringVarP(&f.out, "output", "o", ".", "the folder for the forms")
	return c
}

func (s *site) reviewForms(ctx context.Context, e *evaluation.Evaluator, f *reviewFormFlags, w io.Writer) error {
	requests, names, err := s.formRequests(f, e.Cycle)
	if err != nil {
		return err
	}
	forms, err := e.Forms(ctx, requests...)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return fmt.Errorf("folder of the forms: %w", err)
	}
	for i, form := range forms {
		path := filepath.Join(f.out, names[i])
		if err := xlsx.WriteReviewForm(path, form); err != nil {
			return err
		}
		fmt.Fprintln(w, catalog(s.lang).Text("cli.eval.form", path, form.Number))
	}
	return nil
}

// formRequests are the forms that the flags ask for, and the names of their files.
func (s *site) formRequests(f *reviewFormFlags, cycle workspace.Cycle) (requests []evaluation.FormRequest, names []string, err error) {
	stages := []string{evaluation.SelfAssessment, evaluation.FirstReview, evaluation.SecondReview, evaluation.Feedback}
	if !slices.Contains(stages, f.stage) {
		return nil, nil, fmt.Errorf("--stage %q: must be one of %s", f.stage, strings.Join(stages, ", "))
	}
	if err := s.knownUnits(f.units); err != nil {
		return nil, nil, err
	}
	if err := s.knownItems(f.items); err != nil {
		return nil, nil, err
	}
	if f.stage == evaluation.SelfAssessment || f.stage == evaluation.Feedback {
		for _, u := range s.w.Units {
			if (len(f.units) == 0 || slices.Contains(f.units, u.ID)) && u.In(cycle.From, cycle.To) {
				requests = append(requests, evaluation.FormRequest{Stage: f.stage, Unit: u.ID, Lang: s.lang})
				names = append(names, f.stage+"-"+u.ID+".xlsx")
			}
		}
		return requests, names, nil
	}
	switch {
	case len(f.units) > 0:
		return nil, nil, errors.New("--unit is for the stages self and feedback: a reviewer's form holds all units")
	case len(f.items) == 0 && !f.all:
		return nil, nil, errors.New("name the items with --indicator, or take --all")
	}
	name := strings.Join(append([]string{f.stage, f.reviewer}, f.items...), "-")
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, name)
	return []evaluation.FormRequest{{Stage: f.stage, Reviewer: f.reviewer, Items: f.items, Lang: s.lang}}, []string{name + ".xlsx"}, nil
}

// knownItems refuses items that there are not, and those without a reviewer.
func (s *site) knownItems(ids []string) error {
	items := s.w.Indicators.AnnualItems()
	var known []string
	for id := range items {
		known = append(known, id)
	}
	slices.Sort(known)
	for _, id := range ids {
		if _, ok := items[id]; !ok {
			return fmt.Errorf("unknown item %q%s (there are %s)", id, rules.Suggest(id, known), strings.Join(known, ", "))
		}
	}
	return nil
}

func newAssessImport(g *globals, cycle *string) *cobra.Command {
	var unit string
	c := &cobra.Command{
		Use:   "import FILE...",
		Short: "Take in forms that were filled in, or a CSV file of the form of reviews/<cycle>/; all of them or, where an entry is wrong, none",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withEvaluation(c.Context(), *cycle, true, func(s *site, e *evaluation.Evaluator) error {
				return s.importForms(c.Context(), e, unit, args, c.OutOrStdout(), c.ErrOrStderr())
			})
		},
	}
	c.Flags().StringVar(&unit, "unit", "", "refuse forms of any other unit")
	return c
}

func (s *site) importForms(ctx context.Context, e *evaluation.Evaluator, unit string, files []string, stdout, stderr io.Writer) error {
	if err := s.knownUnits(strings.Fields(unit)); err != nil {
		return err
	}
	if len(files) == 1 && strings.EqualFold(filepath.Ext(files[0]), ".csv") {
		data, err := os.ReadFile(files[0])
		if err != nil {
			return fmt.Errorf("import: %w", err)
		}
		n, err := e.ImportFile(ctx, filepath.ToSlash(files[0]), data)
		return s.imported(err, n, len(files), stdout, stderr)
	}
	var list []reports.FilledForm
	for _, file := range files {
		filled, err := xlsx.ReadReviewForm(file, func(number string) (reports.ReviewForm, bool, error) { return e.Issued(ctx, number) })
		if err != nil {
			return err
		}
		list = append(list, filled)
	}
	n, err := e.Import(ctx, unit, list)
	return s.imported(err, n, len(files), stdout, stderr)
}

// imported prints every wrong entry with its cell, in the user's language.
func (s *site) imported(err error, n, files int, stdout, stderr io.Writer) error {
	texts := catalog(s.lang)
	if err == nil {
		fmt.Fprintln(stdout, texts.Text("cli.eval.imported", fmt.Sprint(n), fmt.Sprint(files)))
		return nil
	}
	refused := refusedFiles(err)
	if len(refused) == 0 {
		return err
	}
	for _, r := range refused {
		for _, p := range r.Problems {
			fmt.Fprintln(stderr, problemLine(texts, r.File, p))
		}
	}
	return &exitError{exitFailUnder, errors.New(texts.Text("cli.eval.nothing_imported"))}
}

func problemLine(texts *message.Catalog, file string, p evaluation.Problem) string {
	if p.At == "" {
		return file + ": " + texts.Note(p.Note)
	}
	return file + ", " + p.At + ": " + texts.Note(p.Note)
}

func refusedFiles(err error) []*evaluation.Refused {
	var out []*evaluation.Refused
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			out = append(out, refusedFiles(one)...)
		}
		return out
	}
	var r *evaluation.Refused
	if errors.As(err, &r) {
		out = append(out, r)
	}
	return out
}

func newAdvance(g *globals, cycle *string) *cobra.Command {
	var to string
	var sign evaluation.Signature
	c := &cobra.Command{
		Use:   "advance --to STATE --by NAME --document NUMBER",
		Short: "Bring the evaluation to its next state, dated and signed",
		Long: "The states are " + strings.Join(evaluation.States(), ", ") + ". self opens the evaluation and takes in the points of reviews/<cycle>/; from then on the ledger alone counts.\n" +
			"approved keeps the result for good; correction begins the next version beside it.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if !slices.Contains(evaluation.States(), to) {
				return fmt.Errorf("--to %q: must be one of %s", to, strings.Join(evaluation.States(), ", "))
			}
			return g.withEvaluation(c.Context(), *cycle, true, func(s *site, e *evaluation.Evaluator) error {
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
		Short: "Print the states of the evaluation, the objections, and what is still to be reviewed",
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
