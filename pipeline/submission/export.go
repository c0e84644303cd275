package submission

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// Table takes the lines of a table one by one. Every value is text.
type Table interface {
	Line(cells []string) error
	Close() error
}

// ExportRequest says what to export.
type ExportRequest struct {
	Dataset  string
	Slot     string // "" is the newest that was scored
	Format   string // csv or xlsx
	Language string
}

// Export writes all failing rows (row, key, rule, field, value) of any of the unit's
// datasets, also those that the night pulled, unmasked and with a watermark: unit,
// account, time and number in the first line, the number in each. It is audited
// before the first byte.
func (d *Desk) Export(ctx context.Context, who Actor, q ExportRequest, w io.Writer) error {
	set, err := d.dataset(who, q.Dataset)
	if err != nil {
		return err
	}
	in, slot, err := d.extract(ctx, set, q.Slot)
	if err != nil {
		return err
	}
	open := map[string]func() (Table, error){
		"csv":  func() (Table, error) { return newCSVTable(w) },
		"xlsx": func() (Table, error) { return d.Sheets(w, set.Name) },
	}[q.Format]
	if open == nil {
		return refuse("submission.format", q.Format)
	}
	x := export{desk: d, set: set, in: in, number: "E" + strings.ToUpper(newID()[:12]), language: q.Language}
	record := d.audited(who, Upload{Unit: set.Unit, Dataset: set.ID, Slot: slot.Slot}, "rows.export", q.Format+" "+x.number+" of run "+slot.RunID)
	record.Object = set.ID + " " + slot.Slot
	if err := d.Ledger.Audit(ctx, record); err != nil {
		return err
	}
	table, err := open()
	if err != nil {
		return fmt.Errorf("export of %s, slot %s: %w", set.ID, slot.Slot, err)
	}
	if err := errors.Join(x.write(ctx, table, who, slot), table.Close()); err != nil {
		return fmt.Errorf("export of %s, slot %s: %w", set.ID, slot.Slot, err)
	}
	return nil
}

// extract finds what a scored slot was judged on.
func (d *Desk) extract(ctx context.Context, set *workspace.Dataset, slot string) (in plan.Input, found ledger.SlotResult, err error) {
	list, err := d.Ledger.CurrentResults(ctx, ledger.Filter{Datasets: []string{set.ID}})
	if err != nil {
		return in, found, err
	}
	for _, one := range list { // by slot
		if slot == "" || one.Slot == slot {
			found = one
		}
	}
	if found.RunID == "" {
		return in, found, refuse("submission.no_extract")
	}
	delivery, err := d.Ledger.Delivery(ctx, found.DeliveryID)
	if err != nil {
		return in, found, err
	}
	if !delivery.Good() {
		return in, found, refuse("submission.no_extract")
	}
	w := d.Workspace()
	dir := filepath.Join(w.VarDir(), delivery.Path)
	m, err := snapshot.Load(dir)
	if err != nil {
		return in, found, err
	}
	if !m.DeletedAt.IsZero() {
		return in, found, refuse("submission.no_extract")
	}
	bindings, err := d.Ledger.Bindings(ctx, set.ID, found.Slot)
	if err != nil {
		return in, found, err
	}
	targets, _, err := pipeline.Targets(w, bindings)
	if errors.Is(err, snapshot.ErrDeleted) {
		return in, found, refuse("submission.no_extract")
	}
	s := workspace.Slot{Start: delivery.Start.In(w.Zone), End: delivery.End.In(w.Zone)}
	return pipeline.Input(w, set, s, filepath.Join(dir, snapshot.DataFile), pipeline.Columns(m), targets), found, err
}

// export is one export under way.
type export struct {
	desk     *Desk
	set      *workspace.Dataset
	in       plan.Input
	number   string
	language string
}

// exportBatch is how many rows' values are held at once.
const exportBatch = 5000

func (x *export) write(ctx context.Context, table Table, who Actor, slot ledger.SlotResult) error {
	now := x.desk.Clock().In(x.desk.Workspace().Zone).Format("2006-01-02 15:04:05")
	head := x.text("export.watermark", x.set.Unit, who.Name, now, x.number, x.set.ID, slot.Slot, slot.RunID)
	if err := table.Line([]string{head}); err != nil {
		return err
	}
	var titles []string
	for _, key := range []string{"row", "key", "rule", "title", "field", "value", "reason", "number"} {
		titles = append(titles, x.text("export."+key))
	}
	if err := table.Line(titles); err != nil {
		return err
	}
	for _, rule := range x.in.Rules {
		if err := x.rule(ctx, table, rule); err != nil {
			return fmt.Errorf("rule %s: %w", rule.ID, err)
		}
	}
	return nil
}

// rule writes all failing rows of one rule.
func (x *export) rule(ctx context.Context, table Table, rule *rules.Rule) error {
	q, ok := plan.Failing(x.in, rule, 0)
	if !ok {
		return nil
	}
	rows, err := x.desk.Engine.Rows(ctx, q)
	if err != nil {
		return err
	}
	names := slices.Concat(x.set.Key, rule.Fields())
	for batch := range slices.Chunk(rows, exportBatch) {
		values, err := x.desk.Engine.Values(ctx, plan.Values(x.in, batch, names), len(names))
		if err != nil {
			return err
		}
		for _, v := range values {
			key, fields := v.Fields[:len(x.set.Key)], v.Fields[len(x.set.Key):]
			if err := table.Line(x.line(rule, v.Row, joined(key), joined(fields))); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *export) line(rule *rules.Rule, row int64, key, value string) []string {
	title := rule.Title
	if title.IsZero() {
		title = rule.Kind.Doc.Title
	}
	return []string{strconv.FormatInt(row, 10), key, rule.ID, title.In(x.language), x.titles(rule.Fields()), value, x.text("reason." + rule.Kind.Name), x.number}
}

func (x *export) text(key string, args ...string) string {
	return x.desk.Text(x.language, rules.Note{Key: key, Args: args})
}

// titles are the fields as the unit knows them.
func (x *export) titles(names []string) string {
	out := slices.Clone(names)
	for i, name := range names {
		for _, f := range x.set.Fields {
			if f.Name == name && !f.Title.IsZero() {
				out[i] = f.Title.In(x.language)
			}
		}
	}
	return strings.Join(out, " | ")
}

func joined(fields []*string) string {
	out := make([]string, len(fields))
	for i, f := range fields {
		if f != nil {
			out[i] = *f
		}
	}
	return strings.Join(out, " | ")
}

// csvTable writes UTF-8 with a mark, by which Excel and WPS tell it.
type csvTable struct{ w *csv.Writer }

func newCSVTable(w io.Writer) (Table, error) {
	if _, err := w.Write(bom); err != nil {
		return nil, err
	}
	t := csvTable{csv.NewWriter(w)}
	t.w.UseCRLF = true
	return t, nil
}

func (t csvTable) Line(cells []string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = plain(c)
	}
	return t.w.Write(safe)
}

func (t csvTable) Close() error {
	t.w.Flush()
	return t.w.Error()
}

// plain keeps a spreadsheet from taking a text for a formula.
func plain(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\x00", rune(text[0])) {
		return "'" + text
	}
	return text
}
