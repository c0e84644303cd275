package assessment

import (
	"context"
	"fmt"
	"runtime"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"

	"golang.org/x/sync/errgroup"
)

// DatasetFigures are the figures of one dataset over a period.
type DatasetFigures struct {
	Dataset  *workspace.Dataset
	Slots    []string             // names of those scored, ascending
	Unrun    int                  // slots that were due in the period and never scored
	Newest   ledger.ScoredSlot    // zero where nothing was scored
	Counts   ledger.DatasetFigure // over all steps
	Result   score.Result         // over the period, with what each item lost
	Steps    []StepFigures        // in the order of the steps
	Outcomes []ledger.OutcomeFigure
}

// StepFigures are a dataset's figures in one step of a period.
type StepFigures struct {
	Slots  int          // scored in it
	Result score.Result // without losses
}

// Figures are the figures of a period.
type Figures struct {
	Datasets []*DatasetFigures // in workspace order, those without slots too
	Runs     []string          // whose results count, ascending
}

// Figures computes every dataset's figures over a period, in workspace order:
// each indicator averaged over the slots on which it was assessed, each slot once,
// then rolled up (semantics, From datasets to units, the city and the year). Steps
// part the period; none: it is its own only step. A year of a city costs one reading
// of its results.
func (a *Assessor) Figures(ctx context.Context, period workspace.Cycle, steps []workspace.Cycle) (Figures, error) {
	if len(steps) == 0 {
		steps = []workspace.Cycle{period}
	}
	var spans []ledger.Span
	for _, s := range steps {
		spans = append(spans, ledger.Span{Name: s.Name, From: s.From, To: s.To})
	}
	chosen, err := a.Ledger.Select(ctx, spans)
	if err != nil {
		return Figures{}, err
	}
	sums, err := ledger.Sum(ctx, chosen.Steps, runtime.GOMAXPROCS(0))
	if err != nil {
		return Figures{}, err
	}
	r := reader{Assessor: a, period: period, model: a.Workspace.Indicators.Model(), plan: &plan{}}
	out := Figures{Runs: chosen.Runs}
	out.Datasets, err = r.figures(chosen, newSums(sums), spans)
	return out, err
}

func (r reader) figures(chosen ledger.Selection, sums sums, spans []ledger.Span) ([]*DatasetFigures, error) {
	out := make([]*DatasetFigures, len(r.Workspace.Datasets))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, d := range r.Workspace.Datasets {
		group.Go(func() (err error) {
			if out[i], err = r.datasetFigures(d, chosen, sums, spans); err != nil {
				return fmt.Errorf("dataset %s: %w", d.ID, err)
			}
			return nil
		})
	}
	return out, group.Wait()
}

func (r reader) datasetFigures(d *workspace.Dataset, chosen ledger.Selection, sums sums, spans []ledger.Span) (*DatasetFigures, error) {
	f := &DatasetFigures{Dataset: d, Slots: chosen.Slots[d.ID], Newest: chosen.Newest[d.ID], Counts: sums.counts[d.ID], Outcomes: sums.outcomes[d.ID]}
	steps := sums.steps[d.ID]
	whole := map[string]ledger.IndicatorFigure{}
	for _, span := range spans {
		f.Steps = append(f.Steps, StepFigures{Slots: sums.slots[d.ID][span.Name], Result: score.Mean(r.model, means(steps[span.Name]), nil)})
		for code, x := range steps[span.Name] {
			w := whole[code]
			w.Slots, w.Points, w.NoWaivers = w.Slots+x.Slots, w.Points+x.Points, w.NoWaivers+x.NoWaivers
			whole[code] = w
		}
	}
	f.Result = score.Mean(r.model, means(whole), missed(whole, sums.missed[d.ID]))
	var err error
	f.Unrun, err = r.unrun(d, f.Slots)
	return f, err
}

// sums are the ledger's figures by dataset.
type sums struct {
	steps    map[string]map[string]map[string]ledger.IndicatorFigure // dataset → step → indicator
	missed   map[string][]ledger.MissedFigure
	outcomes map[string][]ledger.OutcomeFigure
	counts   map[string]ledger.DatasetFigure
	slots    map[string]map[string]int // dataset → step
}

func newSums(f ledger.Figures) sums {
	s := sums{
		steps: map[string]map[string]map[string]ledger.IndicatorFigure{}, missed: map[string][]ledger.MissedFigure{},
		outcomes: map[string][]ledger.OutcomeFigure{}, counts: map[string]ledger.DatasetFigure{}, slots: map[string]map[string]int{},
	}
	for _, x := range f.Indicators {
		if s.steps[x.Dataset] == nil {
			s.steps[x.Dataset] = map[string]map[string]ledger.IndicatorFigure{}
		}
		if s.steps[x.Dataset][x.Step] == nil {
			s.steps[x.Dataset][x.Step] = map[string]ledger.IndicatorFigure{}
		}
		s.steps[x.Dataset][x.Step][x.Indicator] = x
	}
	for _, x := range f.Missed {
		s.missed[x.Dataset] = append(s.missed[x.Dataset], x)
	}
	for _, x := range f.Outcomes {
		s.outcomes[x.Dataset] = append(s.outcomes[x.Dataset], x)
	}
	for _, x := range f.Datasets {
		c := s.counts[x.Dataset]
		c.Slots, c.Rows, c.Evaluated, c.Failed = c.Slots+x.Slots, c.Rows+x.Rows, c.Evaluated+x.Evaluated, c.Failed+x.Failed
		c.Declared, c.Disagreeing = c.Declared+x.Declared, c.Disagreeing+x.Disagreeing
		s.counts[x.Dataset] = c
		if s.slots[x.Dataset] == nil {
			s.slots[x.Dataset] = map[string]int{}
		}
		s.slots[x.Dataset][x.Step] = int(x.Slots)
	}
	return s
}

func means(figures map[string]ledger.IndicatorFigure) map[string]score.Score {
	out := map[string]score.Score{}
	for code, x := range figures {
		n := float64(x.Slots) * ledger.PointScale
		out[code] = score.Score{Points: float64(x.Points) / n, NoWaivers: float64(x.NoWaivers) / n, Judged: 1}
	}
	return out
}

func missed(figures map[string]ledger.IndicatorFigure, list []ledger.MissedFigure) map[string]map[string]float64 {
	out := map[string]map[string]float64{}
	for _, x := range list {
		if out[x.Indicator] == nil {
			out[x.Indicator] = map[string]float64{}
		}
		out[x.Indicator][x.Item] = float64(x.Share) / (float64(figures[x.Indicator].Slots) * ledger.ShareScale)
	}
	return out
}
