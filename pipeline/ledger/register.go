package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"cdoscore/rules"
)

// Registered is what a register of deliveries says of a slot: the current delivery's
// (see Delivery), without what only a pull needs.
type Registered struct {
	Slot              string
	End, Due, Arrived time.Time
	State             string
	Reason            rules.Note
	Rows              int64
	SHA256            string
	Good              bool // it has a snapshot
}

// Register returns the slots of each of some datasets whose last covered day is from
// one day to another, YYYY-MM-DD, in ascending order. An empty day is open.
func (l *Ledger) Register(ctx context.Context, datasets []string, from, to string) (map[string][]Registered, error) {
	// Versions ascend, so that the last of a slot holds, whatever its day. Asking for
	// the newest alone would cost another search for every slot.
	statement, err := l.read.PrepareContext(ctx, `SELECT slot, last_day, slot_end, due, arrived, state, reason, row_count, sha256, path <> ''
		FROM deliveries WHERE dataset = ?1 AND (version > 1 OR last_day >= ?2 AND (?3 = '' OR last_day <= ?3)) ORDER BY slot, version`)
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	defer statement.Close()
	out := map[string][]Registered{}
	r := registerReader{ledger: l, from: from, to: to}
	for _, dataset := range datasets {
		rows, err := statement.QueryContext(ctx, dataset, from, to)
		if err == nil {
			out[dataset], err = r.read(rows)
		}
		if err != nil {
			return nil, fmt.Errorf("read the register of %s: %w", dataset, err)
		}
	}
	return out, nil
}

// registerReader reads many rows: their values are taken as the driver gives them,
// since conversions cost more than reading.
type registerReader struct {
	ledger   *Ledger
	from, to string
	values   [10]any
}

func (r *registerReader) read(rows *sql.Rows) ([]Registered, error) {
	defer rows.Close()
	into := make([]any, len(r.values))
	for i := range r.values {
		into[i] = &r.values[i]
	}
	var out []Registered
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		x, lastDay, err := r.row()
		if err != nil {
			return nil, err
		}
		if n := len(out); n > 0 && out[n-1].Slot == x.Slot {
			out = out[:n-1]
		}
		if r.from <= lastDay && (r.to == "" || lastDay <= r.to) {
			out = append(out, x)
		}
	}
	return out, rows.Err()
}

func (r *registerReader) row() (x Registered, lastDay string, err error) {
	reason := ""
	for i, to := range []*string{&x.Slot, &lastDay, &x.State, &reason, &x.SHA256} {
		column := [...]int{0, 1, 5, 6, 8}[i]
		text, ok := r.values[column].(string)
		if !ok {
			return x, "", fmt.Errorf("column %d is %T, not text", column+1, r.values[column])
		}
		*to = text
	}
	for i, to := range []*time.Time{&x.End, &x.Due, &x.Arrived} {
		if at, ok := r.values[2+i].(int64); ok {
			*to = r.ledger.time(sql.NullInt64{Int64: at, Valid: true})
		}
	}
	rows, ok := r.values[7].(int64)
	good, isNumber := r.values[9].(int64)
	if !ok || !isNumber {
		return x, "", fmt.Errorf("rows are %T, not a number", r.values[7])
	}
	x.Rows, x.Good = rows, good != 0
	if reason != "" {
		err = json.Unmarshal([]byte(reason), &x.Reason)
	}
	return x, lastDay, err
}
