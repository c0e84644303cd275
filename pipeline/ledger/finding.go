package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Finding is a rule of a dataset that failed and that the unit was told to put
// right. It is issued once: where the fault comes back, it is the same finding.
type Finding struct {
	Number    string // HRSS-Z2026-0007: the unit, the year of issue, a running number
	Unit      string
	Dataset   string
	Rule      string
	Period    string // in which it was first issued, as 2026-03
	Slot      string // the newest slot of the period that failed; its counts stand below
	LastDay   string // of that slot, YYYY-MM-DD
	Evaluated int64
	Failed    int64 // without those that a waiver exempts
	Issued    time.Time
	Deadline  string // YYYY-MM-DD, the last day in time
}

// Reply is what a unit answers to a finding. A later reply replaces an earlier one,
// which stays on record.
type Reply struct {
	Finding  string
	At       time.Time
	Actor    string
	Analysis string // 原因分析
	Measures string // 整改措施
	Planned  string // 计划完成时间, YYYY-MM-DD or ""
	Progress string // not_started, in_progress, done, cannot
	Evidence string // 佐证编号
}

// ErrUnknownFinding is wrapped where a number names no finding of the unit.
var ErrUnknownFinding = errors.New("no such finding")

// IssueFindings gives each finding that is not on record yet its number, and
// records it; the number is set here. It returns those that are new.
func (l *Ledger) IssueFindings(ctx context.Context, list []Finding, actor string) ([]Finding, error) {
	var added []Finding
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, f := range list {
			isNew, err := l.issue(ctx, tx, &f)
			if err != nil {
				return err
			}
			if !isNew {
				continue
			}
			added = append(added, f)
			err = l.audit(ctx, tx, AuditRecord{At: f.Issued, Actor: actor, Unit: f.Unit, Action: "finding.issue", Object: f.Number, Detail: f.Dataset + " " + f.Rule + " " + f.Period})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("issue findings: %w", err)
	}
	return added, nil
}

func (l *Ledger) issue(ctx context.Context, tx *sql.Tx, f *Finding) (bool, error) {
	var known string
	err := tx.QueryRowContext(ctx, `SELECT number FROM findings WHERE dataset = ? AND rule = ?`, f.Dataset, f.Rule).Scan(&known)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	prefix := fmt.Sprintf("%s-Z%d-", strings.ToUpper(f.Unit), f.Issued.In(l.zone).Year())
	if f.Number, err = nextNumber(ctx, tx, "findings", prefix); err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO findings (number, unit, dataset, rule, period, slot, last_day, evaluated, failed, issued, deadline)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.Number, f.Unit, f.Dataset, f.Rule, f.Period, f.Slot, f.LastDay, f.Evaluated, f.Failed, moment(f.Issued), f.Deadline)
	return true, err
}

// Findings returns the findings of a unit, or with "" of all, by number.
func (l *Ledger) Findings(ctx context.Context, unit string) ([]Finding, error) {
	rows, err := l.read.QueryContext(ctx, `
		SELECT number, unit, dataset, rule, period, slot, last_day, evaluated, failed, issued, deadline
		FROM findings WHERE ?1 = '' OR unit = ?1 ORDER BY number`, unit)
	out, err := collect(rows, err, func(r *sql.Rows) (Finding, error) {
		var f Finding
		var issued sql.NullInt64
		err := r.Scan(&f.Number, &f.Unit, &f.Dataset, &f.Rule, &f.Period, &f.Slot, &f.LastDay, &f.Evaluated, &f.Failed, &issued, &f.Deadline)
		f.Issued = l.time(issued)
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("read findings: %w", err)
	}
	return out, nil
}

// AddReplies records replies of one unit, all or none of them. Its error wraps
// ErrUnknownFinding where one names no finding of that unit.
func (l *Ledger) AddReplies(ctx context.Context, unit string, list []Reply, remote string) error {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, r := range list {
			if err := l.addReply(ctx, tx, unit, r, remote); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record replies of %s: %w", unit, err)
	}
	return nil
}

func (l *Ledger) addReply(ctx context.Context, tx *sql.Tx, unit string, r Reply, remote string) error {
	var number string
	err := tx.QueryRowContext(ctx, `SELECT number FROM findings WHERE number = ? AND unit = ?`, r.Finding, unit).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: %s", ErrUnknownFinding, r.Finding)
	}
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO replies (finding, at, actor, analysis, measures, planned, progress, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Finding, moment(r.At), r.Actor, r.Analysis, r.Measures, r.Planned, r.Progress, r.Evidence)
	if err != nil {
		return err
	}
	return l.audit(ctx, tx, AuditRecord{At: r.At, Actor: r.Actor, Unit: unit, Action: "finding.reply", Object: r.Finding, Detail: r.Progress, Remote: remote})
}

// Replies returns all replies to the findings of a unit, or with "" of all, by
// finding and time.
func (l *Ledger) Replies(ctx context.Context, unit string) ([]Reply, error) {
	rows, err := l.read.QueryContext(ctx, `
		SELECT r.finding, r.at, r.actor, r.analysis, r.measures, r.planned, r.progress, r.evidence
		FROM replies r JOIN findings f ON f.number = r.finding WHERE ?1 = '' OR f.unit = ?1 ORDER BY r.finding, r.id`, unit)
	out, err := collect(rows, err, func(r *sql.Rows) (Reply, error) {
		var x Reply
		var at sql.NullInt64
		err := r.Scan(&x.Finding, &at, &x.Actor, &x.Analysis, &x.Measures, &x.Planned, &x.Progress, &x.Evidence)
		x.At = l.time(at)
		return x, err
	})
	if err != nil {
		return nil, fmt.Errorf("read replies: %w", err)
	}
	return out, nil
}
