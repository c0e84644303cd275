package intake

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
)

// appealLine is an appeal as lists and its own page tell of it.
type appealLine struct {
	ledger.Appeal
	Path     string
	UnitName string
	Dataset  rules.Text
	Field    string
	Problem  rules.Text
	Step     ledger.AppealStep // the newest one
	Tone     string
	Due      string // how far off the next step is, in words; "" none is due
	Late     bool
}

// appealTones are the looks of an appeal's state; what is not here is plain.
var appealTones = map[string]string{appeal.Filed: "busy", appeal.Accepted: "warn", appeal.Flagged: "warn", appeal.Verified: "good"}

func appealsPath(unit string) string { return "/appeals/" + url.PathEscape(unit) }

func appealPath(a ledger.Appeal) string { return appealsPath(a.Unit) + "/" + url.PathEscape(a.Number) }

func (v *visit) appealLine(a ledger.Appeal) appealLine {
	l := appealLine{Appeal: a, Path: appealPath(a), UnitName: v.unitName(a.Unit), Step: a.Steps[len(a.Steps)-1]}
	l.Dataset, l.Field, l.Problem, _ = v.rule(a.Dataset, a.Rule)
	l.Tone = appealTones[a.State()]
	if l.Step.Deadline != "" {
		l.Due = v.daysLeft(l.Step.Deadline)
		l.Late = appeal.Overdue(a, v.in.Clock().In(v.in.Workspace().Zone).Format(time.DateOnly))
	}
	return l
}

// appealsPage lists the appeals of a unit, or of all, newest first.
type appealsPage struct {
	UnitName string // "": of all units
	Lines    []appealLine
	City     bool  // the reader may go to the city's list
	File     *form // nil: the reader may not file one
	Open     bool  // the form is what the reader came for
}

func (in *Intake) showCityAppeals(v *visit) error {
	p, err := v.appeals("")
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "appeals", v.text("web.appeals.city"), p)
}

func (v *visit) appeals(unit string) (appealsPage, error) {
	list, err := v.in.Appeals().Ledger.Appeals(v.r.Context(), unit)
	p := appealsPage{City: v.session.Account.Unit == ""}
	for _, a := range newestFirst(list) {
		p.Lines = append(p.Lines, v.appealLine(a))
	}
	return p, err
}

func (in *Intake) showAppeals(v *visit) error {
	unit, err := v.unit()
	if err != nil {
		return err
	}
	f := appealForm(unit.ID)
	f.Fields[0].Value = v.r.URL.Query().Get("code")
	f.Fields[4].Value = v.session.Account.Title
	return v.showUnitAppeals(http.StatusOK, unit.ID, f)
}

func (v *visit) showUnitAppeals(status int, unit string, f form) error {
	p, err := v.appeals(unit)
	if err != nil {
		return err
	}
	p.UnitName = v.unitName(unit)
	if v.session.Account.May(account.Reply, unit) {
		p.File, p.Open = &f, f.Fields[0].Value != "" || f.Wrong > 0
	}
	return v.show(status, "appeals", v.text("web.appeals.title"), p)
}

// appealForm has the entries of 异议申请表.
func appealForm(unit string) form {
	return form{Action: appealsPath(unit), Fields: []formField{
		{Name: appeal.Code, Label: "col.code", Kind: "text", Most: entries.Short, Required: true, Help: "web.appeal.code_help"},
		{Name: appeal.Content, Label: "col.appeal_content", Kind: "long", Most: entries.Long, Required: true},
		{Name: appeal.Facts, Label: "col.appeal_facts", Kind: "long", Most: entries.Long, Required: true},
		{Name: appeal.Evidence, Label: "col.evidence", Kind: "text", Most: entries.Short, Help: "web.evidence.help"},
		{Name: appeal.Applicant, Label: "col.applicant", Kind: "text", Most: entries.Short, Required: true},
		{Name: appeal.Phone, Label: "col.phone", Kind: "text", Most: entries.Short},
	}}
}

// fileAppeal takes an objection to one scored line of the unit. What is wrong with it is told at
// the entry, and nothing that was entered is lost.
func (in *Intake) fileAppeal(v *visit) error {
	unit, err := v.unit()
	if err != nil {
		return err
	}
	sent, ctx, docket := v.r.PostForm, v.r.Context(), in.Appeals()
	a, faults, err := docket.Complete(ctx, ledger.Appeal{Unit: unit.ID, Code: entered(sent, appeal.Code), Content: entered(sent, appeal.Content), Facts: entered(sent, appeal.Facts),
		Evidence: entered(sent, appeal.Evidence), Applicant: entered(sent, appeal.Applicant), Phone: entered(sent, appeal.Phone)})
	if err != nil {
		return err
	}
	var filed []ledger.Appeal
	if len(faults) == 0 {
		filed, err = docket.File(ctx, []ledger.Appeal{a}, v.session.Account.Name, v.remote())
		if err != nil && !errors.As(err, &faults) {
			return err
		}
	}
	if len(faults) > 0 {
		f := appealForm(unit.ID)
		f.take(sent)
		f.blame(v, faults)
		return v.showUnitAppeals(http.StatusUnprocessableEntity, unit.ID, f)
	}
	return v.redirect(appealPath(filed[0]))
}
