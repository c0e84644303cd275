package reports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/rectification"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// Edition holds what the workbooks of one period are made from: the city over that
// period and over the one before. It may be used by several goroutines.
type Edition struct {
	b         *Builder
	now, then *state
	steps     []*state // of the period's trend
	changes   []ChangeLine
	checkCode string
	from, to  string // last covered days of the deliveries shown, YYYY-MM-DD; from "" is open

	loading sync.Mutex
	loaded  map[string]bool // units of which outcomes are there

	mu      sync.Mutex
	tallies map[string]tally // of deliveries, by dataset

	findings   map[string][]rectification.Status // by unit, as of the period's end; nil: not read yet
	objections map[string][]ledger.Appeal        // by unit; nil: not read yet
	year       *annualState                      // nil: not read yet, or no year
}

// Day reads the ledger once for all workbooks of a day: each dataset's newest slot
// by then. The day is a midnight in the city's zone.
func (b *Builder) Day(ctx context.Context, day time.Time) (*Edition, error) {
	now, err := b.state(ctx, day)
	if err != nil {
		return nil, err
	}
	then, err := b.state(ctx, day.AddDate(0, 0, -1))
	if err != nil {
		return nil, err
	}
	e := b.edition(now, then)
	e.to = day.Format(time.DateOnly)
	newest := ""
	for _, u := range now.units {
		e.loaded[u.unit.ID] = true
		for _, s := range u.sets {
			newest = max(newest, s.run)
		}
	}
	if newest != "" {
		e.checkCode, err = b.checkCode(ctx, []string{newest})
	}
	return e, err
}

// Period sums the ledger once for all workbooks of a longer period. Nothing of what
// it returns grows with the number of outcomes.
func (b *Builder) Period(ctx context.Context, span workspace.Cycle) (*Edition, error) {
	period, err := PeriodOf(span, b.Workspace.Zone)
	if err != nil {
		return nil, err
	}
	steps := span.Months()
	if period.Kind == MonthPeriod {
		steps = span.Days()
	}
	figures, err := b.figures(ctx, span, steps)
	if err != nil {
		return nil, err
	}
	now := b.periodState(period, span, figures.Datasets)
	then := &state{}
	if before, ok := b.Workspace.Before(span); ok {
		if then, err = b.stateBefore(ctx, before); err != nil {
			return nil, err
		}
	}
	e := b.edition(now, then)
	e.from, e.to = span.From, span.To
	if e.steps, err = b.stepStates(ctx, period, steps, figures.Datasets); err != nil {
		return nil, err
	}
	if e.changes, err = b.changes(ctx, period); err != nil {
		return nil, err
	}
	e.checkCode, err = b.checkCode(ctx, figures.Runs)
	return e, err
}

func (b *Builder) edition(now, then *state) *Edition {
	return &Edition{b: b, now: now, then: then, tallies: map[string]tally{}, loaded: map[string]bool{}}
}

// Units returns the ids of all units, in workspace order.
func (e *Edition) Units() []string {
	var out []string
	for _, u := range e.now.units {
		out = append(out, u.unit.ID)
	}
	return out
}

// Period is what the edition is of.
func (e *Edition) Period() Period { return e.now.period }

// checkCode names the results that the workbooks show: the first 16 hex digits of
// the SHA-256 of the runs' results, of several runs that of their hashes, one after
// the other.
func (b *Builder) checkCode(ctx context.Context, runs []string) (string, error) {
	var hashes []string
	for _, id := range runs {
		run, err := b.Ledger.RunByID(ctx, id)
		if err != nil {
			return "", err
		}
		hashes = append(hashes, run.ResultsSHA256)
	}
	code := strings.Join(hashes, "")
	if len(hashes) > 1 {
		sum := sha256.Sum256([]byte(code))
		code = hex.EncodeToString(sum[:])
	}
	return strings.ToUpper(code[:min(16, len(code))]), nil
}

func (b *Builder) figures(ctx context.Context, span workspace.Cycle, steps []workspace.Cycle) (assessment.Figures, error) {
	a := assessment.Assessor{Workspace: b.Workspace, Ledger: b.Ledger, Now: b.Now}
	return a.Figures(ctx, span, steps)
}

func (b *Builder) stateBefore(ctx context.Context, span workspace.Cycle) (*state, error) {
	period, err := PeriodOf(span, b.Workspace.Zone)
	if err != nil {
		return nil, err
	}
	figures, err := b.figures(ctx, span, nil)
	if err != nil {
		return nil, fmt.Errorf("the period before: %w", err)
	}
	return b.periodState(period, span, figures.Datasets), nil
}

// periodState rolls up the units that existed in the period.
func (b *Builder) periodState(period Period, span workspace.Cycle, list []*assessment.DatasetFigures) *state {
	s := &state{period: period}
	for _, u := range b.Workspace.Units {
		if u.From != "" && u.From > span.To || u.To != "" && u.To < span.From {
			continue
		}
		us := &unitState{unit: u}
		for _, f := range list {
			if f.Dataset.Unit == u.ID && (len(f.Slots) > 0 || f.Unrun > 0) {
				us.sets = append(us.sets, &setState{
					dataset: f.Dataset, slot: f.Newest.Slot, run: f.Newest.RunID, slots: len(f.Slots), unrun: f.Unrun,
					result: f.Result, rows: f.Counts.Rows, evaluated: f.Counts.Evaluated, failed: f.Counts.Failed, sums: f.Outcomes,
				})
			}
		}
		us.result = b.rollUp(us.sets)
		s.units = append(s.units, us)
	}
	return s
}

// stepStates rolls up every step of the trend. A day's figures are those of each
// dataset's newest slot by then, as in the day's own workbook; a month's are its
// own mean.
func (b *Builder) stepStates(ctx context.Context, period Period, steps []workspace.Cycle, list []*assessment.DatasetFigures) ([]*state, error) {
	newest := map[string]score.Result{}
	if period.Kind == MonthPeriod {
		before, err := b.state(ctx, period.First.AddDate(0, 0, -1))
		if err != nil {
			return nil, err
		}
		for _, u := range before.units {
			for _, s := range u.sets {
				newest[s.dataset.ID] = s.result
			}
		}
	}
	var out []*state
	for i, step := range steps {
		at, err := PeriodOf(step, b.Workspace.Zone)
		if err != nil {
			return nil, err
		}
		if period.Kind == MonthPeriod {
			at.Kind = DayPeriod
		} else {
			at.Kind = MonthPeriod
		}
		if period.Kind != MonthPeriod {
			newest = map[string]score.Result{}
		}
		scored := false
		for _, f := range list {
			if f.Steps[i].Slots > 0 {
				newest[f.Dataset.ID], scored = f.Steps[i].Result, true
			}
		}
		out = append(out, b.stepState(at, newest, scored))
	}
	return out, nil
}

// stepState has no figures where nothing at all was scored in the step.
func (b *Builder) stepState(at Period, results map[string]score.Result, scored bool) *state {
	s := &state{period: at}
	for _, u := range b.Workspace.Units {
		us := &unitState{unit: u}
		for _, d := range b.Workspace.Datasets {
			if r, there := results[d.ID]; there && scored && d.Unit == u.ID {
				us.sets = append(us.sets, &setState{dataset: d, result: r})
			}
		}
		us.result = b.rollUp(us.sets)
		s.units = append(s.units, us)
	}
	return s
}
