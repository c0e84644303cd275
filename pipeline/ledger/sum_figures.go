package ledger

import (
	"cmp"
	"slices"
)

// figuresOf adds up what the workers have summed, and hands it out in a fixed order.
func figuresOf(all []*sums, steps []Step) Figures {
	j := joining{
		indicators: map[IndicatorFigure]*IndicatorFigure{}, missed: map[MissedFigure]*MissedFigure{},
		outcomes: map[OutcomeFigure]*joinedOutcome{}, datasets: map[DatasetFigure]*DatasetFigure{},
	}
	for _, s := range all {
		for code, d := range s.datasets {
			if d != nil {
				j.add(s.columns, s.columns.dataset.names[code], d, steps)
			}
		}
	}
	return j.figures()
}

// joining holds figures by themselves with nothing but their names.
type joining struct {
	indicators map[IndicatorFigure]*IndicatorFigure
	missed     map[MissedFigure]*MissedFigure
	outcomes   map[OutcomeFigure]*joinedOutcome
	datasets   map[DatasetFigure]*DatasetFigure
}

type joinedOutcome struct {
	OutcomeFigure
	assessed bool // on the newest
}

// named is the figure of a name, made where it is new.
func named[F comparable](figures map[F]*F, name F) *F {
	f := figures[name]
	if f == nil {
		f = &name
		figures[name] = f
	}
	return f
}

func (j *joining) add(c *sumColumns, dataset string, d *datasetSums, steps []Step) {
	for step, list := range d.indicators {
		for code, x := range list {
			if x.slots == 0 {
				continue
			}
			f := named(j.indicators, IndicatorFigure{Dataset: dataset, Step: steps[step].Name, Indicator: c.indicator.names[code]})
			f.Slots, f.Points, f.NoWaivers = f.Slots+x.slots, f.Points+x.points, f.NoWaivers+x.noWaivers
		}
	}
	for key, share := range d.missed {
		named(j.missed, MissedFigure{Dataset: dataset, Indicator: c.indicator.names[key.indicator], Item: c.rule.names[key.rule]}).Share += share
	}
	for step, x := range d.steps {
		if x.Slots == 0 {
			continue
		}
		f := named(j.datasets, DatasetFigure{Dataset: dataset, Step: steps[step].Name})
		f.Slots, f.Rows, f.Evaluated, f.Failed = f.Slots+x.Slots, f.Rows+x.Rows, f.Evaluated+x.Evaluated, f.Failed+x.Failed
	}
	for _, o := range d.outcomes {
		name := OutcomeFigure{Dataset: dataset, Record: o.key.record.name(), Rule: c.rule.names[o.key.rule]}
		f := j.outcomes[name]
		if f == nil {
			f = &joinedOutcome{OutcomeFigure: name}
			j.outcomes[name] = f
		}
		f.add(o)
	}
}

func (f *joinedOutcome) add(o outcomeSums) {
	if isNewer(o.newest, o.assessed, f.Newest, f.assessed) {
		f.Newest, f.assessed = o.newest, o.assessed
	}
	f.Slots += o.slots
	f.Total += o.total
	f.Applicable += o.applicable
	f.Missing += o.missing
	f.Evaluated += o.evaluated
	f.Failed += o.failed
	f.Exempt += o.exempt
	f.Grouped += o.grouped
	f.Credited += o.credited
	f.Credit += o.credit
}

// isNewer prefers slots on which something was evaluated, and of them the newest.
func isNewer(slot string, assessed bool, than string, thanAssessed bool) bool {
	if assessed != thanAssessed {
		return assessed
	}
	return slot > than
}

func (j *joining) figures() Figures {
	var f Figures
	for _, x := range j.indicators {
		f.Indicators = append(f.Indicators, *x)
	}
	for _, x := range j.missed {
		f.Missed = append(f.Missed, *x)
	}
	for _, x := range j.outcomes {
		f.Outcomes = append(f.Outcomes, x.OutcomeFigure)
	}
	for _, x := range j.datasets {
		f.Datasets = append(f.Datasets, *x)
	}
	slices.SortFunc(f.Indicators, func(a, b IndicatorFigure) int {
		return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Indicator, b.Indicator))
	})
	slices.SortFunc(f.Missed, func(a, b MissedFigure) int {
		return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Item, b.Item))
	})
	slices.SortFunc(f.Outcomes, func(a, b OutcomeFigure) int {
		return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Record, b.Record), cmp.Compare(a.Rule, b.Rule))
	})
	slices.SortFunc(f.Datasets, func(a, b DatasetFigure) int {
		return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Step, b.Step))
	})
	return f
}
