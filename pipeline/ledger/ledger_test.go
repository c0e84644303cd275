package ledger_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

var (
	zone = time.FixedZone("CST", 8*3600)
	now  = time.Date(2026, 3, 3, 6, 0, 0, 0, zone)
	ctx  = context.Background()
)

func open(t testing.TB, dir string, at time.Time) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(ctx, dir, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// daily is an on-time delivery of the daily slot of a March day.
func daily(dataset string, day, version int) ledger.Delivery {
	start := time.Date(2026, 3, day, 0, 0, 0, 0, zone)
	return ledger.Delivery{
		Dataset: dataset, Slot: start.Format(time.DateOnly), Version: version,
		Start: start, End: start.AddDate(0, 0, 1), Due: start.AddDate(0, 0, 1).Add(3 * time.Hour),
		State: ledger.OnTime, Credit: 1000, Arrived: start.Add(26 * time.Hour), Pulled: now,
		Rows: 10, Rejected: 1, SHA256: "ab", Path: "snapshots/" + dataset + "/" + start.Format(time.DateOnly) + "/v1",
	}
}

func lost(d ledger.Delivery, state string) ledger.Delivery {
	d.State, d.Credit, d.SHA256, d.Path, d.Rows, d.Rejected = state, 0, "", "", 0, 0
	return d
}

func add(t testing.TB, l *ledger.Ledger, d ledger.Delivery) ledger.Delivery {
	t.Helper()
	got, err := l.AddDelivery(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestOpenIsForTheOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "状态 50% #1?")
	l := open(t, dir, now)
	add(t, l, daily("u/d", 2, 1))
	seen := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode().Perm())
		}
		seen++
		return err
	})
	if err != nil || seen < 4 {
		t.Errorf("%d entries, %v", seen, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "ledger.db")); err != nil {
		t.Error(err)
	}
}

func TestOpenKeepsWhatWasRecorded(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, now)
	want := add(t, l, daily("u/d", 2, 1))
	l.Close()
	got, ok, err := open(t, dir, now).CurrentDelivery(ctx, "u/d", "2026-03-02")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got.End.Location() != zone {
		t.Errorf("times are in %v", got.End.Location())
	}
}

func TestOpenRefusesAClockBehind(t *testing.T) {
	for _, test := range []struct {
		name   string
		newest func(*ledger.Ledger) error
	}{
		{"a delivery pulled later", func(l *ledger.Ledger) error {
			_, err := l.AddDelivery(ctx, daily("u/d", 2, 1))
			return err
		}},
		{"a run begun later", func(l *ledger.Ledger) error {
			_, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now})
			return err
		}},
		{"a run finished later", func(l *ledger.Ledger) error {
			run, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now.Add(-time.Hour)})
			if err == nil {
				_, err = l.Publish(ctx, run, nil, nil, nil, now)
			}
			return err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			early := now.Add(-time.Hour)
			l := open(t, dir, early)
			if err := test.newest(l); err != nil {
				t.Fatal(err)
			}
			l.Close()
			_, err := ledger.Open(ctx, dir, now.Add(-time.Second))
			var clock *ledger.ClockError
			if !errors.As(err, &clock) {
				t.Fatalf("got %v", err)
			}
			if !clock.Newest.Equal(now) || !clock.Now.Equal(now.Add(-time.Second)) {
				t.Errorf("got %v", clock)
			}
			open(t, dir, now)
		})
	}
}

func TestRunsRefuseAClockBehind(t *testing.T) {
	l := open(t, t.TempDir(), now)
	run, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now})
	if err != nil {
		t.Fatal(err)
	}
	var clock *ledger.ClockError
	if _, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now.Add(-1)}); !errors.As(err, &clock) {
		t.Errorf("BeginRun: %v", err)
	}
	if _, err := l.Publish(ctx, run, nil, nil, nil, now.Add(-1)); !errors.As(err, &clock) {
		t.Errorf("Publish: %v", err)
	}
}

func TestArrivalsInTheFutureDoNotStopTheClock(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, now)
	if _, err := l.RecordArrival(ctx, "u/d", "2026-03-02", now.AddDate(1, 0, 0), "file"); err != nil {
		t.Fatal(err)
	}
	l.Close()
	open(t, dir, now)
}

func TestOpenRefusesALostLedger(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, now)
	publish(t, l, nil, nil)
	l.Close()
	for _, name := range []string{"ledger.db", "ledger.db-wal", "ledger.db-shm"} {
		os.Remove(filepath.Join(dir, name))
	}
	for range 2 {
		if _, err := ledger.Open(ctx, dir, now); !errors.Is(err, ledger.ErrLost) {
			t.Errorf("got %v", err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "runs", "r000001", "results.parquet")); err != nil {
		t.Errorf("the run is gone: %v", err)
	}
}

func TestOpenRemovesRunsThatWereNeverPublished(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, now)
	publish(t, l, nil, nil)
	stopped, err := l.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.WriteSamples(ctx, stopped, []ledger.Sample{{Dataset: "u/d"}}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(l.ResultsPath(stopped.ID), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "runs", "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}

	if other := open(t, dir, now); len(other.Removed()) != 0 {
		t.Errorf("a run at work was removed: %v", other.Removed())
	}
	l.Close()
	after := open(t, dir, now)
	if diff := cmp.Diff([]string{stopped.ID}, after.Removed()); diff != "" {
		t.Errorf("removed:\n%s", diff)
	}
	entries, _ := filepath.Glob(filepath.Join(dir, "runs", "*"))
	want := []string{filepath.Join(dir, "runs", "notes.txt"), filepath.Join(dir, "runs", "r000001")}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("left:\n%s", diff)
	}
	next, err := after.BeginRun(ctx, ledger.Run{Day: "2026-03-02", ConfigHash: "c", CodeVersion: "v", Started: now})
	if err != nil || next.ID != "r000003" {
		t.Errorf("the next run is %q, %v; a given-up number must not come back", next.ID, err)
	}
}
