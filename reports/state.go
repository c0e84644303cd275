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
	cache       map[string][]ledger.Row // results by run, read once
}

// slotState is the newest result of one dataset by some day.
type slotState struct {
	dataset *workspace.Dataset
	slot    string
	run     string
	rules   []ledger.Row
	groups  []ledger.Row
	result  score.Result
	lost    map[string]float64 // by rule or group id, points of the dataset's 100
}

// unitState is a unit by some day.
type unitState struct {
	unit   *workspace.Unit
	slots  []*slotState
	result score.UnitResult
}

// day is the whole city by some day.
type dayState struct {
	day   time.Time
	units []*unitState
}

// state reads each dataset's newest slot whose last covered day is day or
// earlier, and rolls up its unit (semantics, From datasets to units).
func (b *Builder) state(ctx context.Context, day time.Time) (*dayState, error) {
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
	s := &dayState{day: day}
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
			us.slots = append(us.slots, slot)
		}
		us.result = b.rollUp(us.slots)
		s.units = append(s.units, us)
	}
	return s, nil
}

func lastDay(r ledger.SlotResult) time.Time { return r.End.AddDate(0, 0, -1) }

// slot collects one dataset's rows of one run.
func (b *Builder) slot(ctx context.Context, d *workspace.Dataset, r ledger.SlotResult) (*slotState, error) {
	rows, err := b.rows(ctx, r.RunID)
	if err != nil {
		return nil, err
	}
	s := &slotState{dataset: d, slot: r.Slot, run: r.RunID}
	var scores []ledger.Row
	from, _ := slices.BinarySearchFunc(rows, d.ID, func(row ledger.Row, id string) int { return cmp.Compare(row.Dataset, id) })
	for _, row := range rows[from:] {
		if row.Dataset != d.ID {
			break
		}
		switch {
		case row.Slot != r.Slot:
		case row.Record == ledger.RuleRecord:
			s.rules = append(s.rules, row)
		case row.Record == ledger.GroupRecord:
			s.groups = append(s.groups, row)
		case row.Record == ledger.ScoreRecord:
			scores = append(scores, row)
		}
	}
	s.result = b.result(scores)
	recounted := score.Dataset(b.Workspace.Indicators.Model(), items(s))
	s.lost = recounted.Lost
	s.result.Lost, s.result.Missed = recounted.Lost, recounted.Missed
	return s, nil
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

// items are what earned points in a slot, from its stored rows.
func items(s *slotState) []score.Item {
	return append(assessment.Items(s.groups), assessment.Items(s.rules)...)
}

func (b *Builder) rollUp(slots []*slotState) score.UnitResult {
	var parts []score.Part
	for _, s := range slots {
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
