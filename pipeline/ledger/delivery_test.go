package ledger_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/rules"

	"github.com/google/go-cmp/cmp"
)

func TestRecordArrivalKeepsTheFirst(t *testing.T) {
	l := open(t, t.TempDir(), now)
	for _, test := range []struct {
		name          string
		dataset, slot string
		at, want      time.Time
	}{
		{"first", "u/d", "2026-03-02", now, now},
		{"later", "u/d", "2026-03-02", now.Add(time.Hour), now},
		{"earlier", "u/d", "2026-03-02", now.Add(-time.Hour), now},
		{"another slot", "u/d", "2026-03-03", now.Add(time.Hour), now.Add(time.Hour)},
		{"another dataset", "u/e", "2026-03-02", now.Add(2), now.Add(2)},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := l.RecordArrival(ctx, test.dataset, test.slot, test.at, "file")
			if err != nil || !got.Equal(test.want) {
				t.Errorf("got %v, %v; want %v", got, err, test.want)
			}
		})
	}
	if _, err := l.RecordArrival(ctx, "u/d", "2026-03-09", time.Time{}, "file"); err == nil {
		t.Error("an arrival without a time was recorded")
	}
}

func TestAddDelivery(t *testing.T) {
	l := open(t, t.TempDir(), now)
	first := lost(daily("u/d", 2, 1), ledger.Missing)
	first.Arrived, first.Pulled, first.Due = time.Time{}, time.Time{}, time.Time{}
	first.Reason = rules.Note{Key: "source.file_absent", Args: []string{"a.csv"}}
	first = add(t, l, first)
	second := add(t, l, daily("u/d", 2, 2))
	if first.ID == 0 || second.ID <= first.ID {
		t.Errorf("ids %d, %d", first.ID, second.ID)
	}
	if got, err := l.NextVersion(ctx, "u/d", "2026-03-02"); err != nil || got != 3 {
		t.Errorf("next version %d, %v", got, err)
	}
	if got, err := l.NextVersion(ctx, "u/d", "2026-03-03"); err != nil || got != 1 {
		t.Errorf("next version of an unknown slot %d, %v", got, err)
	}
	got, ok, err := l.CurrentDelivery(ctx, "u/d", "2026-03-02")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if diff := cmp.Diff(second, got); diff != "" {
		t.Error(diff)
	}
	if _, ok, err := l.CurrentDelivery(ctx, "u/d", "2026-03-03"); ok || err != nil {
		t.Error(ok, err)
	}

	missing := add(t, l, func() ledger.Delivery { d := first; d.Slot = "2026-03-04"; return d }())
	got, _, err = l.CurrentDelivery(ctx, "u/d", "2026-03-04")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(missing, got); diff != "" {
		t.Errorf("times that are not known, and the reason:\n%s", diff)
	}
}

func TestAddDeliveryRefuses(t *testing.T) {
	l := open(t, t.TempDir(), now)
	add(t, l, daily("u/d", 2, 1))
	for _, test := range []struct {
		name     string
		delivery ledger.Delivery
		is       error
	}{
		{"a version that is taken", daily("u/d", 2, 1), ledger.ErrVersion},
		{"a version ahead", daily("u/d", 2, 3), ledger.ErrVersion},
		{"version 0", daily("u/d", 5, 0), ledger.ErrVersion},
		{"an unknown state", func() ledger.Delivery { d := daily("u/d", 2, 2); d.State = "lost"; return d }(), nil},
		{"more credit than there is", func() ledger.Delivery { d := daily("u/d", 2, 2); d.Credit = 1001; return d }(), nil},
		{"a slot without a cut-off", func() ledger.Delivery { d := daily("u/d", 2, 2); d.End = time.Time{}; return d }(), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := l.AddDelivery(ctx, test.delivery)
			if err == nil || test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("got %v", err)
			}
		})
	}
	if got, err := l.NextVersion(ctx, "u/d", "2026-03-02"); err != nil || got != 2 {
		t.Errorf("something was recorded: next version %d, %v", got, err)
	}
}

