package check_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/csv"
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"

	"github.com/google/go-cmp/cmp"
)

const spec = `
title: 许可
key: [no]
fields:
  - {name: no, required: true}
  - {name: holder, required: true, pii: name}
  - {name: fee, type: integer, range: {min: 1}}
  - {name: paid, type: integer}
rules:
  - {id: paid-all, expr: "paid >= fee", severity: blocker}
`

// judge checks a CSV against a dataset file.
func judge(t *testing.T, spec, content string) *check.Result {
	t.Helper()
	dir := t.TempDir()
	engine, err := duck.Open(duck.Options{Dirs: []string{dir}, Temp: filepath.Join(dir, "tmp"), Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	deps := workspace.Deps{Kinds: kinds.All(), Tables: codes.Tables(), ParseExpr: engine.ParseExpr, Getenv: os.LookupEnv}
	d, err := workspace.ParseDataset("spec.yaml", []byte(spec), deps)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)
	r, err := check.File(context.Background(), check.Options{Path: path, Type: csv.Type(), Dataset: d, Slot: workspace.DaySlot(now),
		Indicators: workspace.DefaultIndicators(), Engine: engine, Dir: dir, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// faults writes every failing row as "row: rule(values), …".
func faults(t *testing.T, r *check.Result) []string {
	t.Helper()
	var out []string
	for row, err := range r.Faults(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		var parts []string
		for _, rule := range row.Rules {
			var values []string
			for _, f := range rule.Fields() {
				v, ok := row.Value(f)
				if !ok {
					v = "NULL"
				}
				values = append(values, v)
			}
			parts = append(parts, rule.ID+"("+strings.Join(values, ",")+")")
		}
		out = append(out, fmt.Sprintf("%d: %s", row.Number, strings.Join(parts, " ")))
	}
	return out
}

func TestFaultsNameEveryFailingRow(t *testing.T) {
	r := judge(t, spec, "no,holder,fee,paid\n1,张三,5,5\n2,,0,9\n2,李四,five,\n3,王五,7,6\n")
	want := []string{"2: holder.required() no.unique(2) fee.range(0)", "3: no.unique(2) fee.type(five) fee.range(five)", "4: paid-all(6,7)"}
	got := faults(t, r)
	for i := range got {
		got[i] = sorted(got[i])
	}
	for i := range want {
		want[i] = sorted(want[i])
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func sorted(line string) string {
	number, rest, _ := strings.Cut(line, ": ")
	parts := strings.Fields(rest)
	slices.Sort(parts)
	return number + ": " + strings.Join(parts, " ")
}

// TestFaultsOverManyPages counts the faults of more rows than a page holds by a
// plain loop.
func TestFaultsOverManyPages(t *testing.T) {
	const rows = 80_000
	var b strings.Builder
	b.WriteString("no,holder,fee,paid\n")
	var want []string
	for i := 1; i <= rows; i++ {
		holder, fee := "甲", 3
		var failed []string
		if i%7 == 0 {
			fee = 0
			failed = append(failed, "fee.range(0)")
		}
		if i%11 == 0 {
			holder = ""
			failed = append(failed, "holder.required()")
		}
		no := i
		if i == 2 || i == rows {
			no = 0
			failed = append(failed, "no.unique(0)")
		}
		fmt.Fprintf(&b, "%d,%s,%d,9\n", no, holder, fee)
		if len(failed) > 0 {
			slices.Sort(failed)
			want = append(want, fmt.Sprintf("%d: %s", i, strings.Join(failed, " ")))
		}
	}
	got := faults(t, judge(t, spec, b.String()))
	for i := range got {
		got[i] = sorted(got[i])
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d[:min(len(d), 2000)])
	}
}

// TestFaultsStopWhereTheCallerDoes leaves the engine fit for another walk.
func TestFaultsStopWhereTheCallerDoes(t *testing.T) {
	r := judge(t, spec, "no,holder,fee,paid\n1,,5,5\n2,,5,5\n")
	for range r.Faults(context.Background()) {
		break
	}
	if got := faults(t, r); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

func TestCauses(t *testing.T) {
	r := judge(t, spec, "no,holder,fee,paid\n1,张三,5,5\n2,,0,9\n2,李四,five,\n3,王五,7,6\n")
	causes := r.Causes()
	if err := r.Examples(context.Background(), causes); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range causes {
		got = append(got, fmt.Sprintf("%s %d/%d row %d %q %s", c.Rule.ID, c.Count, c.Over, c.Row, c.Value, c.Note.Key))
	}
	if got[0] != `paid-all 1/3 row 4 "6 | 7" reason.expr` {
		t.Errorf("the blocker comes first, with its example: %q", got[0])
	}
	slices.Sort(got)
	want := []string{`fee.range 2/4 row 2 "0" reason.range`, `fee.type 1/4 row 3 "five" reason.type`, `holder.required 1/4 row 2 "" reason.required`, `no.unique 2/4 row 2 "2" reason.unique`}
	if d := cmp.Diff(want, got[:4]); d != "" {
		t.Error(d)
	}
}

func TestUnreadable(t *testing.T) {
	r := judge(t, spec, "")
	if r.Unreadable == nil || r.Unreadable.Class != connectors.Unreadable || r.Score.Assessed() || len(faults(t, r)) > 0 {
		t.Errorf("%+v", r)
	}
}
