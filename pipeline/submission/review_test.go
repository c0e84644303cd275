package submission_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/rules"
)

// reach brings a fresh upload of wang into a state.
func (o *office) reach(state string) submission.Upload {
	o.t.Helper()
	ctx := context.Background()
	must := func(_ any, err error) {
		o.t.Helper()
		if err != nil {
			o.t.Fatalf("reach %s: %v", state, err)
		}
	}
	const slot = "2026-03-09"
	switch state {
	case ledger.UploadReceived, ledger.UploadChecking:
		// One check more than there are hands keeps the last upload waiting.
		o.worker.mu.Lock()
		o.worker.hold = make(chan struct{})
		o.worker.mu.Unlock()
		var u submission.Upload
		n := 1
		if state == ledger.UploadReceived {
			n = 3
		}
		for range n {
			var err error
			u, err = o.desk.Receive(ctx, wang, "hrss/people", slot, "x.csv", strings.NewReader(good))
			must(nil, err)
		}
		for u.State != state {
			var err error
			u, err = o.desk.Upload(ctx, wang, u.ID)
			must(nil, err)
		}
		return u
	case ledger.UploadRefused:
		note := o.worker.report.Result
		o.worker.report = submission.Report{Refused: &rules.Note{Key: "submission.damaged"}}
		u := o.checked(wang, "hrss/people", slot, good)
		o.worker.report = submission.Report{Result: note}
		return u
	}
	u := o.checked(wang, "hrss/people", slot, good)
	second := o.w.Unit("hrss").SecondPerson
	steps := map[string][]string{
		ledger.UploadChecked: nil, ledger.UploadSubmitted: {"submit"}, ledger.UploadApproved: {"submit", "approve"}, ledger.UploadRejected: {"submit", "reject"},
		ledger.UploadWithdrawn: {"withdraw"}, ledger.UploadConfirmed: {"confirm"}, ledger.UploadSuperseded: {"confirm"},
	}[state]
	if second && len(steps) > 0 && steps[0] == "confirm" {
		steps = []string{"submit", "approve", "confirm"}
	}
	for _, step := range steps {
		who := wang
		if step == "approve" || step == "reject" {
			who = li
		}
		must(nil, o.act(step, who, u.ID))
	}
	if state == ledger.UploadSuperseded {
		later := o.checked(wang, "hrss/people", slot, good)
		if second {
			must(nil, o.act("submit", wang, later.ID))
			must(nil, o.act("approve", li, later.ID))
		}
		must(nil, o.act("confirm", wang, later.ID))
	}
	u, err := o.desk.Upload(ctx, wang, u.ID)
	must(nil, err)
	if u.State != state {
		o.t.Fatalf("reached %s, want %s", u.State, state)
	}
	return u
}

// act takes one action.
func (o *office) act(action string, who submission.Actor, id string) error {
	ctx := context.Background()
	var err error
	switch action {
	case "submit":
		_, err = o.desk.Submit(ctx, who, id)
	case "approve":
		_, err = o.desk.Approve(ctx, who, id)
	case "reject":
		_, err = o.desk.Reject(ctx, who, id, "数据不全")
	case "confirm":
		_, err = o.desk.Confirm(ctx, who, id)
	case "withdraw":
		_, err = o.desk.Withdraw(ctx, who, id, "传错文件")
	}
	return err
}

