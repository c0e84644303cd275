package submission_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"

	"github.com/google/go-cmp/cmp"
)

// manyFaults is an extract of n rows with faults of every sort, and, by a plain loop
// over its rows, each failing row and rule as "row rule value".
func manyFaults(n int) (content string, want []string) {
	var b strings.Builder
	b.WriteString("no,name,fee\n")
	numbers := map[string]int{}
	type record struct{ no, name, fee string }
	var records []record
	for i := 1; i <= n; i++ {
		r := record{strconv.Itoa(i), "人" + strconv.Itoa(i), strconv.Itoa(i)}
		if i%7 == 0 {
			r.no = strconv.Itoa(i - 1)
		}
		if i%5 == 0 {
			r.name = ""
		}
		if i%11 == 0 {
			r.name = "=1+" + strconv.Itoa(i)
		}
		if i%3 == 0 {
			r.fee = []string{"0", "x", "-5", ""}[i%4]
		}
		records = append(records, r)
		numbers[r.no]++
		fmt.Fprintf(&b, "%s,%s,%s\n", r.no, r.name, r.fee)
	}
	for i, r := range records {
		row := i + 1
		fail := func(rule, value string) { want = append(want, fmt.Sprintf("%d %s %s", row, rule, value)) }
		if numbers[r.no] > 1 {
			fail("no.unique", r.no)
		}
		if r.name == "" {
			fail("name.required", "")
		}
		if r.fee == "" {
			continue
		}
		if fee, err := strconv.Atoi(r.fee); err != nil {
			fail("fee.type", r.fee)
			fail("fee.range", r.fee)
		} else if fee < 1 {
			fail("fee.range", r.fee)
		}
	}
	return b.String(), want
}

// TestAnExportHoldsEveryFailingRow lets the night judge an extract that it pulled by
// itself, and compares its export with what a plain loop finds.
func TestAnExportHoldsEveryFailingRow(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	content, want := manyFaults(20_000)
	o.write("datasets/hrss/people.yaml", strings.Replace(people, "{upload: {}}", "{csv: {path: in/people.csv}}", 1))
	o.write("in/people.csv", content)
	o.load()
	o.set("2026-03-10 10:00")
	run := o.night(pipeline.Request{}).Run.ID
	var out bytes.Buffer
	if err := o.desk.Export(ctx, wang, "hrss/people", "", "csv", &out); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out.Bytes(), []byte("\ufeff")) {
		t.Error("no mark of UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	number := lines[2][7]
	for _, l := range lines[2:] {
		for i, cell := range l {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("line %q, column %d could be taken for a formula", l, i)
			}
		}
		if l[7] != number {
			t.Errorf("line %q does not bear the number %s", l, number)
		}
		if !strings.HasPrefix(l[1], strings.TrimPrefix(l[5], "'")) && l[2] == "no.unique" {
			t.Errorf("key and value of %q differ", l)
		}
		got = append(got, l[0]+" "+l[2]+" "+strings.TrimPrefix(l[5], "'"))
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%d lines, want %d: %.1000s", len(got), len(want), d)
	}
	for _, mark := range []string{"hrss", "wang", "2026-03-10 10:00", number, run} {
		if !strings.Contains(lines[0][0], mark) {
			t.Errorf("the watermark lacks %q: %s", mark, lines[0][0])
		}
	}
	if last := o.audited(); last[len(last)-1] != "wang rows.export" {
		t.Errorf("not audited: %q", last)
	}
}

