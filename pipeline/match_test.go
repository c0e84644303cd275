package pipeline_test

import (
	"context"
	"testing"

	"cdoscore/pipeline"
)

// people is one side of two registers that are matched with each other.
func people(other string) string {
	return `title: 人口
update: {cycle: daily, due: "03:00", grace: 1h}
source: {csv: {path: "in/` + other + `-{slot:2006-01-02}.csv"}}
key: [id]
fields:
  - {name: id}
  - {name: name}
rules:
  - {id: same-name, match: {against: ` + other + `/people, on: {id: id}, fields: {name: name}}}
  - {id: all-known, coverage: {field: id, of: {dataset: ` + other + `/people, field: id}}}
`
}

// TestUnitsMatchEachOther: each side is bound to the other's snapshot of the same
// night, and a re-run keeps the bindings although newer snapshots exist.
func TestUnitsMatchEachOther(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/people": people("edu"), "edu/people": people("hrss")})
	// Files are named by the other side: hrss reads in/edu-*.csv.
	c.deliver("in/edu-2026-03-02.csv", "id,name\n1,甲\n2,乙\n3,丙\n4,\n", "2026-03-03 02:00")
	c.deliver("in/hrss-2026-03-02.csv", "id,name\n1,甲\n2,己\n2,乙\n4,丁\n5,戊\n", "2026-03-03 02:00")
	c.want(c.run(pipeline.Request{}), "edu/people 2026-03-02 on_time", "hrss/people 2026-03-02 on_time")

	// hrss: 1 agrees; 2 is ambiguous there; 3 is absent there; 4 is missing here.
	rows := c.published("hrss/people", "2026-03-02")
	if r := rows["rule same-name"]; r.Evaluated != 1 || r.Failed != 0 {
		t.Errorf("hrss: %d of %d failed, want 0 of 1", r.Failed, r.Evaluated)
	}
	// edu's ids are 1, 2, 4, 5: hrss lacks 5.
	if r := rows["rule all-known"]; r.Evaluated != 4 || r.Failed != 1 {
		t.Errorf("hrss lacks %d of %d, want 1 of 4", r.Failed, r.Evaluated)
	}
	// edu: 1 agrees; both rows of 2 meet one row there, of which 己 differs; 4 is missing there; 5 is absent.
	if r := c.published("edu/people", "2026-03-02")["rule same-name"]; r.Evaluated != 3 || r.Failed != 1 {
		t.Errorf("edu: %d of %d failed, want 1 of 3", r.Failed, r.Evaluated)
	}
	c.with(func(r *pipeline.Runner) {
		bindings, err := r.Ledger.Bindings(context.Background(), "edu/people", "2026-03-02")
		if err != nil || len(bindings) != 2 || bindings[0].OtherDataset != "hrss/people" || bindings[0].OtherSlot != "2026-03-02" {
			t.Errorf("bindings = %+v, %v", bindings, err)
		}
	})

	// A correction of hrss changes what a new run would be bound to, not a re-run.
	c.deliver("in/edu-2026-03-02.csv", "id,name\n1,癸\n2,癸\n", "2026-03-03 09:00")
	c.now = at("2026-03-03 10:00")
	day := at("2026-03-02 00:00")
	c.run(pipeline.Request{Day: day, Datasets: []string{"hrss/people"}, Refetch: true})
	c.run(pipeline.Request{Day: day, Datasets: []string{"edu/people"}})
	if r := c.published("edu/people", "2026-03-02")["rule same-name"]; r.Evaluated != 3 || r.Failed != 1 {
		t.Errorf("after a correction of the other side a re-run gives %d of %d failed, want the recorded 1 of 3", r.Failed, r.Evaluated)
	}
	if r := c.published("hrss/people", "2026-03-02")["rule same-name"]; r.Evaluated != 1 || r.Failed != 1 {
		t.Errorf("the corrected side: %d of %d failed, want 1 of 1", r.Failed, r.Evaluated)
	}
}
