package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// excuse turns a delivery that failed its unit's punctuality into an excused one
// where a declared outage touches the time between the slot's end and the end of
// grace: then nothing of it is assessed (semantics, Delivery).
func (r *Runner) excuse(t *task, d *ledger.Delivery) {
	switch d.State {
	case ledger.Late, ledger.Missing, ledger.Unreadable, ledger.SourceFailed:
	default:
		return
	}
	if o, ok := r.outage(t); ok {
		d.State, d.Credit, d.Reason = ledger.Excused, 0, rules.Note{Key: "reason.excused", Args: []string{o.Reason}}
	}
}

func (r *Runner) outage(t *task) (workspace.Outage, bool) {
	if t.due.IsZero() {
		return workspace.Outage{}, false
	}
	return r.Workspace.OutageFor(t.dataset, t.slot.End, t.due.Add(t.dataset.Update.Grace))
}

// excusedNow brings a stored delivery in line with the outages declared since: a
// late one that an outage excuses, or one that none excuses any more, is recorded
// as the slot's next version, of the same snapshot.
func (r *Runner) excusedNow(ctx context.Context, t *task, current ledger.Delivery) (ledger.Delivery, error) {
	_, excused := r.outage(t)
	if excused == (current.State == ledger.Excused) || !excused && current.State != ledger.Excused || excused && current.State != ledger.Late {
		return current, nil
	}
	next := current
	next.ID = 0
	var err error
	if next.Version, err = r.Ledger.NextVersion(ctx, t.dataset.ID, t.slot.Name()); err != nil {
		return current, err
	}
	next.Reason = rules.Note{}
	if err := r.judgeArrival(t, &next); err != nil {
		return current, err
	}
	return r.Ledger.AddDelivery(ctx, next)
}

// nilReturn makes a slot without an extract what its officer declared: a nil
// return, on time or late by when it was declared. False: none was declared.
func (r *Runner) nilReturn(ctx context.Context, t *task, d *ledger.Delivery) (bool, error) {
	if !t.dataset.Update.Scheduled() {
		return false, nil
	}
	declared, ok, err := r.nilDeclared(ctx, t)
	if err != nil || !ok {
		return false, err
	}
	d.Arrived = declared
	if err := r.judgeArrival(t, d); err != nil {
		return false, err
	}
	if d.State == ledger.OnTime {
		d.Reason = rules.Note{Key: "reason.nil_return"}
	}
	return true, nil
}

// structure names the columns of a snapshot in their order.
func structure(m snapshot.Manifest) string {
	names := make([]string, len(m.Columns))
	for i, c := range m.Columns {
		names[i] = c.Name
	}
	text, _ := json.Marshal(names) // texts always marshal
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
