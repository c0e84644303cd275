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
	"time"

	"cdoscore/pipeline/check"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
	"cdoscore/rules/score"

	"github.com/spf13/cobra"
)

type checkFlags struct {
	spec, format, slot, zone string
	failUnder                float64
}

func newCheck(g *globals) *cobra.Command {
	f := &checkFlags{}
	c := &cobra.Command{
		Use:   "check FILE --spec dataset.yaml",
		Short: "Judge one file against one dataset file, without a workspace",
		Long: "FILE is CSV, Excel, Parquet, JSON lines, JSON or SQLite, by its ending (.csv .tsv .txt .xlsx .xlsm .parquet .jsonl .ndjson .json .db .sqlite; .gz and .zst may follow).\n" +
			"Options of the dataset file's own source (sheet, encoding, ...) are used where the kind of file is the same. `today` is the end of the day.",
		Args: oneArgument("the file to check"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.check(c.Context(), args[0], f, c.OutOrStdout())
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.spec, "spec", "", "the dataset file (required)")
	flags.StringVar(&f.format, "format", "text", "text or json")
	flags.StringVar(&f.slot, "slot", "", "judge as of the end of this day, as 2026-03-02 (default: today)")
	flags.StringVar(&f.zone, "zone", workspace.DefaultZone, "the city's time zone")
	flags.Float64Var(&f.failUnder, "fail-under", 0, "exit with 1 where the score is below this")
	return c
}

func (g *globals) check(ctx context.Context, file string, f *checkFlags, stdout io.Writer) error {
	switch {
	case f.spec == "":
		return errors.New("--spec is required: name the dataset file to judge by")
	case checkFormat(f.format, "text", "json") != nil:
		return checkFormat(f.format, "text", "json")
	}
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("the file to check cannot be opened: %w", err)
	}
	c, err := g.newChecker(ctx, file, f)
	if err != nil {
		return err
	}
	err = c.print(ctx, stdout, f.format, catalog(g.language(nil)))
	if closing := c.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	points := c.result.Score
	switch {
	case c.result.Unreadable != nil && f.format == "json":
		// The counts alone do not say why.
		return &exitError{exitUnassessed, c.result.Unreadable}
	case c.result.Unreadable != nil:
		return &exitError{exitUnassessed, nil}
	case f.failUnder > 0 && points.Assessed() && score.Round(points.Points) < f.failUnder:
		return &exitError{exitFailUnder, fmt.Errorf("%s: %.2f is below --fail-under %.2f", file, score.Round(points.Points), f.failUnder)}
	}
	return nil
}

// checker judges one file in a temporary folder.
type checker struct {
	file   string
	temp   string
	engine *duck.Engine
	result *check.Result
}

func (g *globals) newChecker(ctx context.Context, file string, f *checkFlags) (_ *checker, err error) {
	zone, err := time.LoadLocation(f.zone)
	if err != nil {
		return nil, fmt.Errorf("--zone %q is no time zone: write a name such as Asia/Shanghai", f.zone)
	}
	clock, err := g.clock()
	if err != nil {
		return nil, err
	}
	on, err := day(f.slot, zone)
	if err != nil {
		return nil, err
	}
	if on.IsZero() {
		on = clock().In(zone)
	}
	c := &checker{file: file}
	if c.temp, err = os.MkdirTemp("", "cdoscore-check-"); err != nil {
		return nil, fmt.Errorf("temporary folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Close())
		}
	}()
	if c.engine, err = duck.Open(duck.Options{Dirs: []string{c.temp}, Temp: filepath.Join(c.temp, "tmp"), Zone: zone}); err != nil {
		return c, err
	}
	dataset, err := workspace.LoadDatasetFile(f.spec, deps(c.engine.ParseExpr, clock()))
	if err != nil {
		return c, err
	}
	kind, err := check.KindOf(file)
	if err != nil {
		return c, err
	}
	t, _ := connectorType(kind)
	c.result, err = check.File(ctx, check.Options{Path: file, Type: t, Dataset: dataset, Slot: workspace.DaySlot(on),
		Indicators: workspace.DefaultIndicators(), Engine: c.engine, Dir: c.temp, Clock: clock})
	return c, err
}

