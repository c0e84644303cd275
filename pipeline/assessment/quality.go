package assessment

import (
	"context"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// Assessor computes figures over periods.
type Assessor struct {
	Workspace *workspace.Workspace
	Ledger    *ledger.Ledger
	History   ledger.History
	Now       time.Time // what has ended, and which deadlines have passed
	// Review is what was claimed and confirmed where the ledger holds the cycle's
	// evaluation; nil: the workspace's files say it.
	Review *workspace.Review
}

// Quality is a unit's data quality over a period.
type Quality struct {
	Unit      *workspace.Unit
	Result    score.UnitResult
	Band      string // of the rounded score; "" where not assessed
	Rank      int    // inside the tier; 0: not ranked
	Ranked    int    // how many of the tier are
	Datasets  int    // in scope
	Slots     int    // scored in the period, of datasets in scope
	Evaluated int64  // rows: of each slot, as many as the rule evaluated that evaluated most
	Unrun     int    // slots due and never scored
	Small     bool   // below the minimum n: shown, and not ranked

	series []*series // in scope
}

// Quality computes the data quality of every unit that existed in the period, in
// workspace order: each dataset's indicators averaged over its slots, then rolled
// up (semantics, From datasets to units, the city and the year).
func (a *Assessor) Quality(ctx context.Context, period workspace.Cycle) ([]*Quality, error) {
	r := reader{Assessor: a, period: period, model: a.Workspace.Indicators.Model(), plan: &plan{}}
	all, err := r.all(ctx)
	if err != nil {
		return nil, err
	}
	var out []*Quality
	for _, u := range a.Workspace.Units {
		if !u.Within(period.From, period.To) {
			continue
		}
		out = append(out, r.quality(u, all))
	}
	a.rankQuality(out)
	return out, nil
}

func (r reader) quality(u *workspace.Unit, all []*series) *Quality {
	q := &Quality{Unit: u}
	var parts []score.Part
	for _, s := range all {
		if s.dataset.Unit != u.ID || !s.dataset.InScope {
			continue
		}
		q.series = append(q.series, s)
		var results []score.Result
		for _, slot := range s.slots {
			results = append(results, slot.Result)
			q.Evaluated += slot.Evaluated
		}
		q.Slots += len(s.slots)
		q.Unrun += s.unrun
		parts = append(parts, score.Part{ID: s.dataset.ID, Importance: s.dataset.Importance, Result: score.Period(r.model, results)})
	}
	q.Datasets = len(q.series)
	in := r.Workspace.Indicators
	q.Result = score.Unit(r.model, parts, in.Limit())
	q.Small = q.Result.Assessed() && q.Evaluated < in.MinimumN
	if q.Result.Assessed() {
		q.Band = score.BandOf(in.ScoreBands(), q.Result.Points)
	}
	return q
}

// rankQuality places the units inside their tiers.
func (a *Assessor) rankQuality(list []*Quality) {
	for _, tier := range workspace.Tiers {
		var ranked []*Quality
		var points []float64
		for _, q := range list {
			if q.Unit.Tier == tier && q.Result.Assessed() && !q.Small {
				ranked, points = append(ranked, q), append(points, q.Result.Points)
			}
		}
		for i, place := range score.Ranks(points) {
			ranked[i].Rank, ranked[i].Ranked = place, len(ranked)
		}
	}
}
