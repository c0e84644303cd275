package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"

	"github.com/xuri/excelize/v2"
)

// slowly prints an extract after a while, line by line.
const slowly = "sleep \"$2\"\nwhile IFS= read -r line; do printf '%s\\n' \"$line\"; done < \"$1\"\nsleep \"$2\"\n"

// slowNight is a night of ten datasets, six of them from sources that take their
// time; one is missing, one refers to another and one has no cycle.
func slowNight() files {
	f := files{
		"cdoscore.yaml": "city: 演练市\nlanguages: [zh-Hans, en]\nthreads: 2\njobs: 2\nmemory: 512MB\nstart: 2026-03-02\n" +
			"notices: [{on: missing, to: [beta@city.example]}, {on: night_finished, to: [ops@city.example]}]\n", "units.yaml": nightUnits,
		"slowly.sh": slowly,
	}
	for i := range 6 {
		name := fmt.Sprintf("slow%d", i)
		source := fmt.Sprintf(`command: {program: /bin/sh, args: [slowly.sh, "in/%s.csv", "0.0%d"], format: csv}`, name, 3+i)
		f["datasets/alpha/"+name+".yaml"] = strings.Replace(permits("甲"+name, source, ""), `due: "03:00"`, `due: "20:00"`, 1)
		f["in/"+name+".csv"] = permitsHeader + permitRows(30+i)
	}
	f["datasets/beta/good.yaml"] = permits("乙good", `csv: {path: "in/beta.csv"}`, "")
	f["datasets/beta/missing.yaml"] = permits("乙missing", `csv: {path: "in/nothing.csv"}`, "")
	f["datasets/beta/irregular.yaml"] = strings.Replace(permits("乙irregular", `csv: {path: "in/irregular.csv"}`, ""),
		`{cycle: daily, due: "03:00", grace: 2h, late: [{within: 24h, credit: 0.5}]}`, `{cycle: irregular}`, 1)
	f["datasets/beta/referring.yaml"] = permits("乙referring", `csv: {path: "in/referring.csv"}`,
		"rules:\n  - {id: known-to-alpha, reference: {fields: [permit_no], to: alpha/slow5}}\n")
	f["in/beta.csv"] = permitsHeader + permitRows(25)
	f["in/irregular.csv"] = permitsHeader + permitRows(12)
	f["in/referring.csv"] = permitsHeader + permitRows(60)
	return f
}

const slowDatasets = 10

// TestKilled kills the process of a night at random moments and starts it again,
// until the night has ended: each slot then has one valid result, which is that of
// a night that nobody disturbed. CDOSCORE_KILLS says how often.
func TestKilled(t *testing.T) {
	kills := 5
	if text := os.Getenv("CDOSCORE_KILLS"); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("CDOSCORE_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("CDOSCORE_SEED=%d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	undisturbed := layOut(t, slowNight())
	began := time.Now()
	if _, ended := nightProcess(t, undisturbed, 0, 0); !ended {
		t.Fatal("the undisturbed night did not end")
	}
	takes := time.Since(began)
	want := theResults(t, undisturbed)
	for killed := 0; killed < kills; {
		dir := layOut(t, slowNight())
		attempts := 1
		for ; ; attempts++ {
			// Later attempts have less to do: the moments are drawn closer to their start.
			after := time.Duration(random.Int64N(int64(takes)/int64(min(attempts, 2)))) + takes/10
			if killed == kills {
				after = 0
			}
			said, ended := nightProcess(t, dir, attempts, after)
			if ended {
				break
			}
			killed++
			t.Logf("killed after %v: %s", after.Round(time.Millisecond), said)
		}
		if got := theResults(t, dir); !bytes.Equal(want, got) {
			t.Errorf("the results after %d attempts differ from the undisturbed ones: %s", attempts, dir)
		}
		expectWhole(t, dir, attempts)
	}
}

// nightProcess runs `cdoscore night` in a process of its own, each attempt a minute
// later by its clock, and kills it after a while; 0: never. It returns what the
// process said last, and whether it ended by itself.
func nightProcess(t *testing.T, dir string, attempt int, after time.Duration) (string, bool) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, nightNow)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	c := exec.Command("cdoscore", "night", dir, "--now", at.Add(time.Duration(attempt)*time.Minute).Format(time.RFC3339))
	c.Stderr = &log
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its sources are killed with it
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if after > 0 {
		killer := time.AfterFunc(after, func() { syscall.Kill(-c.Process.Pid, syscall.SIGKILL) })
		defer killer.Stop()
	}
	err = c.Wait()
	if code := c.ProcessState.ExitCode(); code == exitDone || code == exitUnassessed {
		return "", true
	} else if code >= 0 {
		t.Fatalf("night: exit code %d, %v\n%s", code, err, log.String())
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	_, said, _ := strings.Cut(lines[len(lines)-1], "msg=")
	return said, false
}

