package evaluation

import (
	"fmt"
	"slices"
	"strings"

	"cdoscore/pipeline/ledger"
)

// The states of an evaluation, in their order.
const (
	SelfAssessment = "self"       // 自评
	FirstReview    = "first"      // 初评
	SecondReview   = "second"     // 复核
	Feedback       = "feedback"   // 反馈
	Objections     = "objection"  // 异议
	Approved       = "approved"   // 领导小组审定
	Bulletin       = "bulletin"   // 通报
	Correction     = "correction" // 更正: the next version is worked on beside the approved one
)

// states lists them.
var states = []string{SelfAssessment, FirstReview, SecondReview, Feedback, Objections, Approved, Bulletin, Correction}

// States returns the states that an evaluation can advance to, in their order.
func States() []string { return slices.Clone(states) }

// following are the states that may follow a state; "" is an evaluation that was
// never opened.
func following(state string) []string {
	switch state {
	case "":
		return []string{SelfAssessment}
	case SelfAssessment:
		return []string{FirstReview}
	case FirstReview:
		return []string{SecondReview}
	case SecondReview:
		return []string{Feedback}
	case Feedback:
		return []string{Objections}
	case Objections, Correction:
		return []string{Approved}
	case Approved:
		return []string{Bulletin, Correction}
	case Bulletin:
		return []string{Correction}
	}
	return nil
}

// takes reports whether a state is one in which entries of a stage are taken. What an objection
// or a correction changes is entered as a second review.
func takes(state, stage string) bool {
	switch stage {
	case SelfAssessment, FirstReview:
		return state == stage
	case SecondReview:
		return state == SecondReview || state == Objections || state == Correction
	}
	return false
}

// Open reports whether an evaluation is under way: opened, or opened again by a
// correction, and its newest version is not approved.
func Open(list []ledger.EvaluationState) bool {
	state, _ := newest(list)
	return state != "" && state != Approved && state != Bulletin
}

// newest is the last state of an evaluation and the version it belongs to; "" and
// 0: it was never opened.
func newest(list []ledger.EvaluationState) (state string, version int) {
	if len(list) == 0 {
		return "", 0
	}
	last := list[len(list)-1]
	return last.State, last.Version
}

// approvedVersion is the newest version that was approved; 0: none yet.
func approvedVersion(list []ledger.EvaluationState) int {
	for _, s := range slices.Backward(list) {
		if s.State == Approved {
			return s.Version
		}
	}
	return 0
}

// StateError refuses what the state of an evaluation does not allow.
type StateError struct {
	Cycle, State string // "" where it was never opened
	Want         string // what was wanted, as a sentence of its own
	Next         []string
}

func (e *StateError) Error() string {
	now := "is not opened"
	if e.State != "" {
		now = "is in the state " + e.State
	}
	message := fmt.Sprintf("the evaluation of cycle %s %s: %s", e.Cycle, now, e.Want)
	if len(e.Next) > 0 {
		message += fmt.Sprintf("; the next state is %s (cdoscore assess advance --cycle %s --to %s)", strings.Join(e.Next, " or "), e.Cycle, e.Next[0])
	}
	return message
}

func refuse(cycle string, list []ledger.EvaluationState, want string) error {
	state, _ := newest(list)
	return &StateError{Cycle: cycle, State: state, Want: want, Next: following(state)}
}
