package reports

import (
	"cmp"
	"slices"
	"time"

	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// Annual is the model of the annual result's workbook.
type Annual struct {
	City, Issuer rules.Text
	Cycle        workspace.Cycle
	State        string // of the evaluation; "": assessed from the files
	Version      int    // 0: provisional
	Document     string
	Approved     time.Time // zero: not approved
	At           time.Time // of the approval, else of the writing
	Zone         string
	Bands        map[string]rules.Text
	Indicators   []workspace.AnnualIndicator
	Units        []AnnualUnit // by tier and rank; those without a rank last
	Evidence     []Evidence
	History      []EvaluationState
}

// The parts of the annual result that writers lay out.
type (
	AnnualUnit      = evaluation.Result
	Evidence        = ledger.Evidence
	EvaluationState = ledger.EvaluationState
	Tenure          = workspace.Tenure
)

// NewAnnual makes the model of an outcome. What belongs to later versions is left
// out of an earlier one's history.
func NewAnnual(w *workspace.Workspace, cycle workspace.Cycle, o *evaluation.Outcome, s *evaluation.Standing, now time.Time) Annual {
	a := Annual{City: w.City, Issuer: w.Issuer, Cycle: cycle, State: o.State, Version: o.Version, At: now, Zone: w.Zone.String(), Bands: map[string]rules.Text{},
		Indicators: w.Indicators.Annual, Units: byTierAndRank(o.Results)}
	for _, b := range w.Indicators.Bands {
		a.Bands[b.ID] = b.Name
	}
	for _, st := range s.States {
		if o.Version == 0 || st.Version <= o.Version {
			a.History = append(a.History, st)
		}
	}
	if o.Approval != nil {
		a.Document, a.Approved, a.At = o.Approval.Document, o.Approval.At, o.Approval.At
	}
	for _, e := range s.Evidence {
		if o.Approval == nil || !e.At.After(o.Approval.At) {
			a.Evidence = append(a.Evidence, e)
		}
	}
	return a
}

func byTierAndRank(list []AnnualUnit) []AnnualUnit {
	place := func(u AnnualUnit) int {
		if u.Rank == 0 {
			return len(list) + 1
		}
		return u.Rank
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b AnnualUnit) int {
		return cmp.Or(cmp.Compare(slices.Index(workspace.Tiers, a.Unit.Tier), slices.Index(workspace.Tiers, b.Unit.Tier)), cmp.Compare(place(a), place(b)))
	})
	return out
}
