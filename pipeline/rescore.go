package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// Rescored is what came of scoring slots again without publishing anything.
type Rescored struct {
	Equal int // slots whose every count and score came out as published
	// Differing says of each other slot, as a sentence, what came out otherwise.
	Differing []string
	// Otherwise counts slots that differ, but were scored by another configuration or
	// version of the program; Gone those whose snapshots are not there.
	Otherwise int
	Gone      int
}

// Rescore scores the slots chosen again, from the snapshots and bindings on record,
// and compares each with what counts for it. It asks no source and writes nothing.
func (r *Runner) Rescore(ctx context.Context, f ledger.Filter) (Rescored, error) {
	var out Rescored
	current, err := r.Ledger.CurrentResults(ctx, f)
	if err != nil {
		return out, err
	}
	published := map[string]map[string][]ledger.Row{} // by run, by slot
	r.Progress.Stage("score", len(current))
	defer r.Progress.Done()
	for _, s := range current {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if published[s.RunID] == nil {
			if published[s.RunID], err = r.publishedRows(s.RunID); err != nil {
				return out, err
			}
		}
		if err := r.rescore(ctx, s, published[s.RunID][s.Dataset+" "+s.Slot], &out); err != nil {
			return out, fmt.Errorf("score %s, slot %s, again: %w", s.Dataset, s.Slot, err)
		}
		r.Progress.Step()
	}
	return out, nil
}

func (r *Runner) publishedRows(run string) (map[string][]ledger.Row, error) {
	rows, err := ledger.ReadResults(r.Ledger.ResultsPath(run))
	if err != nil {
		return nil, err
	}
	out := map[string][]ledger.Row{}
	for _, row := range rows {
		key := row.Dataset + " " + row.Slot
		out[key] = append(out[key], row)
	}
	return out, nil
}

func (r *Runner) rescore(ctx context.Context, s ledger.SlotResult, published []ledger.Row, out *Rescored) error {
	run, err := r.Ledger.RunByID(ctx, s.RunID)
	if err != nil {
		return err
	}
	same := run.ConfigHash == r.Workspace.ConfigHash && run.DatedHash == r.Workspace.DatedHash() && run.CodeVersion == r.CodeVersion
	t, err := r.onRecord(ctx, s)
	if err != nil {
		return err
	}
	if t == nil { // the dataset is no longer configured
		out.Otherwise++
		return nil
	}
	switch err := r.score(ctx, t); {
	case errors.Is(err, snapshot.ErrDeleted), errors.Is(err, fs.ErrNotExist):
		out.Gone++
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		out.Differing = append(out.Differing, fmt.Sprintf("%s, slot %s: %v", s.Dataset, s.Slot, err))
		return nil
	}
	t.result = score.Dataset(r.Workspace.Indicators.Model(), Items(t.dataset.Rules, t.outcomes, t.groups, t.slot.End))
	difference := firstDifference(published, resultRows(t))
	switch {
	case difference == "":
		out.Equal++
	case same && !failedThen(published):
		out.Differing = append(out.Differing, fmt.Sprintf("%s, slot %s, run %s: %s", s.Dataset, s.Slot, s.RunID, difference))
	default:
		out.Otherwise++
	}
	return nil
}

// failedThen reports whether the platform failed to score the slot when it was
// published: it need not fail again.
func failedThen(published []ledger.Row) bool {
	return slices.ContainsFunc(published, func(row ledger.Row) bool { return strings.Contains(row.Note, `"reason.platform"`) })
}

// onRecord makes a slot's task from what the ledger holds; nil where its dataset is
// not configured any more.
func (r *Runner) onRecord(ctx context.Context, s ledger.SlotResult) (*task, error) {
	d := r.Workspace.Dataset(s.Dataset)
	if d == nil {
		return nil, nil
	}
	t := &task{dataset: d, slot: workspace.Slot{Start: s.Start.In(r.Workspace.Zone), End: s.End.In(r.Workspace.Zone)}, stored: true}
	var err error
	if t.delivery, err = r.Ledger.Delivery(ctx, s.DeliveryID); err != nil {
		return nil, err
	}
	t.due = t.delivery.Due
	if t.bindings, err = r.Ledger.Bindings(ctx, s.Dataset, s.Slot); err != nil {
		return nil, err
	}
	t.earlier, err = r.Ledger.EarlierOf(ctx, s.Dataset, s.Slot)
	return t, err
}

// firstDifference names a row that is in one list only; "" where both hold the
// same.
func firstDifference(published, again []ledger.Row) string {
	texts := func(rows []ledger.Row) []string {
		var out []string
		for _, row := range rows {
			out = append(out, jsonText(row))
		}
		slices.Sort(out)
		return out
	}
	a, b := texts(published), texts(again)
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a) || i < len(b) && b[i] < a[i]:
			return "scored again there is also " + short(b[i])
		case i >= len(b) || a[i] < b[i]:
			return "published there is also " + short(a[i])
		}
	}
	return ""
}

// short leaves out what does not apply to a row.
func short(row string) string {
	var kept []string
	for _, part := range strings.Split(strings.Trim(row, "{}"), ",") {
		if !strings.HasSuffix(part, `:""`) && !strings.HasSuffix(part, ":null") && !strings.HasSuffix(part, ":0") {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ",")
}
