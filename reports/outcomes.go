package reports

import (
	"context"
	"fmt"
	"slices"

	"cdoscore/pipeline/ledger"
)

// load makes the rules and groups of a unit's datasets over a longer period: the
// counts are the sums, and what is no count is that of the newest slot on which the
// rule evaluated something, which is read from its run's results.
func (e *Edition) load(ctx context.Context, us *unitState) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.loaded[us.unit.ID] {
		return nil
	}
	newest, err := e.newestRows(ctx, us)
	if err != nil {
		return fmt.Errorf("rules of unit %s: %w", us.unit.ID, err)
	}
	for _, s := range us.sets {
		for _, sum := range s.sums {
			row, there := newest[rowKey{sum.Dataset, sum.Newest, sum.Record, sum.Rule}]
			if !there {
				return fmt.Errorf("rules of unit %s: the results of %s, slot %s, hold no row of %s %s any more", us.unit.ID, sum.Dataset, sum.Newest, sum.Record, sum.Rule)
			}
			if o := summed(row, sum); sum.Record == ledger.RuleRecord {
				s.rules = append(s.rules, o)
			} else {
				s.groups = append(s.groups, o)
			}
		}
	}
	e.loaded[us.unit.ID] = true
	return nil
}

func summed(row ledger.Row, sum ledger.OutcomeFigure) outcome {
	row.Total, row.Applicable, row.Missing, row.Evaluated = sum.Total, sum.Applicable, sum.Missing, sum.Evaluated
	row.Failed, row.Exempt, row.Groups, row.Credit = sum.Failed, sum.Exempt, sum.Grouped, nil
	o := outcome{Row: row, slots: int(sum.Slots)}
	if sum.Credited > 0 {
		o.credit = new(float64(sum.Credit) / (1000 * float64(sum.Credited)))
		row.Credit = new(int32(*o.credit * 1000))
		o.Row = row
	}
	return o
}

type rowKey struct{ dataset, slot, record, rule string }

// newestRows reads the row of each rule and group in the newest slot that had it.
func (e *Edition) newestRows(ctx context.Context, us *unitState) (map[rowKey]ledger.Row, error) {
	byRun := map[string]*ledger.ResultFilter{}
	asked := map[ledger.SlotKey]bool{}
	for _, s := range us.sets {
		for _, sum := range s.sums {
			key := ledger.SlotKey{Dataset: sum.Dataset, Slot: sum.Newest}
			if asked[key] {
				continue
			}
			asked[key] = true
			run := s.run
			if sum.Newest != s.slot {
				r, _, err := e.b.Ledger.RunOf(ctx, sum.Dataset, sum.Newest)
				if err != nil {
					return nil, err
				}
				run = r.ID
			}
			f := byRun[run]
			if f == nil {
				f = &ledger.ResultFilter{Records: []string{ledger.RuleRecord, ledger.GroupRecord}}
				byRun[run] = f
			}
			f.Datasets = append(f.Datasets, sum.Dataset)
			if !slices.Contains(f.Slots, sum.Newest) {
				f.Slots = append(f.Slots, sum.Newest)
			}
		}
	}
	out := map[rowKey]ledger.Row{}
	for run, f := range byRun {
		rows, err := e.b.History.Results(ctx, []string{e.b.Ledger.ResultsPath(run)}, *f)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if asked[ledger.SlotKey{Dataset: row.Dataset, Slot: row.Slot}] && slices.Contains(f.Datasets, row.Dataset) {
				out[rowKey{row.Dataset, row.Slot, row.Record, row.Rule}] = row
			}
		}
	}
	return out, nil
}
