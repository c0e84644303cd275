package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// pullAll pulls and freezes what is not stored yet. It returns the tasks that
// have a delivery, and the datasets with nothing there and nothing due.
func (r *Runner) pullAll(ctx context.Context, tasks []*task, q Request) ([]*task, []string, error) {
	r.Progress.Stage("pull", len(tasks))
	defer r.Progress.Done()
	err := each(ctx, r.jobs(q), tasks, func(t *task) error {
		defer r.Progress.Step()
		return r.pull(ctx, t, q.Refetch)
	})
	if err != nil {
		return nil, nil, err
	}
	var ready []*task
	var pending []string
	for _, t := range tasks {
		switch {
		case t.unfinished:
			pending = append(pending, t.dataset.ID)
		case !t.unchanged:
			ready = append(ready, t)
		}
	}
	return ready, pending, nil
}

// each runs f over the tasks in n goroutines; the first error ends the rest.
func each(ctx context.Context, n int, tasks []*task, f func(*task) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan *task)
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for t := range work {
				if err := f(t); err != nil {
					cancel(err)
				}
			}
		})
	}
	for _, t := range tasks {
		if ctx.Err() != nil {
			break
		}
		work <- t
	}
	close(work)
	wg.Wait()
	return context.Cause(ctx)
}

// pull settles what a slot's delivery is: the stored one, or a new one. Only the
// ledger's own failure, or the end of the context, is an error.
func (r *Runner) pull(ctx context.Context, t *task, refetch bool) error {
	current, known, err := r.Ledger.CurrentDelivery(ctx, t.dataset.ID, t.slot.Name())
	if err != nil {
		return err
	}
	if err := r.confirmed(ctx, t); err != nil {
		return err
	}
	handedIn := t.upload.ID != "" && t.upload.ID != current.Upload
	if known && current.Good() && !refetch && !handedIn {
		t.stored = true
		t.delivery, err = r.excusedNow(ctx, t, current)
		return err
	}
	version, err := r.Ledger.NextVersion(ctx, t.dataset.ID, t.slot.Name())
	if err != nil {
		return err
	}
	d := ledger.Delivery{Dataset: t.dataset.ID, Slot: t.slot.Name(), Version: version, Start: t.slot.Start, End: t.slot.End, Due: t.due, Pulled: r.Clock()}
	manifest, failure := r.freezeWithin(ctx, t, version)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if failure != nil {
		return r.undelivered(ctx, t, d, failure, current, known)
	}
	d.Upload = t.upload.ID
	err = r.delivered(ctx, t, d, manifest)
	if errors.Is(err, ledger.ErrNotConfirmed) { // withdrawn or corrected meanwhile
		if err := os.RemoveAll(snapshot.Dir(r.Workspace.VarDir(), t.dataset.ID, t.slot.Name(), version)); err != nil {
			return fmt.Errorf("snapshot of an upload that is not confirmed any more: %w", err)
		}
		return r.pull(ctx, t, refetch)
	}
	return err
}

// freeze opens the source and freezes its extract. A panic of a connector is a
// failure of the platform for this slot alone.
func (r *Runner) freeze(ctx context.Context, t *task, version int) (m snapshot.Manifest, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &connectors.Error{Class: connectors.Platform, Where: t.dataset.ID, Reason: connectors.Reason{Key: "reason.platform", English: fmt.Sprintf("the connector failed: %v", p)}}
		}
	}()
	source, err := r.source(t)
	if err != nil {
		return m, err
	}
	extract, err := source.Open(ctx, connectors.Request{
		Slot: connectors.Slot{Start: t.slot.Start, End: t.slot.End}, Dir: r.Workspace.Dir, Zone: r.Workspace.Zone, Alloc: memory.DefaultAllocator,
		Titles: Titles(t.dataset.Fields),
	})
	if err != nil {
		return m, err
	}
	dir := snapshot.Dir(r.Workspace.VarDir(), t.dataset.ID, t.slot.Name(), version)
	m, err = snapshot.Freeze(ctx, dir, extract, snapshot.About{Dataset: t.dataset.ID, Slot: t.slot.Name(), Version: version, Started: r.Clock(), Clock: r.Clock})
	if closing := extract.Close(); err == nil && closing != nil {
		return m, errors.Join(closing, os.RemoveAll(dir))
	}
	return m, err
}

