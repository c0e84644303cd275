package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
	"cdoscore/rules"
	"cdoscore/rules/score"

	"github.com/spf13/cobra"
)

type assessFlags struct {
	cycle, format string
	units         []string
}

func newAssess(g *globals) *cobra.Command {
	f := &assessFlags{}
	c := &cobra.Command{
		Use:   "assess [DIR] --cycle NAME",
		Short: "Compute the annual assessment of every unit, each point with its evidence",
		Long: "Measured items come from the results, deliveries and the catalogue, reviewers' from reviews/<cycle>/*.csv. A result is provisional until the cycle has ended, every\n" +
			"reviewer's item is confirmed, no due slot is unscored and the unit is signed off in reviews/<cycle>/signoffs.csv. --unit prints the items of single units.\n" +
			"Where the ledger holds the cycle's evaluation (`assess advance`), reviews and the approval come from there, and an approved result is printed as it was approved.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			if err := checkFormat(f.format, "table", "json"); err != nil {
				return err
			}
			return g.withEvaluation(c.Context(), f.cycle, false, func(s *site, e *evaluation.Evaluator) error { return s.assess(c.Context(), e, f, c.OutOrStdout()) })
		},
	}
	c.PersistentFlags().StringVar(&f.cycle, "cycle", "", "the assessment cycle, as 2026")
	c.Flags().StringVar(&f.format, "format", "table", "table or json")
	c.Flags().StringSliceVar(&f.units, "unit", nil, "only these units, item by item")
	addEvaluation(c, g, &f.cycle)
	return c
}

func (s *site) assess(ctx context.Context, e *evaluation.Evaluator, f *assessFlags, w io.Writer) error {
	if err := s.knownUnits(f.units); err != nil {
		return err
	}
	outcome, err := e.Outcome(ctx, 0)
	if err != nil {
		return err
	}
	outcome.Results = only(outcome.Results, f.units, func(r evaluation.Result) string { return r.Unit.ID })
	if f.format == "json" {
		return writeJSON(w, annualDocument(s, e.Cycle, outcome))
	}
	texts := catalog(s.lang)
	fmt.Fprintln(w, texts.Text("cli.assess.head", e.Cycle.Name, e.Cycle.From, e.Cycle.To))
	if a := outcome.Approval; a != nil {
		fmt.Fprintln(w, texts.Text("cli.eval.version", fmt.Sprint(outcome.Version), a.At.Format(time.DateOnly), a.Document))
	}
	if len(f.units) > 0 {
		for _, r := range outcome.Results {
			s.printItems(w, texts, r)
		}
		return nil
	}
	s.printTotals(w, texts, outcome.Results)
	return nil
}

// sameAsFrozen refuses to assess a frozen cycle with another configuration than
// its newest version's.
func (s *site) sameAsFrozen(ctx context.Context, cycle workspace.Cycle) error {
	return pipeline.CheckFrozen(ctx, s.ledger, cycle.To, s.w.Scoring())
}

func (s *site) assessor() *assessment.Assessor {
	return &assessment.Assessor{Workspace: s.w, Ledger: s.ledger, Now: s.clock()}
}

func (s *site) knownUnits(ids []string) error {
	var known []string
	for _, u := range s.w.Units {
		known = append(known, u.ID)
	}
	for _, id := range ids {
		if s.w.Unit(id) == nil {
			return fmt.Errorf("unknown unit %q%s", id, rules.Suggest(id, known))
		}
	}
	return nil
}

// only keeps what belongs to some units; none named: all.
func only[T any](list []T, units []string, of func(T) string) []T {
	if len(units) == 0 {
		return list
	}
	var out []T
	for _, x := range list {
		for _, u := range units {
			if of(x) == u {
				out = append(out, x)
			}
		}
	}
	return out
}

func (s *site) printTotals(w io.Writer, texts *message.Catalog, list []evaluation.Result) {
	rows := [][]string{{texts.Text("cli.assess.unit"), texts.Text("cli.assess.tier"), texts.Text("cli.assess.total"), texts.Text("cli.assess.band"), texts.Text("cli.assess.rank")}}
	for _, i := range s.w.Indicators.Annual {
		rows[0] = append(rows[0], i.ID)
	}
	rows[0] = append(rows[0], texts.Text("cli.assess.state"))
	for _, a := range list {
		row := []string{a.Unit.Name.In(s.lang), texts.Text("tier." + a.Unit.Tier), hundredthsText(a.Result.Total), s.bandName(a.Result.Band), s.place(texts, a.Rank, a.Ranked, a.Quality.Small)}
		for _, i := range a.Result.Indicators {
			row = append(row, hundredthsText(i.Points))
		}
		rows = append(rows, append(row, stateText(texts, a)))
	}
	printTable(w, rows)
}