// Close removes everything but the printed result.
func (c *checker) Close() error {
	var err error
	if c.engine != nil {
		err = c.engine.Close()
	}
	return errors.Join(err, os.RemoveAll(c.temp))
}

func (c *checker) print(ctx context.Context, w io.Writer, format string, texts *message.Catalog) error {
	list := c.list(texts)
	if format == "json" {
		return printOutcomes(w, format, list)
	}
	if e := c.result.Unreadable; e != nil {
		fmt.Fprintln(w, texts.Text("cli.check.unreadable", c.file, texts.Note(rules.Note{Key: e.Reason.Key, Args: e.Reason.Args})))
		return nil
	}
	if err := printOutcomes(w, "table", list); err != nil {
		return err
	}
	if points := c.result.Score; points.Assessed() {
		fmt.Fprintln(w, texts.Text("cli.check.score", fmt.Sprintf("%.2f", score.Round(points.Points)), fmt.Sprintf("%.0f%%", 100*points.Judged)))
	}
	for _, warning := range c.result.Manifest.Warnings {
		fmt.Fprintln(w, texts.Text("cli.check.warning", texts.Note(rules.Note{Key: warning.Key, Args: warning.Args}), fmt.Sprint(warning.Count), strings.Join(warning.Examples, "; ")))
	}
	return c.printSamples(ctx, w, texts)
}

func (c *checker) list(texts *message.Catalog) []outcome {
	var list []outcome
	d := c.result.Dataset
	for _, r := range d.Rules {
		o := c.result.Outcomes[r.ID]
		out := outcome{Unit: d.Unit, Dataset: d.ID, Slot: c.result.Slot.Name(), Rule: r.ID, Kind: r.Kind.Name, Indicator: r.Indicator,
			Total: o.Total, Applicable: o.Applicable, Missing: o.Missing, Evaluated: o.Evaluated, Failed: o.Failed, Exempt: o.Exempt}
		if o.Credit != nil {
			credit := int32(*o.Credit)
			out.Credit = &credit
		}
		if r.Kind.Name == "readable" {
			for _, w := range c.result.Manifest.Warnings {
				out.Warnings = append(out.Warnings, readWarning{texts.Note(rules.Note{Key: w.Key, Args: w.Args}), w.Count, w.Examples})
			}
		}
		list = append(list, out)
	}
	slices.SortStableFunc(list, compareOutcomes)
	return list
}

// shownSamples is how many failing rows of a rule `check` prints.
const shownSamples = 5

func (c *checker) printSamples(ctx context.Context, w io.Writer, texts *message.Catalog) error {
	samples, err := c.result.Samples(ctx, shownSamples)
	if err != nil {
		return err
	}
	for _, s := range samples {
		fmt.Fprintln(w, sampleLine(texts, c.result.Dataset, s))
	}
	for _, r := range c.result.Dataset.Rules {
		if o := c.result.Outcomes[r.ID]; o.Failed > 0 && o.Note.Key != "" {
			fmt.Fprintf(w, "  %s: %s\n", r.ID, texts.Note(o.Note))
		}
	}
	return nil
}

// sampleLine names a failing row, its fields by their titles.
func sampleLine(texts *message.Catalog, d *workspace.Dataset, s ledger.Sample) string {
	field := s.Field
	for _, r := range d.Rules {
		if r.ID == s.Rule {
			field = reports.FieldTitles(d, r.Fields(), texts.Lang())
		}
	}
	return fmt.Sprintf("  %s: %s", s.Rule, texts.Text("cli.sample", fmt.Sprint(s.Row), field, s.Value, texts.Note(s.Note)))
}
