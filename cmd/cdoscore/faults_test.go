package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/pipeline"
	"cdoscore/pipeline/workspace"

	"github.com/google/go-cmp/cmp"
)

// faultyNight spoils six of the first unit's seven extracts, each in its way.
func faultyNight(t *testing.T) files {
	f := night(2)
	f["datasets/alpha/truncated.yaml"] = permits("甲truncated", `csv: {path: "in/truncated.csv.gz"}`, "")
	delete(f, "in/truncated.csv")
	f["in/truncated.csv.gz"] = halfOf(t, permitsHeader+permitRows(4000))
	delete(f, "in/missing.csv")
	f["in/workbook.xlsx"] = "this is no workbook\n"
	f["in/header.csv"] = "permit_no,holdr,fee\n" + permitRows(40)
	f["in/empty.csv"] = permitsHeader
	f["in/cut.csv"] = permitsHeader + permitRows(40) + "P0041,持证"
	return f
}

// fault is what the night must say of one dataset.
type fault struct {
	dataset string
	state   string // in the register of deliveries
	reason  string // part of it; "" for none
	rows    string
	failing map[string]int64
	lines   map[string]string // failed by the rule's title, in the sheet of rules
}

func faults() []fault {
	absent := map[string]int64{"delivery": 1, "readable": 1, "row_count": 1}
	absentLines := map[string]string{"按时报送": "1", "数据可读": "1", "记录数": "1"}
	good := map[string]int64{"dictionary": 7, "holder.required": 5, "fee.range": 3}
	return []fault{
		{dataset: "truncated", state: "无法读取", reason: "压缩文件不完整", rows: "—", failing: absent, lines: absentLines},
		{dataset: "missing", state: "缺报", reason: "未找到应报送的文件“in/missing.csv”", rows: "—", failing: absent, lines: absentLines},
		{dataset: "workbook", state: "无法读取", reason: "文件不是 Excel 工作簿", rows: "—", failing: absent, lines: absentLines},
		{dataset: "header", state: "按时", rows: "40", failing: map[string]int64{"dictionary": 7, "holder.required": 40, "fee.range": 3, "schema": 1}, lines: map[string]string{"结构一致": "1"}},
		{dataset: "empty", state: "按时", rows: "0", failing: map[string]int64{"dictionary": 7, "row_count": 1}, lines: map[string]string{"记录数": "1", "按时报送": "0"}},
		{dataset: "cut", state: "按时", rows: "40", failing: map[string]int64{"dictionary": 7, "holder.required": 5, "fee.range": 3, "readable": 1}, lines: map[string]string{"数据可读": "1"}},
		{dataset: "good", state: "按时", rows: "40", failing: good, lines: map[string]string{"必填": "5"}},
	}
}

// TestFaultyNight: every fault gets its state or failing rule and its reason, in
// the results and in its unit's workbook, and everything else is as on a night
// without faults.
func TestFaultyNight(t *testing.T) {
	dir := layOut(t, faultyNight(t))
	run := cdoscore(t, "run", dir, "--now", nightNow, "--lang", "zh-Hans")
	if run.code != exitUnassessed {
		t.Fatalf("exit code %d, want %d\n%s%s", run.code, exitUnassessed, run.stdout, run.stderr)
	}
	for _, dataset := range []string{"truncated", "missing", "workbook"} {
		if !strings.Contains(run.stdout, "alpha/"+dataset) {
			t.Errorf("the run does not name alpha/%s:\n%s", dataset, run.stdout)
		}
	}
	results := nightResults(t, dir, nightNow)
	book := filepath.Join(dir, "reports", nightDay, "unit-alpha.xlsx")
	register := table(t, book, "报送台账", "数据集")
	rules := table(t, book, "规则明细", "得分点编号")
	scores := table(t, book, "数据集得分", "序号")
	for _, f := range faults() {
		t.Run(f.dataset, func(t *testing.T) {
			if diff := cmp.Diff(f.failing, failing(results["alpha/"+f.dataset])); diff != "" {
				t.Errorf("failing rules (-want +got):\n%s", diff)
			}
			compareRegister(t, lineOf(t, register, "数据集", "甲"+f.dataset), f)
			for title, failed := range f.lines {
				compareFailed(t, rules, "甲"+f.dataset, title, failed)
			}
			if got := lineOf(t, scores, "数据集名称", "甲"+f.dataset)["得分"]; got == "" || strings.Trim(got, "0123456789.") != "" {
				t.Errorf("score %q, want a number", got)
			}
		})
	}
	compareWithGoodNight(t, results)
}

func compareRegister(t *testing.T, line map[string]string, f fault) {
	t.Helper()
	if line["状态"] != f.state || line["记录数"] != f.rows {
		t.Errorf("register: state %q with %q rows, want %q with %q", line["状态"], line["记录数"], f.state, f.rows)
	}
	if f.reason == "" && line["原因"] != "" || !strings.Contains(line["原因"], f.reason) {
		t.Errorf("register: reason %q, want %q in it", line["原因"], f.reason)
	}
}

// compareFailed wants a line of a dataset and a rule's title with so many failed.
func compareFailed(t *testing.T, lines []map[string]string, dataset, title, failed string) {
	t.Helper()
	var found []string
	for _, l := range lines {
		if l["数据集"] == dataset && l["规则名称"] == title {
			found = append(found, l["不合格数"])
			if l["不合格数"] == failed {
				return
			}
		}
	}
	t.Errorf("rules: %s, %s: failed %v, want %s", dataset, title, found, failed)
}

