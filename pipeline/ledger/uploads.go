package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// UploadByID returns an upload. Its error wraps ErrNoUpload where there is none.
func (l *Ledger) UploadByID(ctx context.Context, id string) (Upload, error) {
	return l.upload(ctx, l.read, id)
}

// UploadsOf lists the uploads of a unit, newest first; dataset "" means all of its
// datasets.
func (l *Ledger) UploadsOf(ctx context.Context, unit, dataset string) ([]Upload, error) {
	return l.uploads(ctx, l.read, `unit = ?1 AND (?2 = '' OR dataset = ?2) ORDER BY seq DESC`, unit, dataset)
}

// UploadsOfSlot lists the uploads of a slot, newest first.
func (l *Ledger) UploadsOfSlot(ctx context.Context, dataset, slot string) ([]Upload, error) {
	return l.uploads(ctx, l.read, `dataset = ? AND slot = ? ORDER BY seq DESC`, dataset, slot)
}

// UploadsIn lists the uploads in some states, oldest first; without a state, all.
func (l *Ledger) UploadsIn(ctx context.Context, states ...string) ([]Upload, error) {
	if len(states) == 0 {
		return l.uploads(ctx, l.read, `1 = 1 ORDER BY seq`)
	}
	list, err := json.Marshal(states)
	if err != nil {
		return nil, err
	}
	return l.uploads(ctx, l.read, `state IN (SELECT value FROM json_each(?)) ORDER BY seq`, string(list))
}

// ConfirmedUpload returns the official upload of a slot and when the slot's data
// arrived: the first confirmation that was not withdrawn, which a correction does
// not change. False where no upload is confirmed.
func (l *Ledger) ConfirmedUpload(ctx context.Context, dataset, slot string) (u Upload, arrived time.Time, ok bool, err error) {
	list, err := l.uploads(ctx, l.read, `dataset = ? AND slot = ? AND confirmed IS NOT NULL AND state IN (?, ?) ORDER BY confirmed, seq`,
		dataset, slot, UploadConfirmed, UploadSuperseded)
	if err != nil {
		return Upload{}, time.Time{}, false, err
	}
	for _, one := range list {
		if one.State == UploadConfirmed {
			return one, list[0].Confirmed, true, nil
		}
	}
	return Upload{}, time.Time{}, false, nil
}

// UndeliveredUploads lists the confirmed uploads of a dataset that no good delivery
// rests on yet, oldest first: what the pipeline is to pull, new or as a correction.
func (l *Ledger) UndeliveredUploads(ctx context.Context, dataset string) ([]Upload, error) {
	return l.uploads(ctx, l.read, `dataset = ? AND state = ? AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.upload = uploads.id AND d.path <> '') ORDER BY seq`,
		dataset, UploadConfirmed)
}

// ReceiptByNumber returns a receipt; false where there is none.
func (l *Ledger) ReceiptByNumber(ctx context.Context, number string) (Receipt, bool, error) {
	return first(l.receipts(ctx, `number = ?`, number))
}

// ReceiptOf returns the receipt of an upload; false where it has none.
func (l *Ledger) ReceiptOf(ctx context.Context, upload string) (Receipt, bool, error) {
	return first(l.receipts(ctx, `upload = ? AND upload <> ''`, upload))
}

// Receipts lists the receipts of a unit, newest first; dataset "" means all.
func (l *Ledger) Receipts(ctx context.Context, unit, dataset string) ([]Receipt, error) {
	return l.receipts(ctx, `unit = ?1 AND (?2 = '' OR dataset = ?2) ORDER BY given DESC, year DESC, serial DESC`, unit, dataset)
}

// NilReturnOf returns what was declared at the desk for a slot; false: nothing.
func (l *Ledger) NilReturnOf(ctx context.Context, dataset, slot string) (NilReturn, bool, error) {
	return first(l.nilReturns(ctx, l.read, `dataset = ? AND slot = ?`, dataset, slot))
}

// NilReturnsOf lists the nil returns of a dataset, newest first.
func (l *Ledger) NilReturnsOf(ctx context.Context, dataset string) ([]NilReturn, error) {
	return l.nilReturns(ctx, l.read, `dataset = ? ORDER BY declared DESC`, dataset)
}

// UndeliveredNilReturns lists the nil returns of a dataset whose slots have no
// delivery that tells of them, or of data, oldest first.
func (l *Ledger) UndeliveredNilReturns(ctx context.Context, dataset string) ([]NilReturn, error) {
	return l.nilReturns(ctx, l.read, `dataset = ? AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.dataset = nil_returns.dataset AND d.slot = nil_returns.slot AND d.arrived IS NOT NULL)
		ORDER BY slot`, dataset)
}

