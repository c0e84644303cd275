package schedule

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"cdoscore/pipeline/clock"
	"cdoscore/pipeline/ledger"
)

// Scheduler carries out what is due, one night after the other. Its parts are given
// by the wiring.
type Scheduler struct {
	Ledger *ledger.Ledger
	// Configure reads the configuration anew: for every night, so that each has one
	// configuration as a whole.
	Configure func(ctx context.Context) (*Configuration, error)
	// Ended is told of each attempt at a night before its end is recorded, while the
	// night's configuration is open. After a crash it is told once more.
	Ended func(ctx context.Context, n ledger.Night, a ledger.Attempt, r Report)
	Clock clock.Clock
	Log   *slog.Logger

	began  time.Time
	looked time.Time // when it was seen last what is due
	read   time.Time // when the configuration was read last

	mu     sync.Mutex
	plan   Plan
	now    *ledger.Night   // at work
	queued int             // nights and retries that are due and wait
	busy   map[string]bool // jobs with an attempt that has not returned
}

// Plan is what a configuration says of nights.
type Plan struct {
	Zone      *time.Location
	Jobs      []Job
	CatchUp   time.Duration // a night missed for longer expires; 0: none is caught up
	Limit     time.Duration // an attempt at work for longer is given up
	StopGrace time.Duration // how long an attempt may go on when the service is to stop
}

// Configuration is a plan with what carries it out.
type Configuration struct {
	Plan
	// Run runs one batch.
	Run func(ctx context.Context, o Order) (Report, error)
	// Close gives back what the configuration holds open.
	Close func() error
}

// Order says what to run.
type Order struct {
	Log      *slog.Logger
	Day      time.Time
	Night    bool // with earlier slots that are still accepted
	Mend     bool // only what a source that was asked again has mended
	Datasets []string
}

// Report is what a run did.
type Report struct {
	Run        string // "" where none was published
	Slots      int
	Unassessed int
	// Retries are the slots whose source was down for a while, as it seems; Day and
	// Until are given.
	Retries []ledger.Retry
	// Detail is the wiring's own.
	Detail any
}

// The spans of the scheduler itself.
const (
	// poll bounds a sleep, so that a machine that was suspended, or whose clock was
	// set, is noticed.
	poll = time.Minute
	// longest is how long it is not looked what is due, nor how that is configured.
	longest = time.Hour
	// patience is how long an attempt that was told to end may take to do so.
	patience = 30 * time.Second
	// The first wait before an attempt or a source is tried again, and the longest.
	firstWait, longestWait = 10 * time.Minute, 6 * time.Hour
)

// The causes with which an attempt's context ends.
var (
	ErrLimit   = errors.New("the night took longer than its time limit")
	ErrStopped = errors.New("the service was stopped")
)

// Serve carries out nights until the context ends. The night at work then has the
// plan's grace to end by itself. An error means that there is no valid configuration
// to begin with; while the ledger cannot be used, it is tried again and again.
func (s *Scheduler) Serve(ctx context.Context) error {
	if err := s.Begin(ctx); err != nil {
		return err
	}
	for ctx.Err() == nil {
		s.refresh(ctx)
		next, err := s.Clock.Now(), s.doDue(ctx)
		if err == nil {
			next, err = s.next(context.WithoutCancel(ctx))
		}
		if err != nil {
			s.Log.Error("the ledger cannot be used, and is tried again", "reason", err)
			next = s.Clock.Now().Add(poll)
		}
		s.sleep(ctx, next)
	}
	return nil
}

// refresh reads the configuration where it was not read for some time, so that a
// changed schedule counts without a new start, and a broken one is noticed before
// the night.
func (s *Scheduler) refresh(ctx context.Context) {
	if s.Clock.Now().Sub(s.read) < longest {
		return
	}
	c, err := s.configuration(ctx)
	if err == nil {
		err = errors.Join(s.adopt(context.WithoutCancel(ctx), c.Plan), c.Close())
	}
	if err != nil {
		s.Log.Error("the configuration cannot be used; the schedule stays as it was", "reason", err)
	}
}

