package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/ledger"
	"cdoscore/reports/message"
	"cdoscore/rules/score"

	"github.com/spf13/cobra"
)

func newAppealRule(g *globals) *cobra.Command {
	var waive bool
	var from, to string
	c := &cobra.Command{
		Use:   "rule NUMBER (--waive [--from DAY --to DAY] | --correct)",
		Short: "Carry out a ruling that upholds an appeal, for every dataset with the same rule",
		Long: "--waive writes one waiver for each dataset that has the same rule (kind, fields and options alike), by default for the contested slot's day alone.\n" +
			"--correct lists the rules that are to be changed; the scoring configuration is the operator's, and a frozen cycle takes the change as its next version.",
		Args: oneArgument("the number of the appeal"),
	}
	var correct bool
	c.RunE = func(c *cobra.Command, args []string) error {
		return g.withSite(c.Context(), false, func(s *site) error {
			a, err := s.ledger.Appeal(c.Context(), strings.ToUpper(args[0]))
			if err != nil {
				return err
			}
			if waive {
				return s.waive(a, from, to, c.OutOrStdout())
			}
			return s.toCorrect(a, c.OutOrStdout())
		})
	}
	c.Flags().BoolVar(&waive, "waive", false, "write the waivers")
	c.Flags().BoolVar(&correct, "correct", false, "list the rules to be corrected")
	c.Flags().StringVar(&from, "from", "", "first day of the waiver, YYYY-MM-DD")
	c.Flags().StringVar(&to, "to", "", "last day of the waiver, YYYY-MM-DD")
	c.MarkFlagsOneRequired("waive", "correct")
	c.MarkFlagsMutuallyExclusive("waive", "correct")
	c.MarkFlagsRequiredTogether("from", "to")
	return c
}

func (s *site) waive(a ledger.Appeal, from, to string, w io.Writer) error {
	for _, day := range []string{from, to} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return fmt.Errorf("%q is not a day: write it as 2026-03-02", day)
		}
	}
	first, last, err := s.contestedDays(a)
	if err != nil {
		return err
	}
	if from == "" {
		from, to = first, last
	}
	same, err := appeal.SameRules(s.w, a)
	if err != nil {
		return err
	}
	paths, err := appeal.Waive(s.w, a, same, from, to)
	texts := catalog(s.lang)
	for _, p := range paths {
		name, inside := filepath.Rel(s.w.Dir, p)
		if inside != nil {
			name = p
		}
		fmt.Fprintln(w, texts.Text("cli.appeal.waived", filepath.ToSlash(name), from, to))
	}
	return err
}

// contestedDays are the days that an appeal is about: the last covered day of its
// slot, or all days of its period.
func (s *site) contestedDays(a ledger.Appeal) (first, last string, err error) {
	if p, err := s.w.Period(a.Slot); err == nil {
		return p.From, p.To, nil
	}
	d, known, err := s.ledger.CurrentDelivery(context.Background(), a.Dataset, a.Slot)
	if err != nil {
		return "", "", err
	}
	if !known {
		return "", "", fmt.Errorf("appeal %s: slot %s of %s is not in the ledger", a.Number, a.Slot, a.Dataset)
	}
	day := d.End.In(s.w.Zone).Add(-1).Format(time.DateOnly)
	return day, day, nil
}

func (s *site) toCorrect(a ledger.Appeal, w io.Writer) error {
	same, err := appeal.SameRules(s.w, a)
	if err != nil {
		return err
	}
	names := make([]string, len(same))
	for i, x := range same {
		names[i] = x.Dataset.ID + " " + x.Rule.ID
	}
	fmt.Fprintln(w, catalog(s.lang).Text("cli.appeal.correct", fmt.Sprint(len(same)), strings.Join(names, ", ")))
	return nil
}

func newAppealShow(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "show NUMBER",
		Short: "Show an appeal's steps, and the contested line in every run that scored it, old and new side by side",
		Args:  oneArgument("the number of the appeal"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withSite(c.Context(), false, func(s *site) error {
				a, err := s.ledger.Appeal(c.Context(), strings.ToUpper(args[0]))
				if err != nil {
					return err
				}
				return s.showAppeal(c.Context(), catalog(s.lang), a, c.OutOrStdout())
			})
		},
	}
}

func (s *site) showAppeal(ctx context.Context, texts *message.Catalog, a ledger.Appeal, w io.Writer) error {
	fmt.Fprintf(w, "%s  %s  %s  %s\n%s\n%s\n\n", a.Number, a.Code, a.Dataset, a.Rule, a.Content, a.Facts)
	rows := [][]string{textRow(texts, "col.state", "appeal.at", "appeal.by", "appeal.document", "appeal.note")}
	for _, step := range a.Steps {
		rows = append(rows, []string{stepName(texts, step), step.At.In(s.w.Zone).Format("2006-01-02 15:04"), step.Actor, step.Document, step.Note})
	}
	printTable(w, rows)
	fmt.Fprintln(w)
	rows, err := s.contestedRuns(ctx, texts, a)
	if err != nil {
		return err
	}
	printTable(w, rows)
	return nil
}

// contestedRuns are the line's counts and the dataset's score in every run that
// scored the slot.
func (s *site) contestedRuns(ctx context.Context, texts *message.Catalog, a ledger.Appeal) ([][]string, error) {
	runs, err := s.docket().Runs(ctx, a)
	if err != nil {
		return nil, err
	}
	out := [][]string{textRow(texts, "cli.explain.slot", "appeal.run", "appeal.at", "appeal.version", "appeal.counts", "appeal.score", "cli.assess.nowaiv")}
	for _, r := range runs {
		line := []string{r.Slot, r.Run, r.At.In(s.w.Zone).Format("2006-01-02 15:04"), "—", "—", "—", "—"}
		if r.Version != "" {
			line[3], line[4] = r.Version, fmt.Sprintf("%d/%d/%d", r.Failed, r.Exempt, r.Evaluated)
		}
		if r.Score != nil {
			line[5], line[6] = millionths(r.Score), millionths(r.ScoreNoWaivers)
		}
		out = append(out, line)
	}
	return out, nil
}

func millionths(n *int64) string {
	return pointsText(score.Score{Points: float64(*n) / 1e6, Judged: 1})
}
