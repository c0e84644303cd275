package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// History reads rows out of many results.parquet at once. The engine implements
// it; the rows come in the order of the files, each in its own order.
type History interface {
	Results(ctx context.Context, paths []string, filter ResultFilter) ([]Row, error)
}

// ResultFilter chooses rows of results. An empty list chooses all.
type ResultFilter struct {
	Records  []string // RuleRecord, GroupRecord, ScoreRecord
	Units    []string
	Datasets []string
	Slots    []string
}

// SlotResult says which run's rows count for a slot: a run's file may also hold
// slots that a later run has superseded.
type SlotResult struct {
	Dataset    string
	Slot       string
	Start      time.Time
	End        time.Time
	RunID      string
	DeliveryID int64
}

// CurrentResults returns, for each slot chosen that was ever scored, the newest
// published run that holds it, by dataset and slot.
func (l *Ledger) CurrentResults(ctx context.Context, f Filter) ([]SlotResult, error) {
	where, args, err := f.sql()
	if err != nil {
		return nil, err
	}
	rows, err := l.read.QueryContext(ctx, `
		SELECT s.dataset, s.slot, d.slot_start, d.slot_end, r.id, s.delivery
		FROM run_slots s JOIN deliveries d ON d.id = s.delivery JOIN runs r ON r.seq = s.run
		WHERE s.run = (SELECT max(n.run) FROM run_slots n WHERE n.dataset = s.dataset AND n.slot = s.slot) AND `+where+`
		ORDER BY s.dataset, s.slot`, args...)
	out, err := collect(rows, err, func(r *sql.Rows) (SlotResult, error) {
		var s SlotResult
		var start, end sql.NullInt64
		err := r.Scan(&s.Dataset, &s.Slot, &start, &end, &s.RunID, &s.DeliveryID)
		s.Start, s.End = l.time(start), l.time(end)
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read current results: %w", err)
	}
	return out, nil
}

// Bindings returns the bindings of a slot in the newest published run that scored
// it, by rule. None: the slot was never scored, or reads no other dataset.
func (l *Ledger) Bindings(ctx context.Context, dataset, slot string) ([]Binding, error) {
	rows, err := l.read.QueryContext(ctx, `
		SELECT b.dataset, b.slot, b.rule, b.other_dataset, coalesce(b.other, 0),
			coalesce(o.slot, ''), coalesce(o.sha256, ''), coalesce(o.path, '')
		FROM bindings b LEFT JOIN deliveries o ON o.id = b.other
		WHERE b.dataset = ?1 AND b.slot = ?2 AND b.run = (SELECT max(run) FROM run_slots WHERE dataset = ?1 AND slot = ?2)
		ORDER BY b.rule, b.other_dataset`, dataset, slot)
	out, err := collect(rows, err, func(r *sql.Rows) (Binding, error) {
		var b Binding
		err := r.Scan(&b.Dataset, &b.Slot, &b.Rule, &b.OtherDataset, &b.OtherDelivery, &b.OtherSlot, &b.OtherSHA256, &b.OtherPath)
		return b, err
	})
	if err != nil {
		return nil, fmt.Errorf("read bindings of %s, slot %s: %w", dataset, slot, err)
	}
	return out, nil
}