func TestAddDeliveryFromManyGoroutines(t *testing.T) {
	dir := t.TempDir()
	ledgers := []*ledger.Ledger{open(t, dir, now), open(t, dir, now)} // as two processes
	const workers, each = 8, 10
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			l := ledgers[w%len(ledgers)]
			for done := 0; done < each; {
				version, err := l.NextVersion(ctx, "u/d", "2026-03-02")
				if err == nil {
					_, err = l.AddDelivery(ctx, daily("u/d", 2, version))
				}
				switch {
				case err == nil:
					done++
				case !errors.Is(err, ledger.ErrVersion):
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if got, err := ledgers[0].NextVersion(ctx, "u/d", "2026-03-02"); err != nil || got != workers*each+1 {
		t.Errorf("next version %d, %v; want %d", got, err, workers*each+1)
	}
}

func TestLastGood(t *testing.T) {
	l := open(t, t.TempDir(), now)
	add(t, l, daily("u/d", 2, 1))
	two := add(t, l, daily("u/d", 2, 2))
	add(t, l, lost(daily("u/d", 2, 3), ledger.SourceFailed))
	add(t, l, lost(daily("u/d", 3, 1), ledger.Missing))
	four := add(t, l, daily("u/d", 4, 1))
	midnight := func(day int) time.Time { return time.Date(2026, 3, day, 0, 0, 0, 0, zone) }
	for _, test := range []struct {
		name   string
		cutoff time.Time
		want   int64
	}{
		{"before every cut-off", midnight(3).Add(-1), 0},
		{"at the cut-off, past a version that failed", midnight(3), two.ID},
		{"past a missing slot", midnight(4), two.ID},
		{"a nanosecond early", midnight(5).Add(-1), two.ID},
		{"the newest", midnight(5), four.ID},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok, err := l.LastGood(ctx, "u/d", test.cutoff)
			if err != nil || ok != (test.want != 0) || got.ID != test.want {
				t.Errorf("got %d, %v, %v; want %d", got.ID, ok, err, test.want)
			}
		})
	}
}

func TestUnsettledSlots(t *testing.T) {
	l := open(t, t.TempDir(), now)
	for i, state := range ledger.States() {
		add(t, l, lost(daily("u/d", i+1, 1), state))
	}
	add(t, l, lost(daily("u/e", 1, 1), ledger.Missing))
	add(t, l, daily("u/d", 3, 2)) // the missing one came after all
	got, err := l.UnsettledSlots(ctx, "u/d")
	if err != nil {
		t.Fatal(err)
	}
	var states []string
	for _, d := range got {
		states = append(states, d.Slot+" "+d.State)
	}
	want := []string{"2026-03-04 unreadable", "2026-03-05 source_failed", "2026-03-06 platform_failed"}
	if diff := cmp.Diff(want, states); diff != "" {
		t.Error(diff)
	}
}

func TestDeliveriesByLastCoveredDay(t *testing.T) {
	l := open(t, t.TempDir(), now)
	add(t, l, lost(daily("u/b", 8, 1), ledger.Missing))
	add(t, l, daily("u/b", 8, 2))
	week := daily("u/a", 2, 1)
	week.End = week.Start.AddDate(0, 0, 7)
	add(t, l, week)
	add(t, l, daily("u/b", 7, 1))
	add(t, l, daily("u/c", 8, 1))
	for _, test := range []struct {
		name   string
		filter ledger.Filter
		want   []string
	}{
		{"all", ledger.Filter{}, []string{"u/a 2026-03-02 v1", "u/b 2026-03-07 v1", "u/b 2026-03-08 v2", "u/c 2026-03-08 v1"}},
		{"one day", ledger.Filter{From: "2026-03-08", To: "2026-03-08"}, []string{"u/a 2026-03-02 v1", "u/b 2026-03-08 v2", "u/c 2026-03-08 v1"}},
		{"up to a day", ledger.Filter{To: "2026-03-07"}, []string{"u/b 2026-03-07 v1"}},
		{"some datasets", ledger.Filter{Datasets: []string{"u/c", "u/a"}, From: "2026-03-08"}, []string{"u/a 2026-03-02 v1", "u/c 2026-03-08 v1"}},
		{"none", ledger.Filter{Datasets: []string{"u/z"}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := l.Deliveries(ctx, test.filter)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, d := range got {
				names = append(names, fmt.Sprintf("%s %s v%d", d.Dataset, d.Slot, d.Version))
			}
			if diff := cmp.Diff(test.want, names); diff != "" {
				t.Error(diff)
			}
			checkRegister(t, l, test.filter, got)
		})
	}
	if week.LastDay() != "2026-03-08" {
		t.Errorf("last day %s", week.LastDay())
	}
}

// checkRegister wants the register to say of each slot what its delivery says.
func checkRegister(t *testing.T, l *ledger.Ledger, f ledger.Filter, want []ledger.Delivery) {
	datasets := f.Datasets
	if len(datasets) == 0 {
		datasets = []string{"u/a", "u/b", "u/c", "u/z"}
	}
	got, err := l.Register(ctx, datasets, f.From, f.To)
	if err != nil {
		t.Fatal(err)
	}
	registered := map[string][]ledger.Registered{}
	for _, d := range datasets {
		registered[d] = nil
	}
	for _, d := range want {
		registered[d.Dataset] = append(registered[d.Dataset], ledger.Registered{Slot: d.Slot, End: d.End, Due: d.Due, Arrived: d.Arrived, State: d.State, Reason: d.Reason, Rows: d.Rows, SHA256: d.SHA256, Good: d.Good()})
	}
	if diff := cmp.Diff(registered, got); diff != "" {
		t.Error("the register differs from the deliveries:\n" + diff)
	}
}
