package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Objection is a unit's objection to its points (异议) in an evaluation. While it
// has no ruling, the points are contested.
type Objection struct {
	ID        int64
	Cycle     string
	Version   int
	Unit      string
	Indicator string
	Reason    string
	Document  string // of the unit; may be empty
	By        string
	At        time.Time
	Ruling    *Ruling // nil: pending
}

// Ruling decides an objection.
type Ruling struct {
	Upheld               bool
	Reason, Document, By string
	At                   time.Time
}

// AddEvidence registers a file; number is made in the transaction from those that
// the cycle has already.
func (l *Ledger) AddEvidence(ctx context.Context, e Evidence, actor string, number func(taken func(string) bool) string) (Evidence, error) {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		taken := map[string]bool{}
		rows, err := tx.QueryContext(ctx, `SELECT number FROM evaluation_evidence WHERE cycle = ?`, e.Cycle)
		all, err := collect(rows, err, func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) })
		if err != nil {
			return err
		}
		for _, n := range all {
			taken[n] = true
		}
		e.Number = number(func(n string) bool { return taken[n] })
		_, err = tx.ExecContext(ctx, `INSERT INTO evaluation_evidence (cycle, number, unit, indicator, name, size, sha256, path, at, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.Cycle, e.Number, e.Unit, e.Indicator, e.Name, e.Size, e.SHA256, e.Path, e.At.UnixNano(), e.By)
		if err != nil {
			return err
		}
		return l.audit(ctx, tx, AuditRecord{At: e.At, Actor: actor, Unit: e.Unit, Action: "evaluation.evidence", Object: e.Number,
			Detail: fmt.Sprintf("cycle %s, item %s, %d bytes, SHA-256 %s, by %s", e.Cycle, e.Indicator, e.Size, e.SHA256, e.By)})
	})
	if err != nil {
		return Evidence{}, fmt.Errorf("register evidence: %w", err)
	}
	return e, nil
}

// EvidenceOf returns the evidence of a cycle by number.
func (l *Ledger) EvidenceOf(ctx context.Context, cycle string) ([]Evidence, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT cycle, number, unit, indicator, name, size, sha256, path, at, added FROM evaluation_evidence WHERE cycle = ? ORDER BY number`, cycle)
	out, err := collect(rows, err, func(r *sql.Rows) (Evidence, error) {
		var e Evidence
		var at sql.NullInt64
		err := r.Scan(&e.Cycle, &e.Number, &e.Unit, &e.Indicator, &e.Name, &e.Size, &e.SHA256, &e.Path, &at, &e.By)
		e.At = l.time(at)
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the evidence: %w", err)
	}
	return out, nil
}

