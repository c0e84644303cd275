package ledger

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"
)

// TestSelectTakesTheNewestRunOfEachSlot: five datasets over two days in two runs,
// then one slot again with the day after, and a run of its own for one slot.
func TestSelectTakesTheNewestRunOfEachSlot(t *testing.T) {
	ctx := t.Context()
	at := time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)
	l, err := Open(ctx, t.TempDir(), at)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	deliver := func(dataset string, day, version int) RunSlot {
		start := time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC)
		d, err := l.AddDelivery(ctx, Delivery{Dataset: dataset, Slot: start.Format(time.DateOnly), Version: version, Start: start, End: start.AddDate(0, 0, 1), State: OnTime, Pulled: at})
		if err != nil {
			t.Fatal(err)
		}
		return RunSlot{Dataset: dataset, Slot: d.Slot, DeliveryID: d.ID}
	}
	run := func(configuration string, day string, slots ...RunSlot) string {
		r, err := l.BeginRun(ctx, Run{Day: day, Started: at, ConfigHash: "h", CodeVersion: "v", Configuration: configuration})
		if err == nil {
			_, err = l.Publish(ctx, r, nil, slots, nil, at)
		}
		if err != nil {
			t.Fatal(err)
		}
		return l.ResultsPath(r.ID)
	}
	var first, second []RunSlot
	for i := range 5 {
		first = append(first, deliver(fmt.Sprint("u/d", i), 1, 1))
		second = append(second, deliver(fmt.Sprint("u/d", i), 2, 1))
	}
	a := run("one", "2026-03-01", first...)
	b := run("one", "2026-03-02", append(second, deliver("u/d0", 1, 2))...)
	c := run("two", "2026-03-02", deliver("u/d3", 2, 2), deliver("u/d9", 9, 1))

	got, err := l.Select(ctx, []Span{{"one", "2026-03-01", "2026-03-01"}, {"two", "2026-03-02", "2026-03-03"}})
	if err != nil {
		t.Fatal(err)
	}
	type part struct{ path, only, not string }
	var parts []part
	for _, s := range got.Steps {
		for _, p := range s.Parts {
			slices.SortFunc(p.Only, func(a, b SlotKey) int {
				return slices.Compare([]string{a.Dataset, a.Slot}, []string{b.Dataset, b.Slot})
			})
			parts = append(parts, part{p.Path, fmt.Sprint(p.Only), fmt.Sprint(p.Not)})
		}
	}
	want := []part{
		{a, "[]", "[{u/d0 2026-03-01}]"},
		{b, "[{u/d0 2026-03-01}]", "[]"},
		{b, "[]", "[{u/d0 2026-03-01} {u/d3 2026-03-02}]"},
		{c, "[{u/d3 2026-03-02}]", "[]"},
	}
	if !slices.Equal(parts, want) {
		t.Errorf("parts %v, want %v", parts, want)
	}
	if n := got.Newest["u/d3"]; n != (ScoredSlot{"2026-03-02", "r000003"}) || len(got.Slots["u/d3"]) != 2 || len(got.Slots) != 5 {
		t.Errorf("newest of u/d3: %v; slots %v", n, got.Slots)
	}
	if !slices.Equal(got.Runs, []string{"r000001", "r000002", "r000003"}) {
		t.Errorf("runs %v", got.Runs)
	}
	type found struct {
		dataset string
		current currentSlot
	}
	for _, to := range []string{"2026-02-28", "2026-03-01", "2026-03-02", "2026-03-31"} {
		spans := []Span{{"one", "2026-03-01", to}, {"none", "2026-05-01", "2026-05-02"}}
		searched, scanned := map[found]bool{}, map[found]bool{}
		into := func(to map[found]bool) func(string, []currentSlot) {
			return func(dataset string, some []currentSlot) {
				for _, c := range some {
					to[found{dataset, c}] = true
				}
			}
		}
		if err := l.searchCurrent(ctx, spans, into(searched)); err != nil {
			t.Fatal(err)
		}
		if err := l.scanCurrent(ctx, spans, into(scanned)); err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(searched, scanned) || len(scanned) != map[string]int{"2026-03-01": 5, "2026-03-02": 10, "2026-03-31": 11}[to] {
			t.Errorf("to %s: a search finds %v, a scan %v", to, searched, scanned)
		}
	}

	days, err := l.ConfiguredDays(ctx, "2026-03-05")
	if err != nil || len(days) != 2 || days[0].SHA256 == days[1].SHA256 {
		t.Fatalf("configured days: %v, %v", days, err)
	}
	for i, want := range []string{"one", "two"} {
		if text, err := l.Configuration(ctx, days[i].SHA256); err != nil || text != want {
			t.Errorf("%s was run with %q, want %q (%v)", days[i].Day, text, want, err)
		}
	}
}
