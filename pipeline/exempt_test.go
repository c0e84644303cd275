package pipeline_test

import (
	"context"
	"testing"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
)

// published returns the rule rows of a dataset's slot in the newest run.
func (c *city) published(dataset, slot string) map[string]ledger.Row {
	c.t.Helper()
	out := map[string]ledger.Row{}
	c.with(func(r *pipeline.Runner) {
		run, ok, err := r.Ledger.RunOf(context.Background(), dataset, slot)
		if err != nil || !ok {
			c.t.Fatalf("no run of %s, slot %s: %v", dataset, slot, err)
		}
		rows, err := ledger.ReadResults(r.Ledger.ResultsPath(run.ID))
		if err != nil {
			c.t.Fatal(err)
		}
		for _, row := range rows {
			if row.Dataset == dataset && row.Slot == slot {
				out[row.Record+" "+row.Rule] = row
			}
		}
	})
	return out
}

const waived = `title: 日报
update: {cycle: daily, due: "03:00", grace: 1h}
source: {csv: {path: "in/{slot:2006-01-02}.csv"}}
key: [id]
fields:
  - {name: id, type: integer, required: true}
  - {name: kind, in: [a, b], pattern: "[a-z]"}
`

func TestWaiversExemptRowsOfSingleRules(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": waived})
	// Rows 2 and 3 fail `in`; row 3 fails `pattern` as well; row 4 fails neither.
	c.deliver("in/2026-03-02.csv", "id,kind\n1,a\n2,x\n3,X\n4,b\n", "2026-03-03 02:00")
	c.write("waivers/old.yaml", "dataset: hrss/a\nrule: kind.in\nwhen: kind in ('x', 'X')\nreason: 旧代码\napprover: 局\napproved: 2026-03-01\nexpires: 2026-03-02\n")
	c.run(pipeline.Request{})
	rows := c.published("hrss/a", "2026-03-02")
	if r := rows["rule kind.in"]; r.Failed != 2 || r.Exempt != 2 {
		t.Errorf("kind.in: failed %d, exempt %d, want 2 and 2", r.Failed, r.Exempt)
	}
	if r := rows["rule kind.pattern"]; r.Failed != 1 || r.Exempt != 0 {
		t.Errorf("kind.pattern: failed %d, exempt %d, want 1 and 0", r.Failed, r.Exempt)
	}
	with, without := rows["score indicator:0301"], rows["score indicator:0301"].ScoreNoWaivers
	if *with.Score != 100_000_000 || *without != 50_000_000 {
		t.Errorf("0301: %d with waivers, %d without, want 100 and 50 points", *with.Score, *without)
	}

	// The day after its last day the waiver exempts nothing.
	c.deliver("in/2026-03-03.csv", "id,kind\n1,a\n2,x\n3,X\n4,b\n", "2026-03-04 02:00")
	c.now = at("2026-03-04 06:00")
	c.run(pipeline.Request{})
	if r := c.published("hrss/a", "2026-03-03")["rule kind.in"]; r.Failed != 2 || r.Exempt != 0 {
		t.Errorf("after expiry: failed %d, exempt %d, want 2 and 0", r.Failed, r.Exempt)
	}
}

// TestWaiversAreAudited: a waiver enters the audit trail with the first run that
// judges with it, and again when it says something else.
func TestWaiversAreAudited(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": waived})
	c.deliver("in/2026-03-02.csv", "id,kind\n1,a\n", "2026-03-03 02:00")
	waiver := "dataset: hrss/a\nrule: kind.in\nreason: 旧代码\napprover: 局\napproved: 2026-03-01\nexpires: 2026-03-0"
	audited := func() (n int) {
		c.t.Helper()
		c.run(pipeline.Request{})
		c.with(func(r *pipeline.Runner) {
			err := r.Ledger.AuditTrail(context.Background(), func(a ledger.AuditRecord) error {
				if a.Action == "waiver.apply" && a.Object == "old" && a.Unit == "hrss" {
					n++
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		return n
	}
	c.write("waivers/old.yaml", waiver+"2\n")
	for run, want := range []int{1, 1} {
		if got := audited(); got != want {
			t.Errorf("run %d: %d records, want %d", run, got, want)
		}
	}
	c.write("waivers/old.yaml", waiver+"3\n")
	if got := audited(); got != 2 {
		t.Errorf("after the change: %d records, want 2", got)
	}
}

func TestANilReturnIsADelivery(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily, "hrss/b": daily})
	c.write("nil_returns.csv", "dataset,slot,declared_at,by,reason\nhrss/a,2026-03-02,2026-03-03 02:00,某人,本日无业务\nhrss/b,2026-03-02,2026-03-03 05:00,某人,本日无业务\n")
	c.want(c.run(pipeline.Request{}), "hrss/a 2026-03-02 on_time", "hrss/b 2026-03-02 late")
	rows := c.published("hrss/a", "2026-03-02")
	if r := rows["rule delivery"]; r.Evaluated != 1 || r.Failed != 0 {
		t.Errorf("delivery: %d of %d failed, want 0 of 1", r.Failed, r.Evaluated)
	}
	if r := rows["rule row_count"]; r.Failed != 0 {
		t.Errorf("row_count fails although a nil return was declared")
	}
	if r := rows["rule id.required"]; r.Evaluated != 0 {
		t.Errorf("id.required evaluated %d rows of nothing", r.Evaluated)
	}
	if r := c.published("hrss/b", "2026-03-02")["rule delivery"]; r.Credit == nil || *r.Credit != 500 {
		t.Errorf("a nil return declared late earns %v permille, want the declared 500", r.Credit)
	}
}

func TestAnOutageExcusesWhatItTouches(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily, "edu/a": daily})
	c.write("outages.yaml", "- {id: line, from: 2026-03-03 01:00, to: 2026-03-03 02:00, units: [hrss], reason: 专线中断, approver: 局}\n")
	s := c.run(pipeline.Request{})
	c.want(s, "edu/a 2026-03-02 missing", "hrss/a 2026-03-02 excused")
	want := rules.Note{Key: "reason.excused", Args: []string{"专线中断"}}
	if got := s.Slots[1].Delivery.Reason; got.Key != want.Key || got.Args[0] != want.Args[0] {
		t.Errorf("reason = %+v, want %+v", got, want)
	}
	for id, r := range c.published("hrss/a", "2026-03-02") {
		if r.Record == ledger.RuleRecord && r.Evaluated != 0 {
			t.Errorf("%s evaluated %d in an excused slot", id, r.Evaluated)
		}
	}
}
