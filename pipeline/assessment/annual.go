package assessment

import (
	"context"
	"fmt"
	"time"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// Annual is the annual assessment of one unit.
type Annual struct {
	Unit        *workspace.Unit
	Quality     *Quality
	Result      score.AnnualResult
	Evidence    map[string]Evidence              // of measured items, by item
	Reviews     map[string]workspace.ReviewScore // of reviewed items, by item
	Adjustments []workspace.Adjustment
	SignOff     *workspace.SignOff // nil: none yet
	Rank        int                // inside the tier; 0: not ranked
	Ranked      int                // how many of the tier are
	// Open is why the result is provisional; none: it is final.
	Open []rules.Note
}

// Provisional reports whether the result may still change.
func (a *Annual) Provisional() bool { return len(a.Open) > 0 }

// Assess computes the annual assessment of every unit of a cycle, in workspace
// order (semantics, From datasets to units, the city and the year).
func (a *Assessor) Assess(ctx context.Context, cycle workspace.Cycle, sensitive Sensitive) ([]*Annual, error) {
	list, err := a.Quality(ctx, cycle)
	if err != nil {
		return nil, err
	}
	found, err := a.findSensitive(ctx, list, sensitive)
	if err != nil {
		return nil, err
	}
	review := a.Workspace.Reviews[cycle.Name]
	if a.Review != nil {
		review = *a.Review
	}
	var out []*Annual
	for _, q := range list {
		x := &Annual{Unit: q.Unit, Quality: q, Evidence: map[string]Evidence{}, Reviews: map[string]workspace.ReviewScore{}}
		for _, s := range review.Scores {
			if s.Unit == q.Unit.ID {
				x.Reviews[s.Indicator] = s
			}
		}
		m := measurer{workspace: a.Workspace, quality: q, cycle: cycle, now: a.Now, sensitive: found}
		in := a.Workspace.Indicators
		x.Result = score.Annual(x.indicators(m, in.Annual), x.adjust(review, in.Adjustments), in.ScoreBands())
		if s, ok := review.SignOff(q.Unit.ID); ok {
			x.SignOff = &s
		}
		x.Open = a.open(x, cycle)
		out = append(out, x)
	}
	rank(out)
	return out, nil
}

// indicators puts together what is known of each item.
func (x *Annual) indicators(m measurer, list []workspace.AnnualIndicator) []score.AnnualIndicator {
	var out []score.AnnualIndicator
	for _, i := range list {
		si := score.AnnualIndicator{ID: i.ID, Weight: i.Weight}
		for _, item := range i.Items {
			si.Items = append(si.Items, x.item(m, item))
		}
		out = append(out, si)
	}
	return out
}

func (x *Annual) item(m measurer, i workspace.AnnualItem) score.AnnualItem {
	item := score.AnnualItem{ID: i.ID, Weight: i.Weight, Mode: score.Mode(i.Mode), Self: x.Reviews[i.ID].Self, Confirmed: x.Reviews[i.ID].Confirmed}
	if i.Measure == "" {
		return item
	}
	e := Evidence{Measure: i.Measure}
	if rate, ok := measures[i.Measure](m, &e); ok {
		item.Measured = &rate
		x.Evidence[i.ID] = e
	}
	return item
}

func (x *Annual) adjust(review workspace.Review, allowed workspace.Adjustments) score.Adjustments {
	out := score.Adjustments{Extra: score.Adjustment{Cap: allowed.ExtraCap}, Deduction: score.Adjustment{Cap: allowed.DeductionCap}}
	for _, a := range review.Adjustments {
		if a.Unit != x.Unit.ID {
			continue
		}
		x.Adjustments = append(x.Adjustments, a)
		switch a.Kind {
		case "extra":
			out.Extra.Points += a.Points
		case "deduction":
			out.Deduction.Points += a.Points
		case "veto":
			out.Veto = allowed.VetoBand
		}
	}
	return out
}

// open collects why a result is not final yet.
func (a *Assessor) open(x *Annual, cycle workspace.Cycle) []rules.Note {
	var out []rules.Note
	if today := a.Now.In(a.Workspace.Zone).Format(time.DateOnly); today <= cycle.To {
		out = append(out, rules.Note{Key: "open.lasting", Args: []string{cycle.To}})
	}
	if x.Quality.Unrun > 0 {
		out = append(out, rules.Note{Key: "open.unrun", Args: []string{fmt.Sprint(x.Quality.Unrun)}})
	}
	for _, i := range x.Result.Indicators {
		for _, item := range i.Items {
			if item.Provisional {
				out = append(out, rules.Note{Key: "open.unconfirmed", Args: []string{item.ID}})
			}
		}
	}
	if !x.Result.Assessed {
		out = append(out, rules.Note{Key: "open.unassessed"})
	}
	if x.SignOff == nil {
		out = append(out, rules.Note{Key: "open.unsigned"})
	}
	return out
}

// rank places the units inside their tiers by their rounded totals. A unit that
// has no total of 100, or rests on too few rows, is not ranked.
func rank(list []*Annual) {
	for _, tier := range workspace.Tiers {
		var ranked []*Annual
		var points []float64
		for _, x := range list {
			if x.Unit.Tier == tier && x.Result.Assessed && x.Quality.Evaluated > 0 && !x.Quality.Small {
				ranked, points = append(ranked, x), append(points, float64(x.Result.Total)/100)
			}
		}
		for i, place := range score.Ranks(points) {
			ranked[i].Rank, ranked[i].Ranked = place, len(ranked)
		}
	}
}