func compareWithGoodNight(t *testing.T, faulty map[string]map[string]outcome) {
	t.Helper()
	dir := layOut(t, night(2))
	must(t, exitDone, "run", dir, "--now", nightNow)
	good := nightResults(t, dir, nightNow)
	for _, dataset := range []string{"alpha/good", "beta/good", "beta/referring"} {
		if len(good[dataset]) == 0 {
			t.Errorf("%s has no outcomes", dataset)
		}
		if diff := cmp.Diff(good[dataset], faulty[dataset]); diff != "" {
			t.Errorf("%s differs from a night without faults (-good +faulty):\n%s", dataset, diff)
		}
	}
}

// TestPanicOfConnector: a connector that panics fails its own dataset, for which
// the unit is not to blame, and no other.
func TestPanicOfConnector(t *testing.T) {
	dir := layOut(t, night(2))
	g := globals{workspace: dir, now: nightNow}
	s, err := g.open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	runner := s.runner(slog.New(slog.NewTextHandler(&log, nil)), silent{})
	runner.Source = func(d *workspace.Dataset) (connectors.Source, error) {
		if d.ID == "alpha/cut" {
			panic("a fault of the connector")
		}
		return source(d)
	}
	summary, err := runner.Run(t.Context(), pipeline.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	states := map[string]string{}
	for _, x := range summary.Unassessed() {
		states[x.Dataset] = x.State
	}
	if diff := cmp.Diff(map[string]string{"alpha/cut": "platform_failed"}, states); diff != "" {
		t.Errorf("not assessed (-want +got):\n%s", diff)
	}
	if code := codeOf(verdict(summary, 0)); code != exitUnassessed {
		t.Errorf("exit code %d, want %d", code, exitUnassessed)
	}
	line := lineOf(t, table(t, filepath.Join(dir, "reports", nightDay, "unit-alpha.xlsx"), "报送台账", "数据集"), "数据集", "甲cut")
	if line["状态"] != "平台故障（免责）" || !strings.Contains(line["原因"], "责任不在报送单位") || strings.Contains(line["原因"], "connector") {
		t.Errorf("register: %q, %q; want the platform blamed, and nothing of its inside told", line["状态"], line["原因"])
	}
	if !strings.Contains(log.String(), "a fault of the connector") {
		t.Errorf("the log does not tell the operator of the panic:\n%s", log.String())
	}
}

// TestDamagedSnapshot: what was frozen is judged again by a re-run; damage to one
// snapshot leaves every other dataset as it was.
func TestDamagedSnapshot(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"garbage":   func(path string) error { return os.WriteFile(path, []byte("no parquet"), 0o600) },
		"cut short": func(path string) error { return os.Truncate(path, 300) },
		"gone":      os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			dir := layOut(t, night(2))
			must(t, exitDone, "run", dir, "--now", nightNow)
			before := nightResults(t, dir, nightNow)
			if err := damage(filepath.Join(dir, "var", "snapshots", "alpha", "cut", nightDay, "v1", "data.parquet")); err != nil {
				t.Fatal(err)
			}
			again := cdoscore(t, "run", dir, "--slot", nightDay, "--now", nightNow)
			if again.code != exitUnassessed || !strings.Contains(again.stdout, "alpha/cut") {
				t.Fatalf("exit code %d, want %d, naming alpha/cut\n%s%s", again.code, exitUnassessed, again.stdout, again.stderr)
			}
			after := nightResults(t, dir, nightNow)
			for rule, o := range after["alpha/cut"] {
				if o.Evaluated != 0 {
					t.Errorf("alpha/cut, %s: %d evaluated although nothing could be read", rule, o.Evaluated)
				}
			}
			delete(before, "alpha/cut")
			delete(after, "alpha/cut")
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("other datasets changed (-before +after):\n%s", diff)
			}
			must(t, exitDone, "run", dir, "--slot", nightDay, "--refetch", "--dataset", "alpha/cut", "--now", nightNow)
			if n := nightResults(t, dir, nightNow)["alpha/cut"]["readable"].Evaluated; n != 40 {
				t.Errorf("after --refetch %d records are readable, want 40", n)
			}
		})
	}
}

// TestDiskFailure: a snapshot that cannot be stored is the platform's failure.
func TestDiskFailure(t *testing.T) {
	dir := layOut(t, night(2))
	files{"var/snapshots/alpha/cut": "a file where a folder must be"}.write(t, dir)
	run := cdoscore(t, "run", dir, "--now", nightNow)
	if run.code != exitUnassessed {
		t.Fatalf("exit code %d, want %d\n%s%s", run.code, exitUnassessed, run.stdout, run.stderr)
	}
	line := lineOf(t, table(t, filepath.Join(dir, "reports", nightDay, "unit-alpha.xlsx"), "报送台账", "数据集"), "数据集", "甲cut")
	if line["状态"] != "平台故障（免责）" || strings.Contains(line["原因"], "⟦") || line["原因"] == "" {
		t.Errorf("register: state %q, reason %q", line["状态"], line["原因"])
	}
	for rule, o := range nightResults(t, dir, nightNow)["alpha/cut"] {
		if o.Evaluated != 0 || o.Failed != 0 {
			t.Errorf("alpha/cut, %s: %s, although the unit is not to blame", rule, fmt.Sprint(o))
		}
	}
}
