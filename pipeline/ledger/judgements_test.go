package ledger_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestJudgementsAreThePublishedRows publishes random nights, the first of which a later
// run corrects, and expects of every rule's row what was last published of its slot.
func TestJudgementsAreThePublishedRows(t *testing.T) {
	w := newNightsWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		first := w.first
		var nights [][]ledger.Row
		for range rapid.IntRange(1, 5).Draw(t, "nights") {
			nights = append(nights, slotRows(t))
		}
		again := slotRows(t)
		w.publish(t, nights, again)
		if len(nights) > 1 {
			nights[0] = again
		}
		want := map[ledger.RuleKey][]ledger.Judgement{}
		for i, rows := range nights {
			day := first.AddDate(0, 0, i).Format(time.DateOnly)
			for _, r := range rows {
				if r.Record != ledger.RuleRecord || r.Rule == "r3" {
					continue
				}
				j := ledger.Judgement{Slot: day, LastDay: day, Scored: r.Scored, Evaluated: r.Evaluated, Failed: r.Failed, Exempt: r.Exempt}
				if r.Credit != nil {
					j.Credited, j.Credit = true, *r.Credit
				}
				key := ledger.RuleKey{Dataset: r.Dataset, Rule: r.Rule}
				want[key] = append(want[key], j)
			}
		}
		date := func(n int) string { return first.AddDate(0, 0, n).Format(time.DateOnly) }
		but := func(k ledger.RuleKey) bool { return k.Rule != "r3" }
		for name, f := range map[string]ledger.Filter{"of all": {From: date(0), To: date(9)}, "of one": {Datasets: []string{"u/d"}, From: date(0), To: date(9)}} {
			got, err := w.ledger.Judgements(context.Background(), f, but, ledger.Append)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
		}
		if none, err := w.ledger.Judgements(context.Background(), ledger.Filter{Datasets: []string{"u/other"}, From: date(0)}, but, ledger.Append); err != nil || len(none) != 0 {
			t.Fatalf("of another dataset: %v, %v", none, err)
		}
	})
}

// TestJudgementsOfLongSlots: a slot of a week ends on its Sunday, counts in the days of a
// filter by that, and one judgement a rule may be kept.
func TestJudgementsOfLongSlots(t *testing.T) {
	w := newNightsWorld(t)
	ctx := context.Background()
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for week := range 3 {
		start := monday.AddDate(0, 0, 7*week)
		d, err := w.ledger.AddDelivery(ctx, ledger.Delivery{Dataset: "u/w", Slot: start.Format(time.DateOnly), Version: 1, Start: start, End: start.AddDate(0, 0, 7), State: ledger.OnTime, Pulled: nightsAt})
		if err != nil {
			t.Fatal(err)
		}
		run, err := w.ledger.BeginRun(ctx, ledger.Run{Day: d.LastDay(), Started: nightsAt, ConfigHash: "h", CodeVersion: "v"})
		if err != nil {
			t.Fatal(err)
		}
		row := ledger.Row{Record: ledger.RuleRecord, Unit: "u", Dataset: "u/w", Slot: d.Slot, Rule: "r", Kind: "type", Fields: `["a"]`, Indicator: "0301",
			Severity: "major", Weight: 3, Scored: true, Total: 10, Applicable: 10, Evaluated: 10, Failed: int64(week)}
		if _, err := w.ledger.Publish(ctx, run, []ledger.Row{row}, []ledger.RunSlot{{Dataset: "u/w", Slot: d.Slot, DeliveryID: d.ID}}, nil, nightsAt); err != nil {
			t.Fatal(err)
		}
	}
	days := func(f ledger.Filter, keep ledger.Keep) string {
		t.Helper()
		found, err := w.ledger.Judgements(ctx, f, func(ledger.RuleKey) bool { return true }, keep)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, j := range found[ledger.RuleKey{Dataset: "u/w", Rule: "r"}] {
			out = append(out, j.Slot[5:]+".."+j.LastDay[5:])
		}
		return strings.Join(out, " ")
	}
	newest := func(list []ledger.Judgement, next ledger.Judgement) []ledger.Judgement {
		if len(list) > 0 && list[0].Slot > next.Slot {
			return list
		}
		return []ledger.Judgement{next}
	}
	for _, c := range []struct {
		from, to string
		keep     ledger.Keep
		want     string
	}{
		{"2026-03-01", "", ledger.Append, "03-02..03-08 03-09..03-15 03-16..03-22"},
		{"2026-03-08", "2026-03-21", ledger.Append, "03-02..03-08 03-09..03-15"},
		{"2026-03-09", "2026-03-15", ledger.Append, "03-09..03-15"},
		{"2026-03-01", "", newest, "03-16..03-22"},
		{"2026-03-16", "2026-03-21", ledger.Append, ""},
	} {
		if got := days(ledger.Filter{From: c.from, To: c.to}, c.keep); got != c.want {
			t.Errorf("%s to %q: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}
