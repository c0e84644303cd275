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
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// Table takes the lines of a table one by one. Every value is text.
type Table interface {
	Line(cells []string) error
	Close() error
}

// Export writes all failing rows (row, key, rule, field, value) of any of the unit's
// datasets, also those that the night pulled, unmasked and with a watermark: unit,
// account, time and number in the first line, the number in each. Format is csv or
// xlsx; slot "" is the newest that was scored. It is audited before the first byte.
func (d *Desk) Export(ctx context.Context, who Actor, dataset, slotName, format string, w io.Writer) error {
	set, err := d.dataset(who, dataset)
	if err != nil {
		return err
	}
	extract, slot, err := d.extract(ctx, set, slotName)
	if err != nil {
		return err
	}
	open := map[string]func() (Table, error){
		"csv":  func() (Table, error) { return newCSVTable(w) },
		"xlsx": func() (Table, error) { return d.Sheets(w, set.Name) },
	}[format]
	if open == nil {
		return refuse("submission.format", format)
	}
	x := export{desk: d, set: set, number: "E" + strings.ToUpper(newID()[:12]), language: d.Workspace().Language}
	record := d.audited(who, Upload{Unit: set.Unit, Dataset: set.ID, Slot: slot.Slot}, "rows.export", format+" "+x.number+" of run "+slot.RunID)
	record.Object = set.ID + " " + slot.Slot
	if err := d.Ledger.Audit(ctx, record); err != nil {
		return err
	}
	table, err := open()
	if err != nil {
		return fmt.Errorf("export of %s, slot %s: %w", set.ID, slot.Slot, err)
	}
	if err := errors.Join(x.write(ctx, table, who, slot, extract), table.Close()); err != nil {
		return fmt.Errorf("export of %s, slot %s: %w", set.ID, slot.Slot, err)
	}
	return nil
}

// extract finds what a scored slot was judged on, and what was counted.
func (d *Desk) extract(ctx context.Context, set *workspace.Dataset, slot string) (*check.Result, ledger.SlotResult, error) {
	found, delivery, err := d.scoredSlot(ctx, set, slot)
	if err != nil {
		return nil, found, err
	}
	w := d.Workspace()
	dir := filepath.Join(w.VarDir(), delivery.Path)
	m, err := snapshot.Load(dir)
	if err != nil {
		return nil, found, err
	}
	if !m.DeletedAt.IsZero() {
		return nil, found, refuse("submission.no_extract")
	}
	bindings, err := d.Ledger.Bindings(ctx, set.ID, found.Slot)
	if err != nil {
		return nil, found, err
	}
	targets, _, err := pipeline.Targets(w, bindings)
	if errors.Is(err, snapshot.ErrDeleted) {
		return nil, found, refuse("submission.no_extract")
	}
	if err != nil {
		return nil, found, err
	}
	outcomes, err := d.outcomes(ctx, found)
	s := workspace.Slot{Start: delivery.Start.In(w.Zone), End: delivery.End.In(w.Zone)}
	in := pipeline.Input(w, set, s, filepath.Join(dir, snapshot.DataFile), pipeline.Columns(m), targets)
	return check.Stored(d.Engine, set, s, m, in, outcomes), found, err
}

// scoredSlot is the newest result of a slot, "" of the newest slot, and the delivery
// that it rests on.
func (d *Desk) scoredSlot(ctx context.Context, set *workspace.Dataset, slot string) (found ledger.SlotResult, delivery ledger.Delivery, err error) {
	list, err := d.Ledger.CurrentResults(ctx, ledger.Filter{Datasets: []string{set.ID}})
	if err != nil {
		return found, delivery, err
	}
	for _, one := range list { // by slot
		if slot == "" || one.Slot == slot {
			found = one
		}
	}
	if found.RunID == "" {
		return found, delivery, refuse("submission.no_extract")
	}
	delivery, err = d.Ledger.Delivery(ctx, found.DeliveryID)
	if err == nil && !delivery.Good() {
		err = refuse("submission.no_extract")
	}
	return found, delivery, err
}

// outcomes are the counts that a run published for a slot.
func (d *Desk) outcomes(ctx context.Context, slot ledger.SlotResult) (map[string]rules.Outcome, error) {
	rows, err := d.Engine.Results(ctx, []string{d.Ledger.ResultsPath(slot.RunID)},
		ledger.ResultFilter{Records: []string{ledger.RuleRecord}, Datasets: []string{slot.Dataset}, Slots: []string{slot.Slot}})
	out := map[string]rules.Outcome{}
	for _, r := range rows {
		out[r.Rule] = rules.Outcome{Total: r.Total, Applicable: r.Applicable, Missing: r.Missing, Evaluated: r.Evaluated, Failed: r.Failed, Exempt: r.Exempt}
	}
	return out, err
}

// export is one export under way.
type export struct {
	desk     *Desk
	set      *workspace.Dataset
	number   string
	language string
}

func (x *export) write(ctx context.Context, table Table, who Actor, slot ledger.SlotResult, extract *check.Result) error {
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
	for row, err := range extract.Faults(ctx) {
		if err != nil {
			return err
		}
		if row.Rejected != nil {
			err = table.Line(x.rejected(row))
		}
		for _, rule := range row.Rules {
			err = errors.Join(err, table.Line(x.line(rule, row)))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *export) line(rule *rules.Rule, row check.Row) []string {
	return []string{strconv.FormatInt(row.Number, 10), values(row, x.set.Key), rule.ID, x.title(rule), x.titles(rule.Fields()),
		values(row, rule.Fields()), x.text("reason." + rule.Kind.Name), x.number}
}

func (x *export) title(rule *rules.Rule) string {
	if rule.Title.IsZero() {
		return rule.Kind.Doc.Title.In(x.language)
	}
	return rule.Title.In(x.language)
}

// rejected is the line of a record that could not become a row.
func (x *export) rejected(row check.Row) []string {
	r, id, title := row.Rejected, "", ""
	for _, rule := range x.set.Rules {
		if rule.Kind.Name == "readable" {
			id, title = rule.ID, x.title(rule)
		}
	}
	return []string{strconv.FormatInt(row.Number, 10), "", id, title, "", r.Raw, x.text(r.Reason.Key, r.Reason.Args...), x.number}
}

// values are a row's values of some fields; a missing one is nothing.
func values(row check.Row, fields []string) string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i], _ = row.Value(f)
	}
	return strings.Join(out, " | ")
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
