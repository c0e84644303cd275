package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"

	"github.com/xuri/excelize/v2"
)

// openDesk opens a workspace of two units with the desk of the program: every check
// is a process.
func openDesk(t *testing.T, limits submission.Limits) *submission.Desk {
	t.Helper()
	dir := t.TempDir()
	const set = `title: 名册
update: {cycle: daily, due: "09:00"}
source: {upload: {}}
key: [no]
fields:
  - {name: "no", required: true}
  - {name: name, required: true}
  - {name: fee, type: integer}
`
	files{
		"cdoscore.yaml":             "city: 测试市\nthreads: 1\nmemory: 256MB\n",
		"units.yaml":                "- {id: good, tier: department, names: 好局}\n- {id: bad, tier: department, names: 坏局}\n",
		"datasets/good/people.yaml": set, "datasets/bad/people.yaml": set,
		// A source that needs a secret, which no check is given.
		"datasets/good/payments.yaml": "title: 缴费\nupdate: {cycle: daily, due: \"09:00\"}\nsource: {postgres: {dsn: \"${DESK_TEST_DSN}\", query: SELECT 1}}\nfields: []\n",
	}.write(t, dir)
	t.Setenv("DESK_TEST_DSN", "postgres://u:p@db/x")
	g := &globals{workspace: dir, now: "2026-03-10T08:00:00+08:00"}
	s, err := g.open(context.Background(), true)
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDesk(s, func() *workspace.Workspace { return s.w }, s.clock, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("cdoscore")
	if err != nil {
		t.Fatal(err)
	}
	d.Worker, d.Limits = submission.Process{Command: []string{program, "check-worker"}}, limits
	if err := d.Open(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(d.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	})
	return d
}

// hand uploads what write makes, and waits for the answer: the key of the refusal, or
// "" where it was judged.
func hand(t *testing.T, d *submission.Desk, unit string, write func(io.Writer) error) (key string, u submission.Upload) {
	t.Helper()
	who := submission.Actor{Name: unit + "-officer", Unit: unit}
	r, w := io.Pipe()
	go func() { w.CloseWithError(write(w)) }()
	u, err := d.Receive(context.Background(), who, unit+"/people", "2026-03-09", "名册.xlsx", r)
	r.Close()
	var refusal *submission.Refusal
	if errors.As(err, &refusal) {
		return refusal.Key, u
	}
	if err != nil {
		t.Errorf("upload: %v", err)
		return "error", u
	}
	if u, err = d.Wait(context.Background(), who, u.ID); err != nil {
		t.Errorf("wait: %v", err)
	}
	if u.State == ledger.UploadRefused {
		return u.Reason.Key, u
	}
	return "", u
}

// TestHostileUploads hands in the corpus, and twenty good files at the same time:
// each is answered with a plain message within its limits, the good ones are judged
// as ever, and this process takes no more memory than without them.
func TestHostileUploads(t *testing.T) {
	limits := submission.Limits{Bytes: 64 << 20, Unzipped: 1 << 30, Memory: 700 << 20, Time: 60 * time.Second, Waiting: 100}
	if soak() {
		limits = submission.Limits{Waiting: 100}
	}
	d := openDesk(t, limits)
	// As ever: as when nothing else is handed in.
	_, ever := hand(t, d, "good", plainText("no,name,fee\n1,甲,1\n2,,x\n"))
	if ever.Rows != 2 || ever.Score == nil {
		t.Fatalf("%+v", ever)
	}
	before := resident(t, "VmRSS")
	resetPeak(t)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			began := time.Now()
			content := fmt.Sprintf("no,name,fee\n%d,甲,1\n%d,,x\n", 2*i, 2*i+1)
			key, u := hand(t, d, "good", plainText(content))
			if key != "" || u.Rows != ever.Rows || u.Failed != ever.Failed || *u.Score != *ever.Score {
				t.Errorf("good file %d: %q %+v", i, key, u)
			}
			t.Logf("good file %d after %v", i, time.Since(began).Round(time.Millisecond))
		})
	}
	texts := map[string]interface {
		Text(string, ...string) string
	}{}
	for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
		texts[lang] = catalog(lang)
	}
	for _, h := range corpus() {
		wg.Go(func() {
			began := time.Now()
			key, u := hand(t, d, "bad", h.write)
			took := time.Since(began)
			if !slices.Contains(h.want, key) {
				t.Errorf("%s: answered with %q, want one of %q", h.name, key, h.want)
			}
			for lang, c := range texts {
				if said := c.Text(key, u.Reason.Args...); key != "" && (strings.Contains(said, "⟦") || strings.Contains(said, d.Dir)) {
					t.Errorf("%s: in %s it is told %q", h.name, lang, said)
				}
			}
			t.Logf("%-34s %-28s %9d bytes, %v", h.name, key, u.Bytes, took.Round(time.Millisecond))
		})
	}
	wg.Wait()
	grown := resident(t, "VmHWM") - before
	t.Logf("this process held %d MiB before, and at most %d MiB more meanwhile", before>>20, grown>>20)
	if grown > 300<<20 {
		t.Errorf("the uploads took %d MiB of this process", grown>>20)
	}
	if left, err := filepath.Glob(filepath.Join(d.Dir, "*", "work")); err != nil || len(left) > 0 {
		t.Errorf("checks left their folders: %v, %v", left, err)
	}
	if _, err := os.Stat("/tmp/evil.xml"); err == nil {
		t.Error("/tmp/evil.xml was written")
	}
}

