package submission

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/rules"

	"github.com/gofrs/flock"
)

// life is what runs between Open and Close.
type life struct {
	queue  *queue
	lock   *flock.Flock
	end    context.CancelFunc
	checks sync.WaitGroup

	retaining sync.Mutex
	retained  time.Time // when Retain last ran
}

// Open sweeps what a stopped process left (files without a record, records without
// a file, checks that were at work) and begins to check what waits. One desk at a
// time works in a folder.
func (d *Desk) Open(ctx context.Context) error {
	d.Limits = d.Limits.withDefaults()
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return fmt.Errorf("folder of uploads: %w", err)
	}
	lock := flock.New(filepath.Join(d.Dir, "lock"), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("lock of the folder of uploads: %w", err)
	}
	if !held {
		return fmt.Errorf("another process takes uploads in %s: stop it first", d.Dir)
	}
	d.queue = newQueue()
	if err := d.sweep(ctx); err != nil {
		return errors.Join(fmt.Errorf("clean up the folder of uploads: %w", err), lock.Unlock())
	}
	d.retainNow(ctx)
	working, end := context.WithCancel(context.WithoutCancel(ctx))
	d.lock, d.end = lock, end
	for range d.Limits.Checks {
		d.checks.Go(func() { d.work(working) })
	}
	return nil
}

// Close takes no more uploads, waits for the checks at work as long as
// Limits.CloseMargin and then ends them; they begin anew at the next Open.
func (d *Desk) Close() error {
	if d.lock == nil {
		return nil
	}
	d.queue.close()
	ended := make(chan struct{})
	go func() {
		d.checks.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(d.Limits.CloseMargin):
	}
	d.end()
	<-ended
	return d.lock.Unlock()
}

// Waiting is how many uploads wait for their checks.
func (d *Desk) Waiting() int { return d.queue.length() }

// sweep brings the folder and the ledger together again. A file is stored before it
// is put on record, so that a file without a record was never acknowledged.
func (d *Desk) sweep(ctx context.Context) error {
	all, err := d.Ledger.UploadsIn(ctx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, u := range all {
		known[u.ID] = u.State != ledger.UploadRefused || !u.Checked.IsZero()
	}
	entries, err := os.ReadDir(d.Dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() && !known[e.Name()] {
			d.Log.Warn("removed an upload that was never put on record", "upload", e.Name())
			if err := os.RemoveAll(filepath.Join(d.Dir, e.Name())); err != nil {
				return err
			}
		}
	}
	for _, u := range all {
		if u.State == ledger.UploadReceived || u.State == ledger.UploadChecking {
			if err := d.again(ctx, u); err != nil {
				return err
			}
		}
	}
	return nil
}

// again lets the check of an upload begin anew, or says that its file is lost.
func (d *Desk) again(ctx context.Context, u Upload) error {
	_, err := os.Stat(Original(d.Dir, u.ID))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	lost := err != nil
	u, _, err = d.Ledger.ChangeUpload(ctx, u.ID, func(c *ledger.Change) error {
		c.Upload.State = ledger.UploadReceived
		if lost {
			c.Upload.State, c.Upload.Reason, c.Upload.Checked = ledger.UploadRefused, rules.Note{Key: "submission.lost"}, d.Clock()
		}
		c.Audit = d.audited(Actor{Name: system}, c.Upload, "upload.resume", c.Upload.State)
		return nil
	})
	if err != nil || lost {
		return err
	}
	d.queue.add(u.Unit, u.ID)
	return nil
}
