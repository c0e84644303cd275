package submission

import (
	"context"
	"errors"
	"io"
)

var errOpen = errors.New("open")

// Open sweeps what a stopped process left (files without a record, records without
// a file, checks that were at work) and begins to check what waits.
func (d *Desk) Open(ctx context.Context) error { return errOpen }

// Close takes no more uploads, waits for the checks at work as long as
// Limits.CloseMargin and then ends them; they begin anew at the next Open.
func (d *Desk) Close() error { return errOpen }

// Due lists a unit's datasets with the state of their current slots, in the order
// of the workspace.
func (d *Desk) Due(ctx context.Context, unit string) ([]DueDataset, error) { return nil, errOpen }

// Slots lists the slots of a dataset for which an upload would be taken now, newest
// first: for the choice on the upload page. At most limit of them.
func (d *Desk) Slots(ctx context.Context, who Actor, dataset string, limit int) ([]DueDataset, error) {
	return nil, errOpen
}

// Receive stores a file under a generated name while it counts, hashes and looks
// into it, and queues its check. The error is a *Refusal where the file is none
// that the desk takes; a refused file is not kept, but the attempt is on record.
func (d *Desk) Receive(ctx context.Context, who Actor, dataset, slot, filename string, body io.Reader) (Upload, error) {
	return Upload{}, errOpen
}

// Wait returns an upload as soon as its check has ended, or as it is when ctx ends.
func (d *Desk) Wait(ctx context.Context, who Actor, id string) (Upload, error) {
	return Upload{}, errOpen
}

// Upload returns one upload of the actor's unit; otherwise ErrUnknown.
func (d *Desk) Upload(ctx context.Context, who Actor, id string) (Upload, error) {
	return Upload{}, errOpen
}

// Uploads lists a unit's uploads, newest first; dataset "" means all.
func (d *Desk) Uploads(ctx context.Context, unit, dataset string) ([]Upload, error) {
	return nil, errOpen
}

// Result is what the check of an upload found. A *Refusal where it is not done.
func (d *Desk) Result(ctx context.Context, who Actor, id string) (CheckResult, error) {
	return CheckResult{}, errOpen
}

// Submit hands a checked upload to the second person, where the unit wants one.
func (d *Desk) Submit(ctx context.Context, who Actor, id string) (Upload, error) {
	return Upload{}, errOpen
}

// Approve is the second person's consent; whoever uploaded or submitted is refused.
func (d *Desk) Approve(ctx context.Context, who Actor, id string) (Upload, error) {
	return Upload{}, errOpen
}

// Reject is the second person's refusal, with a reason.
func (d *Desk) Reject(ctx context.Context, who Actor, id, reason string) (Upload, error) {
	return Upload{}, errOpen
}

// Confirm makes an upload the official delivery of its slot and gives the receipt.
// An earlier confirmed one is superseded. Confirming twice gives the same receipt.
func (d *Desk) Confirm(ctx context.Context, who Actor, id string) (Receipt, error) {
	return Receipt{}, errOpen
}

// Withdraw takes back an upload that is not confirmed; a confirmed one only before
// the deadline and before its slot was scored, together with what it superseded.
func (d *Desk) Withdraw(ctx context.Context, who Actor, id, reason string) (Upload, error) {
	return Upload{}, errOpen
}

// NilReturn declares that a slot has nothing to report (零报告).
func (d *Desk) NilReturn(ctx context.Context, who Actor, dataset, slot, reason string) (Receipt, error) {
	return Receipt{}, errOpen
}

// Receipt returns a receipt of the actor's unit; otherwise ErrUnknown.
func (d *Desk) Receipt(ctx context.Context, who Actor, number string) (Receipt, error) {
	return Receipt{}, errOpen
}

// Returned is the path of the workbook with the marked faults, for the caller to
// send and not to change, and the name under which to send it. It is audited.
func (d *Desk) Returned(ctx context.Context, who Actor, id string) (path, downloadName string, err error) {
	return "", "", errOpen
}

// Original is Returned for the file as it was uploaded.
func (d *Desk) Original(ctx context.Context, who Actor, id string) (path, downloadName string, err error) {
	return "", "", errOpen
}

// Export writes all failing rows (rule, row, field, value) of any of the unit's
// datasets, unmasked, with a watermark. It is audited before the first byte.
// Format is "csv" or "xlsx"; slot "" is the newest that was scored.
func (d *Desk) Export(ctx context.Context, who Actor, dataset, slot, format string, w io.Writer) error {
	return errOpen
}

// History is everything that happened to a unit's dataset, newest first.
func (d *Desk) History(ctx context.Context, unit, dataset string) ([]Event, error) {
	return nil, errOpen
}
