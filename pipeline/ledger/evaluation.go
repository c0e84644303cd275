package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// EvaluationState is one step of a cycle's annual evaluation, dated and signed.
type EvaluationState struct {
	Seq      int64
	Cycle    string
	Version  int // of the result, from 1; a correction begins the next one
	State    string
	At       time.Time
	By       string
	Document string
	Note     string
}

// EvaluationEntry is points that were given to one item of one unit. A newer entry
// of the same stage, unit, item and reviewer supersedes it and leaves it in place.
type EvaluationEntry struct {
	ID        int64
	Cycle     string
	Version   int
	Stage     string // self, first or second
	Unit      string
	Indicator string
	Reviewer  string // who gives the points; of the stage self, who signed
	Points    int64  // hundredths
	Text      string // explanation, reason or opinion
	Evidence  string // numbers of evidence, as they were entered
	On        string // the day that the paper bears, YYYY-MM-DD
	At        time.Time
	Source    string // the form or file that it came in
	Origin    string // SHA-256, hex, of the line of a file of reviews; empty: a form
}

// EvaluationForm is a form that was issued, with what stood in it.
type EvaluationForm struct {
	Number   string // a hash of what the form is
	Cycle    string
	Version  int
	Stage    string
	Unit     string // of a self-assessment; empty: all units
	Reviewer string // empty: a self-assessment
	Content  string // JSON
	At       time.Time
}

// Evidence is a file that proves points, by its number.
type Evidence struct {
	Cycle, Number, Unit, Indicator string
	Name                           string // of the file as it was handed in
	Size                           int64
	SHA256                         string // hex
	Path                           string // below the state folder, with slashes
	At                             time.Time
	By                             string
}

// EvaluationResult is one unit's part of an approved result.
type EvaluationResult struct {
	Cycle   string
	Version int
	Unit    string
	Result  string // JSON
	SHA256  string // of Result, hex
}

// AdvanceEvaluation records the next state of an evaluation, and in the same
// transaction the entries and results that belong to it. check sees the states so
// far, and its error leaves everything as it was.
func (l *Ledger) AdvanceEvaluation(ctx context.Context, s EvaluationState, entries []EvaluationEntry, results []EvaluationResult, actor string, check func([]EvaluationState) error) error {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		if err := checkStates(ctx, l, tx, s.Cycle, s.At, check); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO evaluation_states (cycle, version, state, at, signed, document, note) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			s.Cycle, s.Version, s.State, s.At.UnixNano(), s.By, s.Document, s.Note)
		if err != nil {
			return err
		}
		if err := insertEntries(ctx, tx, entries); err != nil {
			return err
		}
		for place, r := range results {
			_, err := tx.ExecContext(ctx, `INSERT INTO evaluation_results (cycle, version, place, unit, result, sha256) VALUES (?, ?, ?, ?, ?, ?)`,
				r.Cycle, r.Version, place, r.Unit, r.Result, r.SHA256)
			if err != nil {
				return err
			}
		}
		return l.audit(ctx, tx, AuditRecord{At: s.At, Actor: actor, Action: "evaluation.advance", Object: s.Cycle,
			Detail: fmt.Sprintf("version %d, state %s, signed by %s, document %s, %d entries", s.Version, s.State, s.By, s.Document, len(entries))})
	})
	if err != nil {
		return fmt.Errorf("evaluation of cycle %s: %w", s.Cycle, err)
	}
	return nil
}

// AddEvaluationEntries records what came back in one form or file; check is that
// of AdvanceEvaluation.
func (l *Ledger) AddEvaluationEntries(ctx context.Context, cycle string, at time.Time, entries []EvaluationEntry, actor, source string, check func([]EvaluationState) error) error {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		if err := checkStates(ctx, l, tx, cycle, at, check); err != nil {
			return err
		}
		if err := insertEntries(ctx, tx, entries); err != nil {
			return err
		}
		return l.audit(ctx, tx, AuditRecord{At: at, Actor: actor, Action: "evaluation.import", Object: cycle, Detail: fmt.Sprintf("%d entries of %s", len(entries), source)})
	})
	if err != nil {
		return fmt.Errorf("entries of %s: %w", source, err)
	}
	return nil
}

