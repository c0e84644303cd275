package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// The outcomes of a night and of its attempts. Done and Incomplete settle a night;
// after Failed to TimedOut it is tried again.
const (
	NightDone       = "done"
	NightIncomplete = "incomplete" // some of its datasets could not be assessed
	NightFailed     = "failed"     // the batch as a whole could not be carried out
	NightInvalid    = "invalid"    // the configuration could not be read
	NightPanicked   = "panicked"
	NightStopped    = "stopped" // by the operator
	NightTimedOut   = "timed_out"
	NightSkipped    = "skipped"    // the same job was still at work, on the same day's slots
	NightExpired    = "expired"    // missed, and not caught up within the declared window
	NightDropped    = "dropped"    // its job is no longer configured
	NightSuperseded = "superseded" // a later night of the job does the same day
)

// NightOutcomes lists the outcomes.
func NightOutcomes() []string {
	return []string{NightDone, NightIncomplete, NightFailed, NightInvalid, NightPanicked, NightStopped, NightTimedOut, NightSkipped, NightExpired, NightDropped, NightSuperseded}
}

// Night is one planned time of a job of the schedule.
type Night struct {
	Seq     int64
	Job     string // workspace, unit/<id>, dataset/<unit>/<name>
	Planned time.Time
	Day     string    // the last covered day that it runs, YYYY-MM-DD
	Settled time.Time // zero: still to be done
	Outcome string    // of a settled night
	// Attempts counts those begun; Last is the newest.
	Attempts int
	Last     Attempt
}

// Attempt is one carrying out of a night.
type Attempt struct {
	Number   int
	Started  time.Time
	Finished time.Time // zero: at work, or ended by a crash
	Outcome  string
	Run      string // "" where none was published
	Reason   string // for the operator, in English
}

// JobSchedule is the expression by which a job of the schedule is planned since a
// moment: a changed one plans nothing before it was seen.
type JobSchedule struct {
	Job, Expression string
	Since           time.Time
}

// AdoptJob records a job's expression, unless that is on record already, and
// returns what is.
func (l *Ledger) AdoptJob(ctx context.Context, j JobSchedule) (JobSchedule, error) {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO night_jobs (job, expression, since) VALUES (?1, ?2, ?3)
			ON CONFLICT (job) DO UPDATE SET expression = ?2, since = ?3 WHERE expression <> ?2`, j.Job, j.Expression, moment(j.Since))
		return err
	})
	if err != nil {
		return JobSchedule{}, fmt.Errorf("record the schedule of %s: %w", j.Job, err)
	}
	on, _, err := l.JobSchedule(ctx, j.Job)
	return on, err
}

// JobSchedule returns what is on record of a job; false when nothing is.
func (l *Ledger) JobSchedule(ctx context.Context, job string) (JobSchedule, bool, error) {
	var since sql.NullInt64
	j := JobSchedule{Job: job}
	err := l.read.QueryRowContext(ctx, `SELECT expression, since FROM night_jobs WHERE job = ?`, job).Scan(&j.Expression, &since)
	if errors.Is(err, sql.ErrNoRows) {
		return JobSchedule{}, false, nil
	}
	if err != nil {
		return JobSchedule{}, false, fmt.Errorf("read the schedule of %s: %w", job, err)
	}
	j.Since = l.time(since)
	return j, true, nil
}

// PlanNight records a night; one that is on record stays as it is. With an outcome
// it is settled at once.
func (l *Ledger) PlanNight(ctx context.Context, n Night) error {
	_, err := l.write.ExecContext(ctx, `INSERT INTO nights (job, planned, day, settled, outcome) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		n.Job, moment(n.Planned), n.Day, moment(n.Settled), n.Outcome)
	if err != nil {
		return fmt.Errorf("plan the night of %s at %s: %w", n.Job, n.Planned.Format(time.RFC3339), err)
	}
	return nil
}

