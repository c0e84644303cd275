package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/score"
)

// Signature is who signs a step, and under which document's number.
type Signature struct {
	By, Document, Note string
	// PendingAppeals approves although appeals of the cycle are pending: these words
	// and the appeals' numbers are added to the remark. "" refuses.
	PendingAppeals string
}

func (s Signature) check() error {
	if strings.TrimSpace(s.By) == "" || strings.TrimSpace(s.Document) == "" {
		return errors.New("a step is signed: say who signs (--by) and the document's number (--document)")
	}
	return nil
}

// Advance brings the evaluation to its next state. The first, self, opens it and
// takes in the points of reviews/<cycle>/; approved computes and keeps the result.
func (e *Evaluator) Advance(ctx context.Context, to string, sign Signature) (ledger.EvaluationState, error) {
	if err := sign.check(); err != nil {
		return ledger.EvaluationState{}, err
	}
	s, err := e.Standing(ctx)
	if err != nil {
		return ledger.EvaluationState{}, err
	}
	check := func(list []ledger.EvaluationState) error {
		if state, _ := newest(list); !slices.Contains(following(state), to) {
			return refuse(e.Cycle.Name, list, fmt.Sprintf("it cannot advance to %s", to))
		}
		return nil
	}
	if err := check(s.States); err != nil {
		return ledger.EvaluationState{}, err
	}
	state := ledger.EvaluationState{Cycle: e.Cycle.Name, Version: max(1, s.Version()), State: to, At: e.Now, By: sign.By, Document: sign.Document, Note: sign.Note}
	var entries []ledger.EvaluationEntry
	var results []ledger.EvaluationResult
	switch to {
	case SelfAssessment:
		entries, err = e.opening()
	case SecondReview:
		err = e.reviewed(ctx, s)
	case Correction:
		state.Version++
	case Approved:
		if state.Note, err = e.pendingAppeals(ctx, sign); err != nil {
			break
		}
		results, err = e.approve(ctx, s, state)
	}
	if err != nil {
		return ledger.EvaluationState{}, err
	}
	return state, e.Ledger.AdvanceEvaluation(ctx, state, entries, results, e.Actor, check)
}

// opening takes in what the files hold.
func (e *Evaluator) opening() ([]ledger.EvaluationEntry, error) {
	review := e.Workspace.Reviews[e.Cycle.Name]
	if len(review.SignOffs) > 0 {
		s := review.SignOffs[0]
		return nil, fmt.Errorf("%s: the file signs off unit %s, but an evaluation in the ledger is approved as a whole: remove the file, or leave the cycle to the files", s.Pos, s.Unit)
	}
	var out []ledger.EvaluationEntry
	for _, s := range review.Scores {
		out = append(out, e.entriesOf(s, 1)...)
	}
	return out, nil
}

// entriesOf are the entries of one line of a file of reviews; the points that it
// confirms count as a second review.
func (e *Evaluator) entriesOf(s workspace.ReviewScore, version int) []ledger.EvaluationEntry {
	base := ledger.EvaluationEntry{
		Cycle: e.Cycle.Name, Version: version, Unit: s.Unit, Indicator: s.Indicator, Reviewer: s.By, Text: s.Note, Evidence: s.Evidence,
		On: s.On, At: e.Now, Source: s.Pos.File, Origin: s.Hash(e.Cycle.Name),
	}
	var out []ledger.EvaluationEntry
	for _, part := range []struct {
		stage  string
		points *int64
	}{{SelfAssessment, s.Self}, {SecondReview, s.Confirmed}} {
		if part.points != nil {
			x := base
			x.Stage, x.Points = part.stage, *part.points
			out = append(out, x)
		}
	}
	return out
}

// filesTakenIn refuses a line of a file that the ledger does not have.
func (e *Evaluator) filesTakenIn(s *Standing) error {
	review := e.Workspace.Reviews[e.Cycle.Name]
	for _, x := range review.Scores {
		if (x.Self != nil || x.Confirmed != nil) && !s.origins[x.Hash(e.Cycle.Name)] {
			return fmt.Errorf("%s: the ledger holds the evaluation of cycle %s, and not this line: take it in with `cdoscore assess import`, or remove it", x.Pos, e.Cycle.Name)
		}
	}
	if len(review.SignOffs) > 0 {
		return fmt.Errorf("%s: the ledger holds the evaluation of cycle %s, which is approved as a whole: remove the line", review.SignOffs[0].Pos, e.Cycle.Name)
	}
	return nil
}

// reviewed refuses to leave the first review before every item has its points; none
// is ever taken back.
func (e *Evaluator) reviewed(ctx context.Context, s *Standing) error {
	list, err := e.compute(ctx, s, nil)
	if err != nil {
		return err
	}
	return s.refuseOpen(list)
}

// shownOpen is how many open points a refusal names.
const shownOpen = 10