// Titles are all names by which a header may call the declared fields.
func Titles(fields []rules.Field) []string {
	var titles []string
	for _, f := range fields {
		for _, title := range []string{f.Name, f.Title.ZhHans, f.Title.ZhHant, f.Title.En} {
			if title != "" && !slices.Contains(titles, title) {
				titles = append(titles, title)
			}
		}
	}
	return titles
}

// states says what becomes of a slot by the class of the failure.
var states = map[connectors.Class]string{
	connectors.Absent:      ledger.Missing,
	connectors.Unreadable:  ledger.Unreadable,
	connectors.SourceFault: ledger.SourceFailed,
	connectors.Platform:    ledger.PlatformFailed,
}

// undelivered records a failure, unless nothing was due yet, or the same failure
// is on record already.
func (r *Runner) undelivered(ctx context.Context, t *task, d ledger.Delivery, failure error, current ledger.Delivery, known bool) error {
	d.State = ledger.PlatformFailed
	d.Reason = rules.Note{Key: "reason.platform"}
	var e *connectors.Error
	if errors.As(failure, &e) {
		d.State = states[e.Class]
		d.Reason = rules.Note{Key: e.Reason.Key, Args: r.outward(e.Reason.Args)}
	}
	level := r.Log.Warn
	if d.State == ledger.PlatformFailed {
		level = r.Log.Error
	}
	if d.State == ledger.Missing {
		declared, err := r.nilReturn(ctx, t, &d)
		if err != nil {
			return err
		}
		if declared {
			return r.undeliveredAs(ctx, t, d, current, known)
		}
	}
	if d.State == ledger.Missing {
		if !t.dataset.Update.Scheduled() {
			t.unchanged = true
			return nil
		}
		if r.Clock().Before(t.due.Add(t.dataset.Update.Grace)) {
			t.unfinished = true
			return nil
		}
	}
	r.excuse(t, &d)
	if e != nil && e.Transient && t.dataset.Update.Scheduled() {
		until, err := r.Workspace.AcceptUntil(t.dataset, t.slot)
		if err != nil {
			return err
		}
		t.transient, t.until = true, until
	}
	level("no extract", "dataset", t.dataset.ID, "slot", t.slot.Name(), "state", d.State, "reason", r.told(failure))
	return r.undeliveredAs(ctx, t, d, current, known)
}

// undeliveredAs records a delivery without an extract, unless the one on record
// says the same.
func (r *Runner) undeliveredAs(ctx context.Context, t *task, d, current ledger.Delivery, known bool) error {
	if known {
		keep, err := r.keeps(t, current, d)
		if err != nil || keep {
			t.delivery, t.stored = current, true
			return err
		}
	}
	var err error
	t.delivery, err = r.Ledger.AddDelivery(ctx, d)
	return err
}

// keeps reports whether a failed pull leaves the delivery on record as it is: a
// good one always, a failed one while the failure is the same. After the end of
// acceptance the failure is recorded once more, for good.
func (r *Runner) keeps(t *task, current, failed ledger.Delivery) (bool, error) {
	if current.Good() {
		return true, nil
	}
	if current.State != failed.State || !sameNote(current.Reason, failed.Reason) {
		return false, nil
	}
	if !t.dataset.Update.Scheduled() {
		return true, nil
	}
	before, err := r.open(t.dataset, t.slot, current.Pulled)
	if err != nil {
		return false, err
	}
	now, err := r.open(t.dataset, t.slot, failed.Pulled)
	return before == now, err
}

func (r *Runner) outward(args []string) []string { return Outward(r.Workspace, args...) }

