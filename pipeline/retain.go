package pipeline

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
)

// retain removes snapshots past their time, but never the newest good one of a
// dataset, which rules of other datasets may still be bound to, and none that an appeal
// or an open cycle needs (semantics, Words: snapshot).
func (r *Runner) retain(ctx context.Context) (int, error) {
	now := r.Clock()
	cutoff := now.Add(-r.Workspace.Retain)
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
	needed, err := r.needed(ctx, cutoff)
	if err != nil {
		return 0, err
	}
	deleted, kept := 0, 0
	keep := func(dataset, slot string, version int) bool {
		path, err := filepath.Rel(r.Workspace.VarDir(), snapshot.Dir(r.Workspace.VarDir(), dataset, slot, version))
		if err != nil || newest[path] {
			return true
		}
		if needed[path] {
			kept++
		}
		return needed[path]
	}
	err = snapshot.Retain(r.Workspace.VarDir(), snapshot.Retention{Cutoff: cutoff, Now: now, Keep: keep, Log: func(d snapshot.Deletion) {
		deleted++
		r.Log.Info("snapshot deleted", "dataset", d.Dataset, "slot", d.Slot, "version", d.Version)
	}})
	if kept > 0 {
		r.Log.Info("snapshots kept beyond their time for appeals and open cycles", "snapshots", kept)
	}
	return deleted, err
}

// needed are the snapshots, by path, that the slots rest on which an open cycle or an
// appeal that has not ended is about.
func (r *Runner) needed(ctx context.Context, cutoff time.Time) (map[string]bool, error) {
	filters, err := r.openCycles(ctx, cutoff)
	if err != nil {
		return nil, err
	}
	appeals, err := r.Ledger.Appeals(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, a := range appeals {
		if appeal.Ended(a) {
			continue
		}
		f, err := r.appealed(ctx, a)
		if err != nil {
			return nil, err
		}
		filters = append(filters, f)
	}
	paths := map[string]bool{}
	for _, f := range filters {
		if err := r.Ledger.RestingOn(ctx, f, paths); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// appealed are the slots of the line that an appeal is about: one, those of a longer
// period, or of a cycle that is not declared any more all of the dataset's.
func (r *Runner) appealed(ctx context.Context, a ledger.Appeal) (ledger.Filter, error) {
	f := ledger.Filter{Datasets: []string{a.Dataset}}
	if p, err := r.Workspace.Period(a.Slot); err == nil {
		f.From, f.To = p.From, p.To
		return f, nil
	}
	d, ok, err := r.Ledger.CurrentDelivery(ctx, a.Dataset, a.Slot)
	if ok {
		f.From, f.To = d.LastDay(), d.LastDay()
	}
	return f, err
}

// openCycles are the days of the cycles that are under evaluation, and of those that
// were frozen for one that is still to be opened. One that was not opened within the
// time of snapshots after its last day is not waited for.
func (r *Runner) openCycles(ctx context.Context, cutoff time.Time) ([]ledger.Filter, error) {
	frozen, err := r.Ledger.Cycles(ctx)
	if err != nil {
		return nil, err
	}
	opened, err := r.Ledger.EvaluationCycles(ctx)
	if err != nil {
		return nil, err
	}
	days := map[string]ledger.Filter{} // by the cycle's name
	for _, c := range frozen {
		if s, ok := days[c.Name]; ok {
			c.From, c.To = min(s.From, c.From), max(s.To, c.To)
		}
		if slices.Contains(opened, c.Name) || c.To >= cutoff.In(r.Workspace.Zone).Format(time.DateOnly) {
			days[c.Name] = ledger.Filter{From: c.From, To: c.To}
		}
	}
	for _, name := range opened {
		states, err := r.Ledger.EvaluationStates(ctx, name)
		if err != nil {
			return nil, err
		}
		if !evaluation.Open(states) {
			delete(days, name)
		} else if c, ok := r.Workspace.Cycle(name); ok {
			days[name] = ledger.Filter{From: c.From, To: c.To}
		}
	}
	return slices.Collect(maps.Values(days)), nil
}
