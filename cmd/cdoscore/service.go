package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"

	"cdoscore/pipeline"
	"cdoscore/pipeline/clock"
	"cdoscore/pipeline/lease"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/schedule"
	"cdoscore/pipeline/workspace"
)

// service is a workspace that is served: the lease and the ledger are held
// throughout, the configuration and the engine are opened for each night.
type service struct {
	g         *globals
	log       *slog.Logger
	lease     *lease.Lease
	ledger    *ledger.Ledger
	clock     clock.Clock
	lang      string
	varDir    string
	scheduler *schedule.Scheduler
	metrics   *metrics
	progress  func() pipeline.Progress // of each run

	workspace  atomic.Pointer[workspace.Workspace] // the newest that was valid
	unassessed atomic.Bool                         // a night left something unassessed, or was not carried out

	mu      sync.Mutex
	invalid error // why the newest configuration was refused; nil: it was not
}

func (g *globals) openService(ctx context.Context, log *slog.Logger) (s *service, err error) {
	s = &service{g: g, log: log}
	if s.clock, err = g.ticking(); err != nil {
		return nil, err
	}
	w, err := g.load()
	if err != nil {
		return nil, err
	}
	s.workspace.Store(w)
	s.lang, s.varDir = g.language(w), w.VarDir()
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err = os.MkdirAll(s.varDir, 0o700); err != nil {
		return s, fmt.Errorf("state folder: %w", err)
	}
	if s.lease, err = g.lease(ctx, s.varDir); err != nil {
		return s, err
	}
	if s.ledger, err = ledger.Open(ctx, s.varDir, s.clock.Now().In(w.Zone)); err != nil {
		return s, err
	}
	if removed := s.ledger.Removed(); len(removed) > 0 {
		log.Warn("cleaned up after an interrupted run", "runs", len(removed))
	}
	s.scheduler = &schedule.Scheduler{Ledger: s.ledger, Configure: s.configure, Ended: s.ended, Clock: s.clock, Log: log}
	s.metrics = newMetrics(s.clock, s.scheduler.Status, func() bool { return s.refused() == nil })
	s.progress = func() pipeline.Progress { return &stopwatch{m: s.metrics} }
	return s, nil
}

// Close ends what openService began.
func (s *service) Close() error {
	var errs []error
	if s.ledger != nil {
		errs = append(errs, s.ledger.Close())
	}
	if s.lease != nil {
		errs = append(errs, s.lease.Release())
	}
	return errors.Join(errs...)
}

// ticking is the clock of a command that waits.
func (g *globals) ticking() (clock.Clock, error) {
	if g.now == "" {
		return clock.System{}, nil
	}
	now, err := g.clock()
	if err != nil {
		return nil, err
	}
	return clock.From(now()), nil
}

// configure reads the workspace for one night. A workspace that is not valid as a
// whole is not used, and the one before stands for what is no night.
func (s *service) configure(context.Context) (*schedule.Configuration, error) {
	w, err := s.g.load()
	if err == nil && w.VarDir() != s.varDir {
		err = fmt.Errorf("storage: the folder of all state was %s when the service began and is now %s: start the service anew", s.varDir, w.VarDir())
	}
	var jobs []schedule.Job
	if err == nil {
		jobs, err = schedule.Jobs(w)
	}
	s.mu.Lock()
	s.invalid = err
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	s.workspace.Store(w)
	engine, err := openEngine(w, true)
	if err != nil {
		return nil, err
	}
	st := &site{w: w, ledger: s.ledger, engine: engine, clock: s.clock.Now, lang: s.g.language(w)}
	return &schedule.Configuration{
		Plan:  schedule.Plan{Zone: w.Zone, Jobs: jobs, CatchUp: w.Nights.CatchUp, Limit: w.Nights.Limit, StopGrace: w.Nights.StopGrace},
		Run:   func(ctx context.Context, o schedule.Order) (schedule.Report, error) { return s.batch(ctx, st, o) },
		Close: engine.Close,
	}, nil
}

// batch runs one order of the scheduler.
func (s *service) batch(ctx context.Context, st *site, o schedule.Order) (schedule.Report, error) {
	ctx, release := s.lease.Context(ctx)
	defer release()
	q := pipeline.Request{Day: o.Day, Night: o.Night, Mend: o.Mend, Datasets: o.Datasets}
	if o.Mend {
		q.Units = unitsOf(st.w, o.Datasets)
	}
	summary, err := st.runner(o.Log, s.progress()).Run(ctx, q)
	s.metrics.ran(summary)
	report := schedule.Report{Run: summary.Run.ID, Slots: len(summary.Slots), Unassessed: len(summary.Unassessed()), Detail: &carriedOut{st, summary}}
	for _, x := range summary.Slots {
		if x.Transient {
			day := x.Delivery.LastDay()
			report.Retries = append(report.Retries, ledger.Retry{Dataset: x.Dataset, Slot: x.Slot, Day: day, Until: x.Until})
		}
	}
	return report, err
}

func unitsOf(w *workspace.Workspace, datasets []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, id := range datasets {
		if d := w.Dataset(id); d != nil && !seen[d.Unit] {
			seen[d.Unit] = true
			out = append(out, d.Unit)
		}
	}
	return out
}

// carriedOut is the detail of a report: what was run, and on what. The site is
// open until the night's notices are written.
type carriedOut struct {
	site    *site
	summary pipeline.Summary
}

// ended is told of every attempt at a night.
func (s *service) ended(ctx context.Context, n ledger.Night, a ledger.Attempt, r schedule.Report) {
	s.metrics.ended(a)
	if a.Outcome != ledger.NightDone {
		s.unassessed.Store(true)
	}
	done, _ := r.Detail.(*carriedOut)
	if err := s.notify(ctx, n, a, done); err != nil {
		s.log.Error("notices not written", "job", n.Job, "night", n.Day, "reason", err)
	}
}

// verdict is the exit code of nights that were carried out.
func (s *service) verdict() error {
	if s.unassessed.Load() {
		return &exitError{code: exitUnassessed}
	}
	return nil
}

// refused is why the newest configuration cannot be used, or nil.
func (s *service) refused() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.invalid
}
