package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// ErrNoUpload is wrapped where an upload is asked for that is not there.
var ErrNoUpload = errors.New("no such upload")

// SlotFacts is what a decision about a slot at the desk is made on, as it stands in
// the transaction that carries the decision out.
type SlotFacts struct {
	Uploads  []Upload   // of the slot, by Seq
	Delivery *Delivery  // the current one; nil: none on record
	Scored   bool       // a published run has scored the slot
	Nil      *NilReturn // declared at the desk; nil: none
}

// Change is one step of an upload. The decision changes Upload and, where it
// touches others of the slot, Facts.Uploads; all is written or nothing.
type Change struct {
	Upload  Upload
	Facts   SlotFacts   // its Uploads are the others
	Receipt *Receipt    // to be given; Number is set by the ledger. nil: none
	Audit   AuditRecord // of the step; no Action: nothing is changed, and nothing recorded
}

// AddUpload records a received upload and returns it with its Seq.
func (l *Ledger) AddUpload(ctx context.Context, u Upload, a AuditRecord) (Upload, error) {
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		reason, err := encodeNote(u.Reason)
		if err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `
			INSERT INTO uploads (seq, id, unit, dataset, slot, state, reason, filename, format, encoding, bytes, sha256, received, received_by)
			SELECT coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM uploads RETURNING seq`,
			u.ID, u.Unit, u.Dataset, u.Slot, u.State, reason, u.Filename, u.Format, u.Encoding, u.Bytes, u.SHA256, moment(u.Received), u.ReceivedBy).Scan(&u.Seq)
		if err != nil {
			return err
		}
		return l.audit(ctx, tx, a)
	})
	if err != nil {
		return Upload{}, fmt.Errorf("record upload %s: %w", u.ID, err)
	}
	return u, nil
}

// ChangeUpload carries out one step of an upload: decide is given everything that
// the step depends on, and its error, returned as it is, leaves all as it was.
func (l *Ledger) ChangeUpload(ctx context.Context, id string, decide func(c *Change) error) (Upload, *Receipt, error) {
	var c Change
	var refused error
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		u, err := l.upload(ctx, tx, id)
		if err != nil {
			return err
		}
		if c.Facts, err = l.slotFacts(ctx, tx, u.Dataset, u.Slot); err != nil {
			return err
		}
		c.Upload, c.Facts.Uploads = u, without(c.Facts.Uploads, id)
		if refused = decide(&c); refused != nil {
			return refused
		}
		return l.writeChange(ctx, tx, &c)
	})
	switch {
	case refused != nil:
		return Upload{}, nil, refused
	case err != nil:
		return Upload{}, nil, fmt.Errorf("change upload %s: %w", id, err)
	}
	return c.Upload, c.Receipt, nil
}

func without(list []Upload, id string) []Upload {
	var out []Upload
	for _, u := range list {
		if u.ID != id {
			out = append(out, u)
		}
	}
	return out
}

func (l *Ledger) writeChange(ctx context.Context, tx *sql.Tx, c *Change) error {
	if c.Audit.Action == "" {
		return nil
	}
	for _, u := range append([]Upload{c.Upload}, c.Facts.Uploads...) {
		if err := updateUpload(ctx, tx, u); err != nil {
			return err
		}
	}
	if c.Receipt != nil {
		if err := l.insertReceipt(ctx, tx, c.Receipt); err != nil {
			return err
		}
		c.Audit.Detail += " receipt " + c.Receipt.Number
	}
	return l.audit(ctx, tx, c.Audit)
}

