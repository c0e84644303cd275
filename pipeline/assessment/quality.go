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
	figures, err := a.Figures(ctx, period, nil)
	if err != nil {
		return nil, err
	}
	deliveries, err := a.Ledger.ScoredDeliveries(ctx, period.From, period.To)
	if err != nil {
		return nil, err
	}
	byUnit := map[string][]*series{}
	for _, f := range figures.Datasets {
		if f.Dataset.InScope {
			byUnit[f.Dataset.Unit] = append(byUnit[f.Dataset.Unit], &series{DatasetFigures: f, deliveries: deliveries[f.Dataset.ID]})
		}
	}
	var out []*Quality
	for _, u := range a.Workspace.Units {
		if !u.Within(period.From, period.To) {
			continue
		}
		out = append(out, a.quality(u, byUnit[u.ID]))
	}
	a.rankQuality(out)
	return out, nil
}

// series is a dataset in scope over a period, with the deliveries that were scored,
// oldest first.
type series struct {
	*DatasetFigures
	deliveries []ledger.ScoredDelivery
}

func (a *Assessor) quality(u *workspace.Unit, list []*series) *Quality {
	q := &Quality{Unit: u, Datasets: len(list), series: list}
	var parts []score.Part
	for _, s := range list {
		q.Evaluated += s.Counts.Rows
		q.Slots += len(s.Slots)
		q.Unrun += s.Unrun
		parts = append(parts, score.Part{ID: s.Dataset.ID, Importance: s.Dataset.Importance, Result: score.Result{Score: s.Result.Score, Dimensions: s.Result.Dimensions}})
	}
	in := a.Workspace.Indicators
	q.Result = score.Unit(in.Model(), parts, in.Limit())
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
