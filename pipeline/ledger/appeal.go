package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Appeal is a unit's objection to one scored line (异议申请).
type Appeal struct {
	Number    string // HRSS-Y2026-0003: the unit, the year of filing, a running number
	Unit      string
	Code      string // 得分点编号 of the line
	Dataset   string
	Slot      string
	Rule      string
	Content   string // 异议内容
	Facts     string // 事实依据
	Evidence  string // 佐证编号
	Applicant string // 申请人
	Phone     string // 联系电话
	Filed     time.Time
	Steps     []AppealStep // oldest first; the last one says the state
}

// State is the state of the newest step.
func (a Appeal) State() string { return a.Steps[len(a.Steps)-1].State }

// AppealStep is one change of an appeal's state.
type AppealStep struct {
	State    string
	At       time.Time
	Deadline string // YYYY-MM-DD, by when the next step is due; "" where none is
	Actor    string
	Document string
	Outcome  string // of the verification: upheld or dismissed; else ""
	Note     string
}

// ErrUnknownAppeal is wrapped where a number names no appeal.
var ErrUnknownAppeal = errors.New("no such appeal")

// FileAppeals records appeals of one unit with their first step, all or none, and
// returns them with their numbers. allow sees each with those that are on record of the
// same line, in the same transaction, and refuses by an error.
func (l *Ledger) FileAppeals(ctx context.Context, list []Appeal, first AppealStep, remote string, allow func(a Appeal, others []Appeal) error) ([]Appeal, error) {
	var out []Appeal
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, a := range list {
			others, err := l.appeals(ctx, tx, `a.code = ?1`, a.Code)
			if err != nil {
				return err
			}
			if err := allow(a, others); err != nil {
				return err
			}
			if err := l.fileAppeal(ctx, tx, &a, first, remote); err != nil {
				return err
			}
			out = append(out, a)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("file appeals: %w", err)
	}
	return out, nil
}

func (l *Ledger) fileAppeal(ctx context.Context, tx *sql.Tx, a *Appeal, first AppealStep, remote string) error {
	prefix := fmt.Sprintf("%s-Y%d-", strings.ToUpper(a.Unit), a.Filed.In(l.zone).Year())
	number, err := nextNumber(ctx, tx, "appeals", prefix)
	if err != nil {
		return err
	}
	a.Number, a.Steps = number, []AppealStep{first}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO appeals (number, unit, code, dataset, slot, rule, content, facts, evidence, applicant, phone, filed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Number, a.Unit, a.Code, a.Dataset, a.Slot, a.Rule, a.Content, a.Facts, a.Evidence, a.Applicant, a.Phone, moment(a.Filed))
	if err != nil {
		return err
	}
	return l.addStep(ctx, tx, *a, first, remote)
}

// nextNumber gives the next running number after a prefix, in a table of numbered
// records.
func nextNumber(ctx context.Context, q querier, table, prefix string) (string, error) {
	var last int
	err := q.QueryRowContext(ctx, `SELECT coalesce(max(CAST(substr(number, ?) AS INTEGER)), 0) FROM `+table+` WHERE substr(number, 1, ?) = ?`,
		len(prefix)+1, len(prefix), prefix).Scan(&last)
	return fmt.Sprintf("%s%04d", prefix, last+1), err
}

func (l *Ledger) addStep(ctx context.Context, tx querier, a Appeal, s AppealStep, remote string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO appeal_steps (appeal, state, at, deadline, actor, document, outcome, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Number, s.State, moment(s.At), s.Deadline, s.Actor, s.Document, s.Outcome, s.Note)
	if err != nil {
		return err
	}
	return l.audit(ctx, tx, AuditRecord{At: s.At, Actor: s.Actor, Unit: a.Unit, Action: "appeal." + s.State, Object: a.Number, Detail: strings.TrimSpace(a.Code + " " + s.Outcome + " " + s.Document), Remote: remote})
}

// AddAppealStep records a step. allow sees the appeal as it is in the same
// transaction, and refuses by an error.
func (l *Ledger) AddAppealStep(ctx context.Context, number string, s AppealStep, remote string, allow func(Appeal) error) (Appeal, error) {
	var out Appeal
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		list, err := l.appeals(ctx, tx, `a.number = ?1`, number)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return ErrUnknownAppeal
		}
		if err := allow(list[0]); err != nil {
			return err
		}
		out = list[0]
		out.Steps = append(out.Steps, s)
		return l.addStep(ctx, tx, out, s, remote)
	})
	if err != nil {
		return Appeal{}, fmt.Errorf("appeal %s: %w", number, err)
	}
	return out, nil
}

// Appeals returns the appeals of a unit, or with "" of all, by number.
func (l *Ledger) Appeals(ctx context.Context, unit string) ([]Appeal, error) {
	out, err := l.appeals(ctx, l.read, `?1 = '' OR a.unit = ?1`, unit)
	if err != nil {
		return nil, fmt.Errorf("read appeals: %w", err)
	}
	return out, nil
}

// Appeal returns one appeal. Its error wraps ErrUnknownAppeal.
func (l *Ledger) Appeal(ctx context.Context, number string) (Appeal, error) {
	list, err := l.appeals(ctx, l.read, `a.number = ?1`, number)
	if err == nil && len(list) == 0 {
		err = ErrUnknownAppeal
	}
	if err != nil {
		return Appeal{}, fmt.Errorf("appeal %s: %w", number, err)
	}
	return list[0], nil
}

func (l *Ledger) appeals(ctx context.Context, q querier, where string, args ...any) ([]Appeal, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT a.number, a.unit, a.code, a.dataset, a.slot, a.rule, a.content, a.facts, a.evidence, a.applicant, a.phone, a.filed,
			s.state, s.at, s.deadline, s.actor, s.document, s.outcome, s.note
		FROM appeals a JOIN appeal_steps s ON s.appeal = a.number WHERE `+where+` ORDER BY a.number, s.id`, args...)
	steps, err := collect(rows, err, func(r *sql.Rows) (Appeal, error) {
		var a Appeal
		var s AppealStep
		var filed, at sql.NullInt64
		err := r.Scan(&a.Number, &a.Unit, &a.Code, &a.Dataset, &a.Slot, &a.Rule, &a.Content, &a.Facts, &a.Evidence, &a.Applicant, &a.Phone, &filed,
			&s.State, &at, &s.Deadline, &s.Actor, &s.Document, &s.Outcome, &s.Note)
		a.Filed, s.At = l.time(filed), l.time(at)
		a.Steps = []AppealStep{s}
		return a, err
	})
	if err != nil {
		return nil, err
	}
	var out []Appeal
	for _, a := range steps {
		if n := len(out); n > 0 && out[n-1].Number == a.Number {
			out[n-1].Steps = append(out[n-1].Steps, a.Steps...)
		} else {
			out = append(out, a)
		}
	}
	return out, nil
}
