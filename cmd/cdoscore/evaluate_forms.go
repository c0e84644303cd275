package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/reports/xlsx"
	"cdoscore/rules"

	"github.com/spf13/cobra"
)

type reviewFormFlags struct {
	out, stage              string
	items, units, reviewers []string
	all                     bool
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
	c.Flags().StringSliceVar(&f.reviewers, "reviewer", nil, "who reviews, as in reviews/<cycle>/reviewers.csv; one form for each")
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
			if (len(f.units) == 0 || slices.Contains(f.units, u.ID)) && u.Within(cycle.From, cycle.To) {
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
	case len(f.reviewers) == 0:
		return nil, nil, errors.New("a review form is made for one reviewer: name the reviewer with --reviewer")
	}
	for _, reviewer := range f.reviewers {
		requests = append(requests, evaluation.FormRequest{Stage: f.stage, Reviewer: reviewer, Items: f.items, Lang: s.lang})
		names = append(names, plainName(strings.Join(append([]string{f.stage, reviewer}, f.items...), "-"))+".xlsx")
	}
	return requests, names, nil
}

// plainName makes a name that every file system takes.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, name)
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
