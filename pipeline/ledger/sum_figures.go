package ledger

import (
	"cmp"
	"maps"
	"slices"
)

// figuresOf adds up what the workers have summed, and hands it out in a fixed order.
func figuresOf(all []*sums, steps []Step) Figures {
	for _, other := range all[1:] {
		all[0].join(other)
	}
	return all[0].figures(steps)
}

// join adds what another has summed, which calls the same texts by other codes.
func (s *sums) join(other *sums) {
	dataset, rule, indicator := s.columns.dataset.codesOf(other.columns.dataset), s.columns.rule.codesOf(other.columns.rule), s.columns.indicator.codesOf(other.columns.indicator)
	for code, from := range other.datasets {
		if from == nil {
			continue
		}
		to := s.of(dataset[code])
		for _, o := range from.outcomes {
			to.outcome(outcomeKey{o.key.record, rule[o.key.rule]}).add(o)
		}
		for step, list := range from.indicators {
			for code, x := range list {
				p := to.points(step, indicator[code])
				p.slots, p.points, p.noWaivers = p.slots+x.slots, p.points+x.points, p.noWaivers+x.noWaivers
			}
		}
		for key, share := range from.missed {
			to.missed[missedKey{indicator[key.indicator], rule[key.rule]}] += share
		}
		for step, x := range from.steps {
			f := &to.steps[step]
			f.Slots, f.Rows, f.Evaluated, f.Failed = f.Slots+x.Slots, f.Rows+x.Rows, f.Evaluated+x.Evaluated, f.Failed+x.Failed
			f.Declared, f.Disagreeing = f.Declared+x.Declared, f.Disagreeing+x.Disagreeing
		}
	}
}

// codesOf are the codes of another's texts.
func (c *codes) codesOf(other codes) []int32 {
	out := make([]int32, len(other.names))
	for i, name := range other.names {
		out[i] = c.code([]byte(name))
	}
	return out
}

func (o *outcomeSums) add(x outcomeSums) {
	o.newer(x.newest, x.assessed)
	o.slots += x.slots
	o.total += x.total
	o.applicable += x.applicable
	o.missing += x.missing
	o.evaluated += x.evaluated
	o.failed += x.failed
	o.exempt += x.exempt
	o.grouped += x.grouped
	o.credited += x.credited
	o.credit += x.credit
}

// figures are by dataset and, of each, in the order that Figures tells.
func (s *sums) figures(steps []Step) Figures {
	byName := map[string]*datasetSums{}
	indicators, missed, outcomes := 0, 0, 0
	for code, d := range s.datasets {
		if d == nil {
			continue
		}
		byName[s.columns.dataset.names[code]] = d
		for _, list := range d.indicators {
			indicators += len(list)
		}
		missed, outcomes = missed+len(d.missed), outcomes+len(d.outcomes)
	}
	f := Figures{
		Indicators: make([]IndicatorFigure, 0, indicators), Missed: make([]MissedFigure, 0, missed),
		Outcomes: make([]OutcomeFigure, 0, outcomes), Datasets: make([]DatasetFigure, 0, len(byName)*len(steps)),
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		d := byName[name]
		f.Indicators = append(f.Indicators, d.indicatorFigures(name, steps, s.columns.indicator.names)...)
		f.Missed = append(f.Missed, d.missedFigures(name, s.columns)...)
		f.Outcomes = append(f.Outcomes, d.outcomeFigures(name, s.columns.rule.names)...)
		f.Datasets = append(f.Datasets, d.stepFigures(name, steps)...)
	}
	return f
}

func (d *datasetSums) indicatorFigures(dataset string, steps []Step, indicators []string) []IndicatorFigure {
	var out []IndicatorFigure
	for step, list := range d.indicators {
		for code, x := range list {
			if x.slots > 0 {
				out = append(out, IndicatorFigure{dataset, steps[step].Name, indicators[code], x.slots, x.points, x.noWaivers})
			}
		}
	}
	slices.SortFunc(out, func(a, b IndicatorFigure) int {
		return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(a.Indicator, b.Indicator))
	})
	return out
}

func (d *datasetSums) missedFigures(dataset string, c *sumColumns) []MissedFigure {
	var out []MissedFigure
	for key, share := range d.missed {
		out = append(out, MissedFigure{dataset, c.indicator.names[key.indicator], c.rule.names[key.rule], share})
	}
	slices.SortFunc(out, func(a, b MissedFigure) int {
		return cmp.Or(cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Item, b.Item))
	})
	return out
}

func (d *datasetSums) outcomeFigures(dataset string, rules []string) []OutcomeFigure {
	var out []OutcomeFigure
	for _, o := range d.outcomes {
		out = append(out, OutcomeFigure{
			Dataset: dataset, Record: o.key.record.name(), Rule: rules[o.key.rule], Newest: o.newest, Slots: o.slots,
			Total: o.total, Applicable: o.applicable, Missing: o.missing, Evaluated: o.evaluated, Failed: o.failed, Exempt: o.exempt,
			Grouped: o.grouped, Credited: o.credited, Credit: o.credit,
		})
	}
	slices.SortFunc(out, func(a, b OutcomeFigure) int {
		return cmp.Or(cmp.Compare(a.Record, b.Record), cmp.Compare(a.Rule, b.Rule))
	})
	return out
}

func (d *datasetSums) stepFigures(dataset string, steps []Step) []DatasetFigure {
	var out []DatasetFigure
	for step, x := range d.steps {
		if x.Slots > 0 || x.Declared > 0 {
			x.Dataset, x.Step = dataset, steps[step].Name
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b DatasetFigure) int { return cmp.Compare(a.Step, b.Step) })
	return out
}
