package submission

import (
	"context"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// Confirm makes an upload the official delivery of its slot and gives the receipt.
// An earlier confirmed one is superseded, which after the slot was delivered is a
// correction (更正报送): it replaces quality and keeps punctuality. Confirming twice
// gives the same receipt.
func (d *Desk) Confirm(ctx context.Context, who Actor, id string) (Receipt, error) {
	u, err := d.Upload(ctx, who, id)
	if err != nil {
		return Receipt{}, err
	}
	set, err := d.dataset(who, u.Dataset)
	if err != nil {
		return Receipt{}, err
	}
	s, err := d.slot(ctx, set, u.Slot)
	if err != nil {
		return Receipt{}, err
	}
	if u.State == ledger.UploadConfirmed {
		return d.givenBefore(ctx, id)
	}
	_, receipt, err := d.step(ctx, who, id, actConfirm, func(c *ledger.Change) error {
		if d.secondPerson(u.Unit) && c.Upload.State != ledger.UploadApproved {
			return refuse("submission.needs_review")
		}
		return d.confirm(c, who, set, s)
	})
	if err != nil {
		return Receipt{}, err
	}
	return *receipt, nil
}

func (d *Desk) givenBefore(ctx context.Context, id string) (Receipt, error) {
	r, ok, err := d.Ledger.ReceiptOf(ctx, id)
	if err == nil && !ok {
		err = ErrUnknown
	}
	return r, err
}

// confirm fills in a confirmation and its receipt.
func (d *Desk) confirm(c *ledger.Change, who Actor, set *workspace.Dataset, s workspace.Slot) error {
	now := d.Clock()
	arrived, kind := now, ledger.ReceiptDelivery
	for i := range c.Facts.Uploads {
		other := &c.Facts.Uploads[i]
		if other.State == ledger.UploadConfirmed && other.Seq > c.Upload.Seq {
			return refuse("submission.newer_confirmed")
		}
		switch other.State {
		case ledger.UploadConfirmed, ledger.UploadSuperseded:
			kind = ledger.ReceiptCorrection
			if !other.Confirmed.IsZero() && other.Confirmed.Before(arrived) {
				arrived = other.Confirmed
			}
			other.State = ledger.UploadSuperseded
		}
	}
	if f := c.Facts.Delivery; f != nil && f.Good() {
		kind = ledger.ReceiptCorrection
		arrived = f.Arrived
	}
	c.Upload.Confirmed, c.Upload.ConfirmedBy = now, who.Name
	r, err := d.receipt(who, set, s, now, arrived)
	if err != nil {
		return err
	}
	u := c.Upload
	r.Kind, r.Upload, r.Reviewer, r.Filename, r.Bytes, r.SHA256 = kind, u.ID, u.ReviewedBy, u.Filename, u.Bytes, u.SHA256
	r.Rows, r.Failed, r.Score = u.Rows, u.Failed, u.Score
	c.Receipt = &r
	return nil
}

// receipt is what every receipt tells; arrived decides on its punctuality.
func (d *Desk) receipt(who Actor, set *workspace.Dataset, s workspace.Slot, now, arrived time.Time) (Receipt, error) {
	r := Receipt{Unit: set.Unit, Dataset: set.ID, Slot: s.Name(), SlotEnd: s.End, Given: now, GivenTo: who.Name, Title: who.Title, State: ledger.Received}
	if !set.Update.Scheduled() {
		return r, nil
	}
	var err error
	if r.Due, err = d.deadline(set, s); err != nil {
		return r, err
	}
	r.State, _, _, err = d.Workspace().Credit(set, s, arrived)
	return r, err
}

// NilReturn declares that a slot has nothing to report (零报告).
func (d *Desk) NilReturn(ctx context.Context, who Actor, dataset, slot, reason string) (Receipt, error) {
	set, err := d.dataset(who, dataset)
	if err != nil {
		return Receipt{}, err
	}
	if !set.Update.Scheduled() {
		return Receipt{}, refuse("submission.nil_cycle")
	}
	s, err := d.slot(ctx, set, slot)
	if err != nil {
		return Receipt{}, err
	}
	if reason, err = remark(reason); err != nil {
		return Receipt{}, err
	}
	now := d.Clock()
	r, err := d.receipt(who, set, s, now, now)
	if err != nil {
		return Receipt{}, err
	}
	r.Kind, r.Reason = ledger.ReceiptNil, reason
	n := ledger.NilReturn{Dataset: set.ID, Slot: s.Name(), Unit: set.Unit, Declared: now, By: who.Name, Reason: reason}
	record := d.audited(who, Upload{Unit: set.Unit, Dataset: set.ID, Slot: s.Name()}, "nil_return.declare", reason)
	record.Object = set.ID + " " + s.Name()
	return d.Ledger.DeclareNil(ctx, n, r, record, func(f ledger.SlotFacts) error { return d.nothingYet(set, s, f) })
}

// nothingYet refuses a nil return for a slot that has data, or one already.
func (d *Desk) nothingYet(set *workspace.Dataset, s workspace.Slot, f ledger.SlotFacts) error {
	_, filed := d.Workspace().NilReturnFor(set.ID, s.Name())
	taken := filed || f.Nil != nil || f.Delivery != nil && f.Delivery.Good()
	for _, u := range f.Uploads {
		taken = taken || u.State == ledger.UploadConfirmed
	}
	if taken {
		return refuse("submission.nil_delivered")
	}
	return nil
}
