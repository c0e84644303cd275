package submission_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"cdoscore/pipeline"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
)

// TestACorrectionKeepsPunctualityAndReplacesQuality confirms a faulty file in time,
// lets the night score it, corrects it days later, and lets the next night score
// that.
func TestACorrectionKeepsPunctualityAndReplacesQuality(t *testing.T) {
	o := newOffice(t, false)
	first := o.confirmed("hrss/people", "2026-03-09", faulty)
	if first.Kind != ledger.ReceiptDelivery || first.State != ledger.OnTime {
		t.Errorf("%+v", first)
	}
	o.set("2026-03-10 10:00")
	before := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09")
	if before.State != ledger.OnTime || !before.Assessed {
		t.Fatalf("%+v", before)
	}
	o.set("2026-03-20 15:00") // long after acceptance has closed
	second := o.confirmed("hrss/people", "2026-03-09", good)
	if second.Kind != ledger.ReceiptCorrection || second.State != ledger.OnTime {
		t.Errorf("%+v", second)
	}
	o.set("2026-03-21 06:00")
	night := o.night(pipeline.Request{})
	after := slotOf(night, "hrss/people", "2026-03-09")
	switch {
	case after.State != ledger.OnTime || !after.Delivery.Arrived.Equal(at("2026-03-10 08:00")):
		t.Errorf("punctuality changed: %+v", after.Delivery)
	case after.Delivery.Version != before.Delivery.Version+1 || after.Delivery.Upload != second.Upload:
		t.Errorf("it is no new version of the second upload: %+v", after.Delivery)
	case after.Points <= before.Points:
		t.Errorf("quality was not replaced: %.2f after %.2f", after.Points, before.Points)
	}
	if again := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09"); again.State != "" {
		t.Errorf("the night after takes the slot along once more: %+v", again)
	}
	if u, err := o.desk.Upload(context.Background(), wang, first.Upload); err != nil || u.State != ledger.UploadSuperseded {
		t.Errorf("%+v, %v", u, err)
	}
}

// TestACorrectionBeforeTheNightKeepsTheFirstConfirmation corrects after the
// deadline and before any night has looked.
func TestACorrectionBeforeTheNightKeepsTheFirstConfirmation(t *testing.T) {
	o := newOffice(t, false)
	o.confirmed("hrss/people", "2026-03-09", faulty)
	o.set("2026-03-10 20:00")
	if r := o.confirmed("hrss/people", "2026-03-09", good); r.Kind != ledger.ReceiptCorrection || r.State != ledger.OnTime {
		t.Errorf("%+v", r)
	}
	x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09")
	if x.State != ledger.OnTime || x.Delivery.Rows != 2 || !x.Delivery.Arrived.Equal(at("2026-03-10 08:00")) {
		t.Errorf("%+v", x.Delivery)
	}
}

func TestALateConfirmationIsLate(t *testing.T) {
	o := newOffice(t, false)
	o.set("2026-03-10 10:00")
	if x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09"); x.State != ledger.Missing {
		t.Fatalf("%+v", x)
	}
	o.set("2026-03-10 21:00")
	if r := o.confirmed("hrss/people", "2026-03-09", good); r.State != ledger.Late || r.Kind != ledger.ReceiptDelivery {
		t.Errorf("%+v", r)
	}
	o.set("2026-03-11 06:00")
	x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09")
	if x.State != ledger.Late || x.Delivery.Credit != 500 {
		t.Errorf("%+v", x.Delivery)
	}
}

// TestAConfirmedUploadWinsOverAnotherSource delivers by file, and corrects that at
// the desk.
func TestAConfirmedUploadWinsOverAnotherSource(t *testing.T) {
	o := newOffice(t, false)
	o.write("datasets/hrss/people.yaml", strings.Replace(people, "{upload: {}}", "{csv: {path: in/people.csv}}\narrivals: in/arrivals.csv", 1))
	o.write("in/people.csv", faulty)
	o.write("in/arrivals.csv", "slot,time\n2026-03-09,2026-03-10 07:00\n")
	o.load()
	o.set("2026-03-10 10:00")
	before := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09")
	if before.State != ledger.OnTime || before.Delivery.Rows != 3 {
		t.Fatalf("%+v", before.Delivery)
	}
	if r := o.confirmed("hrss/people", "2026-03-09", good); r.Kind != ledger.ReceiptCorrection || r.State != ledger.OnTime {
		t.Errorf("%+v", r)
	}
	o.set("2026-03-12 06:00")
	after := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09")
	if after.Delivery.Rows != 2 || !after.Delivery.Arrived.Equal(at("2026-03-10 07:00")) {
		t.Errorf("%+v", after.Delivery)
	}
}