// checkStates refuses a clock behind the evaluation's newest state, and asks check.
func checkStates(ctx context.Context, l *Ledger, tx querier, cycle string, at time.Time, check func([]EvaluationState) error) error {
	states, err := l.evaluationStates(ctx, tx, cycle)
	if err != nil {
		return err
	}
	if n := len(states); n > 0 && at.Before(states[n-1].At) {
		return &ClockError{Now: at, Newest: states[n-1].At}
	}
	return check(states)
}

func insertEntries(ctx context.Context, tx querier, entries []EvaluationEntry) error {
	for _, e := range entries {
		_, err := tx.ExecContext(ctx, `INSERT INTO evaluation_entries (cycle, version, stage, unit, indicator, reviewer, points, text, evidence, signed_on, at, source, origin)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.Cycle, e.Version, e.Stage, e.Unit, e.Indicator, e.Reviewer, e.Points, e.Text, e.Evidence, e.On, e.At.UnixNano(), e.Source, e.Origin)
		if err != nil {
			return fmt.Errorf("entry of unit %s, item %s: %w", e.Unit, e.Indicator, err)
		}
	}
	return nil
}

// EvaluationStates returns the states of a cycle's evaluation, oldest first; none:
// it was never opened.
func (l *Ledger) EvaluationStates(ctx context.Context, cycle string) ([]EvaluationState, error) {
	return l.evaluationStates(ctx, l.read, cycle)
}

// EvaluationCycles returns the names of the cycles whose evaluation was opened, in order.
func (l *Ledger) EvaluationCycles(ctx context.Context) ([]string, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT DISTINCT cycle FROM evaluation_states ORDER BY cycle`)
	out, err := collect(rows, err, func(r *sql.Rows) (name string, err error) { return name, r.Scan(&name) })
	if err != nil {
		return nil, fmt.Errorf("read the cycles under evaluation: %w", err)
	}
	return out, nil
}

func (l *Ledger) evaluationStates(ctx context.Context, q querier, cycle string) ([]EvaluationState, error) {
	rows, err := q.QueryContext(ctx, `SELECT seq, cycle, version, state, at, signed, document, note FROM evaluation_states WHERE cycle = ? ORDER BY seq`, cycle)
	out, err := collect(rows, err, func(r *sql.Rows) (EvaluationState, error) {
		var s EvaluationState
		var at sql.NullInt64
		err := r.Scan(&s.Seq, &s.Cycle, &s.Version, &s.State, &at, &s.By, &s.Document, &s.Note)
		s.At = l.time(at)
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the states of the evaluation: %w", err)
	}
	return out, nil
}

// EvaluationEntries returns every entry of a cycle, superseded ones too, in the
// order in which they came.
func (l *Ledger) EvaluationEntries(ctx context.Context, cycle string) ([]EvaluationEntry, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT id, cycle, version, stage, unit, indicator, reviewer, points, text, evidence, signed_on, at, source, origin
		FROM evaluation_entries WHERE cycle = ? ORDER BY id`, cycle)
	out, err := collect(rows, err, func(r *sql.Rows) (EvaluationEntry, error) {
		var e EvaluationEntry
		var at sql.NullInt64
		err := r.Scan(&e.ID, &e.Cycle, &e.Version, &e.Stage, &e.Unit, &e.Indicator, &e.Reviewer, &e.Points, &e.Text, &e.Evidence, &e.On, &at, &e.Source, &e.Origin)
		e.At = l.time(at)
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the entries of the evaluation: %w", err)
	}
	return out, nil
}

// EvaluationResults returns an approved version's results in their order; none:
// there is no such version.
func (l *Ledger) EvaluationResults(ctx context.Context, cycle string, version int) ([]EvaluationResult, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT cycle, version, unit, result, sha256 FROM evaluation_results WHERE cycle = ? AND version = ? ORDER BY place`, cycle, version)
	out, err := collect(rows, err, func(r *sql.Rows) (EvaluationResult, error) {
		var e EvaluationResult
		err := r.Scan(&e.Cycle, &e.Version, &e.Unit, &e.Result, &e.SHA256)
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the approved results: %w", err)
	}
	return out, nil
}
