package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Cycle is one version of an assessment cycle's frozen scoring configuration. It
// holds for the slots whose last covered day is From to To; a later version of
// the same cycle begins on a later day and holds from then on. It is never
// changed or removed.
type Cycle struct {
	Name    string
	Version int    // from 1
	From    string // YYYY-MM-DD
	To      string // YYYY-MM-DD, inclusive
	Scoring string // the canonical form of all that can change a score
	SHA256  string // of Scoring, hex
	Frozen  time.Time
}

// ErrFrozen is wrapped by Freeze where a version cannot be added.
var ErrFrozen = errors.New("the cycle is frozen")

// Freeze records the next version of a cycle; Name, From, To, Scoring and Frozen
// are given. Its error wraps ErrFrozen where the cycle's newest version already
// begins on that day or later, and a run may rest on it.
func (l *Ledger) Freeze(ctx context.Context, c Cycle) (Cycle, error) {
	sum := sha256.Sum256([]byte(c.Scoring))
	c.SHA256 = hex.EncodeToString(sum[:])
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		var newest sql.NullString
		err := tx.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) + 1, max(from_day) FROM cycles WHERE name = ?`, c.Name).Scan(&c.Version, &newest)
		if err != nil {
			return err
		}
		if newest.Valid && newest.String >= c.From {
			return fmt.Errorf("%w: version %d holds from %s; a new version must begin on a later day", ErrFrozen, c.Version-1, newest.String)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO cycles (name, version, from_day, to_day, scoring, sha256, frozen) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			c.Name, c.Version, c.From, c.To, c.Scoring, c.SHA256, c.Frozen.UnixNano())
		return err
	})
	if err != nil {
		return Cycle{}, fmt.Errorf("freeze cycle %s: %w", c.Name, err)
	}
	return c, nil
}

// Cycles returns every version of every cycle, by name and version.
func (l *Ledger) Cycles(ctx context.Context) ([]Cycle, error) {
	return l.cycles(ctx, `1 = 1 ORDER BY name, version`)
}

// FrozenOn returns the version that holds on a day, YYYY-MM-DD; false when no
// cycle is frozen then.
func (l *Ledger) FrozenOn(ctx context.Context, day string) (Cycle, bool, error) {
	list, err := l.cycles(ctx, `from_day <= ?1 AND to_day >= ?1 ORDER BY from_day DESC, name, version DESC LIMIT 1`, day)
	if err != nil || len(list) == 0 {
		return Cycle{}, false, err
	}
	return list[0], true, nil
}

func (l *Ledger) cycles(ctx context.Context, where string, args ...any) ([]Cycle, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT name, version, from_day, to_day, scoring, sha256, frozen FROM cycles WHERE `+where, args...)
	out, err := collect(rows, err, func(r *sql.Rows) (Cycle, error) {
		var c Cycle
		var frozen sql.NullInt64
		err := r.Scan(&c.Name, &c.Version, &c.From, &c.To, &c.Scoring, &c.SHA256, &frozen)
		c.Frozen = l.time(frozen)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("read frozen cycles: %w", err)
	}
	return out, nil
}
