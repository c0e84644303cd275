package reports

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"cdoscore/pipeline/ledger"
)

// Load reads what the results say of the rules of some units (none: all), which asking
// for one unit after the other would read of the same files again and again.
func (e *Edition) Load(ctx context.Context, units []string) error {
	var list []*unitState
	for _, us := range e.now.units {
		if len(units) == 0 || slices.Contains(units, us.unit.ID) {
			list = append(list, us)
		}
	}
	return e.load(ctx, list...)
}

// load makes the rules and groups of units' datasets over a longer period: the
// counts are the sums, and what is no count is that of the newest slot on which the
// rule evaluated something, which is read from its run's results.
func (e *Edition) load(ctx context.Context, units ...*unitState) error {
	e.loading.Lock()
	defer e.loading.Unlock()
	units = slices.DeleteFunc(slices.Clone(units), func(us *unitState) bool { return e.loaded[us.unit.ID] })
	newest, err := e.newestRows(ctx, units)
	if err != nil {
		return fmt.Errorf("rules of the units: %w", err)
	}
	for _, us := range units {
		for _, s := range us.sets {
			if err := s.load(newest); err != nil {
				return fmt.Errorf("rules of unit %s: %w", us.unit.ID, err)
			}
		}
		e.loaded[us.unit.ID] = true
	}
	return nil
}

func (s *setState) load(newest map[rowKey]ledger.Row) error {
	for _, sum := range s.sums {
		row, there := newest[rowKey{sum.Dataset, sum.Newest, sum.Record, sum.Rule}]
		if !there {
			return fmt.Errorf("the results of %s, slot %s, hold no row of %s %s any more", sum.Dataset, sum.Newest, sum.Record, sum.Rule)
		}
		if o := summed(row, sum); sum.Record == ledger.RuleRecord {
			s.rules = append(s.rules, o)
		} else {
			s.groups = append(s.groups, o)
		}
	}
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
func (e *Edition) newestRows(ctx context.Context, units []*unitState) (map[rowKey]ledger.Row, error) {
	asked, err := e.newestSlots(ctx, units)
	if err != nil {
		return nil, err
	}
	out := map[rowKey]ledger.Row{}
	for run, slots := range asked {
		f := ledger.ResultFilter{Records: []string{ledger.RuleRecord, ledger.GroupRecord}}
		datasets, names := map[string]bool{}, map[string]bool{}
		for k := range slots {
			datasets[k.Dataset], names[k.Slot] = true, true
		}
		f.Datasets, f.Slots = slices.Sorted(maps.Keys(datasets)), slices.Sorted(maps.Keys(names))
		rows, err := e.b.History.Results(ctx, []string{e.b.Ledger.ResultsPath(run)}, f)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if slots[ledger.SlotKey{Dataset: row.Dataset, Slot: row.Slot}] {
				out[rowKey{row.Dataset, row.Slot, row.Record, row.Rule}] = row
			}
		}
	}
	return out, nil
}

// newestSlots are the newest slots that had each rule and group, by the run that counts.
func (e *Edition) newestSlots(ctx context.Context, units []*unitState) (map[string]map[ledger.SlotKey]bool, error) {
	asked := map[string]map[ledger.SlotKey]bool{}
	seen := map[ledger.SlotKey]bool{}
	for _, us := range units {
		for _, s := range us.sets {
			for _, sum := range s.sums {
				key := ledger.SlotKey{Dataset: sum.Dataset, Slot: sum.Newest}
				if seen[key] {
					continue
				}
				seen[key] = true
				run := s.run
				if sum.Newest != s.slot {
					r, _, err := e.b.Ledger.RunOf(ctx, sum.Dataset, sum.Newest)
					if err != nil {
						return nil, err
					}
					run = r.ID
				}
				if asked[run] == nil {
					asked[run] = map[ledger.SlotKey]bool{}
				}
				asked[run][key] = true
			}
		}
	}
	return asked, nil
}
