package schedule_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cdoscore/pipeline/clock"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/schedule"

	"github.com/google/go-cmp/cmp"
)

// city is a scheduler over a ledger of its own, in time that passes at once. Its
// work is a line for each run.
type city struct {
	t     *testing.T
	clock clock.Clock
	dir   string
	plan  schedule.Plan
	// work does what a run does; nil: nothing.
	work func(ctx context.Context, o schedule.Order) (schedule.Report, error)
	// invalid is why the configuration cannot be read; nil: it can.
	invalid error

	mu   sync.Mutex
	runs []string
}

// inCity runs a test from a moment on. Zone and schedules are given.
func inCity(t *testing.T, zoneName, now string, catchUp time.Duration, schedules map[string]string, test func(c *city)) {
	t.Helper()
	z := zone(t, zoneName)
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		begin, err := time.ParseInLocation("2006-01-02 15:04", now, z)
		if err != nil {
			t.Fatal(err)
		}
		c := &city{t: t, dir: dir, clock: clock.From(begin), plan: schedule.Plan{Zone: z, CatchUp: catchUp, Limit: 12 * time.Hour, StopGrace: time.Minute}}
		c.reschedule(schedules)
		test(c)
	})
}

func (c *city) reschedule(schedules map[string]string) {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plan.Jobs = nil
	for _, name := range []string{"workspace", "unit/hrss", "dataset/edu/schools"} {
		expression, ok := schedules[name]
		if !ok {
			continue
		}
		s, err := schedule.Parse(expression, c.plan.Zone)
		if err != nil {
			c.t.Fatal(err)
		}
		c.plan.Jobs = append(c.plan.Jobs, schedule.Job{Name: name, Schedule: s, Datasets: []string{name + "/d"}})
	}
}

func (c *city) at(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, c.plan.Zone)
	if err != nil {
		c.t.Fatal(err)
	}
	return at
}

// process is a scheduler on its own opened ledger, as after the start of a process.
func (c *city) process(do func(s *schedule.Scheduler)) {
	c.t.Helper()
	l, err := ledger.Open(context.Background(), c.dir, c.clock.Now().In(c.plan.Zone))
	if err != nil {
		c.t.Fatal(err)
	}
	defer l.Close()
	do(&schedule.Scheduler{
		Ledger: l, Clock: c.clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Configure: c.configure,
		Ended: func(context.Context, ledger.Night, ledger.Attempt, schedule.Report) {},
	})
}

func (c *city) configure(context.Context) (*schedule.Configuration, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.invalid != nil {
		return nil, c.invalid
	}
	return &schedule.Configuration{Plan: c.plan, Run: c.run, Close: func() error { return nil }}, nil
}

// refuse makes the configuration invalid, or valid again.
func (c *city) refuse(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.invalid = err
}

func (c *city) run(ctx context.Context, o schedule.Order) (schedule.Report, error) {
	kind := "day"
	switch {
	case o.Night:
		kind = "night"
	case o.Mend:
		kind = "mend"
	}
	c.mu.Lock()
	c.runs = append(c.runs, fmt.Sprintf("%s %s %s at %s", kind, o.Day.Format("01-02"), strings.Join(o.Datasets, "+"), c.clock.Now().In(c.plan.Zone).Format("01-02 15:04")))
	c.mu.Unlock()
	if c.work == nil {
		return schedule.Report{Run: "r", Slots: 1}, nil
	}
	return c.work(ctx, o)
}

// serve runs a process until a moment, then stops it, and returns what it ran.
func (c *city) serve(until string) []string {
	c.t.Helper()
	c.mu.Lock()
	c.runs = nil
	c.mu.Unlock()
	c.process(func(s *schedule.Scheduler) {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- s.Serve(ctx) }()
		c.sleep(until)
		cancel()
		if err := <-done; err != nil {
			c.t.Fatal(err)
		}
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{}, c.runs...)
}

func (c *city) sleep(until string) {
	time.Sleep(c.at(until).Sub(c.clock.Now()))
	synctest.Wait()
}

func (c *city) want(got []string, want ...string) {
	c.t.Helper()
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		c.t.Errorf("runs (-want +got):\n%s", diff)
	}
}

// nights are the nights on record, oldest first: job, planned time, outcome and
// attempts.
func (c *city) nights() []string {
	c.t.Helper()
	var out []string
	c.process(func(s *schedule.Scheduler) {
		list, err := s.Ledger.RecentNights(context.Background(), 100)
		if err != nil {
			c.t.Fatal(err)
		}
		for _, n := range list {
			outcome := n.Outcome
			if n.Settled.IsZero() {
				outcome = "open after " + n.Last.Outcome
			}
			out = append([]string{fmt.Sprintf("%s %s %s %d", n.Job, n.Planned.In(c.plan.Zone).Format("01-02 15:04"), outcome, n.Attempts)}, out...)
		}
	})
	return out
}

var daily = map[string]string{"workspace": "0 6 * * *"}