func updateUpload(ctx context.Context, tx querier, u Upload) error {
	reason, err := encodeNote(u.Reason)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE uploads SET state = ?, reason = ?, remark = ?, checked = ?, row_count = ?, failed = ?, score = ?,
		submitted = ?, submitted_by = ?, reviewed = ?, reviewed_by = ?, confirmed = ?, confirmed_by = ?, withdrawn = ?, withdrawn_by = ? WHERE id = ?`,
		u.State, reason, u.Remark, moment(u.Checked), u.Rows, u.Failed, u.Score,
		moment(u.Submitted), u.SubmittedBy, moment(u.Reviewed), u.ReviewedBy, moment(u.Confirmed), u.ConfirmedBy, moment(u.Withdrawn), u.WithdrawnBy, u.ID)
	return err
}

func (l *Ledger) slotFacts(ctx context.Context, tx querier, dataset, slot string) (SlotFacts, error) {
	var f SlotFacts
	var err error
	if f.Uploads, err = l.uploads(ctx, tx, `dataset = ? AND slot = ? ORDER BY seq`, dataset, slot); err != nil {
		return f, err
	}
	row := tx.QueryRowContext(ctx, `SELECT `+deliveryColumns+` FROM deliveries d WHERE dataset = ? AND slot = ? ORDER BY version DESC LIMIT 1`, dataset, slot)
	switch d, err := l.scanDelivery(row.Scan); {
	case err == nil:
		f.Delivery = &d
	case !errors.Is(err, sql.ErrNoRows):
		return f, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM run_slots WHERE dataset = ? AND slot = ?)`, dataset, slot).Scan(&f.Scored); err != nil {
		return f, err
	}
	list, err := l.nilReturns(ctx, tx, `dataset = ? AND slot = ?`, dataset, slot)
	if len(list) > 0 {
		f.Nil = &list[0]
	}
	return f, err
}

// DeclareNil records a nil return with its receipt, where decide, which is given
// what stands of the slot, has no objection.
func (l *Ledger) DeclareNil(ctx context.Context, n NilReturn, r Receipt, a AuditRecord, decide func(f SlotFacts) error) (Receipt, error) {
	var refused error
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		facts, err := l.slotFacts(ctx, tx, n.Dataset, n.Slot)
		if err != nil {
			return err
		}
		if refused = decide(facts); refused != nil {
			return refused
		}
		if err := l.insertReceipt(ctx, tx, &r); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO nil_returns (dataset, slot, unit, declared, by, reason, receipt) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			n.Dataset, n.Slot, n.Unit, moment(n.Declared), n.By, n.Reason, r.Number)
		if err != nil {
			return err
		}
		a.Detail += " receipt " + r.Number
		return l.audit(ctx, tx, a)
	})
	switch {
	case refused != nil:
		return Receipt{}, refused
	case err != nil:
		return Receipt{}, fmt.Errorf("nil return of %s, slot %s: %w", n.Dataset, n.Slot, err)
	}
	return r, nil
}

// ErrNotConfirmed is wrapped by AddDelivery where the upload that was pulled is not
// the official delivery of its slot any more: it was withdrawn or corrected
// meanwhile.
var ErrNotConfirmed = errors.New("the upload is not confirmed")

func checkConfirmed(ctx context.Context, tx querier, upload string) error {
	if upload == "" {
		return nil
	}
	var state string
	err := tx.QueryRowContext(ctx, `SELECT state FROM uploads WHERE id = ?`, upload).Scan(&state)
	if err == nil && state == UploadConfirmed {
		return nil
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return fmt.Errorf("%w: %s is %q", ErrNotConfirmed, upload, state)
}

// insertReceipt numbers a receipt after the newest of its unit and year. The
// transaction holds the database's one write lock, so that no number is given
// twice, and none is lost where it fails.
func (l *Ledger) insertReceipt(ctx context.Context, tx querier, r *Receipt) error {
	year := r.Given.In(l.zone).Year()
	var serial int
	err := tx.QueryRowContext(ctx, `SELECT coalesce(max(serial), 0) + 1 FROM receipts WHERE unit = ? AND year = ?`, r.Unit, year).Scan(&serial)
	if err != nil {
		return err
	}
	r.Number = receiptNumber(r.Unit, year, serial)
	_, err = tx.ExecContext(ctx, `INSERT INTO receipts (number, unit, year, serial, kind, upload, dataset, slot, slot_end, due, given, given_to, title, reviewer,
			filename, bytes, sha256, row_count, failed, score, reason, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Number, r.Unit, year, serial, r.Kind, r.Upload, r.Dataset, r.Slot, moment(r.SlotEnd), moment(r.Due), moment(r.Given), r.GivenTo, r.Title, r.Reviewer,
		r.Filename, r.Bytes, r.SHA256, r.Rows, r.Failed, r.Score, r.Reason, r.State)
	return err
}
