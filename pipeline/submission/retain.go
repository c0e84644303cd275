package submission

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"cdoscore/pipeline/ledger"
)

// retainEvery is how often what is past its time is looked for.
const retainEvery = 24 * time.Hour

// retainNow removes what is past its time, at most once a day. Uploads come only
// through checks, so that these are occasion enough.
func (d *Desk) retainNow(ctx context.Context) {
	d.retaining.Lock()
	defer d.retaining.Unlock()
	if now := d.Clock(); now.Before(d.retained.Add(retainEvery)) {
		return
	} else if err := d.Retain(ctx); err != nil {
		d.Log.Error("uploads past their time not removed", "reason", err)
	} else {
		d.retained = now
	}
}

// Retain removes the files of uploads that were received longer ago than the
// workspace keeps snapshots. What waits for its check stays, and what is confirmed
// and was not read yet. The record of an upload stays for ever.
func (d *Desk) Retain(ctx context.Context) error {
	w := d.Workspace()
	cutoff := d.Clock().Add(-w.Retain)
	needed := map[string]bool{}
	for _, set := range w.Datasets {
		list, err := d.Ledger.UndeliveredUploads(ctx, set.ID)
		if err != nil {
			return err
		}
		for _, u := range list {
			needed[u.ID] = true
		}
	}
	all, err := d.Ledger.UploadsIn(ctx)
	if err != nil {
		return err
	}
	for _, u := range all {
		waiting := u.State == ledger.UploadReceived || u.State == ledger.UploadChecking
		if needed[u.ID] || waiting || !u.Received.Before(cutoff) {
			continue
		}
		if err := d.expire(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) expire(ctx context.Context, u Upload) error {
	if _, err := os.Stat(d.folder(u.ID)); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := d.Ledger.Audit(ctx, d.audited(Actor{Name: system}, u, "upload.expire", "")); err != nil {
		return err
	}
	if err := os.RemoveAll(d.folder(u.ID)); err != nil {
		return fmt.Errorf("files of upload %s, past their time: %w", u.ID, err)
	}
	d.Log.Info("upload deleted", "upload", u.ID, "dataset", u.Dataset, "slot", u.Slot)
	return nil
}
