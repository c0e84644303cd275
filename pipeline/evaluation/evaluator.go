package evaluation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// Evaluator does the work of one cycle's evaluation.
type Evaluator struct {
	Workspace *workspace.Workspace
	Ledger    *ledger.Ledger
	Cycle     workspace.Cycle
	// Assess computes every unit's points from what was reviewed; nil: from the
	// files of the workspace.
	Assess func(ctx context.Context, review *workspace.Review) ([]*assessment.Annual, error)
	Now    time.Time
	Actor  string // who works, for the audit trail
}

// Result is a unit's annual result with what each step of the evaluation gave.
type Result struct {
	*assessment.Annual
	// Self, First and Second are the sums of each step's points: what was given,
	// else what the step before gave, a measured item as it was measured; nil before
	// the step.
	Self, First, Second *int64
	Items               map[string]ItemPoints // by item, where a step gave points
	Contested           []string              // items to which an objection is pending
}

// ItemPoints is what the steps gave for one item, in hundredths; nil: nothing.
type ItemPoints struct{ First, Second *int64 }

// Outcome is the result of a cycle.
type Outcome struct {
	State    string // the newest, of an approved version its own; "": never opened
	Version  int    // 0: provisional, no version is approved yet
	Approval *ledger.EvaluationState
	Results  []Result // in workspace order
}

// ErrNoVersion is wrapped where a version of the result was never approved.
var ErrNoVersion = errors.New("no such approved version")

// Outcome returns the approved version asked for; 0 is the newest, or what the
// points are now where none is approved or a correction is under way.
func (e *Evaluator) Outcome(ctx context.Context, version int) (*Outcome, error) {
	s, err := e.Standing(ctx)
	if err != nil {
		return nil, err
	}
	approved := approvedVersion(s.States)
	if version == 0 && approved > 0 && s.State() != Correction {
		version = approved
	}
	if version > 0 {
		return e.approved(ctx, s, version)
	}
	list, err := e.compute(ctx, s, nil)
	if err != nil {
		return nil, err
	}
	return &Outcome{State: s.State(), Results: list}, nil
}

// approved reads a version as it was approved.
func (e *Evaluator) approved(ctx context.Context, s *Standing, version int) (*Outcome, error) {
	rows, err := e.Ledger.EvaluationResults(ctx, e.Cycle.Name, version)
	if err != nil {
		return nil, err
	}
	out := &Outcome{Version: version}
	for _, st := range s.States {
		if st.Version == version {
			out.State = st.State
			if st.State == Approved {
				out.Approval = &st
			}
		}
	}
	if len(rows) == 0 || out.Approval == nil {
		return nil, fmt.Errorf("%w: cycle %s has no version %d", ErrNoVersion, e.Cycle.Name, version)
	}
	for _, r := range rows {
		if got := digest(r.Result); got != r.SHA256 {
			return nil, fmt.Errorf("the approved result of unit %s, version %d, is not as it was stored (SHA-256 %s, recorded %s): restore the ledger from a backup", r.Unit, version, got, r.SHA256)
		}
		var x Result
		if err := json.Unmarshal([]byte(r.Result), &x); err != nil {
			return nil, fmt.Errorf("approved result of unit %s: %w", r.Unit, err)
		}
		out.Results = append(out.Results, x)
	}
	return out, nil
}

// compute assesses every unit from the standing; approval is the signature that is
// being given, nil: none.
func (e *Evaluator) compute(ctx context.Context, s *Standing, approval *ledger.EvaluationState) ([]Result, error) {
	var review *workspace.Review
	if s.State() != "" {
		if err := e.filesTakenIn(s); err != nil {
			return nil, err
		}
		r := e.review(s, approval)
		review = &r
	}
	list, err := e.Assess(ctx, review)
	if err != nil {
		return nil, err
	}
	var out []Result
	for _, a := range list {
		out = append(out, s.result(a))
	}
	return out, nil
}

// review is what assessment takes: the points that count now. Adjustments stay
// dated files, each with its basis document.
func (e *Evaluator) review(s *Standing, approval *ledger.EvaluationState) workspace.Review {
	out := workspace.Review{Cycle: e.Cycle.Name, Adjustments: e.Workspace.Reviews[e.Cycle.Name].Adjustments}
	for _, u := range e.Workspace.Units {
		for _, i := range e.Workspace.Indicators.Annual {
			for _, item := range i.Items {
				if score, ok := s.score(u.ID, item.ID); ok {
					out.Scores = append(out.Scores, score)
				}
			}
		}
		if approval != nil {
			out.SignOffs = append(out.SignOffs, workspace.SignOff{Unit: u.ID, Document: approval.Document, By: approval.By, On: approval.At.Format(time.DateOnly)})
		}
	}
	return out
}

// score is what is known of one item of one unit; false: nothing.
func (s *Standing) score(unit, item string) (workspace.ReviewScore, bool) {
	out := workspace.ReviewScore{Unit: unit, Indicator: item}
	self, claimed := s.Self(unit, item)
	if claimed {
		out.Self, out.Evidence, out.By, out.On = &self.Points, self.Evidence, self.Reviewer, self.On
		out.Note = self.Text
	}
	out.Confirmed = s.Confirmed(unit, item)
	if out.Confirmed == nil {
		return out, claimed
	}
	if x, ok := s.Second(unit, item); ok {
		out.Note, out.By, out.On = x.Text, x.Reviewer, x.On
		if x.Evidence != "" {
			out.Evidence = x.Evidence
		}
	} else {
		out.By, out.Note = "", ""
		for _, x := range s.First(unit, item).Entries {
			out.By, out.On = joined(out.By, x.Reviewer), max(out.On, x.On)
			out.Note = joined(out.Note, x.Text)
		}
	}
	if out.Evidence == "" {
		out.Evidence = strings.Join(s.EvidenceFor(unit, item), "、")
	}
	return out, true
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "、" + b
}

// result adds what each step gave.
func (s *Standing) result(a *assessment.Annual) Result {
	r := Result{Annual: a, Items: map[string]ItemPoints{}, Contested: s.Contested(a.Unit.ID)}
	if s.State() == "" {
		return r
	}
	var self, first, second int64
	for _, i := range a.Result.Indicators {
		for _, item := range i.Items {
			p := ItemPoints{First: s.First(a.Unit.ID, item.ID).Points}
			if x, ok := s.Second(a.Unit.ID, item.ID); ok {
				p.Second = &x.Points
			}
			if p != (ItemPoints{}) {
				r.Items[item.ID] = p
			}
			measured := measuredPoints(item)
			self += given(item.Self, measured)
			first += given(measured, p.First, item.Self)
			second += given(measured, p.Second, p.First, item.Self)
		}
	}
	r.Self = &self
	if s.reached(FirstReview) {
		r.First = &first
	}
	if s.reached(SecondReview) {
		r.Second = &second
	}
	return r
}

func (s *Standing) reached(state string) bool {
	return slices.ContainsFunc(s.States, func(x ledger.EvaluationState) bool { return x.State == state })
}

// given is the first of several points that there is; 0: none.
func given(points ...*int64) int64 {
	for _, p := range points {
		if p != nil {
			return *p
		}
	}
	return 0
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
