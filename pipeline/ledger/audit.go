package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// AuditRecord is one record of the audit trail: who did what to what, and when.
// Hash covers all other fields, Prev, which is the Hash of the record before, among
// them; so a record that is changed, removed or put in between breaks the chain.
type AuditRecord struct {
	Seq    int64 // from 1, without gaps
	At     time.Time
	Actor  string // name of the account; "cli:<user>" for a command, "system" for the schedule
	Unit   string // the unit that it concerns; empty: the city
	Action string // noun.verb, as "upload.confirm"
	Object string // what was acted upon: an upload, a dataset, an account
	Detail string // the rest, in words or JSON; never a secret, never an unmasked value
	Remote string // the client's address; empty for commands
	Prev   string // hex; empty for the first record
	Hash   string // SHA-256, hex
}

// ErrAuditBroken is wrapped by VerifyAudit where the chain does not hold.
var ErrAuditBroken = errors.New("the audit trail is broken")

// Audit appends a record; Seq, Prev and Hash are set here.
func (l *Ledger) Audit(ctx context.Context, a AuditRecord) error {
	return l.inTransaction(ctx, func(tx *sql.Tx) error { return l.audit(ctx, tx, a) })
}

// AuditOnce appends those records that are new: of no earlier record are action,
// object and detail the same.
func (l *Ledger) AuditOnce(ctx context.Context, list []AuditRecord) error {
	return l.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, a := range list {
			var there int
			err := tx.QueryRowContext(ctx, `SELECT count(*) FROM audit WHERE action = ? AND object = ? AND detail = ?`, a.Action, a.Object, a.Detail).Scan(&there)
			if err == nil && there == 0 {
				err = l.audit(ctx, tx, a)
			}
			if err != nil {
				return fmt.Errorf("audit %s %s: %w", a.Action, a.Object, err)
			}
		}
		return nil
	})
}

// audit appends a record in the transaction of what it records, so that neither
// stands without the other.
func (l *Ledger) audit(ctx context.Context, tx querier, a AuditRecord) error {
	var prev sql.NullString
	var seq sql.NullInt64
	err := tx.QueryRowContext(ctx, `SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`).Scan(&seq, &prev)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("audit %s: %w", a.Action, err)
	}
	a.Seq, a.Prev = seq.Int64+1, prev.String
	a.Hash = a.hash()
	l.audited.Store(true)
	_, err = tx.ExecContext(ctx, `INSERT INTO audit (`+auditColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Seq, a.At.UnixNano(), a.Actor, a.Unit, a.Action, a.Object, a.Detail, a.Remote, a.Prev, a.Hash)
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.Action, err)
	}
	return nil
}

// hash is the SHA-256 of the fields in their order, each after its length.
func (a AuditRecord) hash() string {
	h := sha256.New()
	for _, field := range []string{strconv.FormatInt(a.Seq, 10), strconv.FormatInt(a.At.UnixNano(), 10), a.Actor, a.Unit, a.Action, a.Object, a.Detail, a.Remote, a.Prev} {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(field)))
		h.Write(length[:])
		h.Write([]byte(field))
	}
	return hex.EncodeToString(h.Sum(nil))
}

const auditColumns = `seq, at, actor, unit, action, object, detail, remote, prev, hash`

func (l *Ledger) scanAudit(rows *sql.Rows) (AuditRecord, error) {
	var a AuditRecord
	var at sql.NullInt64
	err := rows.Scan(&a.Seq, &at, &a.Actor, &a.Unit, &a.Action, &a.Object, &a.Detail, &a.Remote, &a.Prev, &a.Hash)
	a.At = l.time(at)
	return a, err
}

// AuditTrail gives every record to f, oldest first; f's error ends it.
func (l *Ledger) AuditTrail(ctx context.Context, f func(AuditRecord) error) error {
	rows, err := l.read.QueryContext(ctx, `SELECT `+auditColumns+` FROM audit ORDER BY seq`)
	if err != nil {
		return fmt.Errorf("read the audit trail: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		a, err := l.scanAudit(rows)
		if err != nil {
			return fmt.Errorf("read the audit trail: %w", err)
		}
		if err := f(a); err != nil {
			return err
		}
	}
	return rows.Err()
}

// VerifyAudit recomputes the chain and returns its last record. Its error wraps
// ErrAuditBroken and names the first record that does not fit.
func (l *Ledger) VerifyAudit(ctx context.Context) (last AuditRecord, err error) {
	err = l.AuditTrail(ctx, func(a AuditRecord) error {
		switch {
		case a.Seq != last.Seq+1:
			return fmt.Errorf("%w: record %d follows record %d", ErrAuditBroken, a.Seq, last.Seq)
		case a.Prev != last.Hash:
			return fmt.Errorf("%w: record %d does not continue record %d", ErrAuditBroken, a.Seq, last.Seq)
		case a.Hash != a.hash():
			return fmt.Errorf("%w: record %d (%s %s, %s) is not as it was written", ErrAuditBroken, a.Seq, a.Actor, a.Action, a.At.Format(time.RFC3339))
		}
		last = a
		return nil
	})
	return last, err
}
