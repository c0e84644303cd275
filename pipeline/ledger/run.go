package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// ErrNoRun is wrapped where a run is asked for that was not published.
var ErrNoRun = errors.New("no such published run")

// Run is one scoring of some slots. It counts only once it is published.
type Run struct {
	ID            string // r000042
	Seq           int64  // 42: later runs have higher numbers, some may be unused
	Day           string // YYYY-MM-DD, the last covered day that was asked for
	Started       time.Time
	Finished      time.Time // zero: not published
	ConfigHash    string
	DatedHash     string // of waivers, calendar, outages and reviews, which change from day to day
	CodeVersion   string
	Configuration string // given to BeginRun, which keeps it; ConfiguredDays names it by its hash
	ResultsSHA256 string // of results.parquet
	SamplesSHA256 string // of samples.jsonl; "" where the run has no samples
	Supersedes    string // the newest earlier run that scored one of its slots, or ""
}

// BeginRun gives out the next run, of which Day, Started and what it is run with
// are given. Until it is published nothing of it counts, and
// an Open after this process has ended removes its folder.
func (l *Ledger) BeginRun(ctx context.Context, given Run) (Run, error) {
	if err := l.running.RLock(); err != nil {
		return Run{}, fmt.Errorf("begin run: lock %s: %w", l.running.Path(), err)
	}
	r := Run{Day: given.Day, Started: given.Started, ConfigHash: given.ConfigHash, DatedHash: given.DatedHash, CodeVersion: given.CodeVersion}
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		if err := l.checkClock(ctx, tx, r.Started); err != nil {
			return err
		}
		// Runs that were given up keep their row, so no number is given out twice.
		err := tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) + 1 FROM runs`).Scan(&r.Seq)
		if err != nil {
			return err
		}
		r.ID = runID(r.Seq)
		_, err = tx.ExecContext(ctx, `INSERT INTO runs (seq, id, day, started, config_hash, dated_hash, code_version) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			r.Seq, r.ID, r.Day, r.Started.UnixNano(), r.ConfigHash, r.DatedHash, r.CodeVersion)
		if err != nil {
			return err
		}
		return keepConfiguration(ctx, tx, r.Seq, given.Configuration)
	})
	if err != nil {
		return Run{}, fmt.Errorf("begin run: %w", err)
	}
	return r, nil
}

// GiveUp removes what a run that was begun and is not to be published has written.
// A published run is left as it is.
func (l *Ledger) GiveUp(ctx context.Context, r Run) error {
	err := l.checkUnpublished(ctx, r.ID)
	if errors.Is(err, errPublished) {
		return nil
	}
	if err == nil {
		err = os.RemoveAll(l.runDir(r.ID))
	}
	if err != nil {
		return fmt.Errorf("give up run %s: %w", r.ID, err)
	}
	return nil
}

// Runs returns every published run, oldest first.
func (l *Ledger) Runs(ctx context.Context) ([]Run, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT `+runColumns+` FROM runs r WHERE r.finished IS NOT NULL ORDER BY r.seq`)
	out, err := collect(rows, err, func(r *sql.Rows) (Run, error) { return l.scanRun(r.Scan) })
	if err != nil {
		return nil, fmt.Errorf("read runs: %w", err)
	}
	return out, nil
}

// RunByID returns a published run. Its error wraps ErrNoRun where there is none.
func (l *Ledger) RunByID(ctx context.Context, id string) (Run, error) {
	row := l.read.QueryRowContext(ctx, `SELECT `+runColumns+` FROM runs r WHERE r.id = ? AND r.finished IS NOT NULL`, id)
	r, err := l.scanRun(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoRun
	}
	if err != nil {
		return Run{}, fmt.Errorf("run %q: %w", id, err)
	}
	return r, nil
}

// RunOf returns the newest published run that scored a slot: the one that counts.
// False when there is none.
func (l *Ledger) RunOf(ctx context.Context, dataset, slot string) (Run, bool, error) {
	row := l.read.QueryRowContext(ctx, `SELECT `+runColumns+` FROM run_slots s JOIN runs r ON r.seq = s.run
		WHERE s.dataset = ? AND s.slot = ? ORDER BY s.run DESC LIMIT 1`, dataset, slot)
	r, err := l.scanRun(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Run{}, false, nil
	}
	if err != nil {
		return Run{}, false, fmt.Errorf("run of %s, slot %s: %w", dataset, slot, err)
	}
	return r, true, nil
}

// RunsOf returns every published run that scored a slot, oldest first: the last
// one counts, the others are what it superseded.
func (l *Ledger) RunsOf(ctx context.Context, dataset, slot string) ([]Run, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT `+runColumns+` FROM run_slots s JOIN runs r ON r.seq = s.run
		WHERE s.dataset = ? AND s.slot = ? ORDER BY s.run`, dataset, slot)
	out, err := collect(rows, err, func(r *sql.Rows) (Run, error) { return l.scanRun(r.Scan) })
	if err != nil {
		return nil, fmt.Errorf("runs of %s, slot %s: %w", dataset, slot, err)
	}
	return out, nil
}

const runColumns = `r.id, r.seq, r.day, r.started, r.finished, r.config_hash, r.dated_hash, r.code_version,
	coalesce(r.results_sha256, ''), coalesce(r.samples_sha256, ''), coalesce(r.supersedes, '')`

func (l *Ledger) scanRun(scan func(...any) error) (Run, error) {
	var r Run
	var started, finished sql.NullInt64
	err := scan(&r.ID, &r.Seq, &r.Day, &started, &finished, &r.ConfigHash, &r.DatedHash, &r.CodeVersion, &r.ResultsSHA256, &r.SamplesSHA256, &r.Supersedes)
	r.Started, r.Finished = l.time(started), l.time(finished)
	return r, err
}

func runID(seq int64) string { return fmt.Sprintf("r%06d", seq) }

// runName is the form of a run's folder; whatever else lies there is not ours.
var runName = regexp.MustCompile(`^r\d{6,}$`)

func (l *Ledger) runDir(id string) string { return filepath.Join(l.dir, runsFolder, id) }

// removeOrphans removes the folders of runs that were never published, and tells
// which. While any process is at work on a run it leaves all alone.
func (l *Ledger) removeOrphans(ctx context.Context) ([]string, error) {
	alone, err := l.running.TryLock()
	if err != nil || !alone {
		return nil, err
	}
	defer l.running.Unlock()
	entries, err := os.ReadDir(filepath.Join(l.dir, runsFolder))
	if err != nil {
		return nil, err
	}
	var removed []string
	for _, e := range entries {
		if !runName.MatchString(e.Name()) {
			continue
		}
		_, err := l.RunByID(ctx, e.Name())
		if !errors.Is(err, ErrNoRun) {
			if err != nil {
				return removed, err
			}
			continue
		}
		if err := os.RemoveAll(l.runDir(e.Name())); err != nil {
			return removed, err
		}
		removed = append(removed, e.Name())
	}
	return removed, nil
}
