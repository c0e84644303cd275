package reports

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// Builder makes report models. It reads the ledger and never writes.
type Builder struct {
	Workspace   *workspace.Workspace
	Ledger      *ledger.Ledger
	History     ledger.History
	Kinds       []*rules.Kind
	CodeVersion string
	Now         time.Time               // which deadlines have passed, and which cycles are over
	Outcome     OutcomeOf               // of the cycle behind a year's edition; nil: none is shown
	cache       map[string][]ledger.Row // results by run, read once
}

// outcome is the counts of one rule or check group: of one slot, or summed over
// those of a period.
type outcome struct {
	ledger.Row
	slots  int
	credit *float64 // 0 to 1, earned instead of the pass rate; nil elsewhere
}

// setState is one dataset over a period.
type setState struct {
	dataset *workspace.Dataset
	slot    string // the newest
	run     string // that scored it
	slots   int
	unrun   int
	rules   []outcome
	groups  []outcome
	result  score.Result
	rows    int64 // on which it is assessed
	// what check groups and other scored rules counted, but for judgements of an
	// extract as a whole
	evaluated, failed int64
	sums              []ledger.OutcomeFigure // of a longer period, from which rules and groups are made
}

// unitState is a unit over a period.
type unitState struct {
	unit   *workspace.Unit
	sets   []*setState
	result score.UnitResult
}

// state is the whole city over a period.
type state struct {
	period Period
	units  []*unitState
}

// state reads each dataset's newest slot whose last covered day is day or
// earlier, and rolls up its unit (semantics, From datasets to units).
func (b *Builder) state(ctx context.Context, day time.Time) (*state, error) {
	current, err := b.Ledger.CurrentResults(ctx, ledger.Filter{})
	if err != nil {
		return nil, err
	}
	newest := map[string]ledger.SlotResult{}
	for _, c := range current {
		if last := lastDay(c); last.After(day) {
			continue
		}
		if n, ok := newest[c.Dataset]; !ok || n.Slot < c.Slot {
			newest[c.Dataset] = c
		}
	}
	s := &state{period: DayOf(day)}
	for _, u := range b.Workspace.Units {
		us := &unitState{unit: u}
		for _, d := range b.Workspace.Datasets {
			n, ok := newest[d.ID]
			if d.Unit != u.ID || !ok {
				continue
			}
			slot, err := b.slot(ctx, d, n)
			if err != nil {
				return nil, err
			}
			us.sets = append(us.sets, slot)
		}
		us.result = b.rollUp(us.sets)
		s.units = append(s.units, us)
	}
	return s, nil
}

func lastDay(r ledger.SlotResult) time.Time { return r.End.AddDate(0, 0, -1) }

// slot collects one dataset's rows of one run.
func (b *Builder) slot(ctx context.Context, d *workspace.Dataset, r ledger.SlotResult) (*setState, error) {
	rows, err := b.rows(ctx, r.RunID)
	if err != nil {
		return nil, err
	}
	s := &setState{dataset: d, slot: r.Slot, run: r.RunID, slots: 1}
	var earning, scores []ledger.Row
	from, _ := slices.BinarySearchFunc(rows, d.ID, func(row ledger.Row, id string) int { return cmp.Compare(row.Dataset, id) })
	for _, row := range rows[from:] {
		if row.Dataset != d.ID {
			break
		}
		switch {
		case row.Slot != r.Slot:
		case row.Record == ledger.RuleRecord:
			s.rules, earning = append(s.rules, oneSlot(row)), append(earning, row)
		case row.Record == ledger.GroupRecord:
			s.groups, earning = append(s.groups, oneSlot(row)), append(earning, row)
		case row.Record == ledger.ScoreRecord:
			scores = append(scores, row)
		}
	}
	s.result = b.result(scores)
	recounted := score.Dataset(b.Workspace.Indicators.Model(), assessment.Items(earning))
	s.result.Lost, s.result.Missed = recounted.Lost, recounted.Missed
	s.rows = assessment.Evaluated(earning)
	for _, i := range assessment.Items(earning) {
		if i.Credit == nil {
			s.evaluated, s.failed = s.evaluated+i.Evaluated, s.failed+i.Failed
		}
	}
	return s, nil
}

func oneSlot(row ledger.Row) outcome {
	o := outcome{Row: row, slots: 1}
	if row.Credit != nil {
		o.credit = new(float64(*row.Credit) / 1000)
	}
	return o
}

// rows returns a run's results by dataset.
func (b *Builder) rows(ctx context.Context, run string) ([]ledger.Row, error) {
	if rows, ok := b.cache[run]; ok {
		return rows, nil
	}
	rows, err := b.History.Results(ctx, []string{b.Ledger.ResultsPath(run)}, ledger.ResultFilter{})
	if err != nil {
		return nil, fmt.Errorf("results of run %s: %w", run, err)
	}
	slices.SortStableFunc(rows, func(x, y ledger.Row) int { return cmp.Compare(x.Dataset, y.Dataset) })
	if b.cache == nil {
		b.cache = map[string][]ledger.Row{}
	}
	b.cache[run] = rows
	return rows, nil
}

// result rebuilds the stored scores in the order of the model.
func (b *Builder) result(rows []ledger.Row) score.Result {
	stored := map[string]score.Score{}
	for _, r := range rows {
		s := score.Score{}
		if r.Judged != nil {
			s.Judged = float64(*r.Judged) / 1e6
		}
		if r.Score != nil && r.ScoreNoWaivers != nil {
			s.Points, s.NoWaivers = float64(*r.Score)/1e6, float64(*r.ScoreNoWaivers)/1e6
		}
		stored[r.Kind+":"+r.Indicator] = s
	}
	out := score.Result{Score: stored["dataset:"]}
	for _, d := range b.Workspace.Indicators.Dimensions {
		dr := score.DimensionResult{ID: d.ID, Score: stored["dimension:"+d.ID]}
		for _, i := range d.Indicators {
			dr.Indicators = append(dr.Indicators, score.IndicatorResult{Code: i.Code, Score: stored["indicator:"+i.Code]})
		}
		out.Dimensions = append(out.Dimensions, dr)
	}
	return out
}

func (b *Builder) rollUp(sets []*setState) score.UnitResult {
	var parts []score.Part
	for _, s := range sets {
		if s.dataset.InScope {
			parts = append(parts, score.Part{ID: s.dataset.ID, Importance: s.dataset.Importance, Result: s.result})
		}
	}
	return score.Unit(b.Workspace.Indicators.Model(), parts, b.Workspace.Indicators.Limit())
}

// fields reads the JSON list of a row's fields.
func fields(row ledger.Row) []string {
	var out []string
	if row.Fields == "" || json.Unmarshal([]byte(row.Fields), &out) != nil {
		return nil
	}
	return out
}

// note reads the JSON of a row's note.
func note(row ledger.Row) rules.Note {
	var n rules.Note
	if row.Note == "" || json.Unmarshal([]byte(row.Note), &n) != nil {
		return rules.Note{}
	}
	return n
}
