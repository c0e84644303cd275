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

	"cdoscore/connectors"
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
	spec, dataset, format, slot, zone, out string
	previous, record                       string
	failUnder                              float64
}

func newCheck(g *globals) *cobra.Command {
	f := &checkFlags{}
	c := &cobra.Command{
		Use:   "check FILE --spec dataset.yaml | --dataset UNIT/DATASET",
		Short: "Judge one file against a dataset, and give it back with every fault marked",
		Long: "FILE is CSV, Excel, Parquet, JSON lines, JSON or SQLite, by its ending (.csv .tsv .txt .xlsx .xlsm .parquet .jsonl .ndjson .json .db .sqlite; .gz and .zst may follow).\n" +
			"Options of the dataset file's own source (sheet, encoding, ...) are used where the kind of file is the same. `today` is the end of the day.\n" +
			"With --dataset the dataset is one of the workspace, and rules that look into other datasets use their newest stored data.\n" +
			"With -o the officer's own workbook comes back: faults filled by level and told in words in the last column, with an index and a summary. It may be mended and checked again as it is.",
		Args: oneArgument("the file to check"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.check(c.Context(), args[0], f, c.OutOrStdout())
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.spec, "spec", "", "the dataset file; this or --dataset is required")
	flags.StringVar(&f.dataset, "dataset", "", "a dataset of the workspace, as hrss/contributions")
	flags.StringVar(&f.format, "format", "text", "text or json")
	flags.StringVar(&f.slot, "slot", "", "judge as of the end of this day, as 2026-03-02 (default: today)")
	flags.StringVar(&f.zone, "zone", workspace.DefaultZone, "the city's time zone; a workspace has its own")
	flags.StringVarP(&f.out, "out", "o", "", "write the marked workbook to this .xlsx")
	flags.StringVar(&f.previous, "previous", "", "the record of the last check, to tell what was fixed")
	flags.StringVar(&f.record, "record", "", "write the record of this check to this file, for the next one's --previous")
	flags.Float64Var(&f.failUnder, "fail-under", 0, "exit with 1 where the score is below this")
	return c
}

// verify finds what is wrong in a call before anything is read.
func (f *checkFlags) verify(file string) error {
	switch {
	case f.spec == "" && f.dataset == "":
		return errors.New("--spec is required: name the dataset file to judge by, or a dataset of the workspace with --dataset")
	case f.spec != "" && f.dataset != "":
		return errors.New("--spec and --dataset exclude each other: name one")
	case checkFormat(f.format, "text", "json") != nil:
		return checkFormat(f.format, "text", "json")
	case f.out != "" && !strings.EqualFold(filepath.Ext(f.out), ".xlsx"):
		return fmt.Errorf("--out %q: the marked workbook is an .xlsx", f.out)
	case f.out == "" && (f.previous != "" || f.record != ""):
		return errors.New("--previous and --record need -o: they are about the marked workbook")
	}
	there, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("the file to check cannot be opened: %w", err)
	}
	if out, err := os.Stat(f.out); err == nil && os.SameFile(there, out) {
		return fmt.Errorf("--out %q is the file to check itself: name another", f.out)
	}
	return nil
}

func (g *globals) check(ctx context.Context, file string, f *checkFlags, stdout io.Writer) error {
	if err := f.verify(file); err != nil {
		return err
	}
	c, err := g.newChecker(ctx, file, f)
	if err != nil {
		return err
	}
	err = c.print(ctx, stdout, f.format)
	if err == nil && f.out != "" && c.result.Unreadable == nil {
		err = c.giveBack(ctx, f, stdout)
	}
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
	file       string
	temp       string
	site       *site // of the workspace; nil: there is none
	engine     *duck.Engine
	source     connectors.Type
	indicators workspace.Indicators
	config     string
	texts      *message.Catalog
	result     *check.Result
}

