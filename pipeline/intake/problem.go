package intake

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/rules"
)

// problem is why a request is not served, as its reader is told: a title and what to do
// by key (web.problem.<key>, web.problem.<key>.do), or a sentence of the desk.
type problem struct {
	status int
	key    string
	args   []string
	note   rules.Note // of the desk, in place of the key's title
	back   string     // path of the page to go back to; "" the first page
}

func (p problem) Error() string { return fmt.Sprintf("%s (%d)", p.key, p.status) }

// The problems that a handler returns as they are.
var (
	errNotFound   = problem{status: http.StatusNotFound, key: "not_found"}
	errForbidden  = problem{status: http.StatusForbidden, key: "forbidden"}
	errToken      = problem{status: http.StatusForbidden, key: "token"}
	errTooLong    = problem{status: http.StatusRequestEntityTooLarge, key: "too_long"}
	errBadRequest = problem{status: http.StatusBadRequest, key: "bad_request"}
	errNoFile     = problem{status: http.StatusBadRequest, key: "no_file"}
	errNoReason   = problem{status: http.StatusUnprocessableEntity, key: "no_reason"}

	// Told by a redirect, where the request was a page.
	errSignIn     = problem{status: http.StatusUnauthorized, key: "sign_in"}
	errMustChange = problem{status: http.StatusForbidden, key: "must_change"}
)

// problemOf finds what a reader is told of an error. What is none of their doing says
// so, and its cause is in the log alone.
func problemOf(err error) problem {
	var p problem
	var refusal *submission.Refusal
	var throttled *account.ThrottledError
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &refusal):
		return problem{status: http.StatusUnprocessableEntity, key: "refused", note: refusal.Note}
	case errors.Is(err, submission.ErrUnknown), errors.Is(err, account.ErrNoAccount), errors.Is(err, ledger.ErrUnknownFinding), errors.Is(err, ledger.ErrUnknownAppeal):
		return errNotFound
	case errors.Is(err, ErrNoResults):
		return problem{status: http.StatusNotFound, key: "no_results"}
	case errors.Is(err, ErrNoTemplate):
		return problem{status: http.StatusNotFound, key: "no_template"}
	case errors.Is(err, account.ErrNoSession):
		return errSignIn
	case errors.As(err, &throttled):
		return problem{status: http.StatusTooManyRequests, key: "throttled", args: []string{throttled.Until.Format("15:04:05")}}
	case errors.Is(err, account.ErrBusy):
		return problem{status: http.StatusServiceUnavailable, key: "busy"}
	case errors.As(err, &tooLong):
		return errTooLong
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return problem{status: http.StatusRequestTimeout, key: "stalled"}
	}
	return problem{status: http.StatusInternalServerError, key: "broken"}
}

// fail answers a request that is not served.
func (v *visit) fail(err error) {
	p := problemOf(err)
	if s, ok := v.w.(*statusWriter); ok && s.status != 0 {
		// The answer has begun: break it off, that nobody takes a part for the whole.
		v.in.Log.Error("broken off", "path", v.r.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
	if p.status >= http.StatusInternalServerError {
		v.in.Log.Error("failed", "method", v.r.Method, "path", v.r.URL.Path, "error", err)
	}
	if err := v.r.Context().Err(); err != nil {
		return // nobody is there to read it
	}
	switch {
	case p.key == errSignIn.key && !v.wantsData():
		v.redirect("/signin" + v.comeBack()) //nolint:errcheck // always nil
	case p.key == errMustChange.key && v.r.Method == http.MethodGet && !v.wantsData():
		v.redirect("/password") //nolint:errcheck // always nil
	default:
		v.showError(p)
	}
}

// comeBack is the query that leads back to this page after signing in.
func (v *visit) comeBack() string {
	if v.r.Method != http.MethodGet || v.r.URL.Path == "/" {
		return ""
	}
	return "?next=" + url.QueryEscape(v.r.URL.Path)
}

// wantsData reports whether the script asks, and not a person.
func (v *visit) wantsData() bool { return v.r.Header.Get("Accept") == "application/json" }

// errorPage is the body of the page of a problem.
type errorPage struct {
	Status      int
	What, Do    string
	Back        string
	Alternative bool // there is a page to go back to, beside the first
}

func (v *visit) showError(p problem) {
	e := errorPage{Status: p.status, What: v.text("web.problem."+p.key, p.args...), Do: v.text("web.problem." + p.key + ".do"), Back: p.back, Alternative: p.back != ""}
	if p.note.Key != "" {
		e.What = v.catalog.Note(p.note)
	}
	if p.status == http.StatusTooManyRequests || p.status == http.StatusServiceUnavailable {
		v.w.Header().Set("Retry-After", strconv.Itoa(int(30*time.Second/time.Second)))
	}
	if v.wantsData() {
		v.sendJSON(p.status, map[string]string{"what": e.What, "do": e.Do})
		return
	}
	if err := v.show(p.status, "error", v.text("web.problem.title"), e); err != nil {
		v.in.Log.Error("page of an error", "error", err)
	}
}
