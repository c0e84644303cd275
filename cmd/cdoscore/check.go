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
	"cdoscore/pipeline"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
	"cdoscore/rules/plan"
	"cdoscore/rules/score"

	"github.com/apache/arrow/go/v15/arrow/memory"
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
	c, err := g.newChecker(file, f)
	if err != nil {
		return err
	}
	err = c.judge(ctx)
	if err == nil {
		err = c.print(ctx, stdout, f.format, catalog(g.language(nil)))
	}
	if closing := c.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	switch {
	case c.failure != nil && f.format == "json":
		// The counts alone do not say why.
		return &exitError{exitUnassessed, c.failure}
	case c.failure != nil:
		return &exitError{exitUnassessed, nil}
	case f.failUnder > 0 && c.result.Assessed() && score.Round(c.result.Points) < f.failUnder:
		return &exitError{exitFailUnder, fmt.Errorf("%s: %.2f is below --fail-under %.2f", file, score.Round(c.result.Points), f.failUnder)}
	}
	return nil
}

// checker judges one file in a temporary folder.
type checker struct {
	file    string
	dataset *workspace.Dataset
	slot    workspace.Slot
	temp    string
	now     func() time.Time
	engine  *duck.Engine

	failure  error // the file could not be read
	warnings []snapshot.Warning
	in       plan.Input
	outcomes map[string]rules.Outcome
	result   score.Result
}