func (g *globals) newChecker(ctx context.Context, file string, f *checkFlags) (_ *checker, err error) {
	kind, err := check.KindOf(file)
	if err != nil {
		return nil, err
	}
	clock, err := g.clock()
	if err != nil {
		return nil, err
	}
	c := &checker{file: file}
	c.source, _ = connectorType(kind)
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Close())
		}
	}()
	o := check.Options{Path: file, Type: c.source, Clock: clock}
	if f.dataset != "" {
		err = c.byWorkspace(ctx, g, f, &o)
	} else {
		err = c.bySpec(g, f, &o)
	}
	if err != nil {
		return c, err
	}
	o.Dir, o.Engine, o.Indicators = c.temp, c.engine, c.indicators
	c.result, err = check.File(ctx, o)
	return c, err
}

// bySpec judges by one dataset file, without a workspace.
func (c *checker) bySpec(g *globals, f *checkFlags, o *check.Options) error {
	zone, err := time.LoadLocation(f.zone)
	if err != nil {
		return fmt.Errorf("--zone %q is no time zone: write a name such as Asia/Shanghai", f.zone)
	}
	on, err := dayOr(f.slot, zone, o.Clock)
	if err != nil {
		return err
	}
	if c.temp, err = os.MkdirTemp("", "cdoscore-check-"); err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	if c.engine, err = duck.Open(duck.Options{Dirs: []string{c.temp}, Temp: filepath.Join(c.temp, "tmp"), Zone: zone}); err != nil {
		return err
	}
	o.Dataset, err = workspace.LoadDatasetFile(f.spec, deps(c.engine.ParseExpr, o.Clock()))
	if err != nil {
		return err
	}
	o.Slot, c.indicators, c.texts, c.config = workspace.DaySlot(on), workspace.DefaultIndicators(), catalog(g.language(nil)), o.Dataset.Fingerprint()
	return nil
}

// byWorkspace judges by a dataset of the workspace, beside its other data.
func (c *checker) byWorkspace(ctx context.Context, g *globals, f *checkFlags, o *check.Options) (err error) {
	if c.site, err = g.open(ctx, false); err != nil {
		return err
	}
	w := c.site.w
	if o.Dataset = w.Dataset(f.dataset); o.Dataset == nil {
		return unknownDataset(w, f.dataset)
	}
	on, err := dayOr(f.slot, w.Zone, o.Clock)
	if err != nil {
		return err
	}
	o.Slot = workspace.DaySlot(on)
	if slot, cyclic := o.Dataset.Update.LatestSlot(on); cyclic && o.Dataset.Update.Scheduled() {
		o.Slot = slot
	}
	if c.temp, err = os.MkdirTemp(filepath.Join(w.VarDir(), "tmp"), "check-"); err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	c.engine, c.indicators, c.texts, c.config = c.site.engine, w.Indicators, catalog(c.site.lang), o.Dataset.Fingerprint()
	o.Related, err = check.Look(ctx, w, c.site.ledger, o.Dataset, o.Slot)
	return err
}

func unknownDataset(w *workspace.Workspace, id string) error {
	ids := make([]string, len(w.Datasets))
	for i, d := range w.Datasets {
		ids[i] = d.ID
	}
	return fmt.Errorf("the workspace has no dataset %q%s", id, rules.Suggest(id, ids))
}

// dayOr is the day that a flag names, or today.
func dayOr(flag string, zone *time.Location, clock func() time.Time) (time.Time, error) {
	on, err := day(flag, zone)
	if err == nil && on.IsZero() {
		on = clock().In(zone)
	}
	return on, err
}

// Close removes everything but the printed result.
func (c *checker) Close() error {
	var err error
	switch {
	case c.site != nil:
		err = c.site.Close()
	case c.engine != nil:
		err = c.engine.Close()
	}
	if c.temp != "" {
		err = errors.Join(err, os.RemoveAll(c.temp))
	}
	return err
}

func (c *checker) print(ctx context.Context, w io.Writer, format string) error {
	texts := c.texts
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
