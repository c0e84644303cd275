package pipeline

import (
	"context"
	"fmt"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/snapshot"
)

// leave is how long a source that was told to end may take to do so.
const leave = 10 * time.Second

// freezeWithin is freeze within the dataset's time limit. A source that hangs is a
// failure of the source for this slot alone; one that also ignores the end of its
// context is left behind, and whatever comes of it is thrown away.
func (r *Runner) freezeWithin(ctx context.Context, t *task, version int) (snapshot.Manifest, error) {
	type frozen struct {
		manifest snapshot.Manifest
		err      error
	}
	limited, cancel := context.WithTimeout(ctx, t.dataset.Timeout)
	defer cancel()
	done := make(chan frozen, 1)
	go func() {
		m, err := r.freeze(limited, t, version)
		done <- frozen{m, err}
	}()
	select {
	case f := <-done:
		return f.manifest, r.hung(ctx, limited, t, f.err)
	case <-limited.Done():
	}
	wait := time.NewTimer(leave)
	defer wait.Stop()
	select {
	case f := <-done:
		return f.manifest, r.hung(ctx, limited, t, f.err)
	case <-wait.C:
		r.Log.Error("the source ignores that it was told to end, and is left behind", "dataset", t.dataset.ID, "slot", t.slot.Name())
		return snapshot.Manifest{}, r.hung(ctx, limited, t, limited.Err())
	}
}

// hung makes the end of the time limit, and of nothing else, a failure of the
// source that may pass.
func (r *Runner) hung(ctx, limited context.Context, t *task, err error) error {
	if err == nil || ctx.Err() != nil || limited.Err() == nil {
		return err
	}
	limit := t.dataset.Timeout.String()
	return &connectors.Error{
		Class: connectors.SourceFault, Transient: true, Where: t.dataset.ID, Err: err,
		Reason: connectors.Reason{Key: "reason.pull_limit", Args: []string{limit}, English: fmt.Sprintf("the source did not answer in full within %s", limit)},
	}
}
