package ledger_test

import (
	"context"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestScoredDeliveries: of each slot the version that the newest run scored, although a
// newer one came after it; a slot that no run scored is none.
func TestScoredDeliveries(t *testing.T) {
	w := newNightsWorld(t)
	ctx := context.Background()
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	add := func(dataset string, first, last, version int, d ledger.Delivery) ledger.RunSlot {
		t.Helper()
		d.Dataset, d.Slot, d.Version, d.Start, d.End, d.Pulled = dataset, day(first).Format(time.DateOnly), version, day(first), day(last+1), nightsAt
		d, err := w.ledger.AddDelivery(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		return ledger.RunSlot{Dataset: dataset, Slot: d.Slot, DeliveryID: d.ID}
	}
	publish := func(slots ...ledger.RunSlot) {
		t.Helper()
		run, err := w.ledger.BeginRun(ctx, ledger.Run{Day: "2026-03-09", Started: nightsAt, ConfigHash: "h", CodeVersion: "v"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.ledger.Publish(ctx, run, nil, slots, nil, nightsAt); err != nil {
			t.Fatal(err)
		}
	}
	good := func(structure string) ledger.Delivery {
		return ledger.Delivery{State: ledger.OnTime, Path: "snapshots/x", SHA256: "s", StructureSHA256: structure}
	}
	a2 := add("u/a", 2, 2, 1, good("one"))
	a3 := add("u/a", 3, 3, 1, ledger.Delivery{State: ledger.Missing})
	week := add("u/b", 2, 8, 1, good("week"))
	publish(a3, a2, week)
	a2again := add("u/a", 2, 2, 2, good("two"))
	publish(a2again)
	add("u/a", 2, 2, 3, good("three"))
	add("u/a", 4, 4, 1, good("four"))

	of := func(slot ledger.RunSlot, state, structure string) ledger.ScoredDelivery {
		return ledger.ScoredDelivery{Slot: slot.Slot, DeliveryID: slot.DeliveryID, State: state, StructureSHA256: structure, Good: structure != ""}
	}
	for _, c := range []struct {
		from, to string
		want     map[string][]ledger.ScoredDelivery
	}{
		{"2026-03-01", "2026-03-31", map[string][]ledger.ScoredDelivery{
			"u/a": {of(a2again, ledger.OnTime, "two"), of(a3, ledger.Missing, "")}, "u/b": {of(week, ledger.OnTime, "week")}}},
		{"2026-03-03", "2026-03-07", map[string][]ledger.ScoredDelivery{"u/a": {of(a3, ledger.Missing, "")}}},
		{"2026-03-08", "2026-03-08", map[string][]ledger.ScoredDelivery{"u/b": {of(week, ledger.OnTime, "week")}}},
	} {
		got, err := w.ledger.ScoredDeliveries(ctx, c.from, c.to)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s to %s: %s", c.from, c.to, diff)
		}
	}
}