func first[T any](list []T, err error) (T, bool, error) {
	if err != nil || len(list) == 0 {
		var none T
		return none, false, err
	}
	return list[0], true, nil
}

func receiptNumber(unit string, year, serial int) string {
	return fmt.Sprintf("%s-%d-%06d", strings.ToUpper(unit), year, serial)
}

func (l *Ledger) upload(ctx context.Context, q querier, id string) (Upload, error) {
	u, ok, err := first(l.uploads(ctx, q, `id = ?`, id))
	if err == nil && !ok {
		err = fmt.Errorf("upload %q: %w", id, ErrNoUpload)
	}
	return u, err
}

const uploadColumns = `seq, id, unit, dataset, slot, state, reason, remark, filename, format, encoding, bytes, sha256, received, received_by,
	checked, row_count, failed, score, submitted, submitted_by, reviewed, reviewed_by, confirmed, confirmed_by, withdrawn, withdrawn_by`

func (l *Ledger) uploads(ctx context.Context, q querier, where string, args ...any) ([]Upload, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+uploadColumns+` FROM uploads WHERE `+where, args...)
	out, err := collect(rows, err, func(r *sql.Rows) (Upload, error) { return l.scanUpload(r) })
	if err != nil {
		return nil, fmt.Errorf("read uploads: %w", err)
	}
	return out, nil
}

func (l *Ledger) scanUpload(r *sql.Rows) (Upload, error) {
	var u Upload
	var reason string
	var received, checked, submitted, reviewed, confirmed, withdrawn sql.NullInt64
	err := r.Scan(&u.Seq, &u.ID, &u.Unit, &u.Dataset, &u.Slot, &u.State, &reason, &u.Remark, &u.Filename, &u.Format, &u.Encoding, &u.Bytes, &u.SHA256, &received, &u.ReceivedBy,
		&checked, &u.Rows, &u.Failed, &u.Score, &submitted, &u.SubmittedBy, &reviewed, &u.ReviewedBy, &confirmed, &u.ConfirmedBy, &withdrawn, &u.WithdrawnBy)
	u.Received, u.Checked, u.Submitted = l.time(received), l.time(checked), l.time(submitted)
	u.Reviewed, u.Confirmed, u.Withdrawn = l.time(reviewed), l.time(confirmed), l.time(withdrawn)
	if reason != "" {
		err = errors.Join(err, json.Unmarshal([]byte(reason), &u.Reason))
	}
	return u, err
}

func (l *Ledger) receipts(ctx context.Context, where string, args ...any) ([]Receipt, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT number, unit, kind, upload, dataset, slot, slot_end, due, given, given_to, title, reviewer,
		filename, bytes, sha256, row_count, failed, score, reason, state FROM receipts WHERE `+where, args...)
	out, err := collect(rows, err, func(r *sql.Rows) (Receipt, error) {
		var x Receipt
		var end, due, given sql.NullInt64
		err := r.Scan(&x.Number, &x.Unit, &x.Kind, &x.Upload, &x.Dataset, &x.Slot, &end, &due, &given, &x.GivenTo, &x.Title, &x.Reviewer,
			&x.Filename, &x.Bytes, &x.SHA256, &x.Rows, &x.Failed, &x.Score, &x.Reason, &x.State)
		x.SlotEnd, x.Due, x.Given = l.time(end), l.time(due), l.time(given)
		return x, err
	})
	if err != nil {
		return nil, fmt.Errorf("read receipts: %w", err)
	}
	return out, nil
}

func (l *Ledger) nilReturns(ctx context.Context, q querier, where string, args ...any) ([]NilReturn, error) {
	rows, err := q.QueryContext(ctx, `SELECT dataset, slot, unit, declared, by, reason, receipt FROM nil_returns WHERE `+where, args...)
	out, err := collect(rows, err, func(r *sql.Rows) (NilReturn, error) {
		var n NilReturn
		var declared sql.NullInt64
		err := r.Scan(&n.Dataset, &n.Slot, &n.Unit, &declared, &n.By, &n.Reason, &n.Receipt)
		n.Declared = l.time(declared)
		return n, err
	})
	if err != nil {
		return nil, fmt.Errorf("read nil returns: %w", err)
	}
	return out, nil
}
