package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
)

// Runner sequences the stages of a batch. Its parts are given by the wiring.
type Runner struct {
	Workspace   *workspace.Workspace
	Ledger      *ledger.Ledger
	Engine      *duck.Engine
	Source      func(d *workspace.Dataset) (connectors.Source, error)
	Uploaded    func(d *workspace.Dataset, u ledger.Upload) (connectors.Source, error) // reads what was handed in at the desk
	Reports     Reports
	Progress    Progress
	Log         *slog.Logger
	Clock       func() time.Time
	CodeVersion string
}

// Reports writes the workbooks of a day from the ledger.
type Reports interface {
	Write(ctx context.Context, day time.Time, units []string) error
}

// Progress is told how far a stage has come.
type Progress interface {
	Stage(name string, total int)
	Step()
	Done()
}

// Request says what to run.
type Request struct {
	// Day is the last covered day of the slots to run (--slot). Zero means the
	// night: the slots that ended yesterday, and earlier ones that were not
	// delivered and are still accepted.
	Day time.Time
	// Night runs Day as its night: with the earlier slots that were not delivered
	// and are still accepted.
	Night    bool
	Units    []string // only these; none: all
	Datasets []string // only these, unit/name; none: all
	Jobs     int      // 0: the workspace's
	Refetch  bool     // pull anew as a new delivery version
	// Mend scores only what this pull has mended: slots whose source was asked again
	// with no other answer than before are left as they are.
	Mend bool
}

// Summary is what a run did.
type Summary struct {
	Run     ledger.Run
	Day     time.Time
	Slots   []SlotSummary // by dataset, slot
	Pending []string      // datasets whose slot is not due yet and not there
	Gone    []GoneSlot    // left as they are: a snapshot that they need was deleted
	Held    []HeldSlot    // left as they are: a frozen cycle has another configuration for them
	Deleted int           // snapshots that retention removed
}

// SlotSummary is one dataset's slot in a run.
type SlotSummary struct {
	Dataset, Slot, State string
	Delivery             ledger.Delivery
	Points               float64
	Assessed             bool
	Failed               error // a failure of ours while scoring; nil otherwise
	// Transient says that the source was down for a while, as it seems; Until is
	// when acceptance closes.
	Transient bool
	Until     time.Time
}

// GoneSlot is a slot that cannot be scored again.
type GoneSlot struct{ Dataset, Slot string }

// Unassessed returns the slots whose data could not be assessed.
func (s Summary) Unassessed() []SlotSummary {
	var out []SlotSummary
	for _, x := range s.Slots {
		switch x.State {
		case ledger.Missing, ledger.Unreadable, ledger.SourceFailed, ledger.PlatformFailed:
			out = append(out, x)
		default:
			if x.Failed != nil {
				out = append(out, x)
			}
		}
	}
	return out
}

// Run runs one batch. It returns an error only where the batch as a whole could
// not be carried out; what happened to single datasets stands in the Summary. The
// end of the context ends the run before anything of it counts, or after all does.
func (r *Runner) Run(ctx context.Context, q Request) (Summary, error) {
	day, night := r.day(q)
	started := r.Clock()
	swept, err := snapshot.Sweep(r.Workspace.VarDir())
	if err != nil {
		return Summary{}, fmt.Errorf("clean up after an interrupted run: %w", err)
	}
	if len(swept) > 0 {
		r.Log.Warn("cleaned up after an interrupted run", "snapshots", len(swept))
	}
	tasks, err := r.due(ctx, q, day, night)
	if err != nil {
		return Summary{}, err
	}
	tasks, held, err := r.unfrozen(ctx, tasks, day)
	if err != nil {
		return Summary{}, err
	}
	run, err := r.Ledger.BeginRun(ctx, ledger.Run{Day: day.Format(time.DateOnly), Started: started, ConfigHash: r.Workspace.ConfigHash, DatedHash: r.Workspace.DatedHash(), CodeVersion: r.CodeVersion, Configuration: r.Workspace.Configuration()})
	if err != nil {
		return Summary{}, err
	}
	if err := r.auditWaivers(ctx, started); err != nil {
		return Summary{}, errors.Join(err, r.Ledger.GiveUp(context.WithoutCancel(ctx), run))
	}
	r.Log.Info("run begins", "run", run.ID, "day", run.Day, "datasets", len(tasks))
	s, err := r.carryOut(ctx, run, tasks, q)
	s.Day, s.Held = day, held
	if err != nil || s.Run.ID == "" {
		return s, errors.Join(err, r.Ledger.GiveUp(context.WithoutCancel(ctx), run))
	}
	if s.Deleted, err = r.retain(ctx); err != nil {
		return s, err
	}
	if err := r.report(ctx, day, q.Units); err != nil {
		return s, fmt.Errorf("write the workbooks of %s (the results are safe as run %s; `cdoscore report` writes them again): %w", run.Day, run.ID, err)
	}
	r.Log.Info("run ends", "run", run.ID, "slots", len(s.Slots), "unassessed", len(s.Unassessed()), "seconds", r.Clock().Sub(started).Seconds())
	return s, nil
}

