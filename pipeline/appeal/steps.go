package appeal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// The states of an appeal.
const (
	Filed     = "filed"     // 提出
	Accepted  = "accepted"  // 受理: from here on its points are contested
	Flagged   = "flagged"   // 标注: the contested points are marked in what is published
	Verified  = "verified"  // 核实: upheld or dismissed
	Withdrawn = "withdrawn" // 撤回, by the unit
	Archived  = "archived"  // 归档
)

// The outcomes of a verification.
const (
	Upheld    = "upheld"
	Dismissed = "dismissed"
)

// States lists the states of an appeal.
func States() []string { return []string{Filed, Accepted, Flagged, Verified, Withdrawn, Archived} }

// next says which states may follow a state.
var next = map[string][]string{
	Filed:     {Accepted, Withdrawn, Archived},
	Accepted:  {Flagged, Verified, Withdrawn},
	Flagged:   {Verified, Withdrawn},
	Verified:  {Archived},
	Withdrawn: {Archived},
}

// ErrStep is wrapped where a step may not follow.
var ErrStep = errors.New("the step cannot be taken")

// Contested reports whether an appeal is being looked into, so that its points
// may still change.
func Contested(a ledger.Appeal) bool { return a.State() == Accepted || a.State() == Flagged }

// Pending reports whether an appeal is not decided yet, accepted or not.
func Pending(a ledger.Appeal) bool { return a.State() == Filed || Contested(a) }

// Ended reports whether nothing that follows from an appeal is still to be done.
func Ended(a ledger.Appeal) bool { return a.State() == Withdrawn || a.State() == Archived }

// Step is what is to be recorded of a step.
type Step struct {
	State    string
	Actor    string
	Document string // of a verification: under which it was ruled; required
	Outcome  string // of a verification: required
	Note     string // of an archived appeal that was never accepted: why; required
}

// Take takes a step. Its error wraps ErrStep where the appeal's state does not
// allow it, or something that the step needs is missing.
func (d *Docket) Take(ctx context.Context, number string, s Step, remote string) (ledger.Appeal, error) {
	step := ledger.AppealStep{State: s.State, At: d.Now, Actor: s.Actor, Document: s.Document, Outcome: s.Outcome, Note: s.Note}
	var err error
	switch s.State {
	case Accepted, Flagged:
		step.Deadline, err = d.deadline(d.Workspace.Appeals.Verify)
	case Verified:
		step.Deadline, err = d.deadline(d.Workspace.Appeals.Accept)
	}
	if err != nil {
		return ledger.Appeal{}, err
	}
	return d.Ledger.AddAppealStep(ctx, number, step, remote, func(a ledger.Appeal) error { return allowed(a, s) })
}

// allowed refuses what may not follow the appeal's state, and what lacks an entry; the
// error then wraps entries.Faults too.
func allowed(a ledger.Appeal, s Step) error {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrStep}, args...)...)
	}
	may := next[a.State()]
	switch {
	case len(may) == 0:
		return refuse("the appeal is archived, which ends it: file another one")
	case !slices.Contains(may, s.State):
		return refuse("the appeal is %s, after which it can be %s", a.State(), strings.Join(may, " or "))
	case s.State != Verified && s.Outcome != "":
		return refuse("only a verification has an outcome")
	}
	if faults := s.faults(a); len(faults) > 0 {
		return refuse("%w", faults)
	}
	return nil
}

// Next lists the states that may follow an appeal's.
func Next(a ledger.Appeal) []string { return slices.Clone(next[a.State()]) }

// The entries of a step's form.
const (
	Outcome  = "outcome"
	Document = "document"
	Note     = "note"
)

// faults says what a step lacks, by entry.
func (s Step) faults(a ledger.Appeal) entries.Faults {
	var faults entries.Faults
	if s.State == Verified && s.Outcome != Upheld && s.Outcome != Dismissed {
		faults.Add(Outcome, "no_outcome")
	}
	if s.State == Verified && s.Document == "" {
		faults.Add(Document, "no_document")
	}
	faults.Text(Document, s.Document, entries.Short)
	if s.State == Archived && a.State() == Filed && s.Note == "" {
		faults.Add(Note, "no_note")
	}
	faults.Text(Note, s.Note, entries.Long)
	return faults
}

// Overdue reports whether the step that is due was not taken by its deadline, on a
// day, YYYY-MM-DD.
func Overdue(a ledger.Appeal, today string) bool {
	deadline := a.Steps[len(a.Steps)-1].Deadline
	return deadline != "" && today > deadline
}

// deadline is so many working days after today.
func (d *Docket) deadline(days int) (string, error) {
	t, err := d.Workspace.Calendar.AddWorkingDays(d.Now.In(d.Workspace.Zone), days)
	if errors.Is(err, workspace.ErrCalendarEnds) {
		return "", fmt.Errorf("the deadline of %d working days cannot be told: %w: extend calendar.yaml", days, err)
	}
	return t.Format(time.DateOnly), err
}