func TestANilReturnIsADelivery(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	r, err := o.desk.NilReturn(ctx, wang, "hrss/people", "2026-03-09", "当日无业务")
	if err != nil || r.Kind != ledger.ReceiptNil || r.State != ledger.OnTime || r.Number != "HRSS-2026-000001" {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := o.desk.NilReturn(ctx, wang, "hrss/people", "2026-03-09", "再报"); keyOf(err) != "submission.nil_delivered" {
		t.Errorf("a second one: %v", err)
	}
	o.set("2026-03-10 10:00")
	x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09")
	if x.State != ledger.OnTime || x.Delivery.Reason.Key != "reason.nil_return" || x.Points != 100 {
		t.Errorf("%+v, %.2f points", x.Delivery, x.Points)
	}
	// Data that turn up replace it, and are as late as they are.
	if r := o.confirmed("hrss/people", "2026-03-09", good); r.State != ledger.Late {
		t.Errorf("%+v", r)
	}
	o.set("2026-03-11 06:00")
	if x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09"); x.State != ledger.Late || x.Delivery.Rows != 2 {
		t.Errorf("%+v", x.Delivery)
	}
}

// TestANilReturnLongAfterIsFound declares it when no night looks at the slot by
// itself any more.
func TestANilReturnLongAfterIsFound(t *testing.T) {
	o := newOffice(t, false)
	o.set("2026-03-10 10:00")
	o.night(pipeline.Request{})
	for _, day := range []string{"2026-03-14 06:00", "2026-03-15 06:00"} { // the last look, and none
		o.set(day)
		o.night(pipeline.Request{})
	}
	if _, err := o.desk.NilReturn(context.Background(), wang, "hrss/people", "2026-03-09", "当日无业务"); err != nil {
		t.Fatal(err)
	}
	o.set("2026-03-16 06:00")
	if x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09"); x.State != ledger.Late {
		t.Errorf("%+v", x.Delivery)
	}
	if x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09"); x.State != "" {
		t.Errorf("the night after takes the slot along once more: %+v", x.Delivery)
	}
}

func TestANilReturnIsRefused(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	o.confirmed("hrss/people", "2026-03-08", good)
	for name, q := range map[string]struct{ dataset, slot, reason, want string }{
		"data are confirmed":   {"hrss/people", "2026-03-08", "无", "submission.nil_delivered"},
		"no cycle":             {"hrss/notes", "2026-03-09", "无", "submission.nil_cycle"},
		"the slot goes on":     {"hrss/people", "2026-03-10", "无", "submission.slot_open"},
		"before the beginning": {"hrss/people", "2026-02-28", "无", "submission.slot_before_start"},
		"no day":               {"hrss/people", "09.03.2026", "无", "submission.slot"},
		"no reason":            {"hrss/people", "2026-03-09", " ", "submission.reason"},
	} {
		if _, err := o.desk.NilReturn(ctx, wang, q.dataset, q.slot, q.reason); keyOf(err) != q.want {
			t.Errorf("%s: %v, want %s", name, err, q.want)
		}
	}
	for _, who := range []submission.Actor{zhao, nobody} {
		if _, err := o.desk.NilReturn(ctx, who, "hrss/people", "2026-03-09", "无"); !errors.Is(err, submission.ErrUnknown) {
			t.Errorf("by %s: %v", who.Name, err)
		}
	}
}

