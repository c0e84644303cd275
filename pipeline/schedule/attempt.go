package schedule

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"cdoscore/pipeline/ledger"
)

// PanicError is a panic of a run, with where it was.
type PanicError struct {
	Value any
	Stack string
}

func (e *PanicError) Error() string { return fmt.Sprintf("a fault of the program: %v", e.Value) }

// errBusy refuses a second attempt of a job beside one that has not returned.
var errBusy = errors.New("an attempt of this job that was given up has not returned yet")

// do makes one attempt at a night, tells of it and records how it ended. What
// follows from a night comes before the night is settled: after a crash in between
// it is done again. Only a failure of the ledger is an error.
func (s *Scheduler) do(ctx context.Context, n ledger.Night) error {
	recording := context.WithoutCancel(ctx) // what happened is recorded also while stopping
	newest, _, err := s.Ledger.NewestNight(recording, n.Job)
	if err != nil {
		return err
	}
	started := s.Clock.Now()
	number, err := s.Ledger.BeginAttempt(recording, n.Seq, started)
	if err != nil {
		return err
	}
	log := s.Log.With("job", n.Job, "night", n.Day, "attempt", number)
	log.Info("night begins", "planned", n.Planned)
	s.setWorking(&n)
	defer s.setWorking(nil)
	c, report, err := s.configured(ctx, n, func(c *Configuration, job Job) (Report, error) {
		day, err := time.ParseInLocation(time.DateOnly, n.Day, c.Zone)
		if err != nil {
			return Report{}, err
		}
		o := Order{Log: log, Day: day, Night: newest.Seq == n.Seq, Datasets: job.Datasets}
		return s.attempt(ctx, n.Job, c.Plan, func(ctx context.Context) (Report, error) { return c.Run(ctx, o) })
	})
	a := ledger.Attempt{Number: number, Started: started, Finished: s.Clock.Now(), Run: report.Run, Outcome: outcome(report, err)}
	if err != nil {
		a.Reason = err.Error()
		var p *PanicError
		if errors.As(err, &p) {
			log.Error("night panicked", "reason", p, "stack", p.Stack)
		}
	}
	settles := a.Outcome == ledger.NightDone || a.Outcome == ledger.NightIncomplete
	log.Info("night ends", "outcome", a.Outcome, "run", a.Run, "slots", report.Slots, "unassessed", report.Unassessed, "reason", a.Reason)
	telling := guarded(func() error {
		s.Ended(recording, n, a, report)
		return nil
	})
	if c != nil {
		telling = errors.Join(telling, c.Close())
	}
	if telling != nil {
		log.Error("after the night", "reason", telling)
	}
	return errors.Join(s.planRetries(recording, report.Retries), s.Ledger.EndAttempt(recording, n.Seq, a, settles))
}

// guarded makes a panic an error: nothing that a night calls ends the service.
func guarded(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{p, string(debug.Stack())}
		}
	}()
	return do()
}

// invalidError is a configuration that cannot be used.
type invalidError struct{ error }

func (e invalidError) Unwrap() error { return e.error }

// configured reads the configuration for a night and hands it over. The caller
// closes the configuration it returns.
func (s *Scheduler) configured(ctx context.Context, n ledger.Night, do func(c *Configuration, job Job) (Report, error)) (*Configuration, Report, error) {
	c, err := s.configuration(ctx)
	if err != nil {
		return nil, Report{}, invalidError{err}
	}
	if err := s.adopt(context.WithoutCancel(ctx), c.Plan); err != nil {
		return c, Report{}, err
	}
	for _, job := range c.Jobs {
		if job.Name == n.Job {
			report, err := do(c, job)
			return c, report, err
		}
	}
	return c, Report{}, fmt.Errorf("the configuration has no job %s any more", n.Job)
}

// configuration reads the configuration.
func (s *Scheduler) configuration(ctx context.Context) (c *Configuration, err error) {
	s.read = s.Clock.Now()
	err = guarded(func() error {
		c, err = s.Configure(ctx)
		return err
	})
	return c, err
}

// outcome names how an attempt ended.
func outcome(r Report, err error) string {
	var panicked *PanicError
	var invalid invalidError
	switch {
	case err == nil && r.Unassessed > 0:
		return ledger.NightIncomplete
	case err == nil:
		return ledger.NightDone
	case errors.As(err, &invalid):
		return ledger.NightInvalid
	case errors.As(err, &panicked):
		return ledger.NightPanicked
	case errors.Is(err, ErrLimit):
		return ledger.NightTimedOut
	case errors.Is(err, ErrStopped):
		return ledger.NightStopped
	case errors.Is(err, errBusy):
		return ledger.NightSkipped
	}
	return ledger.NightFailed
}

// attempt runs a job's work within its time limit, and within the grace once the
// service is to stop. Work that ignores the end of its context is left behind;
// until it returns, its job is not begun again. A panic is an error, and gives the
// job free: the library's own wrappers record neither.
func (s *Scheduler) attempt(ctx context.Context, job string, p Plan, do func(ctx context.Context) (Report, error)) (Report, error) {
	if !s.take(job) {
		return Report{}, errBusy
	}
	work, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	type result struct {
		report Report
		err    error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		r.err = guarded(func() (err error) {
			r.report, err = do(work)
			return err
		})
		s.give(job)
		done <- r
	}()
	limit := s.Clock.Timer(p.Limit)
	defer limit.Stop()
	stopping := ctx.Done()
	var grace, end <-chan time.Time
	var cause error
	tell := func(why error) {
		cause, grace, stopping = why, nil, nil
		cancel(why)
		end = s.Clock.Timer(patience).C
	}
	for {
		select {
		case r := <-done:
			if r.err != nil && cause != nil {
				r.err = fmt.Errorf("%w: %w", cause, r.err)
			}
			return r.report, r.err
		case <-stopping:
			stopping, grace = nil, s.Clock.Timer(p.StopGrace).C
		case <-grace:
			tell(ErrStopped)
		case <-limit.C:
			tell(ErrLimit)
		case <-end:
			return Report{}, fmt.Errorf("%w, and does not end: it is left behind", cause)
		}
	}
}

func (s *Scheduler) take(job string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[job] {
		return false
	}
	s.busy[job] = true
	return true
}

func (s *Scheduler) give(job string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, job)
}

func (s *Scheduler) setWorking(n *ledger.Night) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = n
}
