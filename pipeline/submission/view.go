package submission

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cdoscore/pipeline/ledger"
)

// Upload returns one upload of the actor's unit; otherwise ErrUnknown.
func (d *Desk) Upload(ctx context.Context, who Actor, id string) (Upload, error) {
	u, err := d.Ledger.UploadByID(ctx, id)
	if errors.Is(err, ledger.ErrNoUpload) || err == nil && (who.Unit == "" || u.Unit != who.Unit) {
		return Upload{}, ErrUnknown
	}
	return u, err
}

// Uploads lists a unit's uploads, newest first; dataset "" means all.
func (d *Desk) Uploads(ctx context.Context, unit, dataset string) ([]Upload, error) {
	return d.Ledger.UploadsOf(ctx, unit, dataset)
}

// Receipt returns a receipt of the actor's unit; otherwise ErrUnknown.
func (d *Desk) Receipt(ctx context.Context, who Actor, number string) (Receipt, error) {
	r, ok, err := d.Ledger.ReceiptByNumber(ctx, number)
	if err == nil && (!ok || who.Unit == "" || r.Unit != who.Unit) {
		return Receipt{}, ErrUnknown
	}
	return r, err
}

// Returned is the path of the workbook with the marked faults, for the caller to
// send and not to change, and the name under which to send it. It is audited.
func (d *Desk) Returned(ctx context.Context, who Actor, id string) (path, downloadName string, err error) {
	return d.file(ctx, who, id, "upload.returned", ReturnedFile)
}

// Original is Returned for the file as it was uploaded.
func (d *Desk) Original(ctx context.Context, who Actor, id string) (path, downloadName string, err error) {
	return d.file(ctx, who, id, "upload.original", OriginalFile)
}

func (d *Desk) file(ctx context.Context, who Actor, id, action, name string) (string, string, error) {
	u, err := d.Upload(ctx, who, id)
	if err != nil {
		return "", "", err
	}
	path := filepath.Join(d.folder(id), name)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return "", "", refuse("submission.no_file")
	} else if err != nil {
		return "", "", err
	}
	return path, downloadName(u, name), d.Ledger.Audit(ctx, d.audited(who, u, action, u.SHA256))
}

// downloadName keeps the sender's name, with the ending that the content has.
func downloadName(u Upload, file string) string {
	stem := strings.TrimSuffix(u.Filename, filepath.Ext(u.Filename))
	switch {
	case file == ReturnedFile:
		return stem + "-" + u.Dataset[strings.Index(u.Dataset, "/")+1:] + "-" + u.Slot + ".xlsx"
	case u.Format == FormatExcel:
		return stem + ".xlsx"
	}
	return stem + ".csv"
}

// History is everything that happened to a unit's dataset, newest first.
func (d *Desk) History(ctx context.Context, unit, dataset string) ([]Event, error) {
	if _, err := d.dataset(Actor{Unit: unit}, dataset); err != nil {
		return nil, err
	}
	var out []Event
	uploads, err := d.Ledger.UploadsOf(ctx, unit, dataset)
	if err != nil {
		return nil, err
	}
	for i := range uploads {
		u := &uploads[i]
		out = append(out, Event{At: u.Received, Slot: u.Slot, Kind: "upload", State: u.State, Upload: u})
	}
	receipts, err := d.Ledger.Receipts(ctx, unit, dataset)
	if err != nil {
		return nil, err
	}
	for i := range receipts {
		r := &receipts[i]
		if r.Kind == ledger.ReceiptNil {
			continue
		}
		out = append(out, Event{At: r.Given, Slot: r.Slot, Kind: "receipt", State: r.Kind, Receipt: r})
	}
	declared, err := d.Ledger.NilReturnsOf(ctx, dataset)
	if err != nil {
		return nil, err
	}
	for i := range declared {
		n := &declared[i]
		out = append(out, Event{At: n.Declared, Slot: n.Slot, Kind: "nil_return", State: StateNilReturn, Nil: n})
	}
	deliveries, err := d.Ledger.Deliveries(ctx, ledger.Filter{Datasets: []string{dataset}})
	if err != nil {
		return nil, err
	}
	for i := range deliveries {
		v := &deliveries[i]
		out = append(out, Event{At: v.Pulled, Slot: v.Slot, Kind: "delivery", State: v.State, Delivery: v})
	}
	slices.SortStableFunc(out, func(a, b Event) int { return b.At.Compare(a.At) })
	return out, nil
}

// Verify reports whether the file of an upload below a desk's folder is the one that
// is on record.
func Verify(dir string, u Upload) error {
	f, err := os.Open(Original(dir, u.ID))
	if err != nil {
		return fmt.Errorf("file of upload %s: %w", u.ID, err)
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return fmt.Errorf("file of upload %s: %w", u.ID, err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != u.SHA256 {
		return fmt.Errorf("file of upload %s has SHA-256 %s, its record %s: it was altered", u.ID, got, u.SHA256)
	}
	return nil
}
