package reports

import (
	"context"
	"time"

	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// Standing is how a unit's appeals touch its score (异议状态).
type Standing struct {
	Filed     int // 提出, not accepted yet
	Contested int // accepted or flagged: looked into
	Ended     int // verified, withdrawn or archived
	// IfUpheld is the score with every contested point of the unit given back: the
	// most that its pending appeals can win. Over a longer period an appeal of one
	// slot counts with all that its line lost. Not assessed where nothing is contested.
	IfUpheld Points
	// RankIfUpheld is the rank inside the tier if every contested point of every unit
	// were given back; 0: not ranked, or nothing is contested in the tier.
	RankIfUpheld int
}

// appeals are all appeals on record by unit, read once.
func (e *Edition) appeals(ctx context.Context) (map[string][]ledger.Appeal, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.objections == nil {
		list, err := e.b.Ledger.Appeals(ctx, "")
		if err != nil {
			return nil, err
		}
		e.objections = map[string][]ledger.Appeal{}
		for _, a := range list {
			e.objections[a.Unit] = append(e.objections[a.Unit], a)
		}
	}
	return e.objections, nil
}

// concerns reports whether an appeal is about a line of this edition.
func (e *Edition) concerns(a ledger.Appeal, l RuleLine) bool {
	if a.Dataset != l.Dataset || a.Rule != l.RuleID {
		return false
	}
	return a.Code == l.Code || e.now.period.Kind != DayPeriod && e.covers(a)
}

// covers reports whether an appeal is about a slot or a shorter period that began
// within the edition's.
func (e *Edition) covers(a ledger.Appeal) bool {
	p := e.now.period
	first, err := time.ParseInLocation(time.DateOnly, a.Slot, p.First.Location())
	return err == nil && !first.Before(p.First) && !first.After(p.Last)
}

// contest marks the lines that are contested with their appeals' numbers.
func (e *Edition) contest(ctx context.Context, unit string, lines []RuleLine) error {
	all, err := e.appeals(ctx)
	if err != nil {
		return err
	}
	for _, a := range all[unit] {
		for i := range lines {
			if appeal.Contested(a) && e.concerns(a, lines[i]) {
				lines[i].Appeal = a.Number
			}
		}
	}
	return nil
}

// stand gives every unit the standing of its appeals.
func (e *Edition) stand(ctx context.Context, units []CityUnit) error {
	all, err := e.appeals(ctx)
	if err != nil || len(all) == 0 {
		return err
	}
	won := map[string]float64{}
	for _, us := range e.now.units {
		if won[us.unit.ID], err = e.contestedPoints(ctx, us, all[us.unit.ID]); err != nil {
			return err
		}
	}
	ranks := e.ranksIfUpheld(won)
	for i := range units {
		u := &units[i]
		for _, a := range all[u.ID] {
			switch {
			case appeal.Contested(a):
				u.Appeals.Contested++
			case a.State() == appeal.Filed:
				u.Appeals.Filed++
			default:
				u.Appeals.Ended++
			}
		}
		if won[u.ID] > 0 {
			u.Appeals.IfUpheld = Points{Value: min(100, u.Score.Value+won[u.ID]), Assessed: u.Score.Assessed}
		}
		u.Appeals.RankIfUpheld = ranks[u.ID]
	}
	return nil
}

// contestedPoints is what a unit's contested lines lost of its 100.
func (e *Edition) contestedPoints(ctx context.Context, us *unitState, list []ledger.Appeal) (float64, error) {
	pending := false
	for _, a := range list {
		pending = pending || appeal.Contested(a)
	}
	if !pending {
		return 0, nil
	}
	if err := e.load(ctx, us); err != nil {
		return 0, err
	}
	lines := e.ruleLines(us, "")
	if err := e.contest(ctx, us.unit.ID, lines); err != nil {
		return 0, err
	}
	lost := 0.0
	for _, l := range lines {
		if l.Appeal != "" {
			lost += l.Lost
		}
	}
	return lost, nil
}

// ranksIfUpheld ranks the tiers in which something is contested.
func (e *Edition) ranksIfUpheld(won map[string]float64) map[string]int {
	out := map[string]int{}
	for _, tier := range workspace.Tiers {
		var ids []string
		var all []float64
		contested := 0.0
		for _, u := range e.now.units {
			if u.unit.Tier == tier && e.b.ranked(u) {
				ids, all = append(ids, u.unit.ID), append(all, min(100, u.result.Points+won[u.unit.ID]))
				contested += won[u.unit.ID]
			}
		}
		if contested == 0 {
			continue
		}
		for i, r := range score.Ranks(all) {
			out[ids[i]] = r
		}
	}
	return out
}
