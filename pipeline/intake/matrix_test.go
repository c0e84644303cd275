package intake_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/intake"
)

const (
	ok     = http.StatusOK
	moved  = http.StatusSeeOther
	barred = http.StatusForbidden
	none   = http.StatusNotFound
)

// request is one line of the matrix: a request about an object of a unit, what a
// role gets that may send it, and which roles may.
type request struct {
	method, path string // {unit}, {id} and {number} stand for the unit's own
	form         url.Values
	served       int
	own          []account.Role // may send it about their own unit; none: about any
	all          []account.Role // may send it about every unit
}

var (
	ofUnit   = []account.Role{account.Officer, account.Reviewer, account.CDO}
	officer  = []account.Role{account.Officer}
	seniors  = []account.Role{account.Reviewer, account.CDO}
	cityEyes = []account.Role{account.CityReviewer, account.Leader}
	admins   = []account.Role{account.SystemAdmin, account.SecurityAdmin}
	// Who answers for the unit: replies to findings, and objects.
	answering = []account.Role{account.Officer, account.CDO}
	why       = url.Values{"reason": {"误报"}, "slot": {"2026-03-09"}, "format": {"csv"}}
)

// requests are all that the intake answers; TestMatrixIsComplete says so.
var requests = []request{
	{"GET", "/datasets", nil, ok, ofUnit, nil},
	{"GET", "/datasets/{unit}/people", nil, ok, ofUnit, nil},
	{"GET", "/datasets/{unit}/people/template", nil, ok, ofUnit, nil},
	{"POST", "/datasets/{unit}/people/uploads", nil, moved, officer, nil},
	{"POST", "/datasets/{unit}/people/nil", why, moved, officer, nil},
	{"POST", "/datasets/{unit}/people/export", why, ok, ofUnit, nil},
	{"GET", "/uploads/{id}", nil, ok, ofUnit, nil},
	{"GET", "/uploads/{id}/state", nil, ok, ofUnit, nil},
	{"GET", "/uploads/{id}/returned", nil, ok, ofUnit, nil},
	{"GET", "/uploads/{id}/original", nil, ok, ofUnit, nil},
	{"POST", "/uploads/{id}/submit", nil, moved, officer, nil},
	{"POST", "/uploads/{id}/approve", nil, moved, seniors, nil},
	{"POST", "/uploads/{id}/reject", why, moved, seniors, nil},
	{"POST", "/uploads/{id}/confirm", nil, moved, ofUnit, nil},
	{"POST", "/uploads/{id}/withdraw", why, moved, ofUnit, nil},
	{"GET", "/receipts/{number}", nil, ok, ofUnit, nil},
	{"GET", "/review", nil, ok, seniors, nil},
	{"GET", "/units/{unit}", nil, ok, ofUnit, cityEyes},
	{"GET", "/units/{unit}/workbook", nil, ok, ofUnit, cityEyes},
	{"GET", "/city", nil, ok, nil, cityEyes},
	{"GET", "/city/workbook", nil, ok, nil, cityEyes},
	{"GET", "/findings", nil, ok, nil, cityEyes},
	{"GET", "/findings/{unit}", nil, ok, ofUnit, cityEyes},
	{"GET", "/findings/{unit}/{finding}", nil, ok, ofUnit, cityEyes},
	{"POST", "/findings/{unit}/{finding}/replies", answer, moved, answering, nil},
	{"GET", "/appeals", nil, ok, nil, cityEyes},
	{"GET", "/appeals/{unit}", nil, ok, ofUnit, cityEyes},
	{"POST", "/appeals/{unit}", objection, moved, answering, nil},
	{"GET", "/appeals/{unit}/{appeal}", nil, ok, ofUnit, cityEyes},
	{"POST", "/appeals/{unit}/{appeal}/withdraw", nil, moved, answering, nil},
	{"POST", "/appeals/{unit}/{appeal}/steps", url.Values{"state": {appeal.Accepted}}, moved, nil, []account.Role{account.CityReviewer}},
	{"GET", "/operations", nil, ok, nil, []account.Role{account.Operator}},
	{"GET", "/audit", nil, ok, nil, []account.Role{account.AuditAdmin}},
	{"GET", "/accounts", nil, ok, nil, admins},
	{"POST", "/accounts/officer-{unit}/disable", nil, moved, nil, []account.Role{account.SystemAdmin}},
	{"POST", "/accounts/officer-{unit}/enable", nil, moved, nil, []account.Role{account.SystemAdmin}},
	{"POST", "/accounts/officer-{unit}/sessions/end", nil, moved, nil, []account.Role{account.SecurityAdmin}},
	{"GET", "/password", nil, ok, nil, account.Roles()},
	{"POST", "/password", nil, http.StatusUnprocessableEntity, nil, account.Roles()},
	{"POST", "/signout", nil, moved, nil, account.Roles()},
}

// about is a request's path for a unit's object.
func (q request) about(unit string) string {
	return strings.NewReplacer("{unit}", unit, "{id}", idOf(unit), "{number}", strings.ToUpper(unit)+"-2026-000001", "{finding}", findingOf(unit), "{appeal}", appealOf(unit)).Replace(q.path)
}

// personal reports whether the path names an object of a unit's.
func (q request) personal() bool { return strings.Contains(q.path, "{") }

// someUnit reports whether the path names the unit, and not only its own may be asked
// for by whoever may ask at all: then another's is not found, whatever the role.
func (q request) someUnit() bool {
	for _, folder := range []string{"/units/", "/findings/", "/appeals/"} {
		if strings.HasPrefix(q.path, folder) {
			return q.method == "GET" || strings.HasSuffix(q.path, "/steps")
		}
	}
	return false
}

