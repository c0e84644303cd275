package submission

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cdoscore/pipeline/ledger"
)

// The actions on an upload.
const (
	actSubmit   = "upload.submit"
	actApprove  = "upload.approve"
	actReject   = "upload.reject"
	actConfirm  = "upload.confirm"
	actWithdraw = "upload.withdraw"
)

// steps says in which states an action may be taken, and the state that it leads
// to. What else must hold stands with each action.
var steps = map[string]struct {
	from []string
	to   string
}{
	actSubmit:   {[]string{ledger.UploadChecked}, ledger.UploadSubmitted},
	actApprove:  {[]string{ledger.UploadSubmitted}, ledger.UploadApproved},
	actReject:   {[]string{ledger.UploadSubmitted}, ledger.UploadRejected},
	actConfirm:  {[]string{ledger.UploadChecked, ledger.UploadApproved}, ledger.UploadConfirmed},
	actWithdraw: {[]string{ledger.UploadReceived, ledger.UploadChecking, ledger.UploadChecked, ledger.UploadSubmitted, ledger.UploadApproved, ledger.UploadConfirmed}, ledger.UploadWithdrawn},
}

// maxRemark is how many characters a person may write.
const maxRemark = 500

// Submit hands a checked upload to the second person, where the unit wants one.
func (d *Desk) Submit(ctx context.Context, who Actor, id string) (Upload, error) {
	u, _, err := d.step(ctx, who, id, actSubmit, func(c *ledger.Change) error {
		if !d.secondPerson(c.Upload.Unit) {
			return refuse("submission.no_review")
		}
		c.Upload.Submitted, c.Upload.SubmittedBy = d.Clock(), who.Name
		return nil
	})
	return u, err
}

// Approve is the second person's consent; whoever uploaded or submitted is refused.
func (d *Desk) Approve(ctx context.Context, who Actor, id string) (Upload, error) {
	u, _, err := d.step(ctx, who, id, actApprove, func(c *ledger.Change) error { return d.review(c, who) })
	return u, err
}

// Reject is the second person's refusal, with a reason.
func (d *Desk) Reject(ctx context.Context, who Actor, id, reason string) (Upload, error) {
	reason, err := remark(reason)
	if err != nil {
		return Upload{}, err
	}
	u, _, err := d.step(ctx, who, id, actReject, func(c *ledger.Change) error {
		c.Upload.Remark = reason
		return d.review(c, who)
	})
	return u, err
}

func (d *Desk) review(c *ledger.Change, who Actor) error {
	if who.Name == c.Upload.ReceivedBy || who.Name == c.Upload.SubmittedBy {
		return refuse("submission.same_person")
	}
	c.Upload.Reviewed, c.Upload.ReviewedBy = d.Clock(), who.Name
	return nil
}

// Withdraw takes back an upload that is not confirmed; a confirmed one only before
// the deadline and before its slot was scored, together with what it superseded.
func (d *Desk) Withdraw(ctx context.Context, who Actor, id, reason string) (Upload, error) {
	reason, err := remark(reason)
	if err != nil {
		return Upload{}, err
	}
	u, _, err := d.step(ctx, who, id, actWithdraw, func(c *ledger.Change) error {
		if c.Upload.State == ledger.UploadConfirmed {
			if err := d.withdrawable(c); err != nil {
				return err
			}
			for i := range c.Facts.Uploads {
				if other := &c.Facts.Uploads[i]; other.State == ledger.UploadSuperseded {
					d.takeBack(other, who, reason)
				}
			}
		}
		d.takeBack(&c.Upload, who, reason)
		return nil
	})
	return u, err
}

func (d *Desk) takeBack(u *Upload, who Actor, reason string) {
	u.State, u.Remark, u.Withdrawn, u.WithdrawnBy = ledger.UploadWithdrawn, reason, d.Clock(), who.Name
}

// withdrawable refuses to take back what was delivered for good. A dataset without
// a cycle has no deadline: there only what was read counts.
func (d *Desk) withdrawable(c *ledger.Change) error {
	if c.Facts.Scored || c.Facts.Delivery != nil {
		return refuse("submission.withdraw_scored")
	}
	set := d.Workspace().Dataset(c.Upload.Dataset)
	if set == nil || !set.Update.Scheduled() {
		return nil
	}
	s, err := set.Update.Named(c.Upload.Slot, d.Workspace().Zone)
	if err != nil {
		return err
	}
	due, err := d.deadline(set, s)
	if err == nil && !d.Clock().Before(due) {
		err = refuse("submission.withdraw_due", due.Format("2006-01-02 15:04"))
	}
	return err
}

// step carries out one action on an upload of the actor's unit. An action that was
// done already, and led to the state that it is in, is refused like any other that
// does not fit the state.
func (d *Desk) step(ctx context.Context, who Actor, id, action string, do func(c *ledger.Change) error) (Upload, *Receipt, error) {
	u, receipt, err := d.Ledger.ChangeUpload(ctx, id, func(c *ledger.Change) error {
		if who.Unit == "" || c.Upload.Unit != who.Unit {
			return ErrUnknown
		}
		was := c.Upload.State
		if !slices.Contains(steps[action].from, was) {
			return wrongState(was)
		}
		if err := do(c); err != nil {
			return err
		}
		c.Upload.State = steps[action].to
		c.Audit = d.audited(who, c.Upload, action, strings.TrimSpace(was+" "+c.Upload.Remark))
		return nil
	})
	if errors.Is(err, ledger.ErrNoUpload) {
		err = ErrUnknown
	}
	return u, receipt, err
}

// wrongState tells the state; its argument is the key of a text, state.upload.….
func wrongState(state string) error {
	switch state {
	case ledger.UploadReceived, ledger.UploadChecking:
		return refuse("submission.not_ready")
	}
	return refuse("submission.state." + state)
}

func (d *Desk) secondPerson(unit string) bool {
	u := d.Workspace().Unit(unit)
	return u != nil && u.SecondPerson
}

// remark reads what a person must write.
func remark(text string) (string, error) {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "�"))
	if text == "" || utf8.RuneCountInString(text) > maxRemark {
		return "", refuse("submission.reason", strconv.Itoa(maxRemark))
	}
	return text, nil
}
