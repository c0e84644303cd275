package submission

import (
	"context"
	"fmt"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// Due lists a unit's datasets with the state of their current slots, in the order
// of the workspace.
func (d *Desk) Due(ctx context.Context, unit string) ([]DueDataset, error) {
	scores, err := d.lastScores(ctx, unit)
	if err != nil {
		return nil, err
	}
	var out []DueDataset
	for _, set := range d.Workspace().Datasets {
		if set.Unit != unit {
			continue
		}
		x, err := d.dueSlot(ctx, set, d.current(set))
		if err != nil {
			return nil, fmt.Errorf("state of %s: %w", set.ID, err)
		}
		if last, ok := scores[set.ID]; ok {
			x.Score, x.ScoredSlot = last.points, last.slot
		}
		out = append(out, x)
	}
	return out, nil
}

// Slots lists the slots of a dataset for which an upload would be taken now, newest
// first: for the choice on the upload page. At most limit of them.
func (d *Desk) Slots(ctx context.Context, who Actor, dataset string, limit int) ([]DueDataset, error) {
	set, err := d.dataset(who, dataset)
	if err != nil {
		return nil, err
	}
	var out []DueDataset
	s := d.current(set)
	for range limit {
		x, err := d.dueSlot(ctx, set, s)
		if err != nil {
			return nil, fmt.Errorf("slots of %s: %w", set.ID, err)
		}
		if !x.Uploadable {
			break
		}
		out = append(out, x)
		before := s.Start.AddDate(0, 0, -1)
		next, ok := set.Update.Covering(before)
		if !ok {
			next = workspace.DaySlot(before)
		}
		s = next
	}
	return out, nil
}

// dueSlot tells how a slot stands.
func (d *Desk) dueSlot(ctx context.Context, set *workspace.Dataset, s workspace.Slot) (DueDataset, error) {
	x := DueDataset{Dataset: set, Slot: s}
	var err error
	if set.Update.Scheduled() {
		if x.Due, err = d.Workspace().Due(set, s); err != nil {
			return x, err
		}
		if x.AcceptUntil, err = d.Workspace().AcceptUntil(set, s); err != nil {
			return x, err
		}
	}
	uploads, err := d.Ledger.UploadsOfSlot(ctx, set.ID, s.Name())
	if err != nil {
		return x, err
	}
	for i := range uploads {
		if x.Last == nil {
			x.Last = &uploads[i]
		}
		if uploads[i].State == ledger.UploadConfirmed {
			x.Confirmed = &uploads[i]
		}
	}
	delivery, delivered, err := d.Ledger.CurrentDelivery(ctx, set.ID, s.Name())
	if err != nil {
		return x, err
	}
	declared, err := d.declaredNil(ctx, set, s)
	if err != nil {
		return x, err
	}
	x.State = d.stateOf(x, delivery, delivered, declared)
	x.Uploadable, err = d.wouldTake(ctx, set, s)
	x.NilAllowed = x.Uploadable && set.Update.Scheduled() && !declared && x.Confirmed == nil && !delivery.Good()
	return x, err
}

// underWay are the states of an upload that say more than what the night found.
var underWay = map[string]bool{
	ledger.UploadReceived: true, ledger.UploadChecking: true, ledger.UploadChecked: true,
	ledger.UploadSubmitted: true, ledger.UploadApproved: true,
}

func (d *Desk) stateOf(x DueDataset, delivery ledger.Delivery, delivered, declared bool) string {
	switch {
	case x.Last != nil && underWay[x.Last.State]:
		return x.Last.State
	case x.Confirmed != nil && delivery.Upload != x.Confirmed.ID:
		return ledger.UploadConfirmed // not read yet
	case delivered && delivery.Good():
		return delivery.State
	case declared:
		return StateNilReturn
	case delivered:
		return delivery.State
	case !x.Due.IsZero() && d.Clock().After(x.Due.Add(x.Dataset.Update.Grace)):
		return StateOverdue
	}
	return StatePending
}

func (d *Desk) declaredNil(ctx context.Context, set *workspace.Dataset, s workspace.Slot) (bool, error) {
	if _, filed := d.Workspace().NilReturnFor(set.ID, s.Name()); filed {
		return true, nil
	}
	_, ok, err := d.Ledger.NilReturnOf(ctx, set.ID, s.Name())
	return ok, err
}

// wouldTake reports whether an upload for a slot would be taken.
func (d *Desk) wouldTake(ctx context.Context, set *workspace.Dataset, s workspace.Slot) (bool, error) {
	err := d.takes(ctx, set, s)
	if _, refused := err.(*Refusal); refused {
		return false, nil
	}
	return err == nil, err
}

// scored is a dataset's figure of its newest scored slot.
type scored struct {
	slot   string
	points *float64 // nil: not assessed
}

// lastScores reads the newest scores of a unit's datasets, by dataset.
func (d *Desk) lastScores(ctx context.Context, unit string) (map[string]scored, error) {
	var ids []string
	for _, set := range d.Workspace().Datasets {
		if set.Unit == unit {
			ids = append(ids, set.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	current, err := d.Ledger.CurrentResults(ctx, ledger.Filter{Datasets: ids})
	if err != nil {
		return nil, err
	}
	newest := map[string]ledger.SlotResult{}
	for _, c := range current { // by dataset and slot
		newest[c.Dataset] = c
	}
	byRun := map[string][]string{}
	for id, c := range newest {
		byRun[c.RunID] = append(byRun[c.RunID], id)
	}
	out := map[string]scored{}
	for run, held := range byRun {
		rows, err := d.Engine.Results(ctx, []string{d.Ledger.ResultsPath(run)}, ledger.ResultFilter{Records: []string{ledger.ScoreRecord}, Datasets: held})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Kind == "dataset" && newest[r.Dataset].Slot == r.Slot {
				out[r.Dataset] = scored{r.Slot, points(r.Score)}
			}
		}
	}
	return out, nil
}

func points(millionths *int64) *float64 {
	if millionths == nil {
		return nil
	}
	p := float64(*millionths) / 1e6
	return &p
}
