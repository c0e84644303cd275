package intake

import (
	"net/http"

	"cdoscore/pipeline/account"
)

// reach says whose data a request is about, and so what is checked before it is served.
type reach int

const (
	anybody  reach = iota // whether signed in or not
	signedIn              // whoever is signed in
	ownUnit               // the account's own unit; {unit} in the path, where there, must be it
	someUnit              // the unit {unit} of the path
	city                  // no single unit
)

// route is one request that is answered.
type route struct {
	pattern string // of http.ServeMux
	reach   reach
	action  account.Action // that the account must be allowed, from ownUnit on
	serve   func(*visit) error
	streams bool // a POST whose body serve reads as it comes, and checks its token
}

// routes is the one table of what is answered, and to whom. A request that changes
// something is a POST, and its token is checked before it is served.
func (in *Intake) routes() []route {
	return []route{
		{"GET /{$}", anybody, "", in.home, false},
		{"GET /static/{file}", anybody, "", in.sendStatic, false},
		{"GET /signin", anybody, "", in.showSignIn, false},
		{"POST /signin", anybody, "", in.signIn, false},
		{"POST /signout", signedIn, "", in.signOut, false},
		{"GET /password", signedIn, "", in.showPassword, false},
		{"POST /password", signedIn, "", in.changePassword, false},

		{"GET /datasets", ownUnit, account.SeeUnit, in.showDatasets, false},
		{"GET /datasets/{unit}/{dataset}", ownUnit, account.SeeUnit, in.showDataset, false},
		{"GET /datasets/{unit}/{dataset}/template", ownUnit, account.SeeUnit, in.sendTemplate, false},
		{"POST /datasets/{unit}/{dataset}/uploads", ownUnit, account.Upload, in.receive, true},
		{"POST /datasets/{unit}/{dataset}/nil", ownUnit, account.NilReturn, in.nilReturn, false},
		{"POST /datasets/{unit}/{dataset}/export", ownUnit, account.Export, in.export, false},

		{"GET /uploads/{id}", ownUnit, account.SeeUnit, in.showUpload, false},
		{"GET /uploads/{id}/state", ownUnit, account.SeeUnit, in.sendState, false},
		{"GET /uploads/{id}/returned", ownUnit, account.Export, in.sendReturned, false},
		{"GET /uploads/{id}/original", ownUnit, account.Export, in.sendOriginal, false},
		{"POST /uploads/{id}/submit", ownUnit, account.Upload, in.submit, false},
		{"POST /uploads/{id}/approve", ownUnit, account.Review, in.approve, false},
		{"POST /uploads/{id}/reject", ownUnit, account.Review, in.reject, false},
		{"POST /uploads/{id}/confirm", ownUnit, account.Confirm, in.confirm, false},
		{"POST /uploads/{id}/withdraw", ownUnit, account.Withdraw, in.withdraw, false},
		{"GET /receipts/{number}", ownUnit, account.SeeUnit, in.showReceipt, false},
		{"GET /review", ownUnit, account.Review, in.showReview, false},

		{"GET /units/{unit}", someUnit, account.SeeUnit, in.showUnit, false},
		{"GET /units/{unit}/workbook", someUnit, account.SeeUnit, in.sendUnitWorkbook, false},
		{"GET /city", city, account.SeeCity, in.showCity, false},
		{"GET /city/workbook", city, account.SeeCity, in.sendCityWorkbook, false},

		{"GET /findings", city, account.SeeCity, in.showCityFindings, false},
		{"GET /findings/{unit}", someUnit, account.SeeUnit, in.showFindings, false},
		{"GET /findings/{unit}/{number}", someUnit, account.SeeUnit, in.showFinding, false},
		{"POST /findings/{unit}/{number}/replies", ownUnit, account.Reply, in.reply, false},
		{"GET /appeals", city, account.SeeCity, in.showCityAppeals, false},
		{"GET /appeals/{unit}", someUnit, account.SeeUnit, in.showAppeals, false},
		{"POST /appeals/{unit}", ownUnit, account.Reply, in.fileAppeal, false},
		{"GET /appeals/{unit}/{number}", someUnit, account.SeeUnit, in.showAppeal, false},
		{"POST /appeals/{unit}/{number}/withdraw", ownUnit, account.Reply, in.withdrawAppeal, false},
		{"POST /appeals/{unit}/{number}/steps", someUnit, account.Rule, in.stepAppeal, false},

		{"GET /operations", city, account.Operate, in.showOperations, false},
		{"GET /audit", city, account.ReadAudit, in.showAudit, false},
		{"GET /accounts", city, account.SeeAccounts, in.showAccounts, false},
		{"POST /accounts/{name}/disable", city, account.Manage, in.disable, false},
		{"POST /accounts/{name}/enable", city, account.Manage, in.enable, false},
		{"POST /accounts/{name}/sessions/end", city, account.EndSessions, in.endSessions, false},
	}
}

func (in *Intake) mux() http.Handler {
	mux := http.NewServeMux()
	for _, r := range in.routes() {
		mux.HandleFunc(r.pattern, in.answer(r))
	}
	mux.HandleFunc("/", in.answer(route{pattern: "/", serve: func(*visit) error { return errNotFound }}))
	return mux
}

// admit says whether the account may send the request: errForbidden where its role may
// not at all, and errNotFound for another unit's, as for what does not exist.
func (r route) admit(v *visit) error {
	a, unit := v.session.Account, v.r.PathValue("unit")
	switch r.reach {
	case ownUnit:
		if !a.May(r.action, a.Unit) {
			return errForbidden
		}
		if unit != "" && unit != a.Unit {
			return errNotFound
		}
	case someUnit:
		if a.Unit != "" && unit != a.Unit {
			return errNotFound
		}
		if !a.May(r.action, unit) {
			return errForbidden
		}
	case city:
		if !a.May(r.action, "") {
			return errForbidden
		}
	}
	return nil
}
