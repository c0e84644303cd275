package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cdoscore/pipeline"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"
)

const codesList = `title: 代码表
update: {cycle: daily, due: "03:00", grace: 1h}
source: {csv: {path: "in/codes-{slot:2006-01-02}.csv"}}
key: [id]
fields: [{name: id}]
`

const codedPeople = `title: 人员
update: {cycle: daily, due: "03:00", grace: 1h}
source: {csv: {path: "in/people-{slot:2006-01-02}.csv"}}
key: [id]
fields: [{name: id}]
rules:
  - {id: known, coverage: {field: id, of: {dataset: edu/codes, field: id}}}
`

// retained is a city of two datasets that keeps snapshots for five days. Four nights
// have passed: people came every day, codes not on the second, whose people were bound
// to the codes of the first.
func retained(t *testing.T) *city {
	c := newCity(t, map[string]string{"edu/codes": codesList, "hrss/people": codedPeople})
	c.write("cdoscore.yaml", "city: 测试市\nstart: 2026-03-02\nretain: 5d\n")
	for _, day := range []string{"02", "03", "04", "05"} {
		next := "2026-03-0" + string(day[1]+1)
		c.deliver("in/people-2026-03-"+day+".csv", "id\n1\n"+day+"\n", next+" 02:00")
		if day != "03" {
			c.deliver("in/codes-2026-03-"+day+".csv", "id\n1\n"+day+"\n", next+" 02:00")
		}
		c.now = at(next + " 06:00")
		c.run(pipeline.Request{})
	}
	return c
}

// kept runs a night of a later day and checks which snapshots still have their data:
// those of the newest good slots, and the wanted ones.
func (c *city) kept(night string, want ...string) {
	c.t.Helper()
	c.now = at(night + " 06:00")
	c.run(pipeline.Request{})
	files, err := filepath.Glob(filepath.Join(c.dir, "var", "snapshots", "*", "*", "*", "v*", "data.parquet"))
	if err != nil {
		c.t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		slot := filepath.Dir(filepath.Dir(f))
		name := filepath.Base(filepath.Dir(slot)) + " " + filepath.Base(slot)
		if name != "people 2026-03-05" && name != "codes 2026-03-05" {
			got = append(got, name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		c.t.Errorf("%s: kept %q, want %q", night, got, want)
	}
	for _, name := range []string{"people", "codes"} {
		unit := map[string]string{"people": "hrss", "codes": "edu"}[name]
		if _, err := os.Stat(filepath.Join(c.dir, "var", "snapshots", unit, name, "2026-03-05", "v1", "data.parquet")); err != nil {
			c.t.Errorf("%s: the newest of %s: %v", night, name, err)
		}
	}
}

// ledger does something with the ledger.
func (c *city) ledger(do func(ctx context.Context, l *ledger.Ledger) error) {
	c.t.Helper()
	c.with(func(r *pipeline.Runner) {
		if err := do(context.Background(), r.Ledger); err != nil {
			c.t.Fatal(err)
		}
	})
}

// file files an appeal and returns its number.
func (c *city) file(slot string) (number string) {
	c.t.Helper()
	c.ledger(func(ctx context.Context, l *ledger.Ledger) error {
		list, err := l.FileAppeals(ctx, []ledger.Appeal{{Unit: "hrss", Code: "HRSS-" + slot, Dataset: "hrss/people", Slot: slot, Rule: "known", Filed: c.now}},
			ledger.AppealStep{State: appeal.Filed, At: c.now}, "", func(ledger.Appeal, []ledger.Appeal) error { return nil })
		number = list[0].Number
		return err
	})
	return number
}

// step takes a step of an appeal.
func (c *city) step(number, state string) {
	c.t.Helper()
	c.ledger(func(ctx context.Context, l *ledger.Ledger) error {
		_, err := l.AddAppealStep(ctx, number, ledger.AppealStep{State: state, At: c.now}, "", func(ledger.Appeal) error { return nil })
		return err
	})
}

// advance signs a state of the evaluation of a cycle.
func (c *city) advance(cycle string, version int, state string) {
	c.t.Helper()
	c.ledger(func(ctx context.Context, l *ledger.Ledger) error {
		return l.AdvanceEvaluation(ctx, ledger.EvaluationState{Cycle: cycle, Version: version, State: state, At: c.now, By: "组长", Document: "会议纪要 1"}, nil, nil, "组长",
			func([]ledger.EvaluationState) error { return nil })
	})
}

func TestSnapshotsGoWhenTheirTimeIsOver(t *testing.T) {
	c := retained(t)
	c.kept("2026-03-20")
}

// TestAnAppealHoldsSnapshots: those of its slot, and of the other dataset that the slot
// was bound to, until it has ended.
func TestAnAppealHoldsSnapshots(t *testing.T) {
	for state, before := range map[string][]string{
		appeal.Withdrawn: {appeal.Accepted, appeal.Flagged},
		appeal.Archived:  {appeal.Accepted, appeal.Flagged, appeal.Verified},
	} {
		c := retained(t)
		number := c.file("2026-03-03")
		c.kept("2026-03-20", "people 2026-03-03", "codes 2026-03-02")
		for _, s := range before {
			c.step(number, s)
		}
		c.kept("2026-03-21", "people 2026-03-03", "codes 2026-03-02")
		c.step(number, state)
		c.kept("2026-03-22")
	}
}

// TestAnAppealOfAPeriodHoldsSnapshots: all of the dataset in the period, and what they
// were bound to.
func TestAnAppealOfAPeriodHoldsSnapshots(t *testing.T) {
	c := retained(t)
	c.file("2026-03")
	c.kept("2026-03-20", "people 2026-03-02", "people 2026-03-03", "people 2026-03-04", "codes 2026-03-02", "codes 2026-03-04")

	c = retained(t)
	c.file("2026-02")
	c.kept("2026-03-20")
}

// TestAnOpenCycleHoldsSnapshots: from the freeze or the opening of its evaluation to the
// approval, and again while a correction is worked on.
func TestAnOpenCycleHoldsSnapshots(t *testing.T) {
	all := []string{"people 2026-03-02", "people 2026-03-03", "people 2026-03-04", "codes 2026-03-02", "codes 2026-03-04"}
	freeze := func(c *city, to string) {
		c.with(func(r *pipeline.Runner) {
			_, err := r.Ledger.Freeze(context.Background(), ledger.Cycle{Name: "春季", From: "2026-03-03", To: to, Scoring: r.Workspace.Scoring(), Frozen: c.now})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
	c := retained(t)
	freeze(c, "2026-03-15")
	c.kept("2026-03-20", all[1:]...) // the codes of the first day by their binding
	c.kept("2026-03-21")             // not opened in time

	c = retained(t)
	freeze(c, "2026-03-15")
	c.advance("春季", 1, evaluation.SelfAssessment)
	c.kept("2026-03-30", all[1:]...)
	c.advance("春季", 1, evaluation.Approved)
	c.kept("2026-03-31")

	c = retained(t)
	c.advance("2026", 1, evaluation.SelfAssessment)
	c.kept("2026-03-20", all...)
	c.advance("2026", 1, evaluation.Approved)
	c.advance("2026", 2, evaluation.Correction)
	c.kept("2026-03-21", all...)
	c.advance("2026", 2, evaluation.Approved)
	c.advance("2026", 2, evaluation.Bulletin)
	c.kept("2026-03-22")
}
