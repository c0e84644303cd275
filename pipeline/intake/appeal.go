package intake

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/ledger"
)

// appealPage is one appeal: what it says, its steps, its line before and now, and what
// the reader may do with it.
type appealPage struct {
	appealLine
	Back     string
	Steps    []appealStep
	Slots    []contestedSlot
	Runs     []appeal.Scored // all of them
	Withdraw bool
	Forms    []stepForm
	Command  string // that carries out a ruling; "" there is none to carry out
}

// appealStep is a step with the look of its state.
type appealStep struct {
	Step ledger.AppealStep
	Tone string
}

// contestedSlot is the contested line of one slot as it stood when the appeal was
// filed, and as it stands now.
type contestedSlot struct {
	Slot     string
	Old, New appeal.Scored
	Changed  bool
}

// stepForm is a step that the reader may take.
type stepForm struct {
	form
	State string
	Title string // key of the message
	Main  bool   // what usually comes next
}

func (in *Intake) showAppeal(v *visit) error {
	a, err := v.appeal()
	if err != nil {
		return err
	}
	return v.showOneAppeal(http.StatusOK, a, v.stepForms(a))
}

// appeal is the one that the path names.
func (v *visit) appeal() (ledger.Appeal, error) {
	unit, err := v.unit()
	if err != nil {
		return ledger.Appeal{}, err
	}
	a, err := v.in.Appeals().Ledger.Appeal(v.r.Context(), v.r.PathValue("number"))
	if err == nil && a.Unit != unit.ID {
		err = errNotFound
	}
	return a, err
}

func (v *visit) showOneAppeal(status int, a ledger.Appeal, forms []stepForm) error {
	runs, err := v.in.Appeals().Runs(v.r.Context(), a)
	if err != nil {
		return err
	}
	p := appealPage{appealLine: v.appealLine(a), Back: appealsPath(a.Unit), Runs: runs, Slots: sideBySide(runs, a.Filed), Forms: forms}
	for _, s := range a.Steps {
		p.Steps = append(p.Steps, appealStep{s, appealTones[s.State]})
	}
	me := v.session.Account
	p.Withdraw = me.May(account.Reply, a.Unit) && slices.Contains(appeal.Next(a), appeal.Withdrawn)
	if p.Step.Outcome == appeal.Upheld && me.May(account.Rule, a.Unit) {
		p.Command = "cdoscore appeal rule " + a.Number + " --waive"
	}
	return v.show(status, "appeal", v.text("web.appeal.title", a.Number), p)
}

// sideBySide gives each slot the newest run that had ended when the appeal was filed,
// or the first one where none had, and the newest of all.
func sideBySide(runs []appeal.Scored, filed time.Time) []contestedSlot {
	var out []contestedSlot
	for _, r := range runs {
		if n := len(out); n == 0 || out[n-1].Slot != r.Slot {
			out = append(out, contestedSlot{Slot: r.Slot, Old: r})
		}
		s := &out[len(out)-1]
		if !r.At.After(filed) {
			s.Old = r
		}
		s.New, s.Changed = r, r.Run != s.Old.Run
	}
	return out
}

// stepForms are the steps that the reader may take as the city.
func (v *visit) stepForms(a ledger.Appeal) []stepForm {
	if !v.session.Account.May(account.Rule, a.Unit) {
		return nil
	}
	var out []stepForm
	for _, state := range appeal.Next(a) {
		if state != appeal.Withdrawn {
			out = append(out, newStepForm(a, state, len(out) == 0))
		}
	}
	return out
}

func newStepForm(a ledger.Appeal, state string, main bool) stepForm {
	s := stepForm{State: state, Title: "web.step." + state, Main: main, form: form{Action: appealPath(a) + "/steps"}}
	if state == appeal.Verified {
		s.Fields = []formField{
			{Name: appeal.Outcome, Label: "web.step.outcome", Kind: "choice", Required: true, Choices: []choice{{appeal.Upheld, "appeal.upheld"}, {appeal.Dismissed, "appeal.dismissed"}}},
			{Name: appeal.Document, Label: "appeal.document", Kind: "text", Most: entries.Short, Required: true, Help: "web.step.document_help"},
		}
	}
	refuses := state == appeal.Archived && a.State() == appeal.Filed
	if refuses {
		s.Title = "web.step.refused"
	}
	s.Fields = append(s.Fields, formField{Name: appeal.Note, Label: "appeal.note", Kind: "long", Most: entries.Long, Required: refuses})
	for i := range s.Fields {
		s.Fields[i].In = state + "-"
	}
	return s
}

// withdrawAppeal ends an appeal by its unit.
func (in *Intake) withdrawAppeal(v *visit) error {
	a, err := v.appeal()
	if err != nil {
		return err
	}
	return v.takeStep(a, appeal.Step{State: appeal.Withdrawn})
}

// stepAppeal takes a step of the city.
func (in *Intake) stepAppeal(v *visit) error {
	a, err := v.appeal()
	if err != nil {
		return err
	}
	sent := v.r.PostForm
	s := appeal.Step{State: sent.Get("state"), Outcome: entered(sent, appeal.Outcome), Document: entered(sent, appeal.Document), Note: entered(sent, appeal.Note)}
	if s.State == appeal.Withdrawn {
		return errBadRequest // it is the unit's
	}
	return v.takeStep(a, s)
}

// takeStep takes a step, or shows its form again with what it lacks.
func (v *visit) takeStep(a ledger.Appeal, s appeal.Step) error {
	s.Actor = v.session.Account.Name
	_, err := v.in.Appeals().Take(v.r.Context(), a.Number, s, v.remote())
	faults := entries.Faults(nil)
	switch {
	case err == nil:
		return v.redirect(appealPath(a))
	case errors.As(err, &faults):
		forms := v.stepForms(a)
		for i := range forms {
			if forms[i].State == s.State {
				forms[i].take(v.r.PostForm)
				forms[i].blame(v, faults)
			}
		}
		return v.showOneAppeal(http.StatusUnprocessableEntity, a, forms)
	case errors.Is(err, appeal.ErrStep):
		return problem{status: http.StatusUnprocessableEntity, key: "step", back: appealPath(a)}
	}
	return err
}
