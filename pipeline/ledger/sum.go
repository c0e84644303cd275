package ledger

import (
	"context"
	"math"

	"golang.org/x/sync/errgroup"
)

// Sum sums what earned points in the results of some steps, and the counts of every
// rule and check group, by some workers at once. Each holds a few ten thousand rows at
// a time, and nothing that grows with the number of slots.
//
// Rates are doubles of one row each, as in rules/score; each is rounded to a whole
// number before it is added to another, so that neither the order of rows nor the
// number of workers changes a figure.
func Sum(ctx context.Context, steps []Step, workers int) (Figures, error) {
	var parts []stepPart
	for i, step := range steps {
		for _, part := range step.Parts {
			parts = append(parts, stepPart{i, part})
		}
	}
	all := make([]*sums, max(1, min(workers, len(parts))))
	group, ctx := errgroup.WithContext(ctx)
	for w := range all {
		all[w] = newSums(len(steps))
		group.Go(func() error {
			for i := w; i < len(parts); i += len(all) {
				if err := all[w].add(ctx, parts[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return Figures{}, err
	}
	return figuresOf(all, steps), nil
}

type stepPart struct {
	step int
	part Part
}

// sums are what one worker has summed.
type sums struct {
	steps    int
	columns  *sumColumns
	datasets []*datasetSums // by the code of the dataset; nil: nothing of it

	// What texts mean, by their codes.
	records                            []outcomeRecord
	reads, coverage, duplicate, schema []bool
}

// outcomeRecord is a record that counts.
type outcomeRecord int8

const (
	otherRecord outcomeRecord = iota
	groupOutcome
	ruleOutcome
)

func outcomeRecordOf(name string) outcomeRecord {
	switch name {
	case GroupRecord:
		return groupOutcome
	case RuleRecord:
		return ruleOutcome
	}
	return otherRecord
}

func (r outcomeRecord) name() string {
	if r == groupOutcome {
		return GroupRecord
	}
	return RuleRecord
}

func newSums(steps int) *sums { return &sums{steps: steps, columns: newSumColumns()} }

// add adds a part of a run's results to a step.
func (s *sums) add(ctx context.Context, p stepPart) error {
	r := s.part(p.step, p.part)
	if err := s.columns.each(ctx, p.part.Path, r.add); err != nil {
		return err
	}
	r.end()
	return nil
}

func (s *sums) of(dataset int32) *datasetSums {
	for int(dataset) >= len(s.datasets) {
		s.datasets = append(s.datasets, nil)
	}
	if s.datasets[dataset] == nil {
		s.datasets[dataset] = &datasetSums{places: map[outcomeKey]int{}, missed: map[missedKey]int64{}, indicators: make([][]pointSums, s.steps), steps: make([]DatasetFigure, s.steps)}
	}
	return s.datasets[dataset]
}

// datasetSums are those of one dataset.
type datasetSums struct {
	outcomes   []outcomeSums // as the rows of a slot follow each other, mostly
	next       int           // the likely place of the next row among them
	places     map[outcomeKey]int
	indicators [][]pointSums // by step and the code of the indicator
	missed     map[missedKey]int64
	steps      []DatasetFigure
}

// outcomeKey and missedKey name texts by their codes.
type outcomeKey struct {
	record outcomeRecord
	rule   int32
}

type missedKey struct{ indicator, rule int32 }

type pointSums struct{ slots, points, noWaivers int64 }

// outcomeSums are the counts of one rule or check group.
type outcomeSums struct {
	key                                                            outcomeKey
	newest                                                         string
	assessed                                                       bool // on the newest it evaluated something
	slots                                                          int64
	total, applicable, missing, evaluated, failed, exempt, grouped int64
	credited, credit                                               int64
}

// newer keeps the newest slot on which something was evaluated, else the newest.
func (o *outcomeSums) newer(slot string, assessed bool) {
	if assessed == o.assessed && slot > o.newest || assessed && !o.assessed {
		o.newest, o.assessed = slot, assessed
	}
}

// outcome finds the sums of a rule or check group. Two rows of a slot that follow each
// other do so in most slots, so that the next place mostly is the right one.
func (d *datasetSums) outcome(key outcomeKey) *outcomeSums {
	if d.next < len(d.outcomes) && d.outcomes[d.next].key == key {
		d.next++
		return &d.outcomes[d.next-1]
	}
	place, known := d.places[key]
	if !known {
		place = len(d.outcomes)
		d.places[key] = place
		d.outcomes = append(d.outcomes, outcomeSums{key: key})
	}
	d.next = place + 1
	return &d.outcomes[place]
}

// addSlot adds what a slot came to.
func (d *datasetSums) addSlot(step int, came *slotSums) {
	if len(came.indicators) == 0 {
		return
	}
	var longest int64
	f := &d.steps[step]
	for i := range came.indicators {
		x := &came.indicators[i]
		longest = max(longest, x.longest)
		f.Evaluated += x.evaluated
		f.Failed += x.failed
		if x.weight == 0 {
			continue
		}
		p, weight, earned := d.points(step, x.code), float64(x.weight), x.earned.float()
		p.slots++
		p.points += int64(math.Round(earned / weight * 10))
		p.noWaivers += int64(math.Round((earned - x.unwaived.float()) / weight * 10))
		for _, m := range x.missed {
			d.missed[missedKey{x.code, m.rule}] += int64(math.Round(m.weight / weight * ShareScale))
		}
	}
	f.Slots++
	f.Rows += longest
}

func (d *datasetSums) points(step int, indicator int32) *pointSums {
	for int(indicator) >= len(d.indicators[step]) {
		d.indicators[step] = append(d.indicators[step], pointSums{})
	}
	return &d.indicators[step][indicator]
}