// want is the status that a role of unit hrss gets: 403 where the role may not send
// such a request at all, and for another unit's object what one gets for an object
// that does not exist.
func (q request) want(role account.Role, unit string) int {
	switch {
	case has(q.all, role):
		return q.served
	case has(q.own, role) && unit == "hrss":
		return q.served
	case has(q.own, role) && q.personal():
		return none
	case has(q.own, role):
		return q.served
	case role.OfUnit() && unit != "hrss" && q.someUnit():
		return none
	}
	return barred
}

func has(list []account.Role, role account.Role) bool {
	for _, r := range list {
		if r == role {
			return true
		}
	}
	return false
}

// TestMatrix sends each request as each role about the own unit's object, another
// unit's and one that does not exist.
func TestMatrix(t *testing.T) {
	tried := 0
	for _, role := range account.Roles() {
		t.Run(string(role), func(t *testing.T) {
			for _, unit := range []string{"hrss", "police", "nobody"} {
				p := newSite(t).as(nameOf(role, unitsOf(role)[0]))
				for _, q := range requests {
					if unit == "nobody" && !q.personal() {
						continue
					}
					want := q.want(role, unit)
					if unit == "nobody" && want == q.served {
						want = none
					}
					status, page, _ := p.ask(q, unit)
					tried++
					if status != want {
						t.Errorf("%s %s: %d, want %d", q.method, q.about(unit), status, want)
					}
					if status >= 400 && unit == "police" && (strings.Contains(page, "市police局") || strings.Contains(page, "police人员")) {
						t.Errorf("%s %s names the other unit:\n%s", q.method, q.about(unit), page)
					}
				}
			}
		})
	}
	t.Logf("%d requests", tried)
}

// TestMatrixIsComplete finds a route without its line in the matrix.
func TestMatrixIsComplete(t *testing.T) {
	s := newSite(t)
	in, err := intake.New(s.options)
	if err != nil {
		t.Fatal(err)
	}
	mark := regexp.MustCompile(`\{[a-z]+\}|officer-\{unit\}|people`)
	lines := map[string]bool{}
	for _, q := range requests {
		lines[q.method+" "+mark.ReplaceAllString(q.path, "*")] = true
	}
	for _, p := range in.Patterns() {
		if !lines[mark.ReplaceAllString(p, "*")] {
			t.Errorf("%s has no line", p)
		}
	}
	if got, want := len(requests), len(in.Patterns()); got != want {
		t.Errorf("%d lines for %d routes", got, want)
	}
}

// ask sends a request of the matrix with a valid token.
func (p *person) ask(q request, unit string) (int, string, http.Header) {
	path := q.about(unit)
	switch {
	case q.method == "GET":
		return p.get(path)
	case strings.HasSuffix(path, "/uploads"):
		return p.upload(unit+"/people", p.token, "a.xlsx", "content")
	}
	form := url.Values{"new": {"a"}, "again": {"b"}}
	for k, v := range q.form {
		form[k] = v
	}
	if q.path != "/password" {
		form.Del("new")
	}
	return p.postValid(path, form)
}

// TestForeignIsLikeNone compares the whole answers: nobody learns whether what is not
// theirs exists.
func TestForeignIsLikeNone(t *testing.T) {
	s := newSite(t)
	for _, role := range ofUnit {
		p := s.as(nameOf(role, "hrss"))
		for _, q := range requests {
			if q.method != "GET" || !q.personal() || !has(q.own, role) {
				continue
			}
			_, foreign, head := p.ask(q, "police")
			_, absent, headAbsent := p.ask(q, "nobody")
			if blank(foreign, "police") != blank(absent, "nobody") {
				t.Errorf("%s %s as %s: the pages differ", q.method, q.path, role)
			}
			head.Del("Date")
			headAbsent.Del("Date")
			head.Del("Content-Length")
			headAbsent.Del("Content-Length")
			if fmt.Sprint(head) != fmt.Sprint(headAbsent) {
				t.Errorf("%s %s as %s: the headers differ:\n%v\n%v", q.method, q.path, role, head, headAbsent)
			}
		}
	}
}

// blank takes out of a page what the reader had typed as its address.
func blank(page, unit string) string {
	return strings.NewReplacer(idOf(unit), "", unit, "", strings.ToUpper(unit), "").Replace(page)
}

// TestStranger sees nothing but the sign-in page.
func TestStranger(t *testing.T) {
	s := newSite(t)
	for _, q := range append(requests, request{method: "GET", path: "/"}) {
		p := s.stranger()
		status, page, head := p.ask(q, "hrss")
		if status != moved || !strings.HasPrefix(head.Get("Location"), "/signin") || strings.Contains(page, "市hrss局") {
			t.Errorf("%s %s: %d to %q, want a redirect to /signin", q.method, q.path, status, head.Get("Location"))
		}
	}
}

// TestMustChange lets an account with a password given by another do nothing but
// change it.
func TestMustChange(t *testing.T) {
	s := newSite(t)
	name := nameOf(account.Officer, "hrss")
	accounts := s.options.Accounts.(*account.Service)
	if err := accounts.SetPassword(ctx, account.Actor{Name: "cli:test"}, name, password); err != nil {
		t.Fatal(err)
	}
	p := s.as(name)
	for _, q := range requests {
		if q.path == "/password" || q.path == "/signout" || !has(q.own, account.Officer) {
			continue
		}
		status, _, head := p.ask(q, "hrss")
		if q.method == "GET" && (status != moved || head.Get("Location") != "/password") || q.method == "POST" && status != barred {
			t.Errorf("%s %s: %d to %q", q.method, q.path, status, head.Get("Location"))
		}
	}
}