func (s *Standing) refuseOpen(list []Result) error {
	var open []string
	for _, r := range list {
		open = append(open, s.unreviewed(r.Unit.ID, reviewedItems(r.Result))...)
	}
	if len(open) == 0 {
		return nil
	}
	more := ""
	if len(open) > shownOpen {
		more = fmt.Sprintf(", and %d more", len(open)-shownOpen)
	}
	return fmt.Errorf("%d points are not reviewed yet: %s%s", len(open), strings.Join(open[:min(shownOpen, len(open))], ", "), more)
}

// pendingAppeals refuses to approve while points of the cycle are appealed against,
// unless the signature takes that on itself; it returns the remark to keep.
func (e *Evaluator) pendingAppeals(ctx context.Context, sign Signature) (string, error) {
	all, err := e.Ledger.Appeals(ctx, "")
	if err != nil {
		return "", err
	}
	var pending []string
	for _, a := range all {
		if appeal.Pending(a) && e.Cycle.From <= a.Slot && a.Slot <= e.Cycle.To {
			pending = append(pending, a.Number)
		}
	}
	switch {
	case len(pending) == 0:
		return sign.Note, nil
	case sign.PendingAppeals == "":
		return "", fmt.Errorf("%d appeals of cycle %s are pending: %s; decide them with `cdoscore appeal verify`, then approve, or approve with --with-pending-appeals, which is recorded",
			len(pending), e.Cycle.Name, strings.Join(pending, ", "))
	}
	return strings.TrimSpace(sign.Note + " " + sign.PendingAppeals + strings.Join(pending, "、")), nil
}

// approve computes the result that the approval keeps.
func (e *Evaluator) approve(ctx context.Context, s *Standing, approval ledger.EvaluationState) ([]ledger.EvaluationResult, error) {
	for _, o := range s.Objections {
		if o.Ruling == nil {
			return nil, fmt.Errorf("objection %d of unit %s has no ruling yet: decide it with `cdoscore assess rule`, then approve", o.ID, o.Unit)
		}
	}
	list, err := e.compute(ctx, s, &approval)
	if err != nil {
		return nil, err
	}
	if err := s.refuseOpen(list); err != nil {
		return nil, err
	}
	var out []ledger.EvaluationResult
	for _, r := range list {
		for _, n := range r.Open {
			if n.Key == "open.lasting" || n.Key == "open.unrun" {
				return nil, fmt.Errorf("unit %s is not final: %w", r.Unit.ID, openError(n.Key, n.Args))
			}
		}
		text, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("result of unit %s: %w", r.Unit.ID, err)
		}
		out = append(out, ledger.EvaluationResult{Cycle: e.Cycle.Name, Version: approval.Version, Unit: r.Unit.ID, Result: string(text), SHA256: digest(string(text))})
	}
	return out, nil
}

func openError(key string, args []string) error {
	if key == "open.lasting" {
		return fmt.Errorf("the cycle lasts until %s", args[0])
	}
	return fmt.Errorf("%s due slots were never scored; run the nights that are missing", args[0])
}

// reviewedItems are the items whose points reviewers give.
func reviewedItems(r score.AnnualResult) []string {
	var out []string
	for _, i := range r.Indicators {
		for _, item := range i.Items {
			if item.Assessed && item.Source != score.SourceMeasured {
				out = append(out, item.ID)
			}
		}
	}
	return out
}

// measuredPoints are the points of an item that was measured; nil of any other.
func measuredPoints(item score.AnnualItemResult) *int64 {
	if item.Source != score.SourceMeasured {
		return nil
	}
	return &item.Points
}

// Object records a unit's objection to its points for an item ("": to the whole).
// It is the hook of appeals: what they decide becomes a second review or a waiver,
// and Rule closes it.
func (e *Evaluator) Object(ctx context.Context, o ledger.Objection) (ledger.Objection, error) {
	if strings.TrimSpace(o.By) == "" || strings.TrimSpace(o.Reason) == "" {
		return o, errors.New("an objection says who objects (--by) and why (--reason)")
	}
	o.Cycle, o.At = e.Cycle.Name, e.Now
	return e.Ledger.Object(ctx, o, e.Actor, e.inObjections(&o))
}

// Rule records the ruling on an objection.
func (e *Evaluator) Rule(ctx context.Context, objection int64, r ledger.Ruling) error {
	if strings.TrimSpace(r.By) == "" || strings.TrimSpace(r.Reason) == "" || strings.TrimSpace(r.Document) == "" {
		return errors.New("a ruling says who decides (--by), why (--reason) and the document's number (--document)")
	}
	r.At = e.Now
	return e.Ledger.Rule(ctx, e.Cycle.Name, objection, r, e.Actor, e.inObjections(nil))
}

func (e *Evaluator) inObjections(o *ledger.Objection) func([]ledger.EvaluationState) error {
	return func(list []ledger.EvaluationState) error {
		state, version := newest(list)
		if o != nil {
			o.Version = version
		}
		if state != Objections && (o != nil || state != Correction) {
			return refuse(e.Cycle.Name, list, "objections are taken and decided in the state objection")
		}
		return nil
	}
}