// TestAWorkbookIsJudgedByItsContent hands in a sound workbook under a wrong name.
func TestAWorkbookIsJudgedByItsContent(t *testing.T) {
	d := openDesk(t, submission.Limits{})
	key, u := hand(t, d, "good", book(nil))
	if key != "" || u.Rows != 1 || u.Format != submission.FormatExcel {
		t.Fatalf("%q %+v", key, u)
	}
	r, err := d.Result(context.Background(), submission.Actor{Unit: "good"}, u.ID)
	if err != nil || r.Score == nil || r.FaultyRows != 1 || len(r.Dimensions) != 5 {
		t.Errorf("%+v, %v", r, err)
	}
	for _, c := range r.Causes {
		if c.Rule == "name.required" && (c.Failed != 1 || c.Evaluated != 1 || !slices.Equal(c.Rows, []int64{2}) || c.Dimension != "completeness") {
			t.Errorf("%+v", c)
		}
	}
}

// TestAReturnedWorkbookIsMendedAndUploadedAsItIs goes the officer's way: a faulty
// workbook, the returned one mended in its own cells, "fixed N, left 0", the
// receipt.
func TestAReturnedWorkbookIsMendedAndUploadedAsItIs(t *testing.T) {
	ctx, officer := context.Background(), submission.Actor{Name: "good-officer", Title: "科员", Unit: "good"}
	d := openDesk(t, submission.Limits{})
	f := excelize.NewFile()
	defer f.Close()
	for cell, value := range map[string]any{"A1": "no", "B1": "name", "C1": "fee", "A2": "1", "C2": "x", "A3": "2", "B3": "乙", "C3": 5, "A4": "2", "B4": "丙", "C4": 6} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	key, first := hand(t, d, "good", func(w io.Writer) error { return f.Write(w) })
	if key != "" || first.Rows != 3 {
		t.Fatalf("%q %+v", key, first)
	}
	told, err := d.Result(ctx, officer, first.ID)
	if err != nil || !told.Returned || told.Diff != nil || told.FaultyRows != 3 {
		t.Fatalf("%+v, %v", told, err)
	}
	for _, c := range told.Causes {
		if c.Mend.Key == "" || strings.Contains(catalog("en").Note(c.Mend), "⟦") {
			t.Errorf("how %s is mended: %+v", c.Rule, c.Mend)
		}
	}
	path, name, err := d.Returned(ctx, officer, first.ID)
	if err != nil || !strings.HasSuffix(name, ".xlsx") {
		t.Fatalf("%q, %v", name, err)
	}
	mended, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer mended.Close()
	for cell, value := range map[string]any{"B2": "甲", "C2": 4, "A4": "3"} {
		if err := mended.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	key, second := hand(t, d, "good", func(w io.Writer) error { return mended.Write(w) })
	if key != "" || second.Rows != 3 {
		t.Fatalf("%q %+v", key, second)
	}
	again, err := d.Result(ctx, officer, second.ID)
	if err != nil || again.Diff == nil || again.Diff.Fixed < 4 || again.FaultyRows != 0 || again.Diff.New != 0 || again.Diff.Against != first.ID {
		t.Fatalf("%+v %+v, %v", again, again.Diff, err)
	}
	t.Logf("fixed %d, left %d, new %d", again.Diff.Fixed, again.Diff.Left, again.Diff.New)
	r, err := d.Confirm(ctx, officer, second.ID)
	if err != nil || r.Number != "GOOD-2026-000001" || r.SHA256 != second.SHA256 || r.Rows != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	// The workbook of this dataset is none of another.
	who := submission.Actor{Name: "bad-officer", Unit: "bad"}
	body, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	u, err := d.Receive(ctx, who, "bad/people", "2026-03-09", "x.xlsx", body)
	if err == nil {
		u, err = d.Wait(ctx, who, u.ID)
	}
	if err != nil || u.Reason.Key != "submission.foreign_workbook" {
		t.Errorf("%+v, %v", u, err)
	}
}

// TestAChecksMemoryIsLimited gives a check less memory than the workbook's strings
// take, and lets another one be judged meanwhile and after it.
func TestAChecksMemoryIsLimited(t *testing.T) {
	d := openDesk(t, submission.Limits{Memory: 320 << 20, Strings: 1 << 40})
	greedy := book(map[string]func(io.Writer) error{"xl/sharedStrings.xml": sharedStrings(400_000, strings.Repeat("长", 350))})
	if key, _ := hand(t, d, "bad", greedy); key != "submission.too_costly" {
		t.Errorf("answered with %q", key)
	}
	if key, u := hand(t, d, "good", book(nil)); key != "" || u.Rows != 1 {
		t.Errorf("the next one: %q %+v", key, u)
	}
}

// resident reads a figure of this process's memory, in bytes.
func resident(t testing.TB, name string) int64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("this system does not tell a process its memory: ", err)
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			kib, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kib << 10
		}
	}
	t.Fatalf("no %s in %s", name, status)
	return 0
}

// resetPeak lets VmHWM begin anew.
func resetPeak(t testing.TB) {
	t.Helper()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Skip("this system does not let a process forget its peak: ", err)
	}
}
