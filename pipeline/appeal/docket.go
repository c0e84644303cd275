package appeal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// Docket files appeals and takes their steps.
type Docket struct {
	Workspace *workspace.Workspace
	Ledger    *ledger.Ledger
	History   ledger.History
	// Line finds the line of a slot, or of a longer period, by its code; its error
	// wraps ErrNoLine where there is none.
	Line func(ctx context.Context, code string) (Line, error)
	Now  time.Time
}

// Line is a scored line that a code names. The slot of a longer period's line is the
// period's name.
type Line struct{ Unit, Dataset, Slot, Rule string }

// ErrNoLine is wrapped where a code names no scored line.
var ErrNoLine = errors.New("no such scored line")

// The entries of an appeal's form, in its order.
const (
	Code      = "code"
	Content   = "content"
	Facts     = "facts"
	Evidence  = "evidence"
	Applicant = "applicant"
	Phone     = "phone"
)

// Complete finds the line that an appeal is about and says what is wrong with its
// entries. It is all that an appeal is held to, whether it comes in a workbook or from
// a page. Where the appeal has a unit, a line of another is as unknown as one that is
// not there.
func (d *Docket) Complete(ctx context.Context, a ledger.Appeal) (ledger.Appeal, entries.Faults, error) {
	a.Code = strings.ToUpper(a.Code)
	var faults entries.Faults
	line, err := d.Line(ctx, a.Code)
	switch {
	case a.Code == "":
		faults.Required(Code, "")
	case errors.Is(err, ErrNoLine) || err == nil && a.Unit != "" && line.Unit != a.Unit:
		faults.Add(Code, "unknown_code", a.Code)
	case err != nil:
		return a, nil, err
	default:
		a.Unit, a.Dataset, a.Slot, a.Rule = line.Unit, line.Dataset, line.Slot, line.Rule
		others, err := d.Ledger.Appeals(ctx, a.Unit)
		if err != nil {
			return a, nil, err
		}
		if number := pending(others, a.Code); number != "" {
			faults.Add(Code, "pending", number)
		}
	}
	faults.Required(Content, a.Content)
	faults.Text(Content, a.Content, entries.Long)
	faults.Required(Facts, a.Facts)
	faults.Text(Facts, a.Facts, entries.Long)
	faults.Text(Evidence, a.Evidence, entries.Short)
	faults.Required(Applicant, a.Applicant)
	faults.Text(Applicant, a.Applicant, entries.Short)
	faults.Text(Phone, a.Phone, entries.Short)
	return a, faults, nil
}

// pending is the number of the appeal that is open about a line; "" where none is.
func pending(list []ledger.Appeal, code string) string {
	for _, a := range list {
		if a.Code == code && (a.State() == Filed || Contested(a)) {
			return a.Number
		}
	}
	return ""
}

// File records the appeals of one unit, which Complete found nothing wrong with. The
// city answers within the working days that the workspace declares. Its error is
// entries.Faults where a line became the subject of another appeal meanwhile.
func (d *Docket) File(ctx context.Context, list []ledger.Appeal, actor, remote string) ([]ledger.Appeal, error) {
	deadline, err := d.deadline(d.Workspace.Appeals.Accept)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Filed = d.Now
	}
	first := ledger.AppealStep{State: Filed, At: d.Now, Deadline: deadline, Actor: actor}
	return d.Ledger.FileAppeals(ctx, list, first, remote, func(a ledger.Appeal, others []ledger.Appeal) error {
		if number := pending(others, a.Code); number != "" {
			var faults entries.Faults
			faults.Add(Code, "pending", number)
			return faults
		}
		return nil
	})
}

// Scored is a contested line in one run that scored its slot.
type Scored struct {
	Slot, Run                 string
	At                        time.Time // when the run ended
	Version                   string    // of the rule; "" where the run had not the rule
	Failed, Exempt, Evaluated int64
	Score, ScoreNoWaivers     *int64 // of the dataset, in millionths; nil: not assessed
}

// Runs tells of the contested line in every run that scored its slot, or every slot of
// its period: slot by slot, oldest first, so that old and new stand side by side.
func (d *Docket) Runs(ctx context.Context, a ledger.Appeal) ([]Scored, error) {
	slots, err := d.contestedSlots(ctx, a)
	if err != nil {
		return nil, err
	}
	var out []Scored
	for _, slot := range slots {
		runs, err := d.Ledger.RunsOf(ctx, a.Dataset, slot)
		if err != nil {
			return nil, err
		}
		for _, run := range runs {
			s, err := d.scored(ctx, a, slot, run)
			if err != nil {
				return nil, err
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// contestedSlots are the slots that an appeal is about.
func (d *Docket) contestedSlots(ctx context.Context, a ledger.Appeal) ([]string, error) {
	p, err := d.Workspace.Period(a.Slot)
	if err != nil {
		return []string{a.Slot}, nil
	}
	list, err := d.Ledger.CurrentResults(ctx, ledger.Filter{Datasets: []string{a.Dataset}, From: p.From, To: p.To})
	var out []string
	for _, x := range list {
		out = append(out, x.Slot)
	}
	return out, err
}

func (d *Docket) scored(ctx context.Context, a ledger.Appeal, slot string, run ledger.Run) (Scored, error) {
	out := Scored{Slot: slot, Run: run.ID, At: run.Finished}
	rows, err := d.History.Results(ctx, []string{d.Ledger.ResultsPath(run.ID)}, ledger.ResultFilter{Datasets: []string{a.Dataset}, Slots: []string{slot}})
	if err != nil {
		return out, fmt.Errorf("results of run %s: %w", run.ID, err)
	}
	for _, row := range rows {
		switch {
		case row.Record == ledger.RuleRecord && row.Rule == a.Rule:
			out.Version, out.Failed, out.Exempt, out.Evaluated = row.Version, row.Failed, row.Exempt, row.Evaluated
		case row.Record == ledger.ScoreRecord && row.Kind == "dataset":
			out.Score, out.ScoreNoWaivers = row.Score, row.ScoreNoWaivers
		}
	}
	return out, nil
}
