package schedule

import (
	"context"
	"slices"
	"time"

	"cdoscore/pipeline/ledger"
)

// doDue carries out what is due, until nothing is or the context ends.
func (s *Scheduler) doDue(ctx context.Context) error {
	for ctx.Err() == nil {
		nights, retries, err := s.due(context.WithoutCancel(ctx))
		if err != nil {
			return err
		}
		s.setQueue(len(nights) + len(retries))
		switch {
		case len(nights) > 0:
			err = s.do(ctx, nights[0])
		case len(retries) > 0:
			err = s.retry(ctx, retries)
		default:
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// due records the nights that the schedules have planned by now, and returns what
// is to be done: nights in the order of their times, and sources to be asked again.
func (s *Scheduler) due(ctx context.Context) ([]ledger.Night, []ledger.Retry, error) {
	now, plan := s.Clock.Now(), s.current()
	s.looked = now
	for _, job := range plan.Jobs {
		on, known, err := s.Ledger.JobSchedule(ctx, job.Name)
		if err != nil {
			return nil, nil, err
		}
		if known {
			if err := s.record(ctx, plan, job, on.Since, now); err != nil {
				return nil, nil, err
			}
		}
	}
	open, err := s.Ledger.OpenNights(ctx)
	if err != nil {
		return nil, nil, err
	}
	var nights []ledger.Night
	for _, n := range open {
		settled, err := s.settleOld(ctx, plan, n, open, now)
		if err != nil {
			return nil, nil, err
		}
		if !settled && !s.again(n).After(now) {
			nights = append(nights, n)
		}
	}
	retries, err := s.Ledger.Retries(ctx)
	if err != nil {
		return nil, nil, err
	}
	retries = slices.DeleteFunc(retries, func(r ledger.Retry) bool { return r.At.After(now) })
	return nights, retries, nil
}

// suspended is how late a night may be in a process that runs without it having
// been missed: others were at work before it. What is later was missed by a machine
// that was suspended with the process on it.
const suspended = 24 * time.Hour

// record writes down what a job's schedule has planned since a moment: of each day
// the newest time. A time that came while the job was at work on that very day is
// skipped, and one missed by a stopped machine for longer than the window expires.
func (s *Scheduler) record(ctx context.Context, plan Plan, job Job, since, now time.Time) error {
	newest, planned, err := s.Ledger.NewestNight(ctx, job.Name)
	if err != nil {
		return err
	}
	if planned && newest.Planned.After(since) {
		since = newest.Planned
	}
	times := job.Schedule.Between(since, now)
	for i, at := range times {
		n := s.night(job, at)
		if i+1 < len(times) && s.night(job, times[i+1]).Day == n.Day {
			continue
		}
		switch {
		case planned && newest.Day == n.Day && !newest.Last.Started.IsZero() && !newest.Last.Finished.Before(at):
			n.Outcome, n.Settled = ledger.NightSkipped, now
		case at.Before(now.Add(-plan.CatchUp)) && (at.Before(s.began) || at.Before(now.Add(-suspended))):
			n.Outcome, n.Settled = ledger.NightExpired, now
		}
		if n.Outcome != "" {
			s.Log.Warn("night not run", "job", n.Job, "planned", n.Planned, "day", n.Day, "outcome", n.Outcome)
		}
		if err := s.Ledger.PlanNight(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// settleOld settles an open night that is not to be done any more.
func (s *Scheduler) settleOld(ctx context.Context, plan Plan, n ledger.Night, open []ledger.Night, now time.Time) (bool, error) {
	outcome := ""
	switch {
	case !slices.ContainsFunc(plan.Jobs, func(j Job) bool { return j.Name == n.Job }):
		outcome = ledger.NightDropped
	case slices.ContainsFunc(open, func(x ledger.Night) bool {
		return x.Job == n.Job && x.Day == n.Day && x.Planned.After(n.Planned)
	}):
		outcome = ledger.NightSuperseded
	// One that was begun is ended, also where none is caught up.
	case n.Attempts > 0 && n.Planned.Before(now.Add(-max(plan.CatchUp, 24*time.Hour))):
		outcome = ledger.NightExpired
	}
	if outcome == "" {
		return false, nil
	}
	s.Log.Warn("night not run", "job", n.Job, "planned", n.Planned, "day", n.Day, "outcome", outcome)
	return true, s.Ledger.SettleNight(ctx, n.Seq, outcome, now)
}

// again is when an open night may be tried: at once where it never was, or was
// broken off; else after a wait that grows.
func (s *Scheduler) again(n ledger.Night) time.Time {
	if n.Attempts == 0 || n.Last.Finished.IsZero() || n.Last.Outcome == ledger.NightStopped {
		return n.Planned
	}
	return n.Last.Finished.Add(retryWait(n.Attempts))
}

// next is when something is due, as far as is known since it was looked last.
func (s *Scheduler) next(ctx context.Context) (time.Time, error) {
	next := s.looked.Add(longest)
	sooner := func(at time.Time) {
		if at.After(s.looked) && at.Before(next) {
			next = at
		}
	}
	for _, job := range s.current().Jobs {
		for _, at := range job.Schedule.Next(s.looked, 1) {
			sooner(at)
		}
	}
	open, err := s.Ledger.OpenNights(ctx)
	if err != nil {
		return next, err
	}
	for _, n := range open {
		sooner(s.again(n))
	}
	retries, err := s.Ledger.Retries(ctx)
	for _, r := range retries {
		sooner(r.At)
	}
	return next, err
}
