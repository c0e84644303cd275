package pipeline_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline"
	"cdoscore/pipeline/workspace"
)

// hanging never answers; deaf, it does not listen either.
type hanging struct {
	deaf   bool
	answer chan struct{}
}

func (h hanging) Open(ctx context.Context, _ connectors.Request) (connectors.Extract, error) {
	if h.deaf {
		<-h.answer
		return nil, &connectors.Error{Class: connectors.Absent, Reason: connectors.Reason{Key: "file.absent", English: "it is absent"}}
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

// TestHangingSource: a source that hangs fails for its own slot, whether it listens
// to the end of its context or not; the others are assessed.
func TestHangingSource(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		c := newCity(t, map[string]string{"hrss/hung": daily + "timeout: 30m\n", "hrss/good": daily})
		c.deliver("in/2026-03-02.csv", "id\n1\n", "2026-03-03 01:00")
		synctest.Test(t, func(t *testing.T) {
			h := hanging{deaf: deaf, answer: make(chan struct{})}
			defer close(h.answer)
			began := time.Now()
			c.with(func(r *pipeline.Runner) {
				source := r.Source
				r.Source = func(d *workspace.Dataset) (connectors.Source, error) {
					if d.ID == "hrss/hung" {
						return h, nil
					}
					return source(d)
				}
				s, err := r.Run(context.Background(), pipeline.Request{})
				if err != nil {
					t.Fatal(err)
				}
				if got := states(s); !slices.Equal(got, []string{"hrss/good 2026-03-02 on_time", "hrss/hung 2026-03-02 source_failed"}) {
					t.Errorf("deaf %t: slots = %q", deaf, got)
				}
				hung := s.Slots[1]
				if hung.Delivery.Reason.Key != "reason.pull_limit" || !slices.Equal(hung.Delivery.Reason.Args, []string{"30m0s"}) || !hung.Transient {
					t.Errorf("deaf %t: %+v", deaf, hung)
				}
				if until := at("2026-03-04 03:00"); !hung.Until.Equal(until) {
					t.Errorf("asked again until %v, want the end of acceptance, %v", hung.Until, until)
				}
			})
			if took := time.Since(began); took < 30*time.Minute || took > 31*time.Minute {
				t.Errorf("deaf %t: the run took %v", deaf, took)
			}
		})
	}
}

// down is a source that is down for a while.
type down struct{}

func (down) Open(context.Context, connectors.Request) (connectors.Extract, error) {
	return nil, &connectors.Error{Class: connectors.SourceFault, Transient: true, Reason: connectors.Reason{Key: "database.down", English: "it is down"}}
}

// TestMend: a source that was asked again makes a run only where it answers anew.
func TestMend(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily, "hrss/b": daily})
	c.deliver("in/2026-03-02.csv", "id\n1\n", "2026-03-03 01:00")
	run := func(q pipeline.Request, failing bool) pipeline.Summary {
		var s pipeline.Summary
		c.with(func(r *pipeline.Runner) {
			source := r.Source
			r.Source = func(d *workspace.Dataset) (connectors.Source, error) {
				if failing && d.ID == "hrss/a" {
					return down{}, nil
				}
				return source(d)
			}
			var err error
			if s, err = r.Run(context.Background(), q); err != nil {
				t.Fatal(err)
			}
			runs, err := r.Ledger.Runs(context.Background())
			if err != nil || s.Run.ID != "" && runs[len(runs)-1].ID != s.Run.ID {
				t.Errorf("runs %v, %v", runs, err)
			}
		})
		return s
	}
	first := run(pipeline.Request{}, true)
	c.want(first, "hrss/a 2026-03-02 source_failed", "hrss/b 2026-03-02 on_time")
	mend := pipeline.Request{Day: at("2026-03-02 00:00"), Datasets: []string{"hrss/a"}, Mend: true}
	if again := run(mend, true); again.Run.ID != "" || len(again.Slots) != 1 || !again.Slots[0].Transient {
		t.Errorf("asked again for nothing: %+v", again)
	}
	mended := run(mend, false)
	c.want(mended, "hrss/a 2026-03-02 on_time")
	if mended.Run.Supersedes != first.Run.ID {
		t.Errorf("run %+v", mended.Run)
	}
}

// TestSlotsThatWerePendingTogether: slots of several days that were not due are all
// asked for until they are, not only the newest.
func TestSlotsThatWerePendingTogether(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": `title: 日报
update: {cycle: daily, due: "03:00", due_days: 3, accept_until: 5d}
source: {csv: {path: "in/{slot:2006-01-02}.csv"}}
fields: [{name: id}]
`})
	for _, day := range []string{"2026-03-03", "2026-03-04", "2026-03-05"} {
		c.now = at(day + " 06:00")
		c.want(c.run(pipeline.Request{}))
	}
	c.deliver("in/2026-03-02.csv", "id\n1\n", "2026-03-05 12:00")
	c.now = at("2026-03-06 06:00")
	c.want(c.run(pipeline.Request{}), "hrss/a 2026-03-02 on_time")
	c.now = at("2026-03-07 06:00")
	c.want(c.run(pipeline.Request{}), "hrss/a 2026-03-03 missing")
}