// sleep waits for a moment, or the end of the context.
func (s *Scheduler) sleep(ctx context.Context, until time.Time) {
	for ctx.Err() == nil {
		left := until.Sub(s.Clock.Now())
		if left <= 0 {
			return
		}
		timer := s.Clock.Timer(min(left, poll))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}

// Due carries out what is due by now, then returns. Where no night was ever planned
// the newest one is due: whoever calls for it at its hour means it.
func (s *Scheduler) Due(ctx context.Context) error {
	if err := s.Begin(ctx); err != nil {
		return err
	}
	for _, job := range s.current().Jobs {
		_, planned, err := s.Ledger.NewestNight(ctx, job.Name)
		if err != nil {
			return err
		}
		if at, ok := newest(job.Schedule, s.began); ok && !planned {
			if err := s.Ledger.PlanNight(ctx, s.night(job, at)); err != nil {
				return err
			}
		}
	}
	return s.doDue(ctx)
}

// newest returns the last time of a schedule at or before a moment, within a year.
func newest(sch Schedule, now time.Time) (time.Time, bool) {
	for _, span := range []time.Duration{time.Hour, 25 * time.Hour, 32 * 24 * time.Hour, 367 * 24 * time.Hour} {
		if times := sch.Between(now.Add(-span), now); len(times) > 0 {
			return times[len(times)-1], true
		}
	}
	return time.Time{}, false
}

// Wake is when a job begins next.
type Wake struct {
	Job string
	At  time.Time
}

// Status is what the scheduler is at.
type Status struct {
	Working *ledger.Night // nil: nothing
	Queued  int           // due and waiting
	Next    []Wake        // by job
}

// Status tells what the scheduler is at.
func (s *Scheduler) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Status{Working: s.now, Queued: s.queued}
	for _, job := range s.plan.Jobs {
		for _, at := range job.Schedule.Next(s.Clock.Now(), 1) {
			out.Next = append(out.Next, Wake{job.Name, at})
		}
	}
	return out
}

// Soonest is the wake that comes first; false: there is none.
func (s Status) Soonest() (Wake, bool) {
	if len(s.Next) == 0 {
		return Wake{}, false
	}
	return slices.MinFunc(s.Next, func(a, b Wake) int { return a.At.Compare(b.At) }), true
}

// Begin reads the configuration for the first time, so that Status knows when the
// next nights begin. Serve and Due begin by themselves.
func (s *Scheduler) Begin(ctx context.Context) error {
	if !s.began.IsZero() {
		return nil
	}
	c, err := s.configuration(ctx)
	if err != nil {
		return err
	}
	s.began = s.Clock.Now()
	s.busy = map[string]bool{}
	if err := s.adopt(ctx, c.Plan); err != nil {
		return errors.Join(err, c.Close())
	}
	return c.Close()
}

// adopt takes a configuration's plan. What a job's former expression has planned by
// now is on record before the new one counts.
func (s *Scheduler) adopt(ctx context.Context, p Plan) error {
	now := s.Clock.Now()
	for _, job := range p.Jobs {
		on, known, err := s.Ledger.JobSchedule(ctx, job.Name)
		if err != nil {
			return err
		}
		if known && on.Expression != job.Schedule.String() {
			if former, err := Parse(on.Expression, p.Zone); err == nil {
				if err := s.record(ctx, p, Job{Name: job.Name, Schedule: former}, on.Since, now); err != nil {
					return err
				}
			}
		}
		if _, err := s.Ledger.AdoptJob(ctx, ledger.JobSchedule{Job: job.Name, Expression: job.Schedule.String(), Since: now}); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plan = p
	return nil
}

func (s *Scheduler) current() Plan {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.plan
}

func (s *Scheduler) night(job Job, planned time.Time) ledger.Night {
	return ledger.Night{Job: job.Name, Planned: planned, Day: Day(planned, job.Schedule.zone).Format(time.DateOnly)}
}

func (s *Scheduler) setQueue(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queued = n
}

// retryWait is how long to wait after a number of tries: ten minutes, then twice as
// long each time, up to six hours.
func retryWait(tries int) time.Duration {
	wait := firstWait
	for range tries - 1 {
		if wait *= 2; wait >= longestWait {
			return longestWait
		}
	}
	return wait
}
