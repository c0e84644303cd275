package intake

import (
	"net/http"
	"strings"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
)

// operationsPage is the operator's: the newest nights, and the queue of the desk.
type operationsPage struct {
	Nights  []nightLine
	Waiting int
}

type nightLine struct {
	ledger.Night
	Tone string
}

// nightTones are the looks of a night's outcome; what is not here is plain.
var nightTones = map[string]string{ledger.NightDone: "good", ledger.NightIncomplete: "warn", ledger.NightFailed: "bad", ledger.NightInvalid: "bad", ledger.NightPanicked: "bad", ledger.NightTimedOut: "bad", "": "busy"}

const nightsShown = 30

func (in *Intake) showOperations(v *visit) error {
	nights, err := in.Nights.RecentNights(v.r.Context(), nightsShown)
	if err != nil {
		return err
	}
	p := operationsPage{Waiting: in.Desk.Waiting()}
	for _, n := range nights {
		l := nightLine{n, nightTones[n.Outcome]}
		p.Nights = append(p.Nights, l)
	}
	return v.show(http.StatusOK, "operations", v.text("web.operations.title"), p)
}

// auditPage is the newest records of the trail that were asked for.
type auditPage struct {
	Records         []ledger.AuditRecord // newest first
	Of              int                  // that fit the question
	Actor, Action   string
	Verified, Whole bool
	Last            ledger.AuditRecord
	Broken          string
}

const recordsShown = 200

func (in *Intake) showAudit(v *visit) error {
	q := v.r.URL.Query()
	p := auditPage{Actor: strings.TrimSpace(q.Get("actor")), Action: strings.TrimSpace(q.Get("action"))}
	err := in.Trail.AuditTrail(v.r.Context(), func(a ledger.AuditRecord) error {
		if p.Actor != "" && a.Actor != p.Actor || !strings.HasPrefix(a.Action, p.Action) {
			return nil
		}
		p.Of++
		if p.Records = append(p.Records, a); len(p.Records) > 2*recordsShown {
			p.Records = append(p.Records[:0], p.Records[len(p.Records)-recordsShown:]...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.Records = p.Records[max(0, len(p.Records)-recordsShown):]
	for i, j := 0, len(p.Records)-1; i < j; i, j = i+1, j-1 {
		p.Records[i], p.Records[j] = p.Records[j], p.Records[i]
	}
	if q.Get("verify") != "" {
		p.Verified = true
		if p.Last, err = in.Trail.VerifyAudit(v.r.Context()); err != nil {
			p.Broken = err.Error()
		}
		p.Whole = err == nil
	}
	return v.show(http.StatusOK, "audit", v.text("web.audit.title"), p)
}

// accountsPage lists accounts. They are made, and their roles changed, by commands.
type accountsPage struct {
	Lines             []accountLine
	Manage, EndOthers bool
}

type accountLine struct {
	account.Account
	UnitName string
	Own      bool
}

func (in *Intake) showAccounts(v *visit) error {
	list, err := in.Accounts.Accounts(v.r.Context())
	if err != nil {
		return err
	}
	me := v.session.Account
	p := accountsPage{Manage: me.May(account.Manage, ""), EndOthers: me.May(account.EndSessions, "")}
	for _, a := range list {
		p.Lines = append(p.Lines, accountLine{a, v.unitName(a.Unit), a.Name == me.Name})
	}
	return v.show(http.StatusOK, "accounts", v.text("web.accounts.title"), p)
}

func (in *Intake) disable(v *visit) error { return v.setDisabled(true) }
func (in *Intake) enable(v *visit) error  { return v.setDisabled(false) }

func (v *visit) setDisabled(disabled bool) error {
	if err := v.in.Accounts.SetDisabled(v.r.Context(), v.administrator(), v.r.PathValue("name"), disabled); err != nil {
		return err
	}
	return v.redirect("/accounts")
}

func (in *Intake) endSessions(v *visit) error {
	if err := in.Accounts.SignOutAll(v.r.Context(), v.administrator(), v.r.PathValue("name")); err != nil {
		return err
	}
	return v.redirect("/accounts")
}

func (v *visit) administrator() account.Actor {
	return account.Actor{Name: v.session.Account.Name, Remote: v.remote()}
}
