package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cdoscore/pipeline/ledger"

	"github.com/gofrs/flock"
)

// Moments after the night, at which it is run again.
const (
	nightLater  = "2026-03-03T09:00:00+08:00"
	nightLatest = "2026-03-03T10:00:00+08:00"
	nightBefore = "2026-03-03T05:59:59+08:00"
)

// published are the results of a workspace's runs, in the order of the runs.
func published(t *testing.T, dir string) [][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "var", "runs", "*", "results.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	var out [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}

// TestRepeatIsIdentical: the same snapshots and configuration give the same
// bytes, on any number of jobs and threads, in the same workspace and another.
func TestRepeatIsIdentical(t *testing.T) {
	var first []byte
	for _, threads := range []int{1, 2, 5} {
		dir := layOut(t, night(threads))
		for _, jobs := range []string{"1", "2", "7"} {
			must(t, exitDone, "run", dir, "--slot", nightDay, "--jobs", jobs, "--now", nightNow)
		}
		runs := published(t, dir)
		if len(runs) != 3 {
			t.Fatalf("%d results, want 3", len(runs))
		}
		if first == nil {
			first = runs[0]
		}
		for i, data := range runs {
			if !bytes.Equal(data, first) {
				t.Errorf("threads %d, run %d: results.parquet differs from the first", threads, i+1)
			}
		}
	}
}

// TestRerunSupersedes: a re-run of a part is what counts from then on, for that
// part; the run before it stays as it was.
func TestRerunSupersedes(t *testing.T) {
	dir := layOut(t, night(2))
	must(t, exitDone, "run", dir, "--now", nightNow)
	before := published(t, dir)[0]
	files{"in/good.csv": permitsHeader + permitRows(33)}.write(t, dir)
	must(t, exitDone, "run", dir, "--slot", nightDay, "--dataset", "alpha/good", "--refetch", "--now", nightLater)

	runs := published(t, dir)
	if len(runs) != 2 || !bytes.Equal(runs[0], before) {
		t.Fatalf("%d results, the first equal to what it was: %t; want 2, true", len(runs), bytes.Equal(runs[0], before))
	}
	results := nightResults(t, dir, nightLater)
	for dataset, rows := range map[string]int64{"alpha/good": 33, "alpha/cut": 40, "beta/good": 25} {
		if got := results[dataset]["readable"].Total; got != rows {
			t.Errorf("%s: %d rows, want %d", dataset, got, rows)
		}
	}
	old, err := ledger.ReadResults(filepath.Join(dir, "var", "runs", "r000001", "results.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	found := slices.IndexFunc(old, func(r ledger.Row) bool { return r.Dataset == "alpha/good" && r.Rule == "readable" })
	if found < 0 || old[found].Total != 40 {
		t.Errorf("the superseded run no longer says that alpha/good had 40 rows")
	}
}

// TestRerunKeepsSnapshots: without --refetch the stored snapshot is judged again,
// whatever the source holds by now; with it a new version is frozen, and the
// arrival stays the first.
func TestRerunKeepsSnapshots(t *testing.T) {
	dir := layOut(t, night(2))
	must(t, exitDone, "run", dir, "--now", nightNow)
	files{"in/good.csv": permitsHeader + permitRows(10)}.write(t, dir)
	must(t, exitDone, "run", dir, "--slot", nightDay, "--now", nightLater)
	if got := nightResults(t, dir, nightLater)["alpha/good"]["readable"].Total; got != 40 {
		t.Errorf("re-run: %d rows, want the 40 of the stored snapshot", got)
	}
	must(t, exitDone, "run", dir, "--slot", nightDay, "--refetch", "--now", nightLatest)
	results := nightResults(t, dir, nightLatest)["alpha/good"]
	if got := results["readable"].Total; got != 10 {
		t.Errorf("--refetch: %d rows, want the 10 that are there now", got)
	}
	if credit := results["delivery"].Credit; credit == nil || *credit != 1000 {
		t.Errorf("--refetch: a correction must keep the punctuality of the first arrival, credit %v", credit)
	}
	versions, err := filepath.Glob(filepath.Join(dir, "var", "snapshots", "alpha", "good", nightDay, "v*", "data.parquet"))
	if err != nil || len(versions) != 2 {
		t.Errorf("snapshots %v, %v; want v1 and v2", versions, err)
	}
}

// TestRerunKeepsBindings: a re-run refers to the snapshot of the other dataset
// that the first run referred to, although there is a newer one.
func TestRerunKeepsBindings(t *testing.T) {
	dir := layOut(t, night(2))
	unknown := func(now string) int64 {
		return nightResults(t, dir, now)["beta/referring"]["known-to-alpha"].Failed
	}
	must(t, exitDone, "run", dir, "--now", nightNow)
	if got := unknown(nightNow); got != 20 {
		t.Fatalf("%d of 60 permits are unknown to alpha, want the 20 above its 40", got)
	}
	files{"in/good.csv": permitsHeader + permitRows(50)}.write(t, dir)
	must(t, exitDone, "run", dir, "--slot", nightDay, "--dataset", "alpha/good", "--refetch", "--now", nightLater)
	must(t, exitDone, "run", dir, "--slot", nightDay, "--dataset", "beta/referring", "--now", nightLater)
	if got := unknown(nightLater); got != 20 {
		t.Errorf("re-run: %d unknown, want 20 by the recorded binding", got)
	}
	must(t, exitDone, "run", dir, "--slot", nightDay, "--dataset", "beta/referring", "--refetch", "--now", nightLatest)
	if got := unknown(nightLatest); got != 10 {
		t.Errorf("--refetch: %d unknown, want 10 by the newest snapshot", got)
	}
}

// TestClockBehind: a clock behind the ledger is refused before anything is done.
func TestClockBehind(t *testing.T) {
	dir := layOut(t, night(2))
	must(t, exitDone, "run", dir, "--now", nightNow)
	c := cdoscore(t, "run", dir, "--slot", nightDay, "--now", nightBefore)
	if c.code != exitUsage || !strings.Contains(c.stderr, "the clock says 2026-03-03T05:59:59+08:00") {
		t.Errorf("exit code %d, want %d with the clock named:\n%s", c.code, exitUsage, c.stderr)
	}
	if n := len(published(t, dir)); n != 1 {
		t.Errorf("%d results, want the first run's only", n)
	}
}

// TestSecondWriter: while one process holds the lock no other runs; reading goes on.
func TestSecondWriter(t *testing.T) {
	dir := layOut(t, night(2))
	must(t, exitDone, "run", dir, "--now", nightNow)
	lock := flock.New(filepath.Join(dir, "var", "lock"))
	if held, err := lock.TryLock(); err != nil || !held {
		t.Fatalf("the lock is held after the run: %t, %v", held, err)
	}
	c := cdoscore(t, "run", dir, "--slot", nightDay, "--now", nightNow)
	if c.code != exitUsage || !strings.Contains(c.stderr, "another cdoscore is at work") {
		t.Errorf("exit code %d, want %d and who is at work:\n%s", c.code, exitUsage, c.stderr)
	}
	must(t, exitDone, "results", dir, "--now", nightNow)
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	must(t, exitDone, "run", dir, "--slot", nightDay, "--now", nightNow)
}

// TestRefetchOfNothing: a refetch that finds nothing keeps what was frozen.
func TestRefetchOfNothing(t *testing.T) {
	dir := layOut(t, night(2))
	must(t, exitDone, "run", dir, "--now", nightNow)
	before := published(t, dir)[0]
	if err := os.Remove(filepath.Join(dir, "in", "good.csv")); err != nil {
		t.Fatal(err)
	}
	must(t, exitDone, "run", dir, "--slot", nightDay, "--refetch", "--now", nightLater)
	if after := published(t, dir)[1]; !bytes.Equal(before, after) {
		t.Errorf("results changed although every snapshot is as it was")
	}
}