// theResults are the results that count: every slot's are of one run.
func theResults(t *testing.T, dir string) []byte {
	t.Helper()
	l := readLedger(t, dir)
	defer l.Close()
	current, err := l.CurrentResults(context.Background(), ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(current) != slowDatasets {
		t.Fatalf("%d slots have a result, want %d: %v", len(current), slowDatasets, current)
	}
	for _, c := range current {
		if c.RunID != current[0].RunID {
			t.Errorf("slot %s of %s counts by run %s, others by %s", c.Slot, c.Dataset, c.RunID, current[0].RunID)
		}
	}
	if err := l.VerifyRun(context.Background(), current[0].RunID); err != nil {
		t.Error(err)
	}
	data, err := os.ReadFile(l.ResultsPath(current[0].RunID))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readLedger(t *testing.T, dir string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(context.Background(), filepath.Join(dir, "var"), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// expectWhole expects one settled night of so many attempts, one delivery for each
// slot with a whole snapshot, and nothing half-done.
func expectWhole(t *testing.T, dir string, attempts int) {
	t.Helper()
	l := readLedger(t, dir)
	defer l.Close()
	ctx := context.Background()
	nights, err := l.RecentNights(ctx, 10)
	// The kill may have come before the attempt was on record.
	if err != nil || len(nights) != 1 || nights[0].Outcome != ledger.NightIncomplete || nights[0].Attempts < 1 || nights[0].Attempts > attempts {
		t.Errorf("nights: %+v, %v; want one, incomplete, of at most %d attempts", nights, err, attempts)
	}
	deliveries, err := l.Deliveries(ctx, ledger.Filter{})
	if err != nil || len(deliveries) != slowDatasets {
		t.Errorf("%d deliveries, %v; want %d", len(deliveries), err, slowDatasets)
	}
	for _, d := range deliveries {
		if d.Version != 1 {
			t.Errorf("%s was delivered %d times", d.Dataset, d.Version)
		}
		if d.Good() {
			if err := snapshot.Verify(filepath.Join(dir, "var", d.Path)); err != nil {
				t.Error(err)
			}
		}
	}
	runs, err := l.Runs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(filepath.Join(dir, "var", "runs"))
	if err != nil || len(folders) != len(runs) {
		t.Errorf("%d folders of runs, %v; %d runs are published", len(folders), err, len(runs))
	}
	for _, run := range runs {
		if err := l.VerifyRun(ctx, run.ID); err != nil {
			t.Error(err)
		}
	}
	notices, err := l.Notices(ctx)
	files, reading := os.ReadDir(filepath.Join(dir, "outbox", nightDay))
	if err != nil || reading != nil || len(notices) != 2 || len(files) != 2 {
		t.Errorf("notices %+v, %v; in the outbox %v, %v; want two of each", notices, err, files, reading)
	}
	expectNoLeftovers(t, dir)
}

// expectNoLeftovers expects no file that was being written, and every workbook.
func expectNoLeftovers(t *testing.T, dir string) {
	t.Helper()
	for _, root := range []string{"var", "reports"} {
		err := filepath.WalkDir(filepath.Join(dir, root), func(path string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasPrefix(d.Name(), ".") {
				t.Errorf("left behind: %s", path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"city.xlsx", "city.en.xlsx", "unit-alpha.xlsx", "unit-alpha.en.xlsx", "unit-beta.xlsx", "unit-beta.en.xlsx"} {
		book, err := excelize.OpenFile(filepath.Join(dir, "reports", nightDay, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if len(book.GetSheetList()) < 3 || book.Close() != nil {
			t.Errorf("%s is no whole workbook", name)
		}
	}
}
