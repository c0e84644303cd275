package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"

	"github.com/spf13/cobra"
)

type scoresFlags struct {
	period, format string
	units          []string
}

func newScores(g *globals) *cobra.Command {
	f := &scoresFlags{}
	c := &cobra.Command{
		Use:   "scores [DIR] --period PERIOD",
		Short: "Print the data quality of every unit over a month, a quarter, a year or a cycle",
		Long:  "Each dataset's indicators are averaged over its slots in the period, each slot once, and rolled up to the unit; with and without waivers.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			if err := checkFormat(f.format, "table", "json"); err != nil {
				return err
			}
			if f.period == "" {
				return fmt.Errorf("scores needs --period: a month (2026-03), a quarter (2026-Q1), a year (2026), or a cycle")
			}
			return g.withSite(c.Context(), false, func(s *site) error { return s.scores(c.Context(), f, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVar(&f.period, "period", "", "2026-03, 2026-Q1, 2026, or a cycle's name")
	c.Flags().StringVar(&f.format, "format", "table", "table or json")
	c.Flags().StringSliceVar(&f.units, "unit", nil, "only these units")
	return c
}

func (s *site) scores(ctx context.Context, f *scoresFlags, w io.Writer) error {
	period, err := s.w.Period(f.period)
	if err != nil {
		return err
	}
	if err := s.knownUnits(f.units); err != nil {
		return err
	}
	list, err := s.assessor().Quality(ctx, period)
	if err != nil {
		return err
	}
	list = only(list, f.units, func(q *assessment.Quality) string { return q.Unit.ID })
	if f.format == "json" {
		return writeJSON(w, scoresDocument(period, list))
	}
	texts := catalog(s.lang)
	fmt.Fprintln(w, texts.Text("cli.assess.head", period.Name, period.From, period.To))
	head := []string{texts.Text("cli.assess.unit"), texts.Text("cli.assess.tier"), texts.Text("cli.assess.score"), texts.Text("cli.assess.nowaiv"), texts.Text("cli.assess.judged"), texts.Text("cli.assess.band"), texts.Text("cli.assess.rank")}
	for _, d := range s.w.Indicators.Dimensions {
		head = append(head, d.Name.In(s.lang))
	}
	rows := [][]string{head}
	for _, q := range list {
		r := q.Result
		row := []string{q.Unit.Name.In(s.lang), texts.Text("tier." + q.Unit.Tier), pointsText(r.Score), pointsText(score.Score{Points: r.NoWaivers, Judged: r.Judged}),
			fmt.Sprintf("%.1f%%", 100*r.Judged), s.bandName(q.Band), s.place(texts, q.Rank, q.Ranked, q.Small)}
		for _, d := range r.Dimensions {
			row = append(row, pointsText(d.Score))
		}
		rows = append(rows, row)
	}
	printTable(w, rows)
	return nil
}

func pointsText(s score.Score) string {
	if !s.Assessed() {
		return "—"
	}
	return fmt.Sprintf("%.2f", score.Round(s.Points))
}

// The document of `scores --format json`; null where nothing was assessed.
type (
	scoresJSON struct {
		Period string       `json:"period"`
		From   string       `json:"from"`
		To     string       `json:"to"`
		Units  []scoresUnit `json:"units"`
	}
	scoresUnit struct {
		Unit       string            `json:"unit"`
		Tier       string            `json:"tier"`
		Score      *json.Number      `json:"score"`
		NoWaivers  *json.Number      `json:"score_without_waivers"`
		Judged     json.Number       `json:"judged_share"`
		Band       string            `json:"band"`
		Rank       int               `json:"rank"`
		Small      bool              `json:"sample_too_small"`
		Slots      int               `json:"slots"`
		Unrun      int               `json:"slots_never_scored"`
		Evaluated  int64             `json:"evaluated_rows"`
		Dimensions []scoresDimension `json:"dimensions"`
	}
	scoresDimension struct {
		ID        string       `json:"id"`
		Score     *json.Number `json:"score"`
		NoWaivers *json.Number `json:"score_without_waivers"`
		Judged    json.Number  `json:"judged_share"`
	}
)

func scoresDocument(period workspace.Cycle, list []*assessment.Quality) scoresJSON {
	doc := scoresJSON{Period: period.Name, From: period.From, To: period.To, Units: []scoresUnit{}}
	for _, q := range list {
		u := scoresUnit{Unit: q.Unit.ID, Tier: q.Unit.Tier, Judged: decimalNumber(q.Result.Judged, 4), Band: q.Band, Rank: q.Rank, Small: q.Small, Slots: q.Slots, Unrun: q.Unrun, Evaluated: q.Evaluated}
		u.Score, u.NoWaivers = bothNumbers(q.Result.Score)
		for _, d := range q.Result.Dimensions {
			sd := scoresDimension{ID: d.ID, Judged: decimalNumber(d.Judged, 4)}
			sd.Score, sd.NoWaivers = bothNumbers(d.Score)
			u.Dimensions = append(u.Dimensions, sd)
		}
		doc.Units = append(doc.Units, u)
	}
	return doc
}

func bothNumbers(s score.Score) (with, without *json.Number) {
	if !s.Assessed() {
		return nil, nil
	}
	a, b := decimalNumber(score.Round(s.Points), 2), decimalNumber(score.Round(s.NoWaivers), 2)
	return &a, &b
}