// Outward writes paths as the unit knows them: from the workspace's folder, or by
// the file's name. Where a share is mounted is the platform's affair, and may come
// from a variable that is never printed.
func Outward(w *workspace.Workspace, args ...string) []string {
	out := slices.Clone(args)
	for i, a := range out {
		if !filepath.IsAbs(a) {
			continue
		}
		out[i] = filepath.Base(a)
		if inside, err := filepath.Rel(w.Dir, a); err == nil && filepath.IsLocal(inside) {
			out[i] = filepath.ToSlash(inside)
		}
	}
	return out
}

// told is a failure as the log and the operator read it: in English, with paths
// as outward writes them.
func (r *Runner) told(failure error) string {
	var e *connectors.Error
	if !errors.As(failure, &e) {
		return failure.Error()
	}
	text := e.Error()
	for _, raw := range append(slices.Clone(e.Reason.Args), e.Where) {
		if filepath.IsAbs(raw) {
			text = strings.ReplaceAll(text, raw, r.outward([]string{raw})[0])
		}
	}
	return text
}

func sameNote(a, b rules.Note) bool {
	x, _ := json.Marshal(a) // a Note always marshals
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// delivered records a good delivery with its arrival and punctuality.
func (r *Runner) delivered(ctx context.Context, t *task, d ledger.Delivery, m snapshot.Manifest) error {
	dir := snapshot.Dir(r.Workspace.VarDir(), t.dataset.ID, t.slot.Name(), d.Version)
	if !t.dataset.Update.Scheduled() && t.upload.ID == "" {
		last, ok, err := r.Ledger.LastGood(ctx, t.dataset.ID, farFuture)
		if err != nil {
			return err
		}
		if ok && last.SHA256 == m.SHA256 && last.Slot != d.Slot {
			t.unchanged = true
			return os.RemoveAll(dir)
		}
	}
	arrived, origin, err := r.arrival(t, m, d.Pulled)
	if err != nil {
		r.Log.Error("arrival not readable", "dataset", t.dataset.ID, "slot", t.slot.Name(), "reason", err)
		d.State, d.Reason = ledger.PlatformFailed, rules.Note{Key: "reason.arrivals"}
		t.delivery, err = r.Ledger.AddDelivery(ctx, d)
		return errors.Join(err, os.RemoveAll(dir))
	}
	if d.Arrived, err = r.Ledger.RecordArrival(ctx, t.dataset.ID, t.slot.Name(), arrived, origin); err != nil {
		return err
	}
	d.Rows, d.Rejected, d.SHA256 = m.Rows, m.Rejected, m.SHA256
	d.ContentSHA256, d.StructureSHA256 = m.ContentSHA256, structure(m)
	for _, w := range m.Warnings {
		r.Log.Warn("extract read with a warning", "dataset", t.dataset.ID, "slot", t.slot.Name(), "reason", w.English, "count", w.Count, "at", strings.Join(w.Examples, "; "))
	}
	if d.Path, err = filepath.Rel(r.Workspace.VarDir(), dir); err != nil {
		return fmt.Errorf("path of snapshot %s: %w", dir, err)
	}
	if err := r.judgeArrival(t, &d); err != nil {
		return err
	}
	t.delivery, err = r.Ledger.AddDelivery(ctx, d)
	return err
}

// judgeArrival gives a delivery its state and credit. An extract that comes
// after acceptance has closed is late without credit; its quality still counts,
// as a correction's does.
func (r *Runner) judgeArrival(t *task, d *ledger.Delivery) error {
	if !t.dataset.Update.Scheduled() {
		d.State, d.Credit = ledger.Received, 1000
		return nil
	}
	state, credit, accepted, err := r.Workspace.Credit(t.dataset, t.slot, d.Arrived)
	if err != nil {
		return err
	}
	d.State, d.Credit = state, credit
	if state == ledger.OnTime {
		return nil
	}
	d.Reason = rules.Note{Key: "reason.delivery.late", Args: []string{r.clock(t.due), r.clock(d.Arrived)}}
	if !accepted {
		d.State, d.Credit = ledger.Late, 0
		d.Reason.Key = "reason.delivery.after_acceptance"
	}
	r.excuse(t, d)
	return nil
}

func (r *Runner) clock(t time.Time) string {
	return t.In(r.Workspace.Zone).Format("2006-01-02 15:04")
}
