package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"cdoscore/connectors"
	"cdoscore/pipeline"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
	"cdoscore/rules"
	"cdoscore/rules/kinds"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/spf13/cobra"
)

const (
	trialRows       = 5  // shown
	trialRejections = 5  // shown
	trialCellRunes  = 40 // of a value
)

func newSourcesTest(g *globals) *cobra.Command {
	var slot string
	c := &cobra.Command{
		Use:   "test UNIT/DATASET",
		Short: "Read a dataset's source to its end and show what came, without storing it",
		Long: "Connects, counts the rows, shows the first five with personal data masked, sets the columns beside the declared fields, and measures the speed.\n" +
			"Of columns that are not declared only the length of values is shown, since nobody has said what they hold.",
		Args: oneArgument("the dataset as unit/name"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.testSource(c.Context(), args[0], slot, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&slot, "slot", "", "last covered day of the slot to read, as 2026-03-02 (default: yesterday)")
	return c
}

func (g *globals) testSource(ctx context.Context, id, slot string, stdout io.Writer) error {
	w, err := g.load()
	if err != nil {
		return err
	}
	d := w.Dataset(id)
	if d == nil {
		var ids []string
		for _, known := range w.Datasets {
			ids = append(ids, known.ID)
		}
		return fmt.Errorf("unknown dataset %q%s", id, rules.Suggest(id, ids))
	}
	t := &trial{w: w, dataset: d, texts: catalog(g.language(w))}
	if t.slot, err = g.slotToTry(w, d, slot); err != nil {
		return err
	}
	err = t.read(ctx)
	var failure *connectors.Error
	switch {
	case errors.As(err, &failure):
		fmt.Fprintln(stdout, t.texts.Text("cli.sources.failed", d.ID, t.slot.Name(), d.SourceType,
			t.texts.Note(rules.Note{Key: failure.Reason.Key, Args: pipeline.Outward(w, failure.Reason.Args...)})))
		return &exitError{code: exitUnassessed}
	case err != nil:
		return err
	}
	t.print(stdout)
	return nil
}

// slotToTry is the newest slot that had ended by a day; a dataset without a cycle
// is tried for the day itself.
func (g *globals) slotToTry(w *workspace.Workspace, d *workspace.Dataset, text string) (workspace.Slot, error) {
	clock, err := g.clock()
	if err != nil {
		return workspace.Slot{}, err
	}
	on, err := day(text, w.Zone)
	if err != nil {
		return workspace.Slot{}, err
	}
	if on.IsZero() {
		on = clock().In(w.Zone).AddDate(0, 0, -1)
	}
	if s, ok := d.Update.LatestSlot(on); ok {
		return s, nil
	}
	return workspace.DaySlot(on), nil
}

// trial is one reading of a source.
type trial struct {
	w       *workspace.Workspace
	dataset *workspace.Dataset
	slot    workspace.Slot
	texts   *message.Catalog

	columns   []sourceColumn
	first     [][]string // the first rows, masked
	info      connectors.Info
	rows      int64
	bytes     int64 // of all values
	connected time.Duration
	took      time.Duration // connecting included
}

// sourceColumn is one column of the extract.
type sourceColumn struct {
	name       string
	sourceType string
	field      *rules.Field // nil: not declared
}

func (t *trial) read(ctx context.Context) (err error) {
	s, err := source(t.dataset)
	if err != nil {
		return err
	}
	start := time.Now() // speed is the machine's, whatever clock is rehearsed
	x, err := s.Open(ctx, connectors.Request{Slot: connectors.Slot(t.slot), Dir: t.w.Dir, Zone: t.w.Zone, Alloc: memory.DefaultAllocator})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	t.connected = time.Since(start)
	t.name(x.Schema())
	for {
		record, err := x.Next(ctx)
		if err == io.EOF {
			t.info, t.took = x.Info(), time.Since(start)
			return nil
		}
		if err != nil {
			return err
		}
		t.take(record)
		record.Release()
	}
}

// name finds the field of each column; of columns with the same name the first is
// the field's, as it is when a dataset is scored.
func (t *trial) name(s *arrow.Schema) {
	var names []string
	for _, f := range s.Fields()[1:] {
		c := sourceColumn{name: f.Name}
		if i := f.Metadata.FindKey(connectors.SourceTypeKey); i >= 0 {
			c.sourceType = f.Metadata.Values()[i]
		}
		t.columns, names = append(t.columns, c), append(names, f.Name)
	}
	for i := range t.dataset.Fields {
		if at := t.dataset.Fields[i].In(names); at >= 0 {
			t.columns[at].field = &t.dataset.Fields[i]
		}
	}
}

func (t *trial) take(record arrow.Record) {
	for _, c := range record.Columns()[1:] {
		t.bytes += int64(len(c.(*array.String).ValueBytes()))
	}
	for row := 0; row < int(record.NumRows()) && len(t.first) < trialRows; row++ {
		cells := []string{fmt.Sprint(record.Column(0).(*array.Int64).Value(row))}
		for i, c := range t.columns {
			cells = append(cells, c.shown(record.Column(i+1).(*array.String), row))
		}
		t.first = append(t.first, cells)
	}
	t.rows += record.NumRows()
}

// shown is a value as it may be shown: masked by the class of its field.
func (c sourceColumn) shown(values *array.String, row int) string {
	if values.IsNull(row) {
		return "NULL"
	}
	class := rules.PIIOther
	if c.field != nil {
		class = c.field.PII
	}
	text := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, rules.Mask(class, values.Value(row)))
	if runes := []rune(text); len(runes) > trialCellRunes {
		return string(runes[:trialCellRunes]) + "…"
	}
	return text
}

func (t *trial) print(w io.Writer) {
	seconds := max(t.took.Seconds(), 1e-9)
	fmt.Fprintln(w, t.texts.Text("cli.sources.read", t.dataset.ID, t.slot.Name(), t.dataset.SourceType, pipeline.Outward(t.w, t.info.Origin)[0]))
	fmt.Fprintln(w, t.texts.Text("cli.sources.modified", t.modified()))
	fmt.Fprintln(w, t.texts.Text("cli.sources.counts", fmt.Sprint(t.info.Physical), fmt.Sprint(t.rows), fmt.Sprint(len(t.info.Rejected))))
	fmt.Fprintln(w, t.texts.Text("cli.sources.speed", fmt.Sprintf("%.2f", t.connected.Seconds()), fmt.Sprintf("%.2f", seconds),
		fmt.Sprintf("%.0f", float64(t.rows)/seconds), fmt.Sprintf("%.1f", float64(t.bytes)/1e6/seconds)))
	for _, r := range t.info.Rejected[:min(len(t.info.Rejected), trialRejections)] {
		fmt.Fprintf(w, "  %s: %s\n", r.Where, t.texts.Note(rules.Note{Key: r.Reason.Key, Args: r.Reason.Args}))
	}
	for _, x := range t.info.Warnings {
		fmt.Fprintln(w, t.texts.Text("cli.check.warning", t.texts.Note(rules.Note{Key: x.Reason.Key, Args: x.Reason.Args}), fmt.Sprint(x.Count), strings.Join(x.Examples, "; ")))
	}
	fmt.Fprintln(w)
	t.printSchema(w)
	fmt.Fprintln(w)
	t.printRows(w)
}

func (t *trial) modified() string {
	if t.info.Modified.IsZero() {
		return "-"
	}
	return t.info.Modified.In(t.w.Zone).Format("2006-01-02 15:04:05")
}

// printSchema sets the columns, in the order of the extract, beside the fields; the
// fields that did not come are last.
func (t *trial) printSchema(w io.Writer) {
	var names []string
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	absent, _, moved := kinds.SchemaDifferences(rules.Facts{Fields: t.dataset.Fields, Columns: names})
	table := [][]string{{t.texts.Text("cli.sources.column"), t.texts.Text("cli.sources.source_type"), t.texts.Text("cli.sources.field"), t.texts.Text("cli.sources.declared"), t.texts.Text("cli.sources.verdict")}}
	for _, c := range t.columns {
		cells := []string{dash(c.name), dash(c.sourceType), "-", "-", t.texts.Text("cli.sources.extra")}
		if c.field != nil {
			verdict := "cli.sources.present"
			if slices.Contains(moved, c.field.Name) {
				verdict = "cli.sources.moved"
			}
			cells = []string{c.name, dash(c.sourceType), c.field.Name, c.field.Type.String(), t.texts.Text(verdict)}
		}
		table = append(table, cells)
	}
	for _, f := range t.dataset.Fields {
		if slices.Contains(absent, f.Name) {
			table = append(table, []string{"-", "-", f.Name, f.Type.String(), t.texts.Text("cli.sources.missing")})
		}
	}
	printTable(w, table)
}

func (t *trial) printRows(w io.Writer) {
	header := []string{connectors.RowColumn}
	for _, c := range t.columns {
		header = append(header, dash(c.name))
	}
	printTable(w, append([][]string{header}, t.first...))
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