// TestEveryActionInEveryState takes each action in each state, by the one who
// uploaded, by another person of the unit, by another unit and by nobody's account,
// and compares what comes of it with a table written by hand.
func TestEveryActionInEveryState(t *testing.T) {
	const refusedState = "submission.state."
	type cell struct{ own, other string } // the state after, or the key of the refusal
	same := func(s string) cell { return cell{s, s} }
	table := func(second bool) map[string]map[string]cell {
		confirmChecked, submitChecked := same("confirmed"), same("submission.no_review")
		if second {
			confirmChecked, submitChecked = same("submission.needs_review"), same("submitted")
		}
		out := map[string]map[string]cell{
			"received":   {"submit": same("submission.not_ready"), "approve": same("submission.not_ready"), "reject": same("submission.not_ready"), "confirm": same("submission.not_ready"), "withdraw": same("withdrawn")},
			"checking":   {"submit": same("submission.not_ready"), "approve": same("submission.not_ready"), "reject": same("submission.not_ready"), "confirm": same("submission.not_ready"), "withdraw": same("withdrawn")},
			"checked":    {"submit": submitChecked, "confirm": confirmChecked, "withdraw": same("withdrawn")},
			"refused":    {},
			"confirmed":  {"confirm": same("confirmed"), "withdraw": same("withdrawn")},
			"withdrawn":  {},
			"superseded": {},
		}
		if second {
			out["submitted"] = map[string]cell{"approve": {"submission.same_person", "approved"}, "reject": {"submission.same_person", "rejected"}, "withdraw": same("withdrawn")}
			out["approved"] = map[string]cell{"confirm": same("confirmed"), "withdraw": same("withdrawn")}
			out["rejected"] = map[string]cell{}
		}
		return out
	}
	for _, second := range []bool{false, true} {
		for state, actions := range table(second) {
			t.Run(fmt.Sprintf("second person %v/%s", second, state), func(t *testing.T) {
				o := newOffice(t, second)
				u := o.reach(state)
				for _, action := range []string{"submit", "approve", "reject", "confirm", "withdraw"} {
					want, ok := actions[action]
					if !ok {
						want = same(refusedState + state)
					}
					for _, stranger := range []submission.Actor{zhao, nobody} {
						if err := o.act(action, stranger, u.ID); !errors.Is(err, submission.ErrUnknown) {
							t.Errorf("%s by %s: %v", action, stranger.Name, err)
						}
					}
					if want.own != want.other { // the own try is refused and leaves all as it was
						if err := o.act(action, wang, u.ID); keyOf(err) != want.own {
							t.Errorf("%s by the one who uploaded: %v, want %s", action, err, want.own)
						}
					}
					err := o.act(action, li, u.ID)
					after := must(o.desk.Upload(context.Background(), wang, u.ID))
					if strings.HasPrefix(want.other, "submission.") {
						if keyOf(err) != want.other || after.State != state {
							t.Errorf("%s: %v, state %s; want %s, state %s", action, err, after.State, want.other, state)
						}
						continue
					}
					if err != nil || after.State != want.other {
						t.Errorf("%s: %v, state %s; want state %s", action, err, after.State, want.other)
					}
					if after.State != state { // a fresh one for the next action
						o = newOffice(t, second)
						u = o.reach(state)
					}
				}
			})
		}
	}
}

func TestEveryStepIsAudited(t *testing.T) {
	o := newOffice(t, true)
	u := o.reach(ledger.UploadApproved)
	if err := o.act("confirm", wang, u.ID); err != nil {
		t.Fatal(err)
	}
	want := []string{"wang upload.receive", "system upload.check", "system upload.checked", "wang upload.submit", "li upload.approve", "wang upload.confirm"}
	if got := o.audited(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if _, err := o.ledger.VerifyAudit(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestReasonsAreAskedFor(t *testing.T) {
	o := newOffice(t, true)
	u := o.reach(ledger.UploadSubmitted)
	for name, reason := range map[string]string{"none": "", "blanks": " \n", "too long": strings.Repeat("长", 501)} {
		if _, err := o.desk.Reject(context.Background(), li, u.ID, reason); keyOf(err) != "submission.reason" {
			t.Errorf("reject with %s: %v", name, err)
		}
		if _, err := o.desk.Withdraw(context.Background(), wang, u.ID, reason); keyOf(err) != "submission.reason" {
			t.Errorf("withdraw with %s: %v", name, err)
		}
	}
	if _, err := o.desk.Reject(context.Background(), li, u.ID, strings.Repeat("长", 500)); err != nil {
		t.Error(err)
	}
}
