package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ScoredDelivery is the delivery that the newest published run of a slot scored: the
// slot's newest version, but where that one came after the run.
type ScoredDelivery struct {
	Slot            string
	DeliveryID      int64
	State           string
	StructureSHA256 string
	Good            bool // it has a snapshot
}

// scoredQuery gives the scored slots of a dataset as one text, a line of seven fields
// each: the driver locks the database for every row and value that it hands out.
const scoredQuery = `SELECT s.dataset, group_concat(concat_ws(char(31), s.slot, s.run, d.id, d.last_day, d.state, d.structure_sha256, d.path <> ''), char(30))
	FROM run_slots s JOIN deliveries d ON d.id = s.delivery GROUP BY s.dataset`

// ScoredDeliveries returns, by dataset, the slots that were ever scored and whose last
// covered day is from one day to another, YYYY-MM-DD, in ascending order.
func (l *Ledger) ScoredDeliveries(ctx context.Context, from, to string) (map[string][]ScoredDelivery, error) {
	rows, err := l.read.QueryContext(ctx, scoredQuery)
	if err != nil {
		return nil, fmt.Errorf("read the scored deliveries: %w", err)
	}
	defer rows.Close()
	out, same := map[string][]ScoredDelivery{}, texts{}
	for rows.Next() {
		var dataset, lines string
		if err := rows.Scan(&dataset, &lines); err != nil {
			return nil, fmt.Errorf("read the scored deliveries: %w", err)
		}
		list, err := readScored(lines, from, to, same)
		if err != nil {
			return nil, fmt.Errorf("scored deliveries of dataset %s: %w", dataset, err)
		}
		if len(list) > 0 {
			out[dataset] = list
		}
	}
	return out, rows.Err()
}

// readScored reads a dataset's lines and keeps, of each slot, that of the newest run.
func readScored(lines, from, to string, same texts) ([]ScoredDelivery, error) {
	type scored struct {
		ScoredDelivery
		run     int64
		lastDay string
	}
	var all []scored
	for lines != "" {
		var line string
		line, lines, _ = strings.Cut(lines, registerLine)
		fields := strings.Split(line, registerSeparator)
		if len(fields) != 7 {
			return nil, fmt.Errorf("slot %s has %d fields, not 7", fields[0], len(fields))
		}
		x := scored{ScoredDelivery: ScoredDelivery{Slot: strings.Clone(fields[0]), State: stateOf(fields[4]), StructureSHA256: same.of([]byte(fields[5])), Good: fields[6] == "1"}, lastDay: fields[3]}
		for i, to := range []*int64{&x.run, &x.DeliveryID} {
			var err error
			if *to, err = strconv.ParseInt(fields[1+i], 10, 64); err != nil {
				return nil, fmt.Errorf("a number of slot %s: %w", x.Slot, err)
			}
		}
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b scored) int { return cmp.Or(strings.Compare(a.Slot, b.Slot), cmp.Compare(a.run, b.run)) })
	var out []ScoredDelivery
	for i, x := range all {
		newest := i+1 == len(all) || all[i+1].Slot != x.Slot
		if newest && from <= x.lastDay && x.lastDay <= to {
			out = append(out, x.ScoredDelivery)
		}
	}
	return out, nil
}
