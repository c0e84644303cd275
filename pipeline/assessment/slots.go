package assessment

import (
	"sync"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// reader reads the ledger for one period.
type reader struct {
	*Assessor
	period workspace.Cycle
	model  score.Model
	plan   *plan
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
