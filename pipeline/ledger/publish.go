package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// The files of a run's folder.
const (
	resultsFile = "results.parquet"
	samplesFile = "samples.jsonl"
)

// ErrAltered is wrapped by VerifyRun when a file is not what was published.
var ErrAltered = errors.New("the run was altered after it was published")

var errPublished = errors.New("it is published already")

// RunSlot is one slot that a run scored, and on which delivery.
type RunSlot struct {
	Dataset    string
	Slot       string
	DeliveryID int64
	Earlier    []int64 // deliveries of earlier slots that rules compared with, newest first
}

// Binding says which delivery of another dataset a rule of a slot reads. A re-run
// uses the same (semantics, A night).
type Binding struct {
	Dataset       string
	Slot          string
	Rule          string
	OtherDataset  string
	OtherDelivery int64 // 0: the other dataset had no good snapshot yet
	// What follows is the other delivery's; Publish takes it from there.
	OtherSlot   string
	OtherSHA256 string
	OtherPath   string // relative to the folder of all state
}

// Publish makes a run count. The rows are written to results.parquet, sorted and
// without anything that differs between two runs over the same snapshots, and the
// file is on the disk before one transaction records its SHA-256, the slots and
// the bindings. The run then supersedes earlier ones for these slots; they stay
// readable. On an error nothing is published, and Publish may be called again.
func (l *Ledger) Publish(ctx context.Context, run Run, rows []Row, slots []RunSlot, bindings []Binding, finished time.Time) (Run, error) {
	published, err := l.publish(ctx, run, rows, slots, bindings, finished)
	if err != nil {
		return Run{}, fmt.Errorf("publish run %s: %w", run.ID, err)
	}
	return published, nil
}

// ResultsPath is where a run's results.parquet lies.
func (l *Ledger) ResultsPath(runID string) string { return filepath.Join(l.runDir(runID), resultsFile) }

// VerifyRun hashes a published run's files and compares them with the ledger. Its
// error wraps ErrAltered where they differ, ErrNoRun where the run was not
// published.
func (l *Ledger) VerifyRun(ctx context.Context, id string) error {
	run, err := l.RunByID(ctx, id)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	results, err := hashFile(l.ResultsPath(id))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("verify run %s: %w: %w; restore the file from a backup or score the slots again", id, ErrAltered, err)
	}
	if err != nil {
		return fmt.Errorf("verify run %s: %w", id, err)
	}
	samples, err := l.samplesHash(id)
	if err != nil {
		return fmt.Errorf("verify run %s: %w", id, err)
	}
	for _, f := range []struct{ name, got, want string }{
		{resultsFile, results, run.ResultsSHA256},
		{samplesFile, samples, run.SamplesSHA256},
	} {
		if f.got != f.want {
			return fmt.Errorf("verify run %s: %w: %s has SHA-256 %q, the ledger says %q; restore the file from a backup or score the slots again",
				id, ErrAltered, f.name, f.got, f.want)
		}
	}
	return nil
}

func (l *Ledger) publish(ctx context.Context, run Run, rows []Row, slots []RunSlot, bindings []Binding, finished time.Time) (Run, error) {
	if err := l.checkUnpublished(ctx, run.ID); err != nil {
		return Run{}, err
	}
	sorted, err := sortRows(rows)
	if err != nil {
		return Run{}, err
	}
	if err := l.makeRunDir(run.ID); err != nil {
		return Run{}, err
	}
	run.Finished = finished
	run.ResultsSHA256, err = replaceFile(l.ResultsPath(run.ID), func(w io.Writer) error { return writeResults(w, sorted) })
	if err != nil {
		return Run{}, err
	}
	if run.SamplesSHA256, err = l.samplesHash(run.ID); err != nil {
		return Run{}, err
	}
	err = l.inTransaction(ctx, func(tx *sql.Tx) error {
		return l.record(ctx, tx, &run, slots, bindings)
	})
	return run, err
}

// checkUnpublished keeps the files of a published run from being written again.
func (l *Ledger) checkUnpublished(ctx context.Context, id string) error {
	var finished sql.NullInt64
	err := l.read.QueryRowContext(ctx, `SELECT finished FROM runs WHERE id = ?`, id).Scan(&finished)
	if errors.Is(err, sql.ErrNoRows) {
		return errors.New("it was not begun")
	}
	if err == nil && finished.Valid {
		return errPublished
	}
	return err
}

// record writes what Publish publishes beside the file.
func (l *Ledger) record(ctx context.Context, tx *sql.Tx, run *Run, slots []RunSlot, bindings []Binding) error {
	if err := l.checkClock(ctx, tx, run.Finished); err != nil {
		return err
	}
	var supersedes int64
	for _, s := range slots {
		earlier, err := insertSlot(ctx, tx, run, s)
		if err != nil {
			return fmt.Errorf("slot %s of %s: %w", s.Slot, s.Dataset, err)
		}
		supersedes = max(supersedes, earlier)
	}
	if supersedes > 0 {
		run.Supersedes = runID(supersedes)
	}
	for _, b := range bindings {
		_, err := tx.ExecContext(ctx, `INSERT INTO bindings (dataset, slot, run, rule, other_dataset, other) VALUES (?, ?, ?, ?, ?, ?)`,
			b.Dataset, b.Slot, run.Seq, b.Rule, b.OtherDataset, sql.NullInt64{Int64: b.OtherDelivery, Valid: b.OtherDelivery != 0})
		if err != nil {
			return fmt.Errorf("binding of rule %s, slot %s of %s: %w", b.Rule, b.Slot, b.Dataset, err)
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE runs SET finished = ?, results_sha256 = ?, samples_sha256 = ?, supersedes = nullif(?, '') WHERE seq = ?`,
		run.Finished.UnixNano(), run.ResultsSHA256, run.SamplesSHA256, run.Supersedes, run.Seq)
	return err
}

// insertSlot records one slot, and returns the number of the newest run that scored
// it before, or 0.
func insertSlot(ctx context.Context, tx *sql.Tx, run *Run, s RunSlot) (int64, error) {
	var earlier sql.NullInt64
	err := tx.QueryRowContext(ctx, `SELECT max(run) FROM run_slots WHERE dataset = ? AND slot = ?`, s.Dataset, s.Slot).Scan(&earlier)
	if err != nil {
		return 0, err
	}
	result, err := tx.ExecContext(ctx, `INSERT INTO run_slots (dataset, slot, run, delivery)
		SELECT dataset, slot, ?, id FROM deliveries WHERE id = ? AND dataset = ? AND slot = ?`, run.Seq, s.DeliveryID, s.Dataset, s.Slot)
	if err != nil {
		return 0, err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return 0, errors.Join(err, fmt.Errorf("it has no delivery %d", s.DeliveryID))
	}
	for place, delivery := range s.Earlier {
		_, err := tx.ExecContext(ctx, `INSERT INTO earlier (dataset, slot, run, place, delivery) VALUES (?, ?, ?, ?, ?)`, s.Dataset, s.Slot, run.Seq, place, delivery)
		if err != nil {
			return 0, fmt.Errorf("earlier delivery %d: %w", delivery, err)
		}
	}
	return earlier.Int64, nil
}

func (l *Ledger) makeRunDir(id string) error {
	if err := os.Mkdir(l.runDir(id), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Join(l.dir, runsFolder))
}

// samplesHash is "" where the run has no samples.
func (l *Ledger) samplesHash(id string) (string, error) {
	hash, err := hashFile(filepath.Join(l.runDir(id), samplesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return hash, err
}
