package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// rectifyCity is one unit with one daily dataset.
var rectifyCity = files{
	"cdoscore.yaml": "city: {zh-Hans: 试点市, zh-Hant: 試點市, en: Pilot City}\nstart: 2026-03-02\nrectify: {days: 5, close_after: 2}\n",
	"units.yaml":    "- {id: hrss, tier: department, names: {zh-Hans: 市人社局, zh-Hant: 市人社局, en: Labour Bureau}}\n",
	"calendar.yaml": "until: 2026-12-31\n",
	"datasets/hrss/payments.yaml": `title: {zh-Hans: 缴费记录, zh-Hant: 繳費記錄, en: Payments}
owner: {office: 基金处, person: 张某, phone: "020-83330000", system: 社保平台}
catalogue: {code: HRSS-0012, category: 社会保险, format: csv, published: 2026-01-01, abstract: 按日缴费明细, sharing: {type: conditional, basis: 社会保险法, method: 接口}, opening: {type: none}}
update: {cycle: daily, due: "03:00"}
source:
  csv: {path: "in/{slot:2006-01-02}.csv"}
key: [id]
fields:
  - {name: id, title: 编号, type: integer, required: true, description: 缴费编号}
  - {name: phone, title: 手机, type: string, description: 联系手机, format: mobile_cn, required: true}
`,
}

// payments is a day's extract of 40 rows, of which the first ones have a phone that
// is none.
func payments(bad int) string {
	var b strings.Builder
	b.WriteString("id,phone\n")
	for i := range 40 {
		phone := fmt.Sprintf("138000000%02d", i)
		if i < bad {
			phone = fmt.Sprintf("238000000%02d", i)
		}
		fmt.Fprintf(&b, "%d,%s\n", i, phone)
	}
	return b.String()
}

