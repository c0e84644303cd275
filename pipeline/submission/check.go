package submission

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"cdoscore/pipeline/check"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"

	"github.com/google/renameio/v2"
)

// system is the actor of what the desk does by itself.
const system = "system"

// tries is how often a check is tried that the platform could not carry out.
const tries = 2

// work checks uploads until the queue is closed.
func (d *Desk) work(ctx context.Context) {
	for {
		id, ok := d.queue.take()
		if !ok || ctx.Err() != nil {
			return
		}
		if err := d.check(ctx, id); err != nil && ctx.Err() == nil {
			d.Log.Error("upload not checked", "upload", id, "reason", err)
		}
		d.queue.ended(id)
		d.retainNow(ctx)
	}
}

// check carries out one check. Where the context ends first, the upload stays as it
// is, and is checked at the next Open.
func (d *Desk) check(ctx context.Context, id string) error {
	u, _, err := d.Ledger.ChangeUpload(ctx, id, func(c *ledger.Change) error {
		if c.Upload.State != ledger.UploadReceived {
			return fmt.Errorf("it is %s", c.Upload.State) // withdrawn meanwhile
		}
		c.Upload.State = ledger.UploadChecking
		c.Audit = d.audited(Actor{Name: system}, c.Upload, "upload.check", "")
		return nil
	})
	if err != nil {
		return err
	}
	report, err := d.judge(ctx, u)
	// A check that was ended by force leaves what it was at.
	if err := os.RemoveAll(filepath.Join(d.folder(id), WorkFolder)); err != nil {
		d.Log.Error("folder of a check not removed", "upload", id, "reason", err)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		d.Log.Error("the check of an upload failed", "upload", id, "dataset", u.Dataset, "reason", err)
		report = Report{Refused: &rules.Note{Key: "submission.platform"}}
	}
	if report.Problem != "" {
		d.Log.Warn("upload checked, but not returned", "upload", id, "dataset", u.Dataset, "reason", report.Problem)
	}
	return d.finish(ctx, u, report)
}

// judge has the worker check an upload.
func (d *Desk) judge(ctx context.Context, u Upload) (report Report, err error) {
	w := d.Workspace()
	set := w.Dataset(u.Dataset)
	if set == nil {
		return Report{}, fmt.Errorf("dataset %s is not in the workspace any more", u.Dataset)
	}
	job, err := d.job(ctx, w, set, u)
	if err != nil {
		return Report{}, err
	}
	for range tries {
		timed, cancel := context.WithTimeout(ctx, d.Limits.Time)
		report, err = d.Worker.Check(timed, job)
		late := timed.Err() != nil
		cancel()
		if late && ctx.Err() == nil {
			return Report{Refused: &rules.Note{Key: "submission.too_costly"}}, nil
		}
		if err == nil || ctx.Err() != nil {
			return report, err
		}
	}
	return report, err
}

// job writes down what a check needs to know.
func (d *Desk) job(ctx context.Context, w *workspace.Workspace, set *workspace.Dataset, u Upload) (Job, error) {
	s, err := set.Update.Named(u.Slot, w.Zone)
	if err != nil {
		return Job{}, err
	}
	j := Job{Upload: u.ID, Folder: d.folder(u.ID), Workspace: w.Dir, Dataset: set.ID, Slot: u.Slot, Filename: u.Filename,
		Format: u.Format, Encoding: u.Encoding, Language: w.Language, Now: d.Clock(), Limits: d.Limits}
	if j.Found, err = check.Find(ctx, d.Ledger, set, s); err != nil {
		return j, err
	}
	j.Previous, err = d.previous(ctx, u)
	return j, err
}

// previous is the newest earlier upload of the slot that was judged and is still
// there.
func (d *Desk) previous(ctx context.Context, u Upload) (string, error) {
	list, err := d.Ledger.UploadsOfSlot(ctx, u.Dataset, u.Slot)
	if err != nil {
		return "", err
	}
	for _, one := range list {
		if one.Seq < u.Seq && !one.Checked.IsZero() && one.State != ledger.UploadRefused {
			record := filepath.Join(d.folder(one.ID), RecordFile)
			if _, err := os.Stat(record); err == nil {
				return record, nil
			}
		}
	}
	return "", nil
}

// finish puts a report on the disk, then the upload's new state on record.
func (d *Desk) finish(ctx context.Context, u Upload, report Report) error {
	data, err := json.Marshal(report)
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(filepath.Join(d.folder(u.ID), ReportFile), data, 0o600); err != nil {
		return err
	}
	_, _, err = d.Ledger.ChangeUpload(ctx, u.ID, func(c *ledger.Change) error {
		if c.Upload.State != ledger.UploadChecking {
			return fmt.Errorf("it is %s", c.Upload.State)
		}
		c.Upload.Checked = d.Clock()
		c.Upload.State = ledger.UploadChecked
		c.Upload.Rows, c.Upload.Failed, c.Upload.Score = report.Result.Rows, report.Result.Failed, millionths(report.Result.Score)
		if report.Refused != nil {
			c.Upload.State, c.Upload.Reason = ledger.UploadRefused, *report.Refused
		}
		c.Audit = d.audited(Actor{Name: system}, c.Upload, "upload.checked", c.Upload.State+" "+c.Upload.Reason.Key)
		return nil
	})
	return err
}

func millionths(points *float64) *int64 {
	if points == nil {
		return nil
	}
	n := int64(math.Floor(*points*1e6 + 0.5))
	return &n
}

// Wait returns an upload as soon as its check has ended, or as it is when ctx ends.
func (d *Desk) Wait(ctx context.Context, who Actor, id string) (Upload, error) {
	done := d.queue.watch(id)
	defer d.queue.unwatch(id, done)
	u, err := d.Upload(ctx, who, id)
	if err != nil || u.State != ledger.UploadReceived && u.State != ledger.UploadChecking {
		return u, err
	}
	select {
	case <-done:
	case <-ctx.Done():
	}
	return d.Upload(context.WithoutCancel(ctx), who, id)
}

// Result is what the check of an upload found. A *Refusal where it could not be
// judged, or is not yet.
func (d *Desk) Result(ctx context.Context, who Actor, id string) (CheckResult, error) {
	u, err := d.Upload(ctx, who, id)
	switch {
	case err != nil:
		return CheckResult{}, err
	case u.State == ledger.UploadRefused:
		return CheckResult{}, &Refusal{u.Reason}
	case u.Checked.IsZero():
		return CheckResult{}, refuse("submission.not_ready")
	}
	data, err := os.ReadFile(filepath.Join(d.folder(id), ReportFile))
	if errors.Is(err, os.ErrNotExist) {
		return CheckResult{}, refuse("submission.no_file")
	}
	if err != nil {
		return CheckResult{}, fmt.Errorf("report of upload %s: %w", id, err)
	}
	var r Report
	if err := json.Unmarshal(data, &r); err != nil {
		return CheckResult{}, fmt.Errorf("report of upload %s: %w", id, err)
	}
	return r.Result, nil
}