func TestWithdrawingWhatIsConfirmed(t *testing.T) {
	ctx := context.Background()
	t.Run("before the deadline", func(t *testing.T) {
		o := newOffice(t, false)
		first := o.confirmed("hrss/people", "2026-03-09", faulty)
		second := o.confirmed("hrss/people", "2026-03-09", good)
		if _, err := o.desk.Withdraw(ctx, wang, second.Upload, "传错"); err != nil {
			t.Fatal(err)
		}
		// What it superseded is no delivery either, so that its time saves nothing.
		if u, err := o.desk.Upload(ctx, wang, first.Upload); err != nil || u.State != ledger.UploadWithdrawn {
			t.Errorf("%+v, %v", u, err)
		}
		o.set("2026-03-10 12:00")
		if r := o.confirmed("hrss/people", "2026-03-09", good); r.State != ledger.Late || r.Kind != ledger.ReceiptDelivery {
			t.Errorf("%+v", r)
		}
		if x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09"); x.State != ledger.Late || !x.Delivery.Arrived.Equal(at("2026-03-10 12:00")) {
			t.Errorf("%+v", x.Delivery)
		}
	})
	t.Run("after the deadline", func(t *testing.T) {
		o := newOffice(t, false)
		r := o.confirmed("hrss/people", "2026-03-09", good)
		o.set("2026-03-10 09:00")
		if _, err := o.desk.Withdraw(ctx, wang, r.Upload, "传错"); keyOf(err) != "submission.withdraw_due" {
			t.Errorf("%v", err)
		}
	})
	t.Run("after the night has read it", func(t *testing.T) {
		o := newOffice(t, false)
		r := o.confirmed("hrss/people", "2026-03-09", good)
		o.night(pipeline.Request{})
		if _, err := o.desk.Withdraw(ctx, wang, r.Upload, "传错"); keyOf(err) != "submission.withdraw_scored" {
			t.Errorf("%v", err)
		}
	})
}

// TestWhatIsTakenBackWhileTheNightReadsIt withdraws, or corrects, an upload between
// its reading and the record of its delivery.
func TestWhatIsTakenBackWhileTheNightReadsIt(t *testing.T) {
	ctx := context.Background()
	t.Run("withdrawn", func(t *testing.T) {
		o := newOffice(t, false)
		r := o.confirmed("hrss/people", "2026-03-09", good)
		o.meanwhile = func() { must(o.desk.Withdraw(ctx, wang, r.Upload, "传错")) }
		if x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09"); x.State != "" {
			t.Errorf("%+v", x.Delivery)
		}
		if _, delivered, err := o.ledger.CurrentDelivery(ctx, "hrss/people", "2026-03-09"); delivered || err != nil {
			t.Errorf("a delivery is on record: %v", err)
		}
		if left, err := filepath.Glob(filepath.Join(o.w.VarDir(), "snapshots", "hrss", "people", "2026-03-09", "*")); len(left) > 0 || err != nil {
			t.Errorf("left behind: %v, %v", left, err)
		}
	})
	t.Run("corrected", func(t *testing.T) {
		o := newOffice(t, false)
		o.confirmed("hrss/people", "2026-03-09", faulty)
		var second submission.Receipt
		o.meanwhile = func() { second = o.confirmed("hrss/people", "2026-03-09", good) }
		x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09")
		if x.Delivery.Upload != second.Upload || x.Delivery.Version != 1 || x.Delivery.Rows != 2 {
			t.Errorf("%+v", x.Delivery)
		}
	})
}

// TestAnIrregularDatasetIsHandedIn takes an extract for the day itself, and the same
// content for another day once more: what an officer confirmed is a delivery.
func TestAnIrregularDatasetIsHandedIn(t *testing.T) {
	o := newOffice(t, false)
	if r := o.confirmed("hrss/notes", "2026-03-10", "a\n1\n"); r.State != ledger.Received {
		t.Errorf("%+v", r)
	}
	o.set("2026-03-11 06:00")
	if x := slotOf(o.night(pipeline.Request{}), "hrss/notes", "2026-03-10"); x.State != ledger.Received {
		t.Errorf("%+v", x)
	}
	o.confirmed("hrss/notes", "2026-03-11", "a\n1\n")
	o.set("2026-03-12 06:00")
	if x := slotOf(o.night(pipeline.Request{}), "hrss/notes", "2026-03-11"); x.State != ledger.Received {
		t.Errorf("%+v", x)
	}
}

