package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Span is days that belong together: slots whose last covered day is From to To,
// YYYY-MM-DD. Spans do not overlap.
type Span struct{ Name, From, To string }

// Selection says which results count in some spans.
type Selection struct {
	Steps  []Step                // one for each span, in its order
	Slots  map[string][]string   // names of the scored slots by dataset, ascending
	Newest map[string]ScoredSlot // the newest of them by dataset
	Runs   []string              // that hold them, ascending
}

// ScoredSlot is a slot and the run that counts for it.
type ScoredSlot struct{ Slot, RunID string }

// Select chooses, for each slot whose last covered day lies in a span, the newest
// published run that holds it. Of a run whose slots all count the file counts as
// a whole, so that nobody has to look at its slots one by one.
func (l *Ledger) Select(ctx context.Context, spans []Span) (Selection, error) {
	if len(spans) == 0 {
		return Selection{}, nil
	}
	s := selector{spans: spans, chosen: map[int64]map[int][]SlotKey{}, out: Selection{Slots: map[string][]string{}, Newest: map[string]ScoredSlot{}}}
	if err := l.eachCurrent(ctx, spans, s.add); err != nil {
		return Selection{}, fmt.Errorf("select results: %w", err)
	}
	for _, slots := range s.out.Slots {
		slices.Sort(slots)
	}
	s.out.Steps = make([]Step, len(spans))
	for i, span := range spans {
		s.out.Steps[i].Name = span.Name
	}
	slices.Sort(s.runs)
	for _, run := range s.runs {
		s.out.Runs = append(s.out.Runs, runID(run))
		if err := l.addParts(ctx, &s, run); err != nil {
			return Selection{}, fmt.Errorf("select results of run %s: %w", runID(run), err)
		}
	}
	return s.out, nil
}

// selector collects what counts, by run and span.
type selector struct {
	spans  []Span
	runs   []int64
	chosen map[int64]map[int][]SlotKey
	out    Selection
}

// currentSlot is a slot in the newest run that holds it.
type currentSlot struct {
	key     SlotKey
	run     int64
	lastDay string
}

func (s *selector) add(c currentSlot) {
	span := s.spanOf(c.lastDay)
	if span < 0 {
		return
	}
	if s.chosen[c.run] == nil {
		s.chosen[c.run] = map[int][]SlotKey{}
		s.runs = append(s.runs, c.run)
	}
	s.chosen[c.run][span] = append(s.chosen[c.run][span], c.key)
	s.out.Slots[c.key.Dataset] = append(s.out.Slots[c.key.Dataset], c.key.Slot)
	if c.key.Slot > s.out.Newest[c.key.Dataset].Slot {
		s.out.Newest[c.key.Dataset] = ScoredSlot{c.key.Slot, runID(c.run)}
	}
}

func (s *selector) spanOf(day string) int {
	for i, span := range s.spans {
		if span.From <= day && day <= span.To {
			return i
		}
	}
	return -1
}

// eachCurrent hands out the slots of the spans, in no order: sorting hundreds of
// thousands would cost more than finding them. Where most of all slots are asked for,
// going through all of them costs less than a search for each.
func (l *Ledger) eachCurrent(ctx context.Context, spans []Span, do func(currentSlot)) error {
	from, to := spans[0].From, spans[0].To
	for _, s := range spans {
		from, to = min(from, s.From), max(to, s.To)
	}
	var within, all int
	err := l.read.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM deliveries WHERE last_day BETWEEN ? AND ?), (SELECT count(*) FROM deliveries)`, from, to).Scan(&within, &all)
	if err != nil {
		return err
	}
	if 2*within < all {
		return l.searchCurrent(ctx, from, to, do)
	}
	return l.scanCurrent(ctx, from, to, do)
}

func (l *Ledger) searchCurrent(ctx context.Context, from, to string, do func(currentSlot)) error {
	rows, err := l.read.QueryContext(ctx, `
		SELECT s.dataset, s.slot, s.run, d.last_day
		FROM deliveries d JOIN run_slots s ON s.delivery = d.id
		WHERE d.last_day BETWEEN ? AND ? AND s.run = (SELECT max(n.run) FROM run_slots n WHERE n.dataset = s.dataset AND n.slot = s.slot)`, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	same := texts{}
	var dataset, slot, lastDay sql.RawBytes
	for rows.Next() {
		var c currentSlot
		if err := rows.Scan(&dataset, &slot, &c.run, &lastDay); err != nil {
			return err
		}
		c.key, c.lastDay = SlotKey{same.of(dataset), same.of(slot)}, same.of(lastDay)
		do(c)
	}
	return rows.Err()
}

// scanCurrent goes through the slots in the order of their table, in which the runs
// of a slot stand together; through its two halves at once.
func (l *Ledger) scanCurrent(ctx context.Context, from, to string, do func(currentSlot)) error {
	days, err := l.lastDays(ctx, from, to)
	if err != nil {
		return err
	}
	middle, err := l.middleDataset(ctx)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	for _, half := range []string{`dataset < ?`, `dataset >= ?`} {
		group.Go(func() error {
			return l.scanHalf(ctx, half, middle, days, func(some []currentSlot) {
				mu.Lock()
				defer mu.Unlock()
				for _, c := range some {
					do(c)
				}
			})
		})
	}
	return group.Wait()
}

// middleDataset parts the datasets of the newest slots into two halves. Where the
// slots are parted badly, the scan takes longer and finds the same.
func (l *Ledger) middleDataset(ctx context.Context) (string, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT DISTINCT dataset FROM deliveries WHERE last_day = (SELECT max(last_day) FROM deliveries) ORDER BY dataset`)
	all, err := collect(rows, err, func(r *sql.Rows) (dataset string, err error) { return dataset, r.Scan(&dataset) })
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[len(all)/2], nil
}

