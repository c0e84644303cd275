package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Retry asks a slot's source once more, after a fault that may pass.
type Retry struct {
	Dataset, Slot string
	Day           string // the slot's last covered day, YYYY-MM-DD
	Tries         int    // made so far, the night's own not counted
	At            time.Time
	Until         time.Time // after it nothing is asked again
}

// PlanRetry records when a slot's source is asked again; the newest plan holds.
func (l *Ledger) PlanRetry(ctx context.Context, r Retry) error {
	_, err := l.write.ExecContext(ctx, `INSERT INTO retries (dataset, slot, day, tries, at, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (dataset, slot) DO UPDATE SET day = ?3, tries = ?4, at = ?5, until = ?6`,
		r.Dataset, r.Slot, r.Day, r.Tries, moment(r.At), moment(r.Until))
	if err != nil {
		return fmt.Errorf("plan to ask %s, slot %s, again: %w", r.Dataset, r.Slot, err)
	}
	return nil
}

// DropRetry forgets the plan to ask a slot's source again.
func (l *Ledger) DropRetry(ctx context.Context, dataset, slot string) error {
	if _, err := l.write.ExecContext(ctx, `DELETE FROM retries WHERE dataset = ? AND slot = ?`, dataset, slot); err != nil {
		return fmt.Errorf("forget to ask %s, slot %s, again: %w", dataset, slot, err)
	}
	return nil
}

// Retries returns what is to be asked again, in the order of its times.
func (l *Ledger) Retries(ctx context.Context) ([]Retry, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT dataset, slot, day, tries, at, until FROM retries ORDER BY at, dataset, slot`)
	out, err := collect(rows, err, func(r *sql.Rows) (Retry, error) {
		var x Retry
		var at, until sql.NullInt64
		err := r.Scan(&x.Dataset, &x.Slot, &x.Day, &x.Tries, &at, &until)
		x.At, x.Until = l.time(at), l.time(until)
		return x, err
	})
	if err != nil {
		return nil, fmt.Errorf("read what is to be asked again: %w", err)
	}
	return out, nil
}
