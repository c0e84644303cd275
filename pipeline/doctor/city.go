package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// ahead is how long before its end the calendar is asked to be continued.
const ahead = 60 * 24 * time.Hour

// calendar warns before the calendar ends; that it ends before the next deadline is
// a mistake of the configuration, which is not valid then.
func (p *Patient) calendar(context.Context) []Finding {
	needed := 0
	for _, d := range p.Workspace.Datasets {
		if d.Update.Scheduled() && d.Update.WorkingDays {
			needed++
		}
	}
	until := p.Workspace.Calendar.Until
	switch {
	case needed == 0:
		return ok("calendar", "doctor.calendar.unused")
	case until < p.Now.Add(ahead).In(p.Workspace.Zone).Format(time.DateOnly):
		return trouble("calendar", Warn, "doctor.calendar.ends", until, fmt.Sprint(needed))
	}
	return ok("calendar", "doctor.calendar", until, fmt.Sprint(needed))
}

// reached is what came of asking one source.
type reached struct {
	dataset string
	err     error
	asked   bool // false: the source cannot tell
}

// sources asks every source whether its place answers, several at a time.
func (p *Patient) sources(ctx context.Context) []Finding {
	results := p.askAll(ctx)
	var out []Finding
	answered, untold := 0, 0
	for _, r := range results {
		switch {
		case r.err != nil:
			out = append(out, p.unreached(r))
		case r.asked:
			answered++
		default:
			untold++
		}
	}
	if answered+untold > 0 || len(out) == 0 {
		out = append(ok("sources", "doctor.sources", fmt.Sprint(answered), fmt.Sprint(untold)), out...)
	}
	return out
}

func (p *Patient) askAll(ctx context.Context) []reached {
	work := make(chan int)
	results := make([]reached, len(p.Workspace.Datasets))
	var wg sync.WaitGroup
	for range max(1, p.AtOnce) {
		wg.Go(func() {
			for i := range work {
				results[i] = p.ask(ctx, p.Workspace.Datasets[i])
			}
		})
	}
	for i := range p.Workspace.Datasets {
		work <- i
	}
	close(work)
	wg.Wait()
	slices.SortStableFunc(results, func(a, b reached) int { return strings.Compare(a.dataset, b.dataset) })
	return results
}

func (p *Patient) ask(ctx context.Context, d *workspace.Dataset) reached {
	r := reached{dataset: d.ID}
	if d.SourceType == "" {
		return r
	}
	source, err := p.Source(d)
	if err != nil {
		r.err = err
		return r
	}
	place, can := source.(connectors.Reacher)
	if !can {
		return r
	}
	r.asked = true
	slot := workspace.DaySlot(p.Now.In(p.Workspace.Zone).AddDate(0, 0, -1))
	if newest, there := d.Update.LatestSlot(slot.Start); there && d.Update.Scheduled() {
		slot = newest
	}
	ctx, cancel := context.WithTimeout(ctx, p.Patience)
	defer cancel()
	r.err = within(ctx, func() error {
		return place.Reach(ctx, connectors.Request{Slot: connectors.Slot{Start: slot.Start, End: slot.End}, Dir: p.Workspace.Dir, Zone: p.Workspace.Zone, Alloc: memory.DefaultAllocator})
	})
	return r
}

// within does not wait for what overhears that its time is over, such as a share
// that hangs.
func within(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Patient) unreached(r reached) Finding {
	f := trouble("sources", Fail, "doctor.sources.unreached", r.dataset)[0]
	var failure *connectors.Error
	switch {
	case errors.As(r.err, &failure):
		f.Because = rules.Note{Key: failure.Reason.Key, Args: failure.Reason.Args}
	case errors.Is(r.err, context.DeadlineExceeded):
		f.Because = rules.Note{Key: "doctor.sources.slow", Args: []string{p.Patience.String()}}
	default:
		f.Because = rules.Note{Key: "doctor.because", Args: []string{r.err.Error()}}
	}
	return f
}