func (g *globals) newChecker(file string, f *checkFlags) (_ *checker, err error) {
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
	c := &checker{file: file, slot: workspace.DaySlot(on), now: clock}
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
	c.dataset, err = workspace.LoadDatasetFile(f.spec, deps(c.engine.ParseExpr, clock()))
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

func (c *checker) judge(ctx context.Context) error {
	m, err := c.freeze(ctx)
	facts := rules.Facts{Fields: c.dataset.Fields, Cutoff: c.slot.End}
	var unreadable *connectors.Error
	switch {
	case errors.As(err, &unreadable):
		c.failure = err
		c.outcomes = pipeline.Absent(c.dataset.Rules, facts)
		return nil
	case err != nil:
		return err
	}
	c.warnings = m.Warnings
	facts.Arrived, facts.Rows, facts.Rejected = true, m.Rows, m.Rejected
	for _, col := range m.Columns {
		facts.Columns = append(facts.Columns, col.Name)
	}
	c.in = plan.Input{Path: filepath.Join(c.temp, "snapshot", snapshot.DataFile), Columns: pipeline.Columns(m), Fields: c.dataset.Fields, Rules: c.dataset.Rules,
		Cutoff: c.slot.End, Zone: c.slot.End.Location().String()}
	var groups []plan.Group
	if c.outcomes, groups, err = pipeline.Judge(ctx, c.engine, c.in, facts); err != nil {
		return err
	}
	c.result = score.Dataset(workspace.DefaultIndicators().Model(), pipeline.Items(c.dataset.Rules, c.outcomes, groups, c.slot.End))
	return nil
}

// freeze takes the file as it is; drop-folder markers and slot dates of the
// dataset's own source do not concern it.
func (c *checker) freeze(ctx context.Context) (snapshot.Manifest, error) {
	kind, err := kindOfFile(c.file)
	if err != nil {
		return snapshot.Manifest{}, err
	}
	options := map[string][]string{}
	if c.dataset.SourceType == kind {
		for name, v := range c.dataset.Source {
			options[name] = v
		}
		delete(options, "marker")
	}
	path, err := filepath.Abs(c.file)
	if err != nil {
		return snapshot.Manifest{}, err
	}
	options["path"] = []string{literalPath(path)}
	t, _ := connectorType(kind)
	source, err := t.New(options)
	if err != nil {
		return snapshot.Manifest{}, fmt.Errorf("%s: %w", c.file, err)
	}
	x, err := source.Open(ctx, connectors.Request{Slot: connectors.Slot(c.slot), Dir: c.temp, Zone: c.slot.End.Location(), Alloc: memory.DefaultAllocator, Titles: pipeline.Titles(c.dataset.Fields)})
	if err != nil {
		return snapshot.Manifest{}, err
	}
	m, err := snapshot.Freeze(ctx, filepath.Join(c.temp, "snapshot"), x, snapshot.About{Dataset: c.dataset.ID, Slot: c.slot.Name(), Version: 1, Started: c.now(), Clock: c.now})
	return m, errors.Join(err, x.Close())
}

// literalPath keeps the wildcards of a path from matching anything but themselves.
func literalPath(path string) string {
	if !strings.ContainsAny(path, "*?[") {
		return path
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// endings are the kinds of files by their ending.
var endings = map[string]string{
	".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "excel", ".xlsm": "excel", ".parquet": "parquet",
	".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite",
}

func kindOfFile(file string) (string, error) {
	name := strings.ToLower(file)
	for _, packed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packed)
	}
	if kind := endings[filepath.Ext(name)]; kind != "" {
		return kind, nil
	}
	return "", fmt.Errorf("%s: a file ending in %q cannot be checked: save it as .csv or .xlsx", file, filepath.Ext(name))
}

func (c *checker) print(ctx context.Context, w io.Writer, format string, texts *message.Catalog) error {
	list := c.list()
	if format == "json" {
		return printOutcomes(w, format, list)
	}
	if c.failure != nil {
		var e *connectors.Error
		errors.As(c.failure, &e)
		fmt.Fprintln(w, texts.Text("cli.check.unreadable", c.file, texts.Note(rules.Note{Key: e.Reason.Key, Args: e.Reason.Args})))
		return nil
	}
	if err := printOutcomes(w, "table", list); err != nil {
		return err
	}
	if c.result.Assessed() {
		fmt.Fprintln(w, texts.Text("cli.check.score", fmt.Sprintf("%.2f", score.Round(c.result.Points)), fmt.Sprintf("%.0f%%", 100*c.result.Judged)))
	}
	for _, warning := range c.warnings {
		fmt.Fprintln(w, texts.Text("cli.check.warning", texts.Note(rules.Note{Key: warning.Key, Args: warning.Args}), fmt.Sprint(warning.Count), strings.Join(warning.Examples, "; ")))
	}
	return c.printSamples(ctx, w, texts)
}

func (c *checker) list() []outcome {
	var list []outcome
	for _, r := range c.dataset.Rules {
		o := c.outcomes[r.ID]
		out := outcome{Unit: c.dataset.Unit, Dataset: c.dataset.ID, Slot: c.slot.Name(), Rule: r.ID, Kind: r.Kind.Name, Indicator: r.Indicator,
			Total: o.Total, Applicable: o.Applicable, Missing: o.Missing, Evaluated: o.Evaluated, Failed: o.Failed, Exempt: o.Exempt}
		if o.Credit != nil {
			credit := int32(*o.Credit)
			out.Credit = &credit
		}
		list = append(list, out)
	}
	slices.SortStableFunc(list, compareOutcomes)
	return list
}

// shownSamples is how many failing rows of a rule `check` prints.
const shownSamples = 5

func (c *checker) printSamples(ctx context.Context, w io.Writer, texts *message.Catalog) error {
	failing, err := pipeline.FailingRows(ctx, c.engine, c.in, c.outcomes, shownSamples)
	if err != nil {
		return err
	}
	samples, err := pipeline.Describe(ctx, c.engine, c.in, c.dataset.Key, failing)
	if err != nil {
		return err
	}
	for _, s := range samples {
		fmt.Fprintln(w, sampleLine(texts, c.dataset, s))
	}
	for _, r := range c.dataset.Rules {
		if o := c.outcomes[r.ID]; o.Failed > 0 && o.Note.Key != "" {
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
