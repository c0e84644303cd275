package ledger

import (
	"cmp"
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
	s := selector{spans: spans, chosen: map[int64][][]SlotKey{}, out: Selection{Slots: map[string][]string{}, Newest: map[string]ScoredSlot{}}}
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
	chosen map[int64][][]SlotKey // by run, then by span
	out    Selection
}

// currentSlot is a slot in the newest run that holds it.
type currentSlot struct {
	slot string
	run  int64
	span int
}

// add adds current slots of one dataset.
func (s *selector) add(dataset string, some []currentSlot) {
	slots, newest := slices.Grow(s.out.Slots[dataset], len(some)), currentSlot{slot: s.out.Newest[dataset].Slot}
	for _, c := range some {
		chosen := s.chosen[c.run]
		if chosen == nil {
			chosen = make([][]SlotKey, len(s.spans))
			s.chosen[c.run] = chosen
			s.runs = append(s.runs, c.run)
		}
		chosen[c.span] = append(chosen[c.span], SlotKey{dataset, c.slot})
		slots = append(slots, c.slot)
		if c.slot > newest.slot {
			newest = c
		}
	}
	s.out.Slots[dataset] = slots
	if newest.run != 0 {
		s.out.Newest[dataset] = ScoredSlot{newest.slot, runID(newest.run)}
	}
}

// spanOf is the place of the span of a day; -1: it lies in none.
func spanOf(spans []Span, day string) int {
	return slices.IndexFunc(spans, func(s Span) bool { return s.From <= day && day <= s.To })
}

// eachCurrent hands out the slots of the spans by dataset, in no order: sorting hundreds
// of thousands would cost more than finding them. Where most of all slots are asked for,
// going through all of them costs less than a search for each.
func (l *Ledger) eachCurrent(ctx context.Context, spans []Span, do func(dataset string, some []currentSlot)) error {
	from, to := hull(spans)
	var within, all int
	err := l.read.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM deliveries WHERE last_day BETWEEN ? AND ?), (SELECT count(*) FROM deliveries)`, from, to).Scan(&within, &all)
	if err != nil {
		return err
	}
	if 2*within < all {
		return l.searchCurrent(ctx, spans, do)
	}
	return l.scanCurrent(ctx, spans, do)
}

// hull is from the first day of some spans to their last.
func hull(spans []Span) (from, to string) {
	from, to = spans[0].From, spans[0].To
	for _, s := range spans {
		from, to = min(from, s.From), max(to, s.To)
	}
	return from, to
}

func (l *Ledger) searchCurrent(ctx context.Context, spans []Span, do func(string, []currentSlot)) error {
	from, to := hull(spans)
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
		c.slot, c.span = same.of(slot), spanOf(spans, string(lastDay))
		if c.span >= 0 {
			do(same.of(dataset), []currentSlot{c})
		}
	}
	return rows.Err()
}

// scanCurrent goes through the slots in the order of their table; through its two
// halves at once.
func (l *Ledger) scanCurrent(ctx context.Context, spans []Span, do func(string, []currentSlot)) error {
	delivered, err := l.deliverySpans(ctx, spans)
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
			return l.scanHalf(ctx, half, middle, delivered, func(dataset string, some []currentSlot) {
				mu.Lock()
				defer mu.Unlock()
				do(dataset, some)
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

// scanHalf gets the slots of a dataset as one text, a line each: the driver locks the
// database for every row and value that it hands out.
func (l *Ledger) scanHalf(ctx context.Context, half, middle string, delivered deliverySpans, do func(string, []currentSlot)) error {
	rows, err := l.read.QueryContext(ctx, `SELECT dataset, group_concat(concat_ws(char(31), slot, run, delivery), char(30)) FROM run_slots WHERE `+half+` GROUP BY dataset`, middle)
	if err != nil {
		return err
	}
	defer rows.Close()
	var some []currentSlot
	for rows.Next() {
		var dataset, lines string
		if err := rows.Scan(&dataset, &lines); err != nil {
			return err
		}
		if some, err = readCurrent(some[:0], lines, delivered); err != nil {
			return fmt.Errorf("dataset %s: %w", dataset, err)
		}
		if len(some) > 0 {
			do(dataset, some)
		}
	}
	return rows.Err()
}

// readCurrent reads the lines of a dataset and keeps, of each slot, that of the newest
// run, if its delivery lies in a span.
func readCurrent(some []currentSlot, lines string, delivered deliverySpans) ([]currentSlot, error) {
	for lines != "" {
		var line string
		line, lines, _ = strings.Cut(lines, registerLine)
		slot, rest, _ := strings.Cut(line, registerSeparator)
		run, delivery, _ := strings.Cut(rest, registerSeparator)
		seq, err := strconv.ParseInt(run, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("run of slot %s: %w", slot, err)
		}
		id, err := strconv.ParseInt(delivery, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("delivery of slot %s: %w", slot, err)
		}
		some = append(some, currentSlot{slot, seq, delivered.of(id)})
	}
	inOrder := func(a, b currentSlot) int { return cmp.Or(strings.Compare(a.slot, b.slot), cmp.Compare(a.run, b.run)) }
	if !slices.IsSortedFunc(some, inOrder) {
		slices.SortFunc(some, inOrder)
	}
	kept := some[:0]
	for i, c := range some {
		if (i+1 == len(some) || some[i+1].slot != c.slot) && c.span >= 0 {
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// deliverySpans are the places of the spans of deliveries, from a first id on; -1: none.
type deliverySpans struct {
	first int64
	spans []int32
}

func (d deliverySpans) of(id int64) int {
	if i := id - d.first; i >= 0 && i < int64(len(d.spans)) {
		return int(d.spans[i])
	}
	return -1
}

// deliverySpans finds the spans in which the last covered days of deliveries lie.
func (l *Ledger) deliverySpans(ctx context.Context, spans []Span) (deliverySpans, error) {
	var first, last sql.NullInt64
	if err := l.read.QueryRowContext(ctx, `SELECT min(id), max(id) FROM deliveries`).Scan(&first, &last); err != nil || !first.Valid {
		return deliverySpans{}, err
	}
	out := deliverySpans{first.Int64, make([]int32, last.Int64-first.Int64+1)}
	for i := range out.spans {
		out.spans[i] = -1
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(2)
	for i, span := range spans {
		group.Go(func() error {
			var ids string
			err := l.read.QueryRowContext(ctx, `SELECT coalesce(group_concat(id, ' '), '') FROM deliveries WHERE last_day BETWEEN ? AND ?`, span.From, span.To).Scan(&ids)
			for ids != "" && err == nil {
				var id string
				var n int64
				id, ids, _ = strings.Cut(ids, " ")
				if n, err = strconv.ParseInt(id, 10, 64); err == nil {
					out.spans[n-out.first] = int32(i)
				}
			}
			return err
		})
	}
	return out, group.Wait()
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
	for i, chosen := range s.chosen[run] {
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
