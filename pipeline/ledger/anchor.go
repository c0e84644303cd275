package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// AnchorFile is the name of the anchor in the folder of the ledger.
const AnchorFile = "audit.anchor"

// Anchor is how far the audit trail had come at some time. A chain of hashes cannot
// show that its end was cut off; an anchor kept elsewhere can, for all records up to
// its own. Whoever can write both the ledger and the anchor can forge both: keep a copy
// where he cannot.
type Anchor struct {
	Seq  int64     `json:"seq"`
	Hash string    `json:"hash"`
	At   time.Time `json:"at"` // of the record
}

// AnchorAudit writes the anchor file anew and returns what it holds. It refuses,
// with an error that wraps ErrAuditBroken, where the trail no longer holds the record
// of the file that is there. Close does the same after anything was recorded.
func (l *Ledger) AnchorAudit(ctx context.Context) (Anchor, error) {
	path := filepath.Join(l.dir, AnchorFile)
	// The file first: another process may add to both meanwhile.
	before, err := ReadAnchor(path)
	there := !errors.Is(err, fs.ErrNotExist)
	if there && err == nil {
		err = l.VerifyAnchor(ctx, before)
	}
	if there && err != nil {
		return Anchor{}, err
	}
	a, err := l.AuditHead(ctx)
	if err != nil {
		return Anchor{}, err
	}
	if there && a.Seq == before.Seq {
		return a, nil
	}
	_, err = replaceFile(path, func(w io.Writer) error { return json.NewEncoder(w).Encode(a) })
	if err != nil {
		return Anchor{}, fmt.Errorf("anchor of the audit trail: %w", err)
	}
	return a, nil
}

// ReadAnchor reads an anchor file.
func ReadAnchor(path string) (Anchor, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Anchor{}, fmt.Errorf("anchor of the audit trail: %w", err)
	}
	var a Anchor
	if err := json.Unmarshal(data, &a); err != nil || a.Seq < 0 || (a.Seq == 0) != (a.Hash == "") {
		return Anchor{}, fmt.Errorf("anchor of the audit trail: %s is no anchor file", path)
	}
	return a, nil
}

// VerifyAnchor reports whether the trail holds the anchor's record as it was. Its
// error wraps ErrAuditBroken.
func (l *Ledger) VerifyAnchor(ctx context.Context, a Anchor) error {
	if a.Seq == 0 {
		return nil
	}
	r, err := l.auditRecord(ctx, `WHERE seq = ?`, a.Seq)
	switch {
	case err != nil:
		return err
	case r.Seq == 0:
		return fmt.Errorf("%w: its anchor knows record %d of %s, which the trail does not hold: its end was cut off, or an older ledger was put in its place", ErrAuditBroken, a.Seq, a.At.In(l.zone).Format(time.RFC3339))
	case r.Hash != a.Hash:
		return fmt.Errorf("%w: record %d is not the one that its anchor knows: the trail was written anew", ErrAuditBroken, a.Seq)
	}
	return nil
}

// auditRecord is one record, or none with Seq 0.
func (l *Ledger) auditRecord(ctx context.Context, which string, args ...any) (AuditRecord, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT `+auditColumns+` FROM audit `+which, args...)
	list, err := collect(rows, err, l.scanAudit)
	if err != nil {
		return AuditRecord{}, fmt.Errorf("read the audit trail: %w", err)
	}
	if len(list) == 0 {
		return AuditRecord{}, nil
	}
	return list[0], nil
}