// stateText says whether a result is final, and the first reasons why not.
func stateText(texts *message.Catalog, a evaluation.Result) string {
	if !a.Provisional() {
		return texts.Text("cli.assess.final")
	}
	if len(a.Contested) > 0 {
		return texts.Text("cli.eval.contested", strings.Join(a.Contested, texts.Text("cli.assess.and")))
	}
	const shown = 2
	var why []string
	for _, n := range a.Open[:min(shown, len(a.Open))] {
		why = append(why, texts.Note(n))
	}
	if len(a.Open) > shown {
		why = append(why, "…")
	}
	return texts.Text("cli.assess.why", strings.Join(why, texts.Text("cli.assess.and")))
}

func (s *site) printItems(w io.Writer, texts *message.Catalog, a evaluation.Result) {
	fmt.Fprintf(w, "\n%s  %s  %s  %s\n", a.Unit.Name.In(s.lang), hundredthsText(a.Result.Total), s.bandName(a.Result.Band), s.place(texts, a.Rank, a.Ranked, a.Quality.Small))
	names := map[string]workspace.AnnualItem{}
	for _, i := range s.w.Indicators.Annual {
		for _, item := range i.Items {
			names[item.ID] = item
		}
	}
	rows := [][]string{{texts.Text("cli.assess.item"), "", texts.Text("cli.assess.worth"), texts.Text("cli.assess.points"), texts.Text("cli.assess.self"), texts.Text("cli.assess.source"), texts.Text("cli.assess.proof")}}
	for _, i := range a.Result.Indicators {
		for _, item := range i.Items {
			self := ""
			if item.Self != nil {
				self = hundredthsText(*item.Self)
			}
			rows = append(rows, []string{item.ID, names[item.ID].Name.In(s.lang), fmt.Sprintf("%.2f", score.Round(item.Worth)), hundredthsText(item.Points), self,
				texts.Text("annual_source." + sourceName(item)), proof(texts, a.Annual, item.ID)})
		}
	}
	printTable(w, rows)
	for _, x := range a.Adjustments {
		fmt.Fprintln(w, texts.Text("cli.assess.adjustment", texts.Text("adjustment."+x.Kind), hundredthsText(x.Points), x.Basis, x.Document))
	}
	if len(a.Contested) > 0 {
		fmt.Fprintln(w, texts.Text("cli.eval.contested", strings.Join(a.Contested, texts.Text("cli.assess.and"))))
	}
	for _, n := range a.Open {
		fmt.Fprintln(w, texts.Text("cli.assess.why", texts.Note(n)))
	}
}

func sourceName(item score.AnnualItemResult) string {
	if !item.Assessed {
		return "unjudged"
	}
	return string(item.Source)
}

// proof is what stands behind an item's points.
func proof(texts *message.Catalog, a *assessment.Annual, item string) string {
	if r, ok := a.Reviews[item]; ok && (r.Evidence != "" || r.Note != "") {
		return strings.TrimSpace(r.Evidence + " " + r.Note)
	}
	e, ok := a.Evidence[item]
	if !ok {
		return ""
	}
	key := "evidence." + e.Measure
	if !texts.Has(key) {
		return texts.Text("evidence.dimension", fmt.Sprint(e.Datasets), fmt.Sprint(e.Good))
	}
	text := texts.Text(key, fmt.Sprint(e.Good), fmt.Sprint(e.Of))
	if len(e.Lacking) > 0 {
		text += texts.Text("evidence.lacking", strings.Join(e.Lacking, ", "))
	}
	return text
}

func (s *site) bandName(id string) string {
	for _, b := range s.w.Indicators.Bands {
		if b.ID == id {
			return b.Name.In(s.lang)
		}
	}
	return "—"
}

// place writes a rank and of how many it is.
func (s *site) place(texts *message.Catalog, rank, ranked int, small bool) string {
	switch {
	case rank > 0:
		return fmt.Sprintf("%d/%d", rank, ranked)
	case small:
		return texts.Text("cli.assess.small")
	}
	return "—"
}

func hundredthsText(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