func TestWhoMayExportWhat(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	if err := o.desk.Export(ctx, wang, "hrss/people", "", "csv", io.Discard); keyOf(err) != "submission.no_extract" {
		t.Errorf("before any night: %v", err)
	}
	o.confirmed("hrss/people", "2026-03-09", faulty)
	o.night(pipeline.Request{})
	for name, x := range map[string]struct {
		who           submission.Actor
		dataset, slot string
		format, want  string
	}{
		"a slot that was not scored": {wang, "hrss/people", "2026-03-02", "csv", "submission.no_extract"},
		"another format":             {wang, "hrss/people", "", "pdf", "submission.format"},
	} {
		if err := o.desk.Export(ctx, x.who, x.dataset, x.slot, x.format, io.Discard); keyOf(err) != x.want {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
	for _, who := range []submission.Actor{zhao, nobody} {
		var out bytes.Buffer
		if err := o.desk.Export(ctx, who, "hrss/people", "", "csv", &out); !errors.Is(err, submission.ErrUnknown) || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", who.Name, err, out.Len())
		}
	}
}

// TestARejectedRecordIsExported has a record that could not become a row.
func TestARejectedRecordIsExported(t *testing.T) {
	o := newOffice(t, false)
	o.confirmed("hrss/people", "2026-03-09", "no,name,fee\n1,甲,5\n2,乙,6,too,many\n")
	x := slotOf(o.night(pipeline.Request{}), "hrss/people", "2026-03-09")
	if x.Delivery.Rejected != 1 {
		t.Fatalf("%+v", x.Delivery)
	}
	var out bytes.Buffer
	if err := o.desk.Export(context.Background(), wang, "hrss/people", "2026-03-09", "csv", &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "2,乙,6,too,many") {
		t.Errorf("%s", out.String())
	}
}

func TestHistoryAndDue(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	state := func(want string) submission.DueDataset {
		t.Helper()
		for _, d := range must(o.desk.Due(ctx, "hrss")) {
			if d.Dataset.ID == "hrss/people" {
				if d.State != want {
					t.Errorf("state %s, want %s", d.State, want)
				}
				return d
			}
		}
		t.Fatal("the dataset is not listed")
		return submission.DueDataset{}
	}
	if d := state(submission.StatePending); !d.Uploadable || !d.NilAllowed || d.Slot.Name() != "2026-03-09" || !d.Due.Equal(at("2026-03-10 09:00")) || d.Score != nil {
		t.Errorf("%+v", d)
	}
	o.set("2026-03-10 09:00") // on time as yet
	state(submission.StatePending)
	o.set("2026-03-10 09:30")
	state(submission.StateOverdue)
	o.night(pipeline.Request{})
	state(ledger.Missing)
	u := o.checked(wang, "hrss/people", "2026-03-09", faulty)
	if d := state(ledger.UploadChecked); d.Last.ID != u.ID || d.Confirmed != nil {
		t.Errorf("%+v", d)
	}
	must(o.desk.Confirm(ctx, wang, u.ID))
	if d := state(ledger.UploadConfirmed); d.NilAllowed || d.Confirmed.ID != u.ID {
		t.Errorf("%+v", d)
	}
	o.set("2026-03-10 10:00")
	points := slotOf(o.night(pipeline.Request{Day: at("2026-03-09 00:00")}), "hrss/people", "2026-03-09").Points
	if d := state(ledger.Late); d.Score == nil || *d.Score-points > 1e-6 || points-*d.Score > 1e-6 || d.ScoredSlot != "2026-03-09" {
		t.Errorf("%+v, the run says %f", d, points)
	}
	o.set("2026-03-11 08:00")
	must(o.desk.NilReturn(ctx, wang, "hrss/people", "2026-03-10", "当日无业务"))
	state(submission.StateNilReturn)
	var kinds []string
	for _, e := range must(o.desk.History(ctx, "hrss", "hrss/people")) {
		if e.Slot >= "2026-03-09" {
			kinds = append(kinds, e.Kind+" "+e.State)
		}
	}
	want := []string{"nil_return nil_return", "delivery late", "upload confirmed", "receipt delivery"}
	if d := cmp.Diff(want, kinds); d != "" {
		t.Error(d)
	}
	if _, err := o.desk.History(ctx, "edu", "hrss/people"); !errors.Is(err, submission.ErrUnknown) {
		t.Errorf("another unit: %v", err)
	}
	if n := len(must(o.desk.Slots(ctx, wang, "hrss/people", 3))); n != 3 {
		t.Errorf("%d slots", n)
	}
	if n := len(must(o.desk.Slots(ctx, wang, "hrss/people", 100))); n != 10 {
		t.Errorf("%d slots since the beginning of the assessment, want 10", n)
	}
}
