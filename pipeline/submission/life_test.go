package submission_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
)

// TestACrashBetweenFileAndRecord leaves a file without a record, in both of its
// forms, and a record without a file: the first go, the second says so.
func TestACrashBetweenFileAndRecord(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	o.worker.hold = make(chan struct{})
	lost := must(o.desk.Receive(ctx, wang, "hrss/people", "2026-03-09", "x.csv", strings.NewReader(good)))
	kept := must(o.desk.Receive(ctx, wang, "hrss/people", "2026-03-09", "x.csv", strings.NewReader(good)))
	o.close()
	for _, name := range []string{"0123456789abcdef0123456789abcdef/original", "fedcba9876543210fedcba9876543210/original.part"} {
		path := filepath.Join(o.desk.Dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(good), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(submission.Original(o.desk.Dir, lost.ID)); err != nil {
		t.Fatal(err)
	}
	o.worker.hold = nil
	o.open()
	if u := must(o.desk.Wait(ctx, wang, kept.ID)); u.State != ledger.UploadChecked {
		t.Errorf("the file that is there was not checked: %+v", u)
	}
	if u := must(o.desk.Upload(ctx, wang, lost.ID)); u.State != ledger.UploadRefused || u.Reason.Key != "submission.lost" {
		t.Errorf("the lost file: %+v", u)
	}
	for _, id := range []string{"0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"} {
		if _, err := os.Stat(filepath.Join(o.desk.Dir, id)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", id, err)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestAnInterruptedCheckBeginsAnew ends the desk while a check is at work.
func TestAnInterruptedCheckBeginsAnew(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	u := o.reach(ledger.UploadChecking)
	o.close()
	o.worker.hold = nil
	o.open()
	if u = must(o.desk.Wait(ctx, wang, u.ID)); u.State != ledger.UploadChecked || u.Rows != 2 || *u.Score != 88_500_000 {
		t.Errorf("%+v", u)
	}
}

func TestOneDeskWorksInAFolder(t *testing.T) {
	o := newOffice(t, false)
	other := &submission.Desk{Ledger: o.ledger, Clock: o.clock, Dir: o.desk.Dir, Worker: o.worker, Log: o.desk.Log}
	if err := other.Open(context.Background()); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("%v", err)
	}
}

// TestWaitEndsWithItsContext gives the upload as it is.
func TestWaitEndsWithItsContext(t *testing.T) {
	o := newOffice(t, false)
	u := o.reach(ledger.UploadChecking)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if u, err := o.desk.Wait(ctx, wang, u.ID); err != nil || u.State != ledger.UploadChecking {
		t.Errorf("%+v, %v", u, err)
	}
}

// TestAFailingWorkerIsThePlatformsFault tells the officer that the file is not to
// blame; another file is checked all the same.
func TestAFailingWorkerIsThePlatformsFault(t *testing.T) {
	o := newOffice(t, false)
	o.worker.err = errors.New("no process can be started")
	if u := o.checked(wang, "hrss/people", "2026-03-09", good); u.State != ledger.UploadRefused || u.Reason.Key != "submission.platform" {
		t.Errorf("%+v", u)
	}
	if n := len(o.worker.jobs); n != 2 {
		t.Errorf("tried %d times, want 2", n)
	}
	o.worker.err = nil
	if u := o.checked(wang, "hrss/people", "2026-03-09", good); u.State != ledger.UploadChecked {
		t.Errorf("%+v", u)
	}
}

// TestAHangingWorkerIsEnded gives a check no longer than it may take.
func TestAHangingWorkerIsEnded(t *testing.T) {
	o := newOffice(t, false)
	o.desk.Limits.Time = 20 * time.Millisecond
	o.worker.hold = make(chan struct{})
	if u := o.checked(wang, "hrss/people", "2026-03-09", good); u.State != ledger.UploadRefused || u.Reason.Key != "submission.too_costly" {
		t.Errorf("%+v", u)
	}
}

func TestAResultIsKeptAndTold(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	u := o.checked(wang, "hrss/people", "2026-03-09", good)
	r, err := o.desk.Result(ctx, wang, u.ID)
	if err != nil || r.Failed != 3 || *r.Score != 88.5 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := o.desk.Result(ctx, zhao, u.ID); !errors.Is(err, submission.ErrUnknown) {
		t.Errorf("another unit: %v", err)
	}
	if _, err := o.desk.Result(ctx, wang, o.reach(ledger.UploadRefused).ID); keyOf(err) != "submission.damaged" {
		t.Errorf("of a refused one: %v", err)
	}
	path, name, err := o.desk.Original(ctx, wang, u.ID)
	if content, _ := os.ReadFile(path); err != nil || string(content) != good || name != "名单.csv" {
		t.Errorf("%q as %q, %v", content, name, err)
	}
	if _, _, err := o.desk.Returned(ctx, wang, u.ID); keyOf(err) != "submission.no_file" {
		t.Errorf("a workbook that the check did not write: %v", err)
	}
	if _, _, err := o.desk.Original(ctx, zhao, u.ID); !errors.Is(err, submission.ErrUnknown) {
		t.Errorf("another unit: %v", err)
	}
}

// TestUploadsPastTheirTimeAreDeleted keeps what the night has not read yet.
func TestUploadsPastTheirTimeAreDeleted(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	read := o.confirmed("hrss/people", "2026-03-08", good)
	o.night(pipeline.Request{})
	unread := o.confirmed("hrss/people", "2026-03-07", good)
	young := o.now.Add(50 * 24 * time.Hour)
	for _, step := range []struct {
		now  time.Time
		kept bool
	}{{young, true}, {o.now.Add(91 * 24 * time.Hour), false}} {
		o.now = step.now
		if err := o.desk.Retain(ctx); err != nil {
			t.Fatal(err)
		}
		for id, kept := range map[string]bool{read.Upload: step.kept, unread.Upload: true} {
			if _, err := os.Stat(submission.Original(o.desk.Dir, id)); (err == nil) != kept {
				t.Errorf("on %v: %v, kept should be %v", step.now, err, kept)
			}
		}
	}
	if u := must(o.desk.Upload(ctx, wang, read.Upload)); u.State != ledger.UploadConfirmed {
		t.Errorf("%+v", u)
	}
	if _, _, err := o.desk.Original(ctx, wang, read.Upload); keyOf(err) != "submission.no_file" {
		t.Errorf("%v", err)
	}
}
