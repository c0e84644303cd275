package pipeline

import (
	"context"
	"path/filepath"

	"cdoscore/pipeline/snapshot"
)

// retain removes snapshots past their time, but never the newest good one of a
// dataset, which rules of other datasets may still be bound to.
func (r *Runner) retain(ctx context.Context) (int, error) {
	newest := map[string]bool{} // by path
	for _, d := range r.Workspace.Datasets {
		last, ok, err := r.Ledger.LastGood(ctx, d.ID, farFuture)
		if err != nil {
			return 0, err
		}
		if ok {
			newest[last.Path] = true
		}
	}
	now := r.Clock()
	deleted := 0
	keep := func(dataset, slot string, version int) bool {
		path, err := filepath.Rel(r.Workspace.VarDir(), snapshot.Dir(r.Workspace.VarDir(), dataset, slot, version))
		return err != nil || newest[path]
	}
	err := snapshot.Retain(r.Workspace.VarDir(), snapshot.Retention{Cutoff: now.Add(-r.Workspace.Retain), Now: now, Keep: keep, Log: func(d snapshot.Deletion) {
		deleted++
		r.Log.Info("snapshot deleted", "dataset", d.Dataset, "slot", d.Slot, "version", d.Version)
	}})
	return deleted, err
}
