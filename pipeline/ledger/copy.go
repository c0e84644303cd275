package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrDamaged is wrapped by Integrity where the database is not whole.
var ErrDamaged = errors.New("the ledger's database is damaged")

// DatabaseFile is the name of the database in the folder of the ledger.
const DatabaseFile = databaseFile

// ResultsFile is the name of a run's results in its folder.
const ResultsFile = resultsFile

// Transient reports whether a file in the folder of the ledger belongs to processes at
// work, or to the database beside its own file: neither is copied as a file.
func Transient(name string) bool {
	return name == lockFile || strings.HasPrefix(name, databaseFile)
}

// RunFolder is where a run's files lie, relative to the folder of all state.
func RunFolder(id string) string { return filepath.Join(runsFolder, id) }

// Copy writes the database as it is at one moment into the folder dir, which then
// opens as a ledger without runs' files. Writers do not wait for it, nor it for
// them.
func (l *Ledger) Copy(ctx context.Context, dir string) (err error) {
	db, err := connect(l.dir, "deferred", "0")
	if err != nil {
		return fmt.Errorf("copy the ledger: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	path := filepath.Join(dir, databaseFile)
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, path); err != nil {
		return fmt.Errorf("copy the ledger: %w", err)
	}
	return os.Chmod(path, 0o600)
}

// Integrity looks at every page and index of the database, and at every reference
// from row to row. Its error wraps ErrDamaged.
func (l *Ledger) Integrity(ctx context.Context) error {
	for _, check := range []string{`PRAGMA integrity_check(5)`, `SELECT 'row ' || coalesce(rowid, '?') || ' of ' || "table" || ' refers to nothing in ' || "parent" FROM pragma_foreign_key_check LIMIT 5`} {
		rows, err := l.read.QueryContext(ctx, check)
		found, err := collect(rows, err, func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) })
		if err != nil {
			return fmt.Errorf("%w: %w: restore it from a backup", ErrDamaged, err)
		}
		if len(found) > 0 && found[0] != "ok" {
			return fmt.Errorf("%w: %s: restore it from a backup", ErrDamaged, strings.Join(found, "; "))
		}
	}
	return nil
}

// SnapshotPaths returns the folders of all snapshots that deliveries name, relative to
// the folder of all state.
func (l *Ledger) SnapshotPaths(ctx context.Context) ([]string, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT DISTINCT path FROM deliveries WHERE path <> '' ORDER BY path`)
	out, err := collect(rows, err, func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) })
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	return out, nil
}

// AuditHead is the newest record of the audit trail, as an anchor.
func (l *Ledger) AuditHead(ctx context.Context) (Anchor, error) {
	last, err := l.auditRecord(ctx, `ORDER BY seq DESC LIMIT 1`)
	return Anchor{last.Seq, last.Hash, last.At}, err
}