// scanBatch is how many slots are handed out at once.
const scanBatch = 4096

func (l *Ledger) scanHalf(ctx context.Context, half, middle string, days map[int64]string, do func([]currentSlot)) error {
	rows, err := l.read.QueryContext(ctx, `SELECT dataset, slot, max(run), delivery FROM run_slots WHERE `+half+` GROUP BY dataset, slot`, middle)
	if err != nil {
		return err
	}
	defer rows.Close()
	same := texts{}
	batch := make([]currentSlot, 0, scanBatch)
	var dataset, slot sql.RawBytes
	var run, delivery any
	for rows.Next() {
		if err := rows.Scan(&dataset, &slot, &run, &delivery); err != nil {
			return err
		}
		seq, known := run.(int64)
		id, there := delivery.(int64)
		if !known || !there {
			return fmt.Errorf("slot %s of %s: run %v, delivery %v", slot, dataset, run, delivery)
		}
		if day, within := days[id]; within {
			batch = append(batch, currentSlot{SlotKey{same.of(dataset), same.of(slot)}, seq, day})
		}
		if len(batch) == scanBatch {
			do(batch)
			batch = batch[:0]
		}
	}
	do(batch)
	return rows.Err()
}

// lastDays are the last covered days of the deliveries between two days, by id.
func (l *Ledger) lastDays(ctx context.Context, from, to string) (map[int64]string, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT last_day, group_concat(id, ' ') FROM deliveries WHERE last_day BETWEEN ? AND ? GROUP BY last_day`, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]string{}
	for rows.Next() {
		var day, ids string
		if err := rows.Scan(&day, &ids); err != nil {
			return nil, err
		}
		for id := range strings.SplitSeq(ids, " ") {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				return nil, err
			}
			out[n] = day
		}
	}
	return out, rows.Err()
}

// texts keeps one text for all slots of a dataset, or of a day.
type texts map[string]string

func (t texts) of(b sql.RawBytes) string {
	text, known := t[string(b)]
	if !known {
		text = string(b)
		t[text] = text
	}
	return text
}

// addParts makes a run's parts, by whichever list is the shorter.
func (l *Ledger) addParts(ctx context.Context, s *selector, run int64) error {
	var all int
	if err := l.read.QueryRowContext(ctx, `SELECT count(*) FROM run_slots WHERE run = ?`, run).Scan(&all); err != nil {
		return err
	}
	path := l.ResultsPath(runID(run))
	for i := range s.spans {
		chosen := s.chosen[run][i]
		part := Part{Path: path}
		switch {
		case len(chosen) == 0:
			continue
		case len(chosen) == all:
		case 2*len(chosen) <= all:
			part.Only = chosen
		default:
			others, err := l.slotsBut(ctx, run, chosen)
			if err != nil {
				return err
			}
			part.Not = others
		}
		s.out.Steps[i].Parts = append(s.out.Steps[i].Parts, part)
	}
	return nil
}

// slotsBut lists a run's slots that are not among those chosen.
func (l *Ledger) slotsBut(ctx context.Context, run int64, chosen []SlotKey) ([]SlotKey, error) {
	is := map[SlotKey]bool{}
	for _, k := range chosen {
		is[k] = true
	}
	rows, err := l.read.QueryContext(ctx, `SELECT dataset, slot FROM run_slots WHERE run = ? ORDER BY dataset, slot`, run)
	all, err := collect(rows, err, func(r *sql.Rows) (SlotKey, error) {
		var k SlotKey
		return k, r.Scan(&k.Dataset, &k.Slot)
	})
	var out []SlotKey
	for _, k := range all {
		if !is[k] {
			out = append(out, k)
		}
	}
	return out, err
}
