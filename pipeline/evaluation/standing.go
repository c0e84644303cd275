package evaluation

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// Standing is where the evaluation of a cycle stands: its states, and what counts
// of the entries.
type Standing struct {
	Cycle      workspace.Cycle
	States     []ledger.EvaluationState
	Evidence   []ledger.Evidence
	Objections []ledger.Objection

	rules   workspace.ReviewRules
	items   map[string]workspace.AnnualItem
	self    map[place]ledger.EvaluationEntry
	second  map[place]ledger.EvaluationEntry
	first   map[place][]ledger.EvaluationEntry // one of each reviewer, who came first first
	origins map[string]bool                    // lines of files that were taken in
}

// place is one item of one unit.
type place struct{ unit, item string }

// First is what the first review of one item of one unit has come to.
type First struct {
	Entries []ledger.EvaluationEntry // one of each reviewer, who came first first
	// Points is the result, in hundredths; nil while reviewers are still to come.
	Points *int64
	// Third is true where the two differ by more than the threshold, and a third
	// has not come yet.
	Third bool
}

// Standing reads where a cycle's evaluation stands.
func (e *Evaluator) Standing(ctx context.Context) (*Standing, error) {
	s := &Standing{
		Cycle: e.Cycle, rules: e.Workspace.Indicators.Review, items: e.Workspace.Indicators.AnnualItems(),
		self: map[place]ledger.EvaluationEntry{}, second: map[place]ledger.EvaluationEntry{}, first: map[place][]ledger.EvaluationEntry{}, origins: map[string]bool{},
	}
	var err error
	if s.States, err = e.Ledger.EvaluationStates(ctx, e.Cycle.Name); err != nil {
		return nil, err
	}
	if s.Evidence, err = e.Ledger.EvidenceOf(ctx, e.Cycle.Name); err != nil {
		return nil, err
	}
	if s.Objections, err = e.Ledger.Objections(ctx, e.Cycle.Name); err != nil {
		return nil, err
	}
	entries, err := e.Ledger.EvaluationEntries(ctx, e.Cycle.Name)
	if err != nil {
		return nil, err
	}
	for _, x := range entries {
		s.take(x)
	}
	return s, nil
}

// take lets an entry supersede the one before it.
func (s *Standing) take(x ledger.EvaluationEntry) {
	if x.Origin != "" {
		s.origins[x.Origin] = true
	}
	at := place{x.Unit, x.Indicator}
	switch x.Stage {
	case SelfAssessment:
		s.self[at] = x
	case SecondReview:
		s.second[at] = x
	case FirstReview:
		list := s.first[at]
		if i := slices.IndexFunc(list, func(o ledger.EvaluationEntry) bool { return o.Reviewer == x.Reviewer }); i >= 0 {
			list[i] = x
		} else {
			s.first[at] = append(list, x)
		}
	}
}

// State is the newest state; "": the evaluation was never opened.
func (s *Standing) State() string { state, _ := newest(s.States); return state }

// Version is the version of the result that is worked on or was approved last.
func (s *Standing) Version() int { _, version := newest(s.States); return version }

// Approved is the newest version that was approved; 0: none yet.
func (s *Standing) Approved() int { return approvedVersion(s.States) }

// Self returns a unit's own points for an item.
func (s *Standing) Self(unit, item string) (ledger.EvaluationEntry, bool) {
	x, ok := s.self[place{unit, item}]
	return x, ok
}

// Second returns what the second review gave; without it the first one's result
// stands.
func (s *Standing) Second(unit, item string) (ledger.EvaluationEntry, bool) {
	x, ok := s.second[place{unit, item}]
	return x, ok
}

// First returns what the first review has come to. The result of two reviewers is
// their mean; where they differ by more than the threshold, the mean of the closest
// two of three, or of all three where the middle one is equally far from both. Means
// round half up to two decimals.
func (s *Standing) First(unit, item string) First {
	f := First{Entries: s.first[place{unit, item}]}
	if len(f.Entries) < s.rules.Reviewers {
		return f
	}
	if s.rules.Reviewers == 1 {
		f.Points = &f.Entries[0].Points
		return f
	}
	a, b := f.Entries[0].Points, f.Entries[1].Points
	if !s.apart(item, a, b) {
		mean := halfUp(a+b, 2)
		f.Points = &mean
		return f
	}
	if len(f.Entries) < 3 {
		f.Third = true
		return f
	}
	mean := closest(a, b, f.Entries[2].Points)
	f.Points = &mean
	return f
}

// Confirmed returns the points that count of the reviews (核定): the second
// review's, else the first one's; nil: none yet.
func (s *Standing) Confirmed(unit, item string) *int64 {
	if x, ok := s.Second(unit, item); ok {
		return &x.Points
	}
	return s.First(unit, item).Points
}

// Contested returns the items of a unit to which an objection is pending, in the
// order of the objections; "" stands for the whole.
func (s *Standing) Contested(unit string) []string {
	var out []string
	for _, o := range s.Objections {
		if o.Unit == unit && o.Ruling == nil && !slices.Contains(out, o.Indicator) {
			out = append(out, o.Indicator)
		}
	}
	return out
}

// EvidenceFor returns the numbers of the evidence of one item of one unit.
func (s *Standing) EvidenceFor(unit, item string) []string {
	var out []string
	for _, x := range s.Evidence {
		if x.Unit == unit && x.Indicator == item {
			out = append(out, x.Number)
		}
	}
	return out
}

// apart reports whether two reviewers differ by more than the threshold.
func (s *Standing) apart(item string, a, b int64) bool {
	most := float64(s.items[item].Most())
	return math.Abs(float64(a-b)) > s.rules.ThirdBeyond*most+1e-9
}

// closest is the mean of the closest two of three points.
func closest(a, b, c int64) int64 {
	p := []int64{a, b, c}
	slices.Sort(p)
	switch cmp.Compare(p[1]-p[0], p[2]-p[1]) {
	case -1:
		return halfUp(p[0]+p[1], 2)
	case 1:
		return halfUp(p[1]+p[2], 2)
	}
	return halfUp(p[0]+p[1]+p[2], 3)
}

// halfUp divides points, which are not negative.
func halfUp(sum, n int64) int64 { return (2*sum + n) / (2 * n) }

// unreviewed are the items of a unit that reviewers have still to give points for,
// each with the reason.
func (s *Standing) unreviewed(unit string, items []string) []string {
	var out []string
	for _, item := range items {
		if s.Confirmed(unit, item) != nil {
			continue
		}
		f := s.First(unit, item)
		why := fmt.Sprintf("%d of %d reviewers", len(f.Entries), s.rules.Reviewers)
		if f.Third {
			why = "a third reviewer is due"
		}
		out = append(out, fmt.Sprintf("unit %s, item %s (%s)", unit, item, why))
	}
	return out
}