// carryOut takes the tasks from their sources to published results. The Summary
// names no run where nothing was to be published.
func (r *Runner) carryOut(ctx context.Context, run ledger.Run, tasks []*task, q Request) (Summary, error) {
	tasks, pending, err := r.pullAll(ctx, tasks, q)
	if err != nil {
		return Summary{}, err
	}
	if q.Mend {
		var same []*task
		if tasks, same = mended(tasks); len(tasks) == 0 {
			return summary(ledger.Run{}, same, pending), nil
		}
	}
	if err := r.bindAll(ctx, tasks, q.Refetch); err != nil {
		return Summary{}, err
	}
	if err := r.scoreAll(ctx, tasks, r.jobs(q)); err != nil {
		return Summary{}, err
	}
	tasks, gone := withoutGone(tasks)
	run, err = r.publish(ctx, run, tasks)
	if err != nil {
		return Summary{}, err
	}
	s := summary(run, tasks, pending)
	s.Gone = gone
	return s, nil
}

// mended parts the tasks into those whose delivery is another than before and those
// where asking again has changed nothing.
func mended(tasks []*task) (other, same []*task) {
	for _, t := range tasks {
		if t.stored && !t.delivery.Good() {
			same = append(same, t)
		} else {
			other = append(other, t)
		}
	}
	return other, same
}

// report writes the workbooks of a day.
func (r *Runner) report(ctx context.Context, day time.Time, units []string) error {
	r.Progress.Stage("report", 1)
	defer r.Progress.Done()
	if err := r.Reports.Write(ctx, day, units); err != nil {
		return err
	}
	r.Progress.Step()
	return nil
}

// day returns the day to run and whether it is the night's own choice: the last
// day that has ended in the city's zone.
func (r *Runner) day(q Request) (time.Time, bool) {
	if !q.Day.IsZero() {
		return q.Day, q.Night
	}
	now := r.Clock().In(r.Workspace.Zone)
	return time.Date(now.Year(), now.Month(), now.Day()-1, 0, 0, 0, 0, r.Workspace.Zone), true
}

func (r *Runner) jobs(q Request) int {
	if q.Jobs > 0 {
		return q.Jobs
	}
	return max(1, r.Workspace.Jobs)
}

// withoutGone takes out the slots that cannot be scored again: what was published
// of them stands.
func withoutGone(tasks []*task) (kept []*task, gone []GoneSlot) {
	for _, t := range tasks {
		if t.gone {
			gone = append(gone, GoneSlot{t.dataset.ID, t.slot.Name()})
		} else {
			kept = append(kept, t)
		}
	}
	return kept, gone
}

func summary(run ledger.Run, tasks []*task, pending []string) Summary {
	s := Summary{Run: run, Pending: pending}
	for _, t := range tasks {
		s.Slots = append(s.Slots, SlotSummary{
			Dataset: t.dataset.ID, Slot: t.slot.Name(), State: t.delivery.State, Delivery: t.delivery,
			Points: t.result.Points, Assessed: t.result.Assessed(), Failed: t.failed, Transient: t.transient, Until: t.until,
		})
	}
	return s
}