// IssueForm records a form; the same form is issued once, however often it is
// written.
func (l *Ledger) IssueForm(ctx context.Context, f EvaluationForm, actor string) error {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO evaluation_forms (number, cycle, version, stage, unit, reviewer, content, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO NOTHING`,
			f.Number, f.Cycle, f.Version, f.Stage, f.Unit, f.Reviewer, f.Content, f.At.UnixNano())
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return l.audit(ctx, tx, AuditRecord{At: f.At, Actor: actor, Unit: f.Unit, Action: "evaluation.form", Object: f.Number,
			Detail: fmt.Sprintf("cycle %s, version %d, stage %s, reviewer %s", f.Cycle, f.Version, f.Stage, f.Reviewer)})
	})
	if err != nil {
		return fmt.Errorf("issue form %s: %w", f.Number, err)
	}
	return nil
}

// FormByNumber returns an issued form; false where none has the number.
func (l *Ledger) FormByNumber(ctx context.Context, number string) (f EvaluationForm, ok bool, err error) {
	var at sql.NullInt64
	err = l.read.QueryRowContext(ctx, `SELECT number, cycle, version, stage, unit, reviewer, content, at FROM evaluation_forms WHERE number = ?`, number).
		Scan(&f.Number, &f.Cycle, &f.Version, &f.Stage, &f.Unit, &f.Reviewer, &f.Content, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return f, false, nil
	}
	if err != nil {
		return f, false, fmt.Errorf("read form %s: %w", number, err)
	}
	f.At = l.time(at)
	return f, true, nil
}

// Object records an objection and returns it with its number; check is that of
// AdvanceEvaluation.
func (l *Ledger) Object(ctx context.Context, o Objection, actor string, check func([]EvaluationState) error) (Objection, error) {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		if err := checkStates(ctx, l, tx, o.Cycle, o.At, check); err != nil {
			return err
		}
		err := tx.QueryRowContext(ctx, `INSERT INTO evaluation_objections (cycle, version, unit, indicator, reason, document, signed, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			o.Cycle, o.Version, o.Unit, o.Indicator, o.Reason, o.Document, o.By, o.At.UnixNano()).Scan(&o.ID)
		if err != nil {
			return err
		}
		return l.audit(ctx, tx, AuditRecord{At: o.At, Actor: actor, Unit: o.Unit, Action: "evaluation.object", Object: fmt.Sprint(o.ID),
			Detail: fmt.Sprintf("cycle %s, item %s, by %s", o.Cycle, o.Indicator, o.By)})
	})
	if err != nil {
		return Objection{}, fmt.Errorf("objection of unit %s to item %s: %w", o.Unit, o.Indicator, err)
	}
	return o, nil
}

// ErrRuled is wrapped by Rule where the objection has its ruling already, or there
// is no such objection.
var ErrRuled = errors.New("there is no such pending objection")

// Rule records the ruling on a cycle's pending objection.
func (l *Ledger) Rule(ctx context.Context, cycle string, objection int64, r Ruling, actor string, check func([]EvaluationState) error) error {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		if err := checkStates(ctx, l, tx, cycle, r.At, check); err != nil {
			return err
		}
		var unit string
		err := tx.QueryRowContext(ctx, `SELECT unit FROM evaluation_objections WHERE id = ? AND cycle = ? AND id NOT IN (SELECT objection FROM evaluation_rulings)`, objection, cycle).Scan(&unit)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrRuled
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO evaluation_rulings (objection, upheld, reason, document, signed, at) VALUES (?, ?, ?, ?, ?, ?)`,
			objection, r.Upheld, r.Reason, r.Document, r.By, r.At.UnixNano())
		if err != nil {
			return err
		}
		return l.audit(ctx, tx, AuditRecord{At: r.At, Actor: actor, Unit: unit, Action: "evaluation.rule", Object: fmt.Sprint(objection),
			Detail: fmt.Sprintf("cycle %s, upheld %t, by %s, document %s", cycle, r.Upheld, r.By, r.Document)})
	})
	if err != nil {
		return fmt.Errorf("ruling on objection %d: %w", objection, err)
	}
	return nil
}

// Objections returns those of a cycle with their rulings, oldest first.
func (l *Ledger) Objections(ctx context.Context, cycle string) ([]Objection, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT o.id, o.cycle, o.version, o.unit, o.indicator, o.reason, o.document, o.signed, o.at,
		coalesce(r.upheld, 0), coalesce(r.reason, ''), coalesce(r.document, ''), coalesce(r.signed, ''), r.at
		FROM evaluation_objections o LEFT JOIN evaluation_rulings r ON r.objection = o.id WHERE o.cycle = ? ORDER BY o.id`, cycle)
	out, err := collect(rows, err, func(r *sql.Rows) (Objection, error) {
		var o Objection
		var x Ruling
		var at, ruled sql.NullInt64
		err := r.Scan(&o.ID, &o.Cycle, &o.Version, &o.Unit, &o.Indicator, &o.Reason, &o.Document, &o.By, &at, &x.Upheld, &x.Reason, &x.Document, &x.By, &ruled)
		o.At, x.At = l.time(at), l.time(ruled)
		if ruled.Valid {
			o.Ruling = &x
		}
		return o, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the objections: %w", err)
	}
	return out, nil
}
