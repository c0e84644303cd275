package guangzhou

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// TruthRow is how many values one rule of one slot evaluates, and how many fail,
// once all nights are over.
type TruthRow struct {
	Slot      string // its first day, YYYY-MM-DD
	Dataset   string
	Rule      string
	Evaluated int64
	Failed    int64
}

// Truth returns every rule of every slot, in order of dataset, slot, and the
// dataset file.
func Truth() ([]TruthRow, error) {
	all, err := datasets()
	if err != nil {
		return nil, err
	}
	census := census{extracts: map[string]*extract{}, byID: map[string]*dataset{}}
	for _, d := range all {
		census.byID[d.ID] = d
	}
	var out []TruthRow
	for _, d := range all {
		rows, err := census.count(d)
		if err != nil {
			return nil, fmt.Errorf("truth: %w", err)
		}
		out = append(out, rows...)
	}
	return out, nil
}

// WriteTruth writes the truth as CSV with the header
// slot,dataset,rule,evaluated,failed.
func WriteTruth(path string) error {
	truth, err := Truth()
	if err != nil {
		return err
	}
	records := [][]string{{"slot", "dataset", "rule", "evaluated", "failed"}}
	for _, t := range truth {
		records = append(records, []string{t.Slot, t.Dataset, t.Rule, strconv.FormatInt(t.Evaluated, 10), strconv.FormatInt(t.Failed, 10)})
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// census counts, and keeps the extracts that others refer to.
type census struct {
	extracts map[string]*extract
	byID     map[string]*dataset
}

func (c *census) count(d *dataset) ([]TruthRow, error) {
	rules, err := d.rules()
	if err != nil {
		return nil, err
	}
	plan, err := d.deliveries()
	if err != nil {
		return nil, err
	}
	var out []TruthRow
	for _, v := range plan {
		x, err := c.extract(d, v.slot)
		if err != nil {
			return nil, err
		}
		for _, r := range rules {
			t := TruthRow{Slot: v.slot.name(), Dataset: d.ID, Rule: r.id}
			if !v.readable() {
				t.Evaluated, t.Failed = nothingArrived(r)
			} else if t.Evaluated, t.Failed, err = c.judge(r, v, x); err != nil {
				return nil, err
			}
			out = append(out, t)
		}
	}
	return out, nil
}

func (c *census) extract(d *dataset, s slot) (*extract, error) {
	place := d.ID + " " + s.name()
	if c.extracts[place] == nil {
		x, err := newExtract(d, s)
		if err != nil {
			return nil, err
		}
		c.extracts[place] = x
	}
	return c.extracts[place], nil
}

// nothingArrived is what a rule says of an extract that is missing or unreadable.
func nothingArrived(r rule) (evaluated, failed int64) {
	switch r.kind {
	case "delivery", "row_count", "readable":
		return 1, 1
	}
	return 0, 0
}

func (c *census) judge(r rule, v delivery, x *extract) (evaluated, failed int64, err error) {
	switch r.kind {
	case "delivery":
		return 1, one(v.late), nil
	case "readable":
		return int64(len(x.rows) + x.rejected), int64(x.rejected), nil
	case "row_count":
		n := len(x.rows)
		return 1, one(n < r.min || r.max > 0 && n > r.max), nil
	case "schema":
		evaluated, failed = x.schema(r.strict)
		return evaluated, failed, nil
	case "dictionary":
		evaluated, failed = x.dataset.dictionary()
		return evaluated, failed, nil
	case "freshness":
		evaluated, failed = x.freshness(r)
		return evaluated, failed, nil
	}
	failing, evaluated, err := c.failing(r, v, x)
	return evaluated, int64(len(failing)), err
}

// failing returns the numbers of the rows that fail a rule on rows, and how many
// are evaluated.
func (c *census) failing(r rule, v delivery, x *extract) (failing []int, evaluated int64, err error) {
	switch r.kind {
	case "reference":
		return c.reference(r, v, x)
	case "match":
		return c.match(r, v, x)
	}
	failing, evaluated = x.failing(r)
	return failing, evaluated, nil
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// reference looks the values up in the other dataset's newest readable extract
// that the run knew and that does not reach beyond this slot. It returns the
// numbers of the rows that fail, and how many are evaluated.
func (c *census) reference(r rule, v delivery, x *extract) (failing []int, evaluated int64, err error) {
	other, err := c.boundTo(c.byID[r.to], v)
	if other == nil || err != nil {
		return nil, 0, err
	}
	known := map[string]bool{}
	for i := range other.rows {
		if row := other.record(i); !row.missing(r.theirs...) {
			known[row.tuple(r.theirs)] = true
		}
	}
	for i := range x.rows {
		row := x.record(i)
		if row.missing(r.reads...) {
			continue
		}
		evaluated++
		if !known[row.tuple(r.reads)] {
			failing = append(failing, i)
		}
	}
	return failing, evaluated, nil
}

// match compares values with those of the one row of the other dataset that has the
// same key, as texts: none of the compared fields of the demo has another type. A
// row is not evaluated where no row or several have its key there, or the one has
// no value.
func (c *census) match(r rule, v delivery, x *extract) (failing []int, evaluated int64, err error) {
	other, err := c.boundTo(c.byID[r.to], v)
	if other == nil || err != nil {
		return nil, 0, err
	}
	byKey := map[string][]record{}
	for i := range other.rows {
		if row := other.record(i); !row.missing(r.theirs[:r.key]...) {
			key := row.tuple(r.theirs[:r.key])
			byKey[key] = append(byKey[key], row)
		}
	}
	for i := range x.rows {
		row := x.record(i)
		same := byKey[row.tuple(r.reads[:r.key])]
		if row.missing(r.reads...) || len(same) != 1 || same[0].missing(r.theirs[r.key:]...) {
			continue
		}
		evaluated++
		if row.tuple(r.reads[r.key:]) != same[0].tuple(r.theirs[r.key:]) {
			failing = append(failing, i)
		}
	}
	return failing, evaluated, nil
}

func (c *census) boundTo(other *dataset, v delivery) (*extract, error) {
	plan, err := other.deliveries()
	if err != nil {
		return nil, err
	}
	var best *delivery
	for i, theirs := range plan {
		if theirs.readable() && theirs.found <= v.found && !theirs.slot.end.After(v.slot.end) {
			best = &plan[i]
		}
	}
	if best == nil {
		return nil, nil
	}
	return c.extract(other, best.slot)
}

func (x *extract) record(i int) record { return record{x.dataset, x.rows[i].values, x.slot.end} }

// tuple joins trimmed values by a character that no value has.
func (r record) tuple(names []string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = r.textOf(name)
	}
	return strings.Join(parts, "\x00")
}

// failing is the same for rules that need no other dataset.
func (x *extract) failing(r rule) (failing []int, evaluated int64) {
	groups := map[string]int{}
	if r.kind == "unique" {
		groups = x.groups(r)
	}
	for i := range x.rows {
		row := x.record(i)
		if r.when != nil && !r.when(row) {
			continue
		}
		missing := row.missing(r.reads...)
		completeness := r.kind == "required" || r.kind == "required_when"
		if missing && !completeness {
			continue
		}
		evaluated++
		switch {
		case completeness && missing,
			r.kind == "unique" && groups[row.tuple(r.reads)] > 1,
			r.pass != nil && !r.pass(row):
			failing = append(failing, i)
		}
	}
	return failing, evaluated
}

func (x *extract) groups(r rule) map[string]int {
	out := map[string]int{}
	for i := range x.rows {
		if row := x.record(i); !row.missing(r.reads...) {
			out[row.tuple(r.reads)]++
		}
	}
	return out
}

// freshness judges the newest value against the cut-off; nothing is evaluated
// where every value is missing.
func (x *extract) freshness(r rule) (evaluated, failed int64) {
	var newest time.Time
	for i := range x.rows {
		row := x.record(i)
		if !row.missing(r.reads...) {
			evaluated = 1
		}
		if at, ok := row.moment(r.reads[0]); ok && at.After(newest) {
			newest = at
		}
	}
	return evaluated, evaluated * one(newest.IsZero() || x.slot.end.Sub(newest) > r.within)
}

// schema counts the declared columns and those absent, and under a strict rule
// the undeclared and the moved ones too.
func (x *extract) schema(strict bool) (evaluated, failed int64) {
	evaluated = int64(len(x.dataset.Fields))
	there := int64(0)
	for _, c := range x.columns {
		there += one(c.field.Name != "")
	}
	failed = evaluated - there
	if strict {
		extra := int64(len(x.columns)) - there
		evaluated, failed = evaluated+extra, failed+extra+x.moved()
	}
	return evaluated, failed
}

// moved is the fewest columns that would have to move: two that changed places
// both have to, unless they are neighbours.
func (x *extract) moved() int64 {
	if x.mishap == swapped {
		return 2
	}
	return 0
}

// dictionary counts what a catalogue entry has to say of the dataset and of each
// field, and what it leaves out.
func (d *dataset) dictionary() (items, absent int64) {
	said := []string{d.Title["zh-Hans"], d.Owner.Office, d.Owner.Person, d.Owner.System,
		d.Catalogue.Code, d.Catalogue.Abstract, d.Catalogue.Sharing.Type, d.Catalogue.Opening.Type, d.Update.Cycle}
	if d.Catalogue.Sharing.Type != "unconditional" {
		said = append(said, d.Catalogue.Sharing.Basis)
	}
	for _, f := range d.Fields {
		said = append(said, f.Title)
	}
	for _, text := range said {
		items++
		absent += one(text == "")
	}
	return items, absent
}
