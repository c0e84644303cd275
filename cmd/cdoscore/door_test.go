package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"cdoscore/pipeline/intake/browsertest"
	"cdoscore/testdata/guangzhou"

	"github.com/xuri/excelize/v2"
)

// The door's day: the demo city on a Monday morning before the weekly extract of the
// civil affairs bureau is due, which its officer hands in by the browser.
const (
	doorDay      = "2026-03-07" // the last day that a night was run for
	doorNow      = "2026-03-09T02:00:00+08:00"
	doorDataset  = "civil/subsistence-allowances"
	doorSlot     = "2026-03-02"
	doorFile     = "drop/civil/subsistence-allowances-20260302.xlsx"
	doorPassword = "a lengthy phrase 20"
)

// TestDoor has a real browser do what an officer does, from signing in to the printed
// receipt, and what the leadership does.
func TestDoor(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a day at the door takes a minute")
	}
	dir, drop := doorCity(t)
	for _, account := range [][]string{{"officer", "--role", "officer", "--unit", "civil", "--title", "社会救助处 某联络员"}, {"leader", "--role", "leader", "--title", "分管领导"}} {
		addAccount(t, dir, account...)
	}
	base := serveDoor(t, dir, doorNow)
	shots := doorShots(t)
	reports := browsertest.Run(t, "flow.mjs", map[string]string{
		"base": base, "shots": shots, "officer": "officer", "leader": "leader", "password": doorPassword, "dataset": doorDataset, "unit": "metro",
		"extract": filepath.Join(drop, filepath.FromSlash(doorFile)), "foreign": "edu/schools", "month": doorDay[:7],
	}, func(question, path string) string {
		mended := filepath.Join(t.TempDir(), "低保发放（已修改）.xlsx")
		mend(t, path, mended)
		return mended
	})
	figures := map[string]string{}
	for _, r := range reports {
		if r.Figure != "" {
			figures[r.Figure] = r.Value
		}
	}
	t.Log(figures)
	planted, sum := plantedFaults(t)
	for figure, want := range map[string]string{
		"unsigned": "/signin", "signed in": "/datasets", "failed": planted, "fixed": sum, "left": "0", "new": "0", "still failed": "",
		"number": "CIVIL-2026-000001", "correction number": "CIVIL-2026-000002", "foreign": "没有找到这个页面", "first stop": "skip", "skipped to": "main",
		"leader": "/city", "template": "最低生活保障发放填报模板.xlsx", "leader at a dataset": "403", "correction": "数据更正报送回执",
	} {
		if figures[figure] != want {
			t.Errorf("%s: %q, want %q", figure, figures[figure], want)
		}
	}
	if !strings.Contains(figures["refused"], "Excel") {
		t.Errorf("a file that is no workbook is told: %q", figures["refused"])
	}
	expectClosed(t, base, dir, figures["upload"], "/receipts/"+figures["number"])
	expectReview(t, base, dir, filepath.Join(drop, "drop", "edu", "school-enrolment-20260308.xlsx"))
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(figures["hash"]) {
		t.Errorf("the receipt's hash is %q", figures["hash"])
	}
}

// doorCity lays out the demo city after a night, its education bureau with a second
// person, and returns a folder of the extracts that are to be handed in at the door in
// place of the drop folder.
func doorCity(t *testing.T) (dir, drop string) {
	t.Helper()
	dir = t.TempDir()
	if err := guangzhou.WriteWorkspace(dir); err != nil {
		t.Fatal(err)
	}
	units := filepath.Join(dir, "units.yaml")
	text, err := os.ReadFile(units)
	if err == nil {
		err = os.WriteFile(units, bytes.Replace(text, []byte("- id: edu\n"), []byte("- id: edu\n  second_person: true\n"), 1), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, night := range guangzhou.Nights() {
		if night.RunAt.Format(time.RFC3339) > doorNow {
			break
		}
		if err := guangzhou.Deliver(dir, night); err != nil {
			t.Fatal(err)
		}
		if day := night.Day.Format(time.DateOnly); day == doorDay {
			must(t, exitUnassessed, "run", dir, "--now", night.RunAt.Format(time.RFC3339))
		}
	}
	late := guangzhou.Nights()[slices.IndexFunc(guangzhou.Nights(), func(n guangzhou.Night) bool { return n.Day.Format(time.DateOnly) == "2026-03-08" })]
	drop = t.TempDir()
	if err := guangzhou.Deliver(drop, late); err != nil {
		t.Fatal(err)
	}
	return dir, drop
}

func addAccount(t *testing.T, dir string, args ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(doorPassword+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, 0, append([]string{"user", "add", "-w", dir, "--keep-password", "--password-file", file}, args...)...)
}

// serveDoor runs the service in a process of its own, from a moment on, and returns its
// address.
func serveDoor(t *testing.T, dir, now string) string {
	t.Helper()
	var log bytes.Buffer
	c := exec.Command("cdoscore", "serve", dir, "--listen", "127.0.0.1:0", "--now", now)
	c.Stderr = &log
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("serve: %v", err)
		}
		if t.Failed() {
			t.Logf("the service's log:\n%s", log.String())
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("serve says nothing: %v\n%s", err, log.String())
	}
	base := regexp.MustCompile(`http://[0-9.:]+`).FindString(line)
	if answer, err := http.Get(base + "/healthz"); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v", base, err)
	}
	return base
}

// doorShots is where the pictures go: CDOSCORE_SHOTS, or a folder that is thrown away.
func doorShots(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("CDOSCORE_SHOTS")
	if dir == "" {
		return t.TempDir()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// plantedFaults are the counts of the demo's truth for the extract: of each rule that
// fails on rows, greatest first, and their sum.
func plantedFaults(t *testing.T) (counts, sum string) {
	t.Helper()
	truth, err := guangzhou.Truth()
	if err != nil {
		t.Fatal(err)
	}
	var failed []int64
	total := int64(0)
	for _, r := range truth {
		if r.Dataset == doorDataset && r.Slot == doorSlot && r.Failed > 0 {
			failed = append(failed, r.Failed)
			total += r.Failed
		}
	}
	slices.Sort(failed)
	slices.Reverse(failed)
	return strings.Trim(fmt.Sprint(failed), "[]"), fmt.Sprint(total)
}

// mend is what the officer does in Excel: gives every row of which the returned
// workbook says that something is wrong what belongs there, and leaves all else as it
// came, our marks among it.
func mend(t *testing.T, from, to string) {
	t.Helper()
	f, err := excelize.OpenFile(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := "发放明细"
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	head := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, "发放编号") })
	told := slices.IndexFunc(rows[head], func(c string) bool { return strings.Contains(c, "错误说明") })
	right := map[string]any{"户主姓名": "某户主", "身份证号": "11010519491231002X", "保障人数": 2, "发放金额": 1200, "行政区划代码": "440104", "发放日期": "2026-03-05"}
	for i, row := range rows[head+1:] {
		if len(row) <= told || row[told] == "" {
			continue
		}
		for c, title := range rows[head] {
			value, ok := right[title]
			if title == "发放编号" {
				value, ok = fmt.Sprintf("DB9%011d", i), true
			}
			if !ok {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(c+1, head+2+i)
			if err == nil {
				err = f.SetCellValue(sheet, cell, value)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SaveAs(to); err != nil {
		t.Fatal(err)
	}
}
