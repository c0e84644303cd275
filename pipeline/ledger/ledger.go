package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

const (
	databaseFile = "ledger.db"
	runsFolder   = "runs"
	lockFile     = "runs.lock"
)

// ErrLost is wrapped by Open when runs lie in the folder but no ledger does.
var ErrLost = errors.New("the ledger is gone although its runs are there")

// Ledger is one open ledger. It may be used by several goroutines; several
// processes may have it open. Times are returned in the zone of the time that Open
// was given.
type Ledger struct {
	dir     string
	zone    *time.Location
	write   *sql.DB      // one connection, so that writers queue here
	read    *sql.DB      // cannot write
	running *flock.Flock // held, shared, from BeginRun to Close
	removed []string
	audited atomic.Bool // a record was added since Open
}

// ClockError refuses a clock behind the ledger's newest entry (semantics, A night):
// lateness and freshness would be judged by a wrong time.
type ClockError struct {
	Now    time.Time
	Newest time.Time
}

func (e *ClockError) Error() string {
	return fmt.Sprintf("the clock says %s, but the ledger's newest entry is of %s: set the machine's clock right, then run again",
		e.Now.Format(time.RFC3339), e.Newest.In(e.Now.Location()).Format(time.RFC3339))
}

// Open opens or creates the ledger in dir. now is the injected clock's time in the
// city's zone; behind the newest entry it is refused with a *ClockError. Folders of
// runs that were never published are removed, unless a process is at work on a
// run; Removed names them.
func Open(ctx context.Context, dir string, now time.Time) (*Ledger, error) {
	if err := create(dir); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	l := &Ledger{dir: dir, zone: now.Location(), running: flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))}
	if err := l.open(ctx, now); err != nil {
		return nil, errors.Join(fmt.Errorf("open ledger %s: %w", filepath.Join(dir, databaseFile), err), l.Close())
	}
	return l, nil
}

// Removed returns the ids of the unpublished runs whose folders Open removed.
func (l *Ledger) Removed() []string { return l.removed }

// Close ends the use of the ledger. A run begun and not published is given up. Where
// the audit trail has grown, its anchor is written.
func (l *Ledger) Close() error {
	var err error
	if l.audited.Swap(false) {
		_, err = l.AnchorAudit(context.Background())
	}
	for _, db := range []*sql.DB{l.read, l.write} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	return errors.Join(err, l.running.Close())
}

// create makes the folder and an empty database file, both for the owner only;
// SQLite gives its journal the mode of the database.
func create(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, runsFolder), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, databaseFile), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), refuseLost(dir))
}

// refuseLost stops a new ledger from taking the runs of a lost one for orphans.
func refuseLost(dir string) error {
	entries, err := os.ReadDir(filepath.Join(dir, runsFolder))
	if err != nil || len(entries) == 0 {
		return err
	}
	err = fmt.Errorf("%w: %s holds %d of them; restore %s from a backup, or move %s away to begin anew",
		ErrLost, filepath.Join(dir, runsFolder), len(entries), databaseFile, runsFolder)
	return errors.Join(err, os.Remove(filepath.Join(dir, databaseFile)))
}

func (l *Ledger) open(ctx context.Context, now time.Time) error {
	var err error
	if l.write, err = connect(l.dir, "immediate", "0"); err != nil {
		return err
	}
	l.write.SetMaxOpenConns(1)
	if err := migrate(ctx, l.write); err != nil {
		return err
	}
	if l.read, err = connect(l.dir, "deferred", "1"); err != nil {
		return err
	}
	if err := l.checkClock(ctx, l.read, now); err != nil {
		return err
	}
	l.removed, err = l.removeOrphans(ctx)
	return err
}

// pageCache is what one connection keeps of the database, in KiB. A unit's slots of a
// year lie scattered over the nights: what is kept is read once, and not once for
// each of its datasets.
const pageCache = 32 << 10

func connect(dir, lock, readOnly string) (*sql.DB, error) {
	path, err := filepath.Abs(filepath.Join(dir, databaseFile))
	if err != nil {
		return nil, err
	}
	query := url.Values{
		"_txlock": {lock},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "query_only(" + readOnly + ")", fmt.Sprintf("cache_size(-%d)", pageCache)},
	}
	source := url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}
	return sql.Open("sqlite", source.String())
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Newest is when the newest entry was made, by the clock of then; zero where there is
// none. Arrivals are left out: they are told by officers and file systems.
func (l *Ledger) Newest(ctx context.Context) (time.Time, error) { return l.newest(ctx, l.read) }

func (l *Ledger) newest(ctx context.Context, q querier) (time.Time, error) {
	var newest sql.NullInt64
	err := q.QueryRowContext(ctx, `
		SELECT max(t) FROM (
			SELECT max(pulled) AS t FROM deliveries
			UNION ALL SELECT max(started) FROM runs
			UNION ALL SELECT max(finished) FROM runs)`).Scan(&newest)
	return l.time(newest), err
}

// checkClock compares now with what the injected clock said earlier.
func (l *Ledger) checkClock(ctx context.Context, q querier, now time.Time) error {
	newest, err := l.newest(ctx, q)
	if err != nil {
		return err
	}
	if now.Before(newest) {
		return &ClockError{Now: now, Newest: newest}
	}
	return nil
}

// inTransaction commits what do did, or none of it.
func (l *Ledger) inTransaction(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := l.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// moment is a time as the database keeps it: nanoseconds since 1970, NULL for none.
func moment(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixNano(), Valid: true}
}

func (l *Ledger) time(m sql.NullInt64) time.Time {
	if !m.Valid {
		return time.Time{}
	}
	return time.Unix(0, m.Int64).In(l.zone)
}

// collect reads every row of a query.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