// findingOf is the one finding on record.
func findingOf(t *testing.T, dir, now string) findingJSON {
	t.Helper()
	var list []findingJSON
	if err := json.Unmarshal([]byte(must(t, exitDone, "rectify", "list", dir, "--format", "json", "--now", now)), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 {
		t.Fatalf("%d findings, want one: %+v", len(list), list)
	}
	return list[0]
}

// TestLifeOfAFinding plants a fault, has it listed, answered, mended by half and
// whole, and plants it again.
func TestLifeOfAFinding(t *testing.T) {
	dir := t.TempDir()
	rectifyCity.write(t, dir)
	night := func(day string, bad int) string {
		t.Helper()
		files{"in/" + day + ".csv": payments(bad)}.write(t, dir)
		deliverAt(t, dir, day+"T20:00:00+08:00")
		now := nextMorning(t, day)
		must(t, exitDone, "run", dir, "--now", now)
		return now
	}
	expect := func(now, state string, times int, rate string) {
		t.Helper()
		if f := findingOf(t, dir, now); f.State != state || f.Times != times {
			t.Errorf("%s: state %s, came back %d times; want %s, %d", now, f.State, f.Times, state, times)
		}
		if out := must(t, exitDone, "rectify", "list", dir, "--now", now); !strings.Contains(out, rate) {
			t.Errorf("%s: no rate of %s in\n%s", now, rate, out)
		}
	}

	now := night("2026-03-02", 2)
	must(t, exitDone, "rectify", "issue", dir, "--period", "2026-03", "--by", "市数据局", "--now", now)
	if f := findingOf(t, dir, now); f.Number != "HRSS-Z2026-0001" || f.Rule != "phone.format" || f.Failed != 2 || f.Evaluated != 40 || f.Deadline != "2026-03-10" {
		t.Errorf("issued %+v", f)
	}
	expect(now, "open", 0, "0.0%")
	must(t, exitDone, "rectify", "issue", dir, "--period", "2026-03", "--by", "市数据局", "--now", now)
	expect(now, "open", 0, "0.0%")

	must(t, exitDone, "report", dir, "--slot", "2026-03-02", "--now", now)
	book := filepath.Join(dir, "reports", "2026-03-02", "unit-hrss.xlsx")
	answered := fillIn(t, book, map[string]string{"整改措施": "补充校验", "计划完成时间": "2026-03-05", "完成情况": "整改中"})
	must(t, exitDone, "rectify", "import", answered, "-w", dir, "--by", "张某", "--now", "2026-03-03T10:00:00+08:00")
	expect("2026-03-03T11:00:00+08:00", "replied", 0, "0.0%")

	expect(night("2026-03-03", 1), "partly", 0, "0.0%")
	expect(night("2026-03-04", 0), "resolved", 0, "100.0%")
	expect(night("2026-03-05", 0), "closed", 0, "100.0%")
	now = night("2026-03-06", 3)
	expect(now, "recurred", 1, "0.0%")

	must(t, exitDone, "report", dir, "--slot", "2026-03-06", "--now", now)
	line := table(t, filepath.Join(dir, "reports", "2026-03-06", "unit-hrss.xlsx"), "整改清单", "编号")[0]
	for heading, want := range map[string]string{"编号": "HRSS-Z2026-0001", "整改措施": "补充校验", "完成情况": "整改中", "核验结果": "复发", "核验期次": "2026-03-06"} {
		if line[heading] != want {
			t.Errorf("整改清单, %s: %q, want %q", heading, line[heading], want)
		}
	}
}

// nextMorning is after the deadline of a day's slot.
func nextMorning(t *testing.T, day string) string {
	t.Helper()
	var y, m, d int
	if _, err := fmt.Sscanf(day, "%d-%d-%d", &y, &m, &d); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%04d-%02d-%02dT06:00:00+08:00", y, m, d+1)
}

// fillIn fills in the first line of 整改清单 and returns the file.
func fillIn(t *testing.T, book string, cells map[string]string) string {
	t.Helper()
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("整改清单")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if len(row) == 0 || row[0] != "编号" {
			continue
		}
		for j, heading := range row {
			if v, ok := cells[heading]; ok {
				name, err := excelize.CoordinatesToCellName(j+1, i+2)
				if err == nil {
					err = f.SetCellStr("整改清单", name, v)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		path := filepath.Join(t.TempDir(), "answered.xlsx")
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Fatal("整改清单 has no headings")
	return ""
}

// TestWrongReplies are refused with the cell, all at once, and none is recorded.
func TestWrongReplies(t *testing.T) {
	dir := t.TempDir()
	rectifyCity.write(t, dir)
	files{"in/2026-03-02.csv": payments(2)}.write(t, dir)
	deliverAt(t, dir, "2026-03-02T20:00:00+08:00")
	const now = "2026-03-03T06:00:00+08:00"
	must(t, exitDone, "run", dir, "--now", now)
	must(t, exitDone, "rectify", "issue", dir, "--period", "2026-03", "--by", "a", "--now", now)
	must(t, exitDone, "report", dir, "--slot", "2026-03-02", "--now", now)
	book := filepath.Join(dir, "reports", "2026-03-02", "unit-hrss.xlsx")
	for name, c := range map[string]struct {
		cells map[string]string
		want  []string
	}{
		"nothing filled in": {nil, []string{"no row is filled in"}},
		"unknown number":    {map[string]string{"编号": "HRSS-Z2026-0099", "整改措施": "x", "完成情况": "整改中"}, []string{"整改清单!A8", "HRSS-Z2026-0099"}},
		"no progress":       {map[string]string{"整改措施": "x"}, []string{"整改清单!Q8"}},
		"not a choice":      {map[string]string{"整改措施": "x", "完成情况": "快了"}, []string{"整改清单!Q8", "快了", "整改中"}},
		"not a date":        {map[string]string{"整改措施": "x", "完成情况": "整改中", "计划完成时间": "下周"}, []string{"整改清单!P8", "下周"}},
		"no reason":         {map[string]string{"完成情况": "无法整改（须说明）"}, []string{"整改清单!N8"}},
		"two mistakes":      {map[string]string{"完成情况": "整改中", "计划完成时间": "2026-02-30"}, []string{"整改清单!P8", "整改清单!O8"}},
	} {
		t.Run(name, func(t *testing.T) {
			c2 := cdoscore(t, "rectify", "import", fillIn(t, book, c.cells), "-w", dir, "--by", "a", "--now", now)
			if c2.code != exitUsage {
				t.Errorf("exit code %d, want %d", c2.code, exitUsage)
			}
			for _, want := range c.want {
				if !strings.Contains(c2.stderr, want) {
					t.Errorf("no %q in %s", want, c2.stderr)
				}
			}
			if f := findingOf(t, dir, now); f.State != "open" {
				t.Errorf("a refused file left the state %s", f.State)
			}
		})
	}
}
