package assessment

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// Slot is one slot of a dataset in a period: what was delivered, and what it
// scored in the newest run that holds it.
type Slot struct {
	Name      string
	Delivery  ledger.Delivery
	Result    score.Result
	Evaluated int64 // rows that the rule evaluated that evaluated most; judgements of the whole aside
	// Declared columns, and those of them that the extract disagrees with, by the
	// rules of kind schema; Declared is 0 where none was judged.
	Declared, Disagreeing int64
}

// series is a dataset's slots in a period, oldest first.
type series struct {
	dataset *workspace.Dataset
	slots   []Slot
	unrun   int // slots that were due in the period and never scored
}

func (s *series) names() []string {
	var out []string
	for _, slot := range s.slots {
		out = append(out, slot.Name)
	}
	return out
}

// reader reads the ledger for one period.
type reader struct {
	*Assessor
	period workspace.Cycle
	model  score.Model
	plan   *plan
}

// all returns every dataset's slots of the period, in workspace order.
func (r reader) all(ctx context.Context) ([]*series, error) {
	byID := map[string]*series{}
	var out []*series
	for _, d := range r.Workspace.Datasets {
		s := &series{dataset: d}
		byID[d.ID] = s
		out = append(out, s)
	}
	current, err := r.Ledger.CurrentResults(ctx, ledger.Filter{})
	if err != nil {
		return nil, err
	}
	current = slices.DeleteFunc(current, func(c ledger.SlotResult) bool { return byID[c.Dataset] == nil || !r.within(c.End) })
	byRun := map[string][]ledger.SlotResult{}
	for _, c := range current {
		byRun[c.RunID] = append(byRun[c.RunID], c)
	}
	slots := map[[2]string]Slot{}
	for run, held := range byRun {
		if err := r.read(ctx, run, held, slots); err != nil {
			return nil, err
		}
	}
	deliveries, err := r.deliveries(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range current { // by dataset and slot
		slot := slots[[2]string{c.Dataset, c.Slot}]
		slot.Name = c.Slot
		if slot.Delivery, err = r.scored(ctx, deliveries, c.DeliveryID); err != nil {
			return nil, err
		}
		byID[c.Dataset].slots = append(byID[c.Dataset].slots, slot)
	}
	for _, s := range out {
		if s.unrun, err = r.unrun(s.dataset, s.names()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// within reports whether a slot with this end belongs to the period.
func (r reader) within(end time.Time) bool {
	last := end.In(r.Workspace.Zone).Add(-1).Format(time.DateOnly)
	return r.period.From <= last && last <= r.period.To
}

// read scores the slots that count of one run's results.
func (r reader) read(ctx context.Context, run string, held []ledger.SlotResult, into map[[2]string]Slot) error {
	rows, err := r.History.Results(ctx, []string{r.Ledger.ResultsPath(run)}, ledger.ResultFilter{Records: []string{ledger.RuleRecord, ledger.GroupRecord}})
	if err != nil {
		return fmt.Errorf("results of run %s: %w", run, err)
	}
	bySlot := map[[2]string][]ledger.Row{}
	for _, row := range rows {
		key := [2]string{row.Dataset, row.Slot}
		bySlot[key] = append(bySlot[key], row)
	}
	for _, c := range held {
		key := [2]string{c.Dataset, c.Slot}
		into[key] = r.slot(bySlot[key])
	}
	return nil
}

func (r reader) slot(rows []ledger.Row) Slot {
	result := score.Dataset(r.model, Items(rows))
	s := Slot{Result: score.Result{Score: result.Score, Dimensions: result.Dimensions}}
	s.Evaluated = Evaluated(rows)
	for _, row := range rows {
		if row.Record == ledger.RuleRecord && row.Kind == "schema" {
			s.Declared += row.Evaluated
			s.Disagreeing += row.Failed
		}
	}
	return s
}

// Items are what earns points in a slot, from its published rows: its check
// groups, and the rules that stand alone.
func Items(rows []ledger.Row) []score.Item {
	var out []score.Item
	for _, r := range rows {
		if r.Record == ledger.ScoreRecord || r.Record == ledger.RuleRecord && (r.Group != "" || !r.Scored) {
			continue
		}
		i := score.Item{ID: r.Rule, Indicator: r.Indicator, Weight: int(r.Weight), Evaluated: r.Evaluated, Failed: r.Failed, Exempt: r.Exempt}
		if r.Credit != nil {
			credit := int(*r.Credit)
			i.Credit = &credit
		}
		out = append(out, i)
	}
	return out
}

// CountsRows reports whether a rule's or group's counts are of rows: not of columns,
// catalogue items or expected values, and no judgement of the extract as a whole.
func CountsRows(r ledger.Row) bool {
	reads := r.Fields != "" && r.Fields != "null" && r.Fields != "[]"
	return (reads && r.Kind != "coverage" || r.Kind == "duplicate_row") && r.Credit == nil
}

// Evaluated is on how many rows a slot is assessed: as many as the rule evaluated
// that evaluated most. What is counted in columns or items is no row.
func Evaluated(rows []ledger.Row) int64 {
	var most int64
	for _, r := range rows {
		earns := r.Record == ledger.GroupRecord || r.Record == ledger.RuleRecord && r.Group == "" && r.Scored
		if earns && CountsRows(r) {
			most = max(most, r.Evaluated)
		}
	}
	return most
}

func (r reader) deliveries(ctx context.Context) (map[int64]ledger.Delivery, error) {
	list, err := r.Ledger.Deliveries(ctx, ledger.Filter{})
	if err != nil {
		return nil, err
	}
	out := map[int64]ledger.Delivery{}
	for _, d := range list {
		out[d.ID] = d
	}
	return out, nil
}

// scored is the delivery that a run scored. It is the slot's newest version but
// where that one came after the run.
func (r reader) scored(ctx context.Context, newest map[int64]ledger.Delivery, id int64) (ledger.Delivery, error) {
	if d, ok := newest[id]; ok {
		return d, nil
	}
	return r.Ledger.Delivery(ctx, id)
}

// unrun counts slots whose deadline has passed and that no run has scored: while
// there are any, the figures of the period are not whole. The names of those scored
// ascend.
func (r reader) unrun(d *workspace.Dataset, scored []string) (int, error) {
	if !d.Update.Scheduled() {
		return 0, nil
	}
	from := max(r.period.From, r.Workspace.Start)
	if r.Workspace.Start == "" { // nothing says since when: since the first that was scored
		if len(scored) == 0 {
			return 0, nil
		}
		from = max(from, scored[0])
	}
	planned, err := r.plan.slots(r, d.Update, from)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range planned {
		for len(scored) > 0 && scored[0] < p.name {
			scored = scored[1:]
		}
		if len(scored) > 0 && scored[0] == p.name {
			continue
		}
		due, err := r.Workspace.Due(d, p.slot)
		if err != nil {
			return 0, err
		}
		if due.Add(d.Update.Grace).Before(r.Now) {
			n++
		}
	}
	return n, nil
}

// plan keeps the slots of the update cycles, which most datasets share.
type plan struct {
	mu     sync.Mutex
	cycles map[[2]string][]plannedSlot // by cycle and first day
}

type plannedSlot struct {
	slot workspace.Slot
	name string
}

// slots are those of a cycle that end from a day of the period on, and before now, in
// ascending order.
func (p *plan) slots(r reader, u workspace.Update, from string) ([]plannedSlot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := [2]string{u.Cycle, from}
	if list, known := p.cycles[key]; known {
		return list, nil
	}
	first, err := time.ParseInLocation(time.DateOnly, from, r.Workspace.Zone)
	if err != nil {
		return nil, err
	}
	var list []plannedSlot
	for day := first; day.Format(time.DateOnly) <= r.period.To && day.Before(r.Now); day = day.AddDate(0, 0, 1) {
		if slot, ends := u.SlotEndingOn(day); ends {
			list = append(list, plannedSlot{slot, slot.Name()})
		}
	}
	if p.cycles == nil {
		p.cycles = map[[2]string][]plannedSlot{}
	}
	p.cycles[key] = list
	return list, nil
}