// BeginAttempt records that a night is being carried out, and returns the
// attempt's number.
func (l *Ledger) BeginAttempt(ctx context.Context, night int64, at time.Time) (int, error) {
	var number int
	err := l.write.QueryRowContext(ctx, `INSERT INTO night_attempts (night, attempt, started, outcome, run, reason)
		SELECT ?1, coalesce(max(attempt), 0) + 1, ?2, '', '', '' FROM night_attempts WHERE night = ?1 RETURNING attempt`, night, moment(at)).Scan(&number)
	if err != nil {
		return 0, fmt.Errorf("begin night %d: %w", night, err)
	}
	return number, nil
}

// EndAttempt records how an attempt ended; one that settles the night settles it in
// the same transaction.
func (l *Ledger) EndAttempt(ctx context.Context, night int64, a Attempt, settles bool) error {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE night_attempts SET finished = ?, outcome = ?, run = ?, reason = ? WHERE night = ? AND attempt = ?`,
			moment(a.Finished), a.Outcome, a.Run, a.Reason, night, a.Number)
		if err != nil || !settles {
			return err
		}
		return settle(ctx, tx, night, a.Outcome, a.Finished)
	})
	if err != nil {
		return fmt.Errorf("end night %d, attempt %d: %w", night, a.Number, err)
	}
	return nil
}

// SettleNight records that nothing more is to be done of a night.
func (l *Ledger) SettleNight(ctx context.Context, night int64, outcome string, at time.Time) error {
	if err := settle(ctx, l.write, night, outcome, at); err != nil {
		return fmt.Errorf("settle night %d: %w", night, err)
	}
	return nil
}

func settle(ctx context.Context, q querier, night int64, outcome string, at time.Time) error {
	_, err := q.ExecContext(ctx, `UPDATE nights SET settled = ?, outcome = ? WHERE seq = ?`, moment(at), outcome, night)
	return err
}

// OpenNights returns the nights still to be done, in the order of their times.
func (l *Ledger) OpenNights(ctx context.Context) ([]Night, error) {
	return l.nights(ctx, `n.settled IS NULL ORDER BY n.planned, n.job`)
}

// NewestNight returns the night of a job that was planned last; false when there
// is none.
func (l *Ledger) NewestNight(ctx context.Context, job string) (Night, bool, error) {
	list, err := l.nights(ctx, `n.job = ? ORDER BY n.planned DESC LIMIT 1`, job)
	if err != nil || len(list) == 0 {
		return Night{}, false, err
	}
	return list[0], true, nil
}

// RecentNights returns the nights that were planned last, newest first.
func (l *Ledger) RecentNights(ctx context.Context, limit int) ([]Night, error) {
	return l.nights(ctx, `1 = 1 ORDER BY n.planned DESC, n.job LIMIT ?`, limit)
}

func (l *Ledger) nights(ctx context.Context, where string, args ...any) ([]Night, error) {
	rows, err := l.read.QueryContext(ctx, `
		SELECT n.seq, n.job, n.planned, n.day, n.settled, n.outcome, coalesce(a.attempt, 0), a.started, a.finished,
			coalesce(a.outcome, ''), coalesce(a.run, ''), coalesce(a.reason, '')
		FROM nights n LEFT JOIN night_attempts a ON a.night = n.seq
			AND a.attempt = (SELECT max(x.attempt) FROM night_attempts x WHERE x.night = n.seq)
		WHERE `+where, args...)
	out, err := collect(rows, err, func(r *sql.Rows) (Night, error) {
		var n Night
		var planned, settled, started, finished sql.NullInt64
		err := r.Scan(&n.Seq, &n.Job, &planned, &n.Day, &settled, &n.Outcome, &n.Attempts, &started, &finished, &n.Last.Outcome, &n.Last.Run, &n.Last.Reason)
		n.Planned, n.Settled = l.time(planned), l.time(settled)
		n.Last.Number, n.Last.Started, n.Last.Finished = n.Attempts, l.time(started), l.time(finished)
		return n, err
	})
	if err != nil {
		return nil, fmt.Errorf("read nights: %w", err)
	}
	return out, nil
}
