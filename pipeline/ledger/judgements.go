package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// RuleKey names a rule of a dataset.
type RuleKey struct{ Dataset, Rule string }

// Judgement is what one slot shows of a rule.
type Judgement struct {
	Slot      string
	LastDay   string // YYYY-MM-DD, the last covered day
	Scored    bool
	Evaluated int64
	Failed    int64
	Exempt    int64
	// Credit is the part of its points, in thousandths, that a rule earned which judges
	// the extract as a whole; Credited is false for one that counts rows.
	Credit   int32
	Credited bool
}

// Keep takes a judgement into those that are kept of its rule, in any order. Append keeps
// all.
type Keep func(list []Judgement, next Judgement) []Judgement

// Append keeps every judgement.
func Append(list []Judgement, next Judgement) []Judgement { return append(list, next) }

// Judgements returns what is kept of what the current results of the slots chosen say of
// the rules that are wanted, each rule's slots oldest first.
func (l *Ledger) Judgements(ctx context.Context, f Filter, wanted func(RuleKey) bool, keep Keep) (map[RuleKey][]Judgement, error) {
	span := Span{From: f.From, To: f.To}
	if span.To == "" {
		span.To = "9999-12-31"
	}
	selection, err := l.Select(ctx, []Span{span})
	if err != nil {
		return nil, err
	}
	lastDays, err := l.longSlots(ctx, f)
	if err != nil {
		return nil, err
	}
	of := func(k RuleKey) bool {
		return (len(f.Datasets) == 0 || slices.Contains(f.Datasets, k.Dataset)) && wanted(k)
	}
	parts := selection.Steps[0].Parts
	readers := make([]*judgementReader, min(2, len(parts)))
	group, ctx := errgroup.WithContext(ctx)
	for w := range readers {
		readers[w] = newJudgementReader(of, keep, lastDays)
		group.Go(func() error {
			for i := w; i < len(parts); i += len(readers) {
				if err := readers[w].read(ctx, parts[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return together(readers, keep), nil
}

// together puts what the readers kept into the order of slots, of which a dataset's do
// not overlap.
func together(readers []*judgementReader, keep Keep) map[RuleKey][]Judgement {
	out := map[RuleKey][]Judgement{}
	for _, r := range readers {
		for i, key := range r.keys {
			list, more := out[key], r.kept[i]
			if list == nil {
				list, more = more, nil
			}
			for _, j := range more {
				list = keep(list, j)
			}
			out[key] = list
			r.kept[i] = nil
		}
	}
	for key, list := range out {
		if len(list) == 0 {
			delete(out, key)
		}
		slices.SortFunc(list, func(a, b Judgement) int { return strings.Compare(a.Slot, b.Slot) })
	}
	return out
}

// longSlots are the last days of the slots that are longer than a day.
func (l *Ledger) longSlots(ctx context.Context, f Filter) (map[SlotKey]string, error) {
	where, args, err := f.sql()
	if err != nil {
		return nil, err
	}
	rows, err := l.read.QueryContext(ctx, `SELECT d.dataset, d.slot, d.last_day FROM deliveries d WHERE d.last_day <> d.slot AND `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read the days of slots: %w", err)
	}
	defer rows.Close()
	out, same := map[SlotKey]string{}, texts{}
	var dataset, slot, lastDay sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&dataset, &slot, &lastDay); err != nil {
			return nil, fmt.Errorf("read the days of slots: %w", err)
		}
		out[SlotKey{same.of(dataset), same.of(slot)}] = same.of(lastDay)
	}
	return out, rows.Err()
}

// judgementReader reads the judgements of some rules out of results.
type judgementReader struct {
	wanted   func(RuleKey) bool
	keep     Keep
	lastDays map[SlotKey]string
	columns  *sumColumns
	places   []map[int32]int // of a rule's judgements, by the codes of dataset and rule; -1: not wanted
	keys     []RuleKey
	kept     [][]Judgement // by place
}

func newJudgementReader(wanted func(RuleKey) bool, keep Keep, lastDays map[SlotKey]string) *judgementReader {
	return &judgementReader{wanted: wanted, keep: keep, lastDays: lastDays,
		columns: newSumColumns("record", "dataset", "slot", "rule", "evaluated", "failed", "exempt")}
}

// read takes what a part says.
func (r *judgementReader) read(ctx context.Context, p Part) error {
	counts, c := choiceOf(p), r.columns
	return c.each(ctx, p.Path, func() {
		for len(r.places) < len(c.dataset.names) {
			r.places = append(r.places, map[int32]int{})
		}
		for i := range c.rows {
			if c.record.names[c.record.of[i]] != RuleRecord {
				continue
			}
			dataset, rule := c.dataset.of[i], c.rule.of[i]
			place, known := r.places[dataset][rule]
			if !known {
				place = r.newPlace(RuleKey{c.dataset.names[dataset], c.rule.names[rule]})
				r.places[dataset][rule] = place
			}
			if place >= 0 && counts.of(c, dataset, c.slot.of[i]) {
				r.kept[place] = r.keep(r.kept[place], r.judgement(i))
			}
		}
	})
}

// newPlace is where the judgements of a rule are to be kept; -1: it is not wanted.
func (r *judgementReader) newPlace(key RuleKey) int {
	if !r.wanted(key) {
		return -1
	}
	r.keys, r.kept = append(r.keys, key), append(r.kept, nil)
	return len(r.keys) - 1
}

func (r *judgementReader) judgement(i int) Judgement {
	c := r.columns
	dataset, slot := c.dataset.names[c.dataset.of[i]], c.slot.names[c.slot.of[i]]
	out := Judgement{Slot: slot, LastDay: slot, Scored: c.scored[i], Evaluated: c.evaluated[i], Failed: c.failed[i], Exempt: c.exempt[i]}
	if last, long := r.lastDays[SlotKey{dataset, slot}]; long {
		out.LastDay = last
	}
	if out.Credited = c.credited[i]; out.Credited {
		out.Credit = c.credit[i]
	}
	return out
}
