package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"cdoscore/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

// months is a city with a monthly dataset that is due five working days after the
// month, and a daily one.
func months() files {
	monthly := strings.Replace(permits("甲monthly", `csv: {path: "in/monthly-{slot:200601}.csv"}`, ""),
		`{cycle: daily, due: "03:00", grace: 2h, late: [{within: 24h, credit: 0.5}]}`, `{cycle: monthly, due: "12:00", due_days: 5, working_days: true, accept_until: 20d, late: [{within: 72h, credit: 0.5}]}`, 1)
	return files{
		"cdoscore.yaml": "city: 演练市\nlanguages: [zh-Hans]\nmemory: 512MB\nstart: 2026-01-01\ncatch_up: 48h\n", "units.yaml": nightUnits,
		// A holiday on Tuesday the 3rd is made up for on Saturday the 7th.
		"calendar.yaml":               "until: \"2026-12-31\"\nholidays: [\"2026-02-03\"]\nworkdays: [\"2026-02-07\"]\n",
		"datasets/alpha/monthly.yaml": monthly,
		"datasets/beta/daily.yaml":    permits("乙daily", `csv: {path: "in/beta.csv"}`, ""),
		"in/beta.csv":                 permitsHeader + permitRows(25),
	}
}

// TestServedNights serves a city over some days that pass at once. The machine is
// down for four nights, of which two lie within the window; the monthly extract is
// due on a working day, and is asked for every night until then and after.
func TestServedNights(t *testing.T) {
	f := months()
	dir := layOut(t, f)
	deliverAt(t, dir, "2026-01-31T01:30:00+08:00")
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		moment := func(s string) time.Time {
			at, err := time.Parse(time.RFC3339, s)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		start := moment("2026-02-05T12:00:00+08:00")
		serve := func(from, until string) {
			t.Helper()
			time.Sleep(moment(from).Sub(start) - time.Since(begin))
			serveUntil(t, dir, from, moment(until).Sub(moment(from)))
		}
		serve("2026-02-05T12:00:00+08:00", "2026-02-08T07:00:00+08:00")
		files{"in/monthly-202601.csv": permitsHeader + permitRows(40)}.write(t, dir)
		if err := os.Chtimes(filepath.Join(dir, "in", "monthly-202601.csv"), moment("2026-02-09T10:00:00+08:00"), moment("2026-02-09T10:00:00+08:00")); err != nil {
			t.Fatal(err)
		}
		serve("2026-02-12T12:00:00+08:00", "2026-02-13T07:00:00+08:00")
	})
	want := []string{
		"r000001 2026-02-05 daily/2026-02-05", "r000002 2026-02-06 daily/2026-02-06", // the monthly one is not due yet
		"r000003 2026-02-07 monthly/2026-01-01 missing, daily/2026-02-07",
		"r000004 2026-02-10 daily/2026-02-10",
		"r000005 2026-02-11 monthly/2026-01-01 late, daily/2026-02-11", // the newest night asks for what is still accepted
		"r000006 2026-02-12 daily/2026-02-12",
	}
	if diff := cmp.Diff(want, servedRuns(t, dir)); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
}

// serveUntil serves a workspace from a moment of its clock for a while.
func serveUntil(t *testing.T, dir, from string, span time.Duration) {
	t.Helper()
	g := &globals{workspace: dir, now: from, command: "cdoscore serve"}
	s, err := g.openService(context.Background(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.scheduler.Serve(ctx) }()
	time.Sleep(span)
	synctest.Wait()
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// servedRuns lists the runs with their slots; states other than on_time are named.
func servedRuns(t *testing.T, dir string) []string {
	t.Helper()
	l := readLedger(t, dir)
	defer l.Close()
	runs, err := l.Runs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, run := range runs {
		rows, err := ledger.ReadResults(l.ResultsPath(run.ID))
		if err != nil {
			t.Fatal(err)
		}
		var slots []string
		for _, row := range rows {
			if row.Record != ledger.ScoreRecord || row.Kind != "dataset" {
				continue
			}
			slot := filepath.Base(row.Dataset) + "/" + row.Slot
			if row.Dataset == "alpha/monthly" {
				slot += " " + stateIn(t, rows, row.Slot)
			}
			slots = append(slots, slot)
		}
		out = append(out, fmt.Sprintf("%s %s %s", run.ID, run.Day, strings.Join(slots, ", ")))
	}
	return out
}

// stateIn tells by the counts of a monthly slot whether its extract had come.
func stateIn(t *testing.T, rows []ledger.Row, slot string) string {
	t.Helper()
	for _, row := range rows {
		if row.Record == ledger.RuleRecord && row.Dataset == "alpha/monthly" && row.Slot == slot && row.Total > 0 {
			return "late"
		}
	}
	return "missing"
}

// TestServeIsOneProcess serves a workspace in a process of its own: it answers, its
// lock names it to whoever else would write, a night runs at its hour, and SIGTERM
// ends it in good order.
func TestServeIsOneProcess(t *testing.T) {
	dir := layOut(t, slowNight())
	var stdout, stderr bytes.Buffer
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("cdoscore", "serve", dir, "--listen", "127.0.0.1:0", "--log-format", "json", "--lang", "en", "--now", "2026-03-03T05:59:58+08:00")
	c.Stdout, c.Stderr = in, &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	defer c.Process.Kill()
	line := make([]byte, 4096)
	n, err := out.Read(line)
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	stdout.Write(line[:n])
	_, address, _ := strings.Cut(stdout.String(), "serving at ")
	address, next, _ := strings.Cut(address, ";")
	if !strings.Contains(next, "the next night begins at 2026-03-03 06:00 +08:00") {
		t.Errorf("it said %q", stdout.String())
	}
	refused := cdoscore(t, "run", dir, "--now", nightLater)
	if want := fmt.Sprintf("`cdoscore serve`, process %d", c.Process.Pid); refused.code != exitUsage || !strings.Contains(refused.stderr, want) {
		t.Errorf("exit code %d, want %d and %s:\n%s", refused.code, exitUsage, want, refused.stderr)
	}
	must(t, exitDone, "results", dir, "--now", nightLater) // readers are not refused
	body := waitFor(t, address+"/healthz", `"outcome": "incomplete"`)
	if !strings.Contains(body, `"day": "2026-03-02"`) || !strings.Contains(body, `"ok": true`) {
		t.Errorf("/healthz: %s", body)
	}
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("it ended with %v\n%s", err, stderr.String())
	}
	for _, part := range []string{`"msg":"service begins"`, `"msg":"run begins","job":"workspace","night":"2026-03-02","attempt":1,"run":"r000001"`, `"dataset":"beta/missing","slot":"2026-03-02","state":"missing"`, `"msg":"service ends"`} {
		if !strings.Contains(stderr.String(), part) {
			t.Errorf("the log lacks %s:\n%s", part, stderr.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "var", "owner.json")); err == nil {
		t.Error("it has left its lock behind")
	}
}

// waitFor asks until an answer holds a text, for some seconds.
func waitFor(t *testing.T, url, text string) string {
	t.Helper()
	var body []byte
	for range 300 {
		answer, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		body, err = io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(body), text) {
			return string(body)
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s does not say %s: %s", url, text, body)
	return ""
}
