package ledger

import (
	"context"
	"database/sql"
	"fmt"
)

// RestingOn adds to paths the snapshots that the slots of a filter rest on, each by its
// Delivery.Path: every version of their own, and what a run of them was bound to, which is
// of other datasets and may be older.
func (l *Ledger) RestingOn(ctx context.Context, f Filter, paths map[string]bool) error {
	where, args, err := f.sql()
	if err != nil {
		return err
	}
	for _, from := range []string{
		`deliveries d JOIN deliveries o ON o.id = d.id`,
		`deliveries d JOIN run_slots r ON r.delivery = d.id JOIN bindings b ON b.dataset = r.dataset AND b.slot = r.slot AND b.run = r.run JOIN deliveries o ON o.id = b.other`,
	} {
		rows, err := l.read.QueryContext(ctx, `SELECT DISTINCT o.path FROM `+from+` WHERE o.path <> '' AND `+where, args...)
		list, err := collect(rows, err, func(r *sql.Rows) (path string, err error) { return path, r.Scan(&path) })
		if err != nil {
			return fmt.Errorf("read the snapshots that the slots of %s to %s rest on: %w", f.From, f.To, err)
		}
		for _, path := range list {
			paths[path] = true
		}
	}
	return nil
}
