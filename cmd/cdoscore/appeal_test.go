package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// object fills in the first line of 异议申请表 and returns the file.
func object(t *testing.T, book string, values ...string) string {
	t.Helper()
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("异议申请表")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if len(row) == 0 || row[0] != "得分点编号" {
			continue
		}
		for j, v := range values {
			name, err := excelize.CoordinatesToCellName(j+1, i+2)
			if err == nil {
				err = f.SetCellStr("异议申请表", name, v)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(t.TempDir(), "objection.xlsx")
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Fatal("异议申请表 has no headings")
	return ""
}

// TestWayOfAnAppeal files an objection by the form of a day's and of a month's
// workbook, has one upheld, and looks at old and new side by side.
func TestWayOfAnAppeal(t *testing.T) {
	dir := t.TempDir()
	rectifyCity.write(t, dir)
	files{"in/2026-03-02.csv": payments(2)}.write(t, dir)
	deliverAt(t, dir, "2026-03-02T20:00:00+08:00")
	const now, later = "2026-03-03T06:00:00+08:00", "2026-03-04T09:00:00+08:00"
	must(t, exitDone, "run", dir, "--now", now)
	must(t, exitDone, "scorecards", dir, "--period", "2026-03", "--now", now)
	day := filepath.Join(dir, "reports", "2026-03-02", "unit-hrss.xlsx")
	month := filepath.Join(dir, "scorecards", "2026-03", "unit-hrss.xlsx")
	dayCode := lineOf(t, table(t, day, "规则明细", "得分点编号"), "不合格数", "2")["得分点编号"]
	monthCode := lineOf(t, table(t, month, "规则明细", "得分点编号"), "不合格数", "2")["得分点编号"]

	refused := cdoscore(t, "appeal", "import", object(t, day, "HRSS-20260302-00000000", "", "号段已启用", "", "张某"), "-w", dir, "--by", "a", "--now", now)
	for _, want := range []string{"异议申请表!A", "HRSS-20260302-00000000", "异议申请表!B"} {
		if refused.code != exitUsage || !strings.Contains(refused.stderr, want) {
			t.Errorf("no %q in the refusal, exit code %d: %s", want, refused.code, refused.stderr)
		}
	}
	file := func(book, code string) {
		t.Helper()
		must(t, exitDone, "appeal", "import", object(t, book, code, "新号段应视为有效", "号段已启用", "ZZ-01", "张某", "020-83330000"), "-w", dir, "--by", "张某", "--now", now)
	}
	file(day, dayCode)
	if again := cdoscore(t, "appeal", "import", object(t, day, dayCode, "又", "又", "", "张某"), "-w", dir, "--by", "a", "--now", now); again.code != exitUsage || !strings.Contains(again.stderr, "HRSS-Y2026-0001") {
		t.Errorf("a second objection to the same line, exit code %d: %s", again.code, again.stderr)
	}
	file(month, monthCode)

	step := func(code int, args ...string) string {
		t.Helper()
		return must(t, code, append(append([]string{"appeal"}, args...), "-w", dir, "--now", now)...)
	}
	step(exitDone, "accept", "HRSS-Y2026-0001", "--by", "市数据局")
	step(exitDone, "withdraw", "HRSS-Y2026-0002", "--by", "张某")
	must(t, exitDone, "report", dir, "--slot", "2026-03-02", "--now", now)
	city := lineOf(t, table(t, filepath.Join(dir, "reports", "2026-03-02", "city.xlsx"), "组内排名", "位次"), "单位", "市人社局")
	if !strings.Contains(city["异议状态"]+city["备注"], "1") || city["备注"] == "" {
		t.Errorf("the ranking does not tell of the contested points: %q, %q", city["异议状态"], city["备注"])
	}
	before := line(t, dir, now, dayCode)
	step(exitDone, "verify", "HRSS-Y2026-0001", "--by", "市数据局", "--outcome", "upheld", "--document", "数评〔2026〕3号")
	if out := step(exitDone, "rule", "HRSS-Y2026-0001", "--waive"); !strings.Contains(out, "waivers/hrss-y2026-0001-hrss-payments.yaml") {
		t.Errorf("the ruling wrote %s", out)
	}
	must(t, exitDone, "backfill", dir, "--from", "2026-03-02", "--to", "2026-03-02", "--reprocess", "all", "--now", later)
	after := line(t, dir, later, dayCode)
	if before.Exempt != 0 || after.Exempt != 2 || after.Failed != before.Failed {
		t.Errorf("exempt %d of %d before, %d of %d after; want 0 and 2 of 2", before.Exempt, before.Failed, after.Exempt, after.Failed)
	}
	shown := must(t, exitDone, "appeal", "show", "HRSS-Y2026-0001", "-w", dir, "--now", later)
	for _, want := range []string{"2/0/40", "2/2/40", "r000001", "核实（异议成立）", "数评〔2026〕3号"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in\n%s", want, shown)
		}
	}
	if shown := must(t, exitDone, "appeal", "show", "HRSS-Y2026-0002", "-w", dir, "--now", later); !strings.Contains(shown, "2/2/40") || !strings.Contains(shown, "撤回") {
		t.Errorf("the month's objection does not lead to its slot:\n%s", shown)
	}
	if ended := cdoscore(t, "appeal", "accept", "HRSS-Y2026-0002", "-w", dir, "--by", "a", "--now", later); ended.code != exitUsage {
		t.Errorf("a withdrawn appeal was accepted, exit code %d", ended.code)
	}
	must(t, exitDone, "audit", "verify", "-w", dir, "--now", later)
}

// line is the outcome that a code names.
func line(t *testing.T, dir, now, code string) outcome {
	t.Helper()
	for _, o := range printed(t, must(t, exitDone, "results", dir, "--slot", "2026-03-02", "--now", now, "--format", "json")) {
		if o.Rule == "phone.format" {
			return o
		}
	}
	t.Fatalf("no outcome behind %s", code)
	return outcome{}
}
