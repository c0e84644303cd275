package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
)

// Configured is a day with the configuration under which its newest run scored it.
type Configured struct {
	Day    string // YYYY-MM-DD, the last covered day that the run was asked for
	SHA256 string // of the text, which Configuration returns
}

// keepConfiguration records what a run is begun with; a text that is known is not
// written again.
func keepConfiguration(ctx context.Context, tx querier, run int64, text string) error {
	if text == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(text))
	hash := hex.EncodeToString(sum[:])
	if _, err := tx.ExecContext(ctx, `INSERT INTO configurations (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING`, hash, text); err != nil {
		return fmt.Errorf("keep the configuration: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO run_configurations (run, sha256) VALUES (?, ?)`, run, hash); err != nil {
		return fmt.Errorf("keep the configuration: %w", err)
	}
	return nil
}

// ConfiguredDays returns the days up to one, each with the configuration of the
// newest published run of that day, ascending. Days of runs that kept none are left
// out.
func (l *Ledger) ConfiguredDays(ctx context.Context, to string) ([]Configured, error) {
	rows, err := l.read.QueryContext(ctx, `
		SELECT r.day, c.sha256, max(r.seq) FROM runs r JOIN run_configurations c ON c.run = r.seq
		WHERE r.finished IS NOT NULL AND r.day <= ? GROUP BY r.day ORDER BY r.day`, to)
	out, err := collect(rows, err, func(r *sql.Rows) (Configured, error) {
		var c Configured
		var seq int64
		return c, r.Scan(&c.Day, &c.SHA256, &seq)
	})
	if err != nil {
		return nil, fmt.Errorf("read configurations: %w", err)
	}
	return out, nil
}

// Configuration returns the text of a configuration that a run was begun with.
func (l *Ledger) Configuration(ctx context.Context, hash string) (string, error) {
	var text string
	if err := l.read.QueryRowContext(ctx, `SELECT text FROM configurations WHERE sha256 = ?`, hash).Scan(&text); err != nil {
		return "", fmt.Errorf("configuration %s: %w", hash, err)
	}
	return text, nil
}
