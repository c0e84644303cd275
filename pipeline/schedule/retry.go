package schedule

import (
	"context"
	"slices"
	"time"

	"cdoscore/pipeline/ledger"
)

// planRetries plans to ask again what a night could not get.
func (s *Scheduler) planRetries(ctx context.Context, list []ledger.Retry) error {
	for _, r := range list {
		r.Tries, r.At = 0, s.Clock.Now().Add(retryWait(1))
		if !r.At.Before(r.Until) {
			continue
		}
		if err := s.Ledger.PlanRetry(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// retry asks the sources again that are due, of the oldest day among them: a small
// run for these datasets. What fails again is planned anew until acceptance closes.
func (s *Scheduler) retry(ctx context.Context, due []ledger.Retry) error {
	day := slices.MinFunc(due, func(a, b ledger.Retry) int { return compareDays(a.Day, b.Day) }).Day
	list := slices.DeleteFunc(slices.Clone(due), func(r ledger.Retry) bool { return r.Day != day })
	recording := context.WithoutCancel(ctx)
	report, ran, err := s.askAgain(ctx, day, list)
	if err != nil {
		s.Log.Error("sources not asked again", "day", day, "datasets", len(list), "reason", err)
	} else if ran {
		s.Log.Info("sources asked again", "day", day, "datasets", len(list), "run", report.Run, "still", len(report.Retries))
	}
	for _, r := range list {
		still := err != nil || slices.ContainsFunc(report.Retries, func(x ledger.Retry) bool { return x.Dataset == r.Dataset && x.Slot == r.Slot })
		r.Tries++
		r.At = s.Clock.Now().Add(retryWait(r.Tries + 1))
		if still && r.At.Before(r.Until) {
			err := s.Ledger.PlanRetry(recording, r)
			if err != nil {
				return err
			}
			continue
		}
		if err := s.Ledger.DropRetry(recording, r.Dataset, r.Slot); err != nil {
			return err
		}
	}
	return nil
}

// askAgain runs the datasets of the retries that the configuration still has.
func (s *Scheduler) askAgain(ctx context.Context, day string, list []ledger.Retry) (Report, bool, error) {
	c, err := s.configuration(ctx)
	if err != nil {
		return Report{}, false, err
	}
	defer c.Close()
	at, err := time.ParseInLocation(time.DateOnly, day, c.Zone)
	if err != nil {
		return Report{}, false, err
	}
	o := Order{Log: s.Log.With("job", "retry", "night", day), Day: at, Mend: true}
	for _, r := range list {
		known := slices.ContainsFunc(c.Jobs, func(j Job) bool { return slices.Contains(j.Datasets, r.Dataset) })
		if known && !slices.Contains(o.Datasets, r.Dataset) {
			o.Datasets = append(o.Datasets, r.Dataset)
		}
	}
	if len(o.Datasets) == 0 {
		return Report{}, false, nil
	}
	report, err := s.attempt(ctx, "retry", c.Plan, func(ctx context.Context) (Report, error) { return c.Run(ctx, o) })
	return report, true, err
}

func compareDays(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
