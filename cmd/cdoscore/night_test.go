package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// A small city of two units, delivered on 3 March 2026 for the day before.
const (
	nightDay = "2026-03-02"
	nightNow = "2026-03-03T06:00:00+08:00"
)

const nightUnits = `
- id: alpha
  tier: department
  names: {zh-Hans: 甲局}
- id: beta
  tier: department
  names: {zh-Hans: 乙局}
`

func nightSettings(threads int) string {
	return fmt.Sprintf("city: 演练市\nlanguages: [zh-Hans]\nthreads: %d\nmemory: 512MB\n", threads)
}

// permits is a dataset of the night; more continues the dataset file.
func permits(title, source, more string) string {
	return fmt.Sprintf(`title: %s
update: {cycle: daily, due: "03:00", grace: 2h, late: [{within: 24h, credit: 0.5}]}
source: {%s}
key: [permit_no]
fields:
  - {name: permit_no, title: 许可证号, required: true, pattern: "P[0-9]{4}"}
  - {name: holder, title: 持证人, required: true, pii: name}
  - {name: fee, title: 费用, type: "decimal(10,2)", range: {min: 0}}
%s`, title, source, more)
}

const permitsHeader = "permit_no,holder,fee\n"

// permitRows are n rows; every seventh lacks its holder and every eleventh has a
// negative fee.
func permitRows(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		holder, fee := fmt.Sprintf("持证人%d", i), fmt.Sprintf("%d.50", i)
		if i%7 == 0 {
			holder = ""
		}
		if i%11 == 0 {
			fee = "-1"
		}
		fmt.Fprintf(&b, "P%04d,%s,%s\n", i, holder, fee)
	}
	return b.String()
}

// night is the city with good extracts everywhere.
func night(threads int) files {
	f := files{"cdoscore.yaml": nightSettings(threads), "units.yaml": nightUnits}
	for _, name := range []string{"truncated", "missing", "header", "empty", "cut", "good"} {
		f["datasets/alpha/"+name+".yaml"] = permits("甲"+name, fmt.Sprintf(`csv: {path: "in/%s.csv"}`, name), "")
		f["in/"+name+".csv"] = permitsHeader + permitRows(40)
	}
	f["datasets/alpha/workbook.yaml"] = permits("甲workbook", `excel: {path: "in/workbook.xlsx"}`, "")
	f["datasets/beta/good.yaml"] = permits("乙good", `csv: {path: "in/beta.csv"}`, "")
	f["datasets/beta/referring.yaml"] = permits("乙referring", `csv: {path: "in/referring.csv"}`,
		"rules:\n  - {id: known-to-alpha, reference: {fields: [permit_no], to: alpha/good}}\n")
	f["in/beta.csv"] = permitsHeader + permitRows(25)
	f["in/referring.csv"] = permitsHeader + permitRows(60)
	return f
}

// layOut writes a city whose extracts all came in time.
func layOut(t *testing.T, f files) string {
	t.Helper()
	dir := t.TempDir()
	f.write(t, dir)
	if _, wanted := f["in/workbook.xlsx"]; !wanted {
		writePermitWorkbook(t, filepath.Join(dir, "in", "workbook.xlsx"))
	}
	deliverAt(t, dir, "2026-03-03T01:30:00+08:00")
	return dir
}

// deliverAt sets the time at which every extract came.
func deliverAt(t *testing.T, dir, moment string) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(dir, "in", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

func writePermitWorkbook(t *testing.T, path string) {
	t.Helper()
	f := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(permitsHeader+permitRows(40)), "\n") {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), new(strings.Split(line, ","))); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// halfOf is a gzip file cut in its middle.
func halfOf(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()[:b.Len()/2]
}

// table reads one sheet of a written workbook: its lines by heading. The heading
// row is the one that holds the first column's heading.
func table(t *testing.T, path, sheet, firstHeading string) []map[string]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var headings []string
	var out []map[string]string
	for _, row := range rows {
		switch {
		case headings == nil && len(row) > 0 && row[0] == firstHeading:
			headings = row
		case headings != nil && len(row) > 1:
			line := map[string]string{}
			for i, v := range row[:min(len(row), len(headings))] {
				line[headings[i]] = v
			}
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s: sheet %s has no lines under %q", path, sheet, firstHeading)
	}
	return out
}

// lineOf is the one line with a value in a column.
func lineOf(t *testing.T, lines []map[string]string, heading, value string) map[string]string {
	t.Helper()
	var found []map[string]string
	for _, l := range lines {
		if l[heading] == value {
			found = append(found, l)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d lines with %s = %s, want one", len(found), heading, value)
	}
	return found[0]
}

// nightResults are the outcomes of the night's day, by dataset and rule.
func nightResults(t *testing.T, dir, now string) map[string]map[string]outcome {
	t.Helper()
	out := map[string]map[string]outcome{}
	for _, o := range printed(t, must(t, exitDone, "results", dir, "--slot", nightDay, "--now", now, "--format", "json")) {
		if out[o.Dataset] == nil {
			out[o.Dataset] = map[string]outcome{}
		}
		out[o.Dataset][o.Rule] = o
	}
	return out
}

// failing are the rules of a dataset with failed rows, and how many.
func failing(outcomes map[string]outcome) map[string]int64 {
	out := map[string]int64{}
	for _, rule := range slices.Sorted(maps.Keys(outcomes)) {
		if n := outcomes[rule].Failed; n > 0 {
			out[rule] = n
		}
	}
	return out
}
