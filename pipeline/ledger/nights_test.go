package ledger_test

import (
	"testing"
	"time"

	"cdoscore/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

func TestNights(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, now)
	planned := now.Add(-time.Hour)
	for range 2 { // planned once
		if err := l.PlanNight(ctx, ledger.Night{Job: "workspace", Planned: planned, Day: "2026-03-02"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.PlanNight(ctx, ledger.Night{Job: "unit/hrss", Planned: planned, Day: "2026-03-02", Outcome: ledger.NightSkipped, Settled: now}); err != nil {
		t.Fatal(err)
	}
	open1, err := l.OpenNights(ctx)
	if err != nil || len(open1) != 1 {
		t.Fatal(open1, err)
	}
	seq := open1[0].Seq
	if n, err := l.BeginAttempt(ctx, seq, now); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	// The process is killed here: the attempt stays without an end.
	l.Close()
	l = open(t, dir, now)
	if n, err := l.BeginAttempt(ctx, seq, now.Add(time.Minute)); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	last := ledger.Attempt{Number: 2, Started: now.Add(time.Minute), Finished: now.Add(2 * time.Minute), Outcome: ledger.NightDone, Run: "r000001"}
	if err := l.EndAttempt(ctx, seq, last, true); err != nil {
		t.Fatal(err)
	}
	got, ok, err := l.NewestNight(ctx, "workspace")
	want := ledger.Night{Seq: seq, Job: "workspace", Planned: planned, Day: "2026-03-02", Settled: last.Finished, Outcome: ledger.NightDone, Attempts: 2, Last: last}
	if diff := cmp.Diff(want, got); diff != "" || !ok || err != nil {
		t.Errorf("%t, %v\n%s", ok, err, diff)
	}
	if left, err := l.OpenNights(ctx); len(left) != 0 || err != nil {
		t.Errorf("open: %v, %v", left, err)
	}
	if err := l.SettleNight(ctx, seq, ledger.NightExpired, now); err == nil {
		t.Error("a settled night was settled anew")
	}
	if err := l.EndAttempt(ctx, seq, last, false); err == nil {
		t.Error("an ended attempt was ended anew")
	}
}

func TestAJobsScheduleHoldsSinceItWasSeen(t *testing.T) {
	l := open(t, t.TempDir(), now)
	for _, step := range []struct {
		expression string
		at         time.Time
		since      time.Time
	}{{"0 6 * * *", now, now}, {"0 6 * * *", now.Add(time.Hour), now}, {"0 5 * * *", now.Add(2 * time.Hour), now.Add(2 * time.Hour)}} {
		got, err := l.AdoptJob(ctx, ledger.JobSchedule{Job: "workspace", Expression: step.expression, Since: step.at})
		if err != nil || got.Expression != step.expression || !got.Since.Equal(step.since) {
			t.Errorf("%+v: %+v, %v", step, got, err)
		}
	}
}

func TestGiveUpRemovesWhatWasNotPublished(t *testing.T) {
	l := open(t, t.TempDir(), now)
	published := publish(t, l, nil, nil)
	given, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", Started: now})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.WriteSamples(ctx, given, []ledger.Sample{{Dataset: "u/d"}}); err != nil {
		t.Fatal(err)
	}
	for _, run := range []ledger.Run{given, published} {
		if err := l.GiveUp(ctx, run); err != nil {
			t.Error(err)
		}
	}
	if err := l.VerifyRun(ctx, published.ID); err != nil {
		t.Error(err)
	}
	if runs, err := l.Runs(ctx); len(runs) != 1 || err != nil {
		t.Errorf("%v, %v", runs, err)
	}
}
