package pipeline

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// FrozenError refuses to score under a frozen assessment cycle with another
// configuration than the frozen one.
type FrozenError struct {
	Cycle       ledger.Cycle
	Day         string   // the day asked for, YYYY-MM-DD
	Differences []string // each names its section and line
}

// shownDifferences is how many differences an error names.
const shownDifferences = 20

func (e *FrozenError) Error() string {
	lines := e.Differences
	if len(lines) > shownDifferences {
		lines = append(lines[:shownDifferences:shownDifferences], fmt.Sprintf("… and %d more", len(lines)-shownDifferences))
	}
	return fmt.Sprintf("cycle %s is frozen (version %d, in force from %s), and the scoring configuration for %s is another:\n  %s\nput it back, or let it begin on a later day: cdoscore cycle freeze %s --from DAY",
		e.Cycle.Name, e.Cycle.Version, e.Cycle.From, e.Day, strings.Join(lines, "\n  "), e.Cycle.Name)
}

// HeldSlot is an earlier slot that the night leaves as it is, since the version of
// the frozen configuration that holds for it is not the workspace's.
type HeldSlot struct{ Dataset, Slot, Cycle string }

// unfrozen checks the slots of a run against frozen cycles. The day's own slots
// with another configuration refuse the run; slots of earlier days, which a night
// takes along, are held.
func (r *Runner) unfrozen(ctx context.Context, tasks []*task, day time.Time) (kept []*task, held []HeldSlot, err error) {
	scoring := r.Workspace.Scoring()
	today := day.Format(time.DateOnly)
	if err := CheckFrozen(ctx, r.Ledger, today, scoring); err != nil {
		return nil, nil, err
	}
	other := map[string]string{today: ""} // by day, the cycle that holds another configuration
	for _, t := range tasks {
		on := t.slot.LastDay().Format(time.DateOnly)
		if _, known := other[on]; !known {
			cycle, frozen, err := r.Ledger.FrozenOn(ctx, on)
			if err != nil {
				return nil, nil, err
			}
			if frozen && cycle.Scoring != scoring {
				other[on] = cycle.Name
			} else {
				other[on] = ""
			}
		}
		if cycle := other[on]; cycle != "" {
			held = append(held, HeldSlot{t.dataset.ID, t.slot.Name(), cycle})
		} else {
			kept = append(kept, t)
		}
	}
	return kept, held, nil
}

// CheckFrozen returns a *FrozenError where a day belongs to a frozen cycle whose
// configuration is another than scoring.
func CheckFrozen(ctx context.Context, l *ledger.Ledger, day, scoring string) error {
	cycle, frozen, err := l.FrozenOn(ctx, day)
	if err != nil || !frozen || cycle.Scoring == scoring {
		return err
	}
	return &FrozenError{Cycle: cycle, Day: day, Differences: workspace.ScoringDiff(cycle.Scoring, scoring)}
}

// Freeze records the workspace's scoring configuration for a cycle: its first
// version from the cycle's first day, a later one from a day after all that was
// scored in the cycle. From "" means the first day that is possible.
func Freeze(ctx context.Context, w *workspace.Workspace, l *ledger.Ledger, name, from string, now time.Time) (ledger.Cycle, error) {
	cycle, ok := w.Cycle(name)
	if !ok {
		return ledger.Cycle{}, unknownCycle(w, name)
	}
	newest, err := newestVersion(ctx, l, name)
	if err != nil {
		return ledger.Cycle{}, err
	}
	scoring := w.Scoring()
	earliest := cycle.From
	if newest.Version > 0 {
		if newest.Scoring == scoring {
			return ledger.Cycle{}, &UsageError{fmt.Sprintf("cycle %s is frozen with this very configuration already (version %d, from %s): there is nothing to do", name, newest.Version, newest.From)}
		}
		if earliest, err = afterScored(ctx, l, cycle, newest.From); err != nil {
			return ledger.Cycle{}, err
		}
	}
	switch {
	case from == "":
		from = earliest
	case from < earliest || newest.Version == 0 && from != earliest:
		return ledger.Cycle{}, &UsageError{fmt.Sprintf("cycle %s: this version can hold from %s, not from %s: what was scored before stands under the configuration that it was scored with", name, earliest, from)}
	}
	if from > cycle.To {
		return ledger.Cycle{}, &UsageError{fmt.Sprintf("cycle %s ends on %s: a version from %s would hold for none of it", name, cycle.To, from)}
	}
	return l.Freeze(ctx, ledger.Cycle{Name: name, From: from, To: cycle.To, Scoring: scoring, Frozen: now})
}

func unknownCycle(w *workspace.Workspace, name string) error {
	var names []string
	for _, c := range w.Cycles {
		names = append(names, c.Name)
	}
	return &UsageError{fmt.Sprintf("%q is no assessment cycle%s: write a year such as 2026, or a name under \"cycles\" in cdoscore.yaml", name, rules.Suggest(name, names))}
}

// newestVersion returns the newest frozen version of a cycle; Version 0: none.
func newestVersion(ctx context.Context, l *ledger.Ledger, name string) (ledger.Cycle, error) {
	list, err := l.Cycles(ctx)
	var out ledger.Cycle
	for _, c := range list {
		if c.Name == name && c.Version > out.Version {
			out = c
		}
	}
	return out, err
}

// afterScored is the first day of a cycle that lies after a day and after every
// slot that was scored in the cycle.
func afterScored(ctx context.Context, l *ledger.Ledger, cycle workspace.Cycle, after string) (string, error) {
	current, err := l.CurrentResults(ctx, ledger.Filter{})
	if err != nil {
		return "", err
	}
	for _, c := range current {
		if last := c.End.Add(-1).Format(time.DateOnly); cycle.From <= last && last <= cycle.To {
			after = max(after, last)
		}
	}
	day, err := time.Parse(time.DateOnly, after)
	return day.AddDate(0, 0, 1).Format(time.DateOnly), err
}