func TestNothingIsTakenAfterTheSignOff(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	waiting := o.checked(wang, "hrss/people", "2026-03-09", good)
	pending := o.confirmed("hrss/people", "2026-03-02", good) // long not accepted by itself
	o.write("reviews/2026/signoffs.csv", "unit,document,by,on\nhrss,粤数〔2026〕1号,某,2026-03-10\n")
	o.load()
	if _, err := o.desk.Receive(ctx, wang, "hrss/people", "2026-03-09", "x.csv", strings.NewReader(good)); keyOf(err) != "submission.signed" {
		t.Errorf("an upload: %v", err)
	}
	if _, err := o.desk.Confirm(ctx, wang, waiting.ID); keyOf(err) != "submission.signed" {
		t.Errorf("a confirmation: %v", err)
	}
	if _, err := o.desk.NilReturn(ctx, wang, "hrss/people", "2026-03-09", "无"); keyOf(err) != "submission.signed" {
		t.Errorf("a nil return: %v", err)
	}
	o.set("2026-03-11 06:00")
	if x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-02"); x.State != "" {
		t.Errorf("%s was read after the sign-off: %+v", pending.Number, x)
	}
	// The other unit is not signed off.
	if _, err := o.desk.Receive(ctx, zhao, "edu/pupils", "2026-03-10", "x.csv", strings.NewReader(good)); err != nil {
		t.Error(err)
	}
}

// TestNothingIsTakenAfterTheApproval lets the annual evaluation end, and be opened
// for a correction.
func TestNothingIsTakenAfterTheApproval(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	for _, step := range []struct{ state, want string }{
		{evaluation.Objections, ""}, {evaluation.Approved, "submission.signed"}, {evaluation.Bulletin, "submission.signed"}, {evaluation.Correction, ""},
	} {
		err := o.ledger.AdvanceEvaluation(ctx, ledger.EvaluationState{Cycle: "2026", Version: 1, State: step.state, At: o.clock(), By: "组长", Document: "粤数〔2026〕1号"},
			nil, nil, "lead", func([]ledger.EvaluationState) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.desk.Receive(ctx, wang, "hrss/people", "2026-03-09", "x.csv", strings.NewReader(good)); keyOf(err) != step.want || step.want == "" && err != nil {
			t.Errorf("%s: %v, want %q", step.state, err, step.want)
		}
	}
}

func TestUploadsUnderAFrozenConfiguration(t *testing.T) {
	o := newOffice(t, false)
	if _, err := pipeline.Freeze(context.Background(), o.w, o.ledger, "2026", "", o.clock()); err != nil {
		t.Fatal(err)
	}
	o.confirmed("hrss/people", "2026-03-09", good)
	if x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09"); x.State != ledger.OnTime {
		t.Errorf("%+v", x)
	}
}

// TestReceiptsAreNumberedWithoutGaps confirms from many goroutines, some of which
// are refused, in two units and over the turn of the year.
func TestReceiptsAreNumberedWithoutGaps(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	const each = 12
	ids := map[submission.Actor][]string{}
	for who, dataset := range map[submission.Actor]string{wang: "hrss/people", zhao: "edu/pupils"} {
		for i := range each {
			day := fmt.Sprintf("2026-03-%02d", 1+i%9)
			ids[who] = append(ids[who], o.checked(who, dataset, day, good).ID)
		}
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	got := map[string]int{}
	for who, list := range ids {
		for _, id := range list {
			for range 3 { // twice too often: the same receipt each time
				wg.Go(func() {
					r, err := o.desk.Confirm(ctx, who, id)
					if err != nil && !strings.HasPrefix(keyOf(err), "submission.state.superseded") && keyOf(err) != "submission.newer_confirmed" && keyOf(err) != "submission.state.confirmed" {
						t.Error(err)
					}
					if err == nil {
						mu.Lock()
						got[r.Number]++
						mu.Unlock()
					}
				})
			}
		}
	}
	wg.Wait()
	o.set("2027-01-02 08:00")
	if r := o.confirmed("hrss/people", "2027-01-01", good); r.Number != "HRSS-2027-000001" {
		t.Errorf("the first of the next year is %s", r.Number)
	}
	for _, unit := range []string{"hrss", "edu"} {
		list, err := o.ledger.Receipts(ctx, unit, "")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, r := range list {
			if r.Given.Year() == 2026 {
				n++
				if got[r.Number] == 0 {
					t.Errorf("%s was given to nobody", r.Number)
				}
			}
		}
		for i := 1; i <= n; i++ {
			number := fmt.Sprintf("%s-2026-%06d", strings.ToUpper(unit), i)
			if _, ok, err := o.ledger.ReceiptByNumber(ctx, number); err != nil || !ok {
				t.Errorf("%s is missing among %d: %v", number, n, err)
			}
		}
	}
}
