package intake

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/submission"
	"cdoscore/reports/message"
)

// visit is one request under way.
type visit struct {
	in       *Intake
	w        http.ResponseWriter
	r        *http.Request
	lang     string
	catalog  *message.Catalog
	session  account.Session // zero: not signed in
	signedIn bool
}

// maxForm bounds the fields of a form, the file of an upload apart.
const maxForm = 64 << 10

// answer makes the handler of a route: it finds out who is there, refuses whoever may
// not, checks the token of what changes something, and shows errors as pages.
func (in *Intake) answer(route route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{in: in, w: w, r: r}
		v.chooseLanguage()
		err := v.identify()
		if err == nil {
			err = v.guard(route)
		}
		if err == nil {
			err = route.serve(v)
		}
		if err != nil {
			v.fail(err)
		}
	}
}

// guard is everything that stands before a request is served.
func (v *visit) guard(route route) error {
	if route.reach > anybody && !v.signedIn {
		return errSignIn
	}
	if v.signedIn && v.session.Account.MustChange && route.reach > signedIn {
		return errMustChange
	}
	if err := route.admit(v); err != nil {
		return err
	}
	if v.r.Method != http.MethodPost {
		return nil
	}
	if route.streams {
		return nil // it reads the token itself, before anything else of the body
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, maxForm)
	readBy(v.w, formTime)
	if err := v.r.ParseForm(); err != nil {
		return badForm(err)
	}
	readBy(v.w, 0)
	if v.signedIn && !v.session.ValidCSRF(v.token()) {
		return errToken
	}
	return nil
}

func badForm(err error) error {
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		return errTooLong
	}
	return fmt.Errorf("%w: %w", errBadRequest, err)
}

// token is the request's CSRF token, from its header or its form. It is never taken
// from the address, which is written down in logs.
func (v *visit) token() string {
	if t := v.r.Header.Get("X-CSRF-Token"); t != "" {
		return t
	}
	return v.r.PostForm.Get("csrf")
}

// identify finds the session of the request's cookie. A token that is none is as good
// as no cookie.
func (v *visit) identify() error {
	cookie, err := v.r.Cookie(v.in.cookieName())
	if err != nil {
		return nil
	}
	s, err := v.in.Accounts.Session(v.r.Context(), cookie.Value)
	if errors.Is(err, account.ErrNoSession) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	v.session, v.signedIn = s, true
	return nil
}

// actor is who acts at the desk.
func (v *visit) actor() submission.Actor {
	a := v.session.Account
	return submission.Actor{Name: a.Name, Title: a.Title, Unit: a.Unit, Remote: v.remote()}
}

// may reports whether the account may do something to its own unit's data.
func (v *visit) may(action account.Action) bool {
	a := v.session.Account
	return a.May(action, a.Unit)
}

// remote is the client's address: behind a proxy what that says last, which is what it
// saw itself.
func (v *visit) remote() string {
	if v.in.BehindProxy {
		all := strings.Join(v.r.Header.Values("X-Forwarded-For"), ",")
		if i := strings.LastIndexByte(all, ','); i >= 0 {
			all = all[i+1:]
		}
		if all = strings.TrimSpace(all); all != "" {
			return host(all)
		}
	}
	return host(v.r.RemoteAddr)
}

func host(addr string) string {
	if u := (&url.URL{Host: addr}); u.Port() != "" {
		return u.Hostname()
	}
	return strings.Trim(addr, "[]")
}

// redirect sends the browser to another page of ours after a form. Where must be a
// path that is made here.
func (v *visit) redirect(where string) error {
	http.Redirect(v.w, v.r, where, http.StatusSeeOther)
	return nil
}

const (
	languageCookie = "lang"
	longCookie     = 365 * 24 * time.Hour
)

// chooseLanguage takes the language of ?lang=, which is remembered, of the cookie, or
// the workspace's.
func (v *visit) chooseLanguage() {
	v.lang = v.in.Workspace().Language
	if c, err := v.r.Cookie(languageCookie); err == nil && known(c.Value) {
		v.lang = c.Value
	}
	if asked := v.r.URL.Query().Get("lang"); v.r.Method == http.MethodGet && known(asked) {
		v.lang = asked
		v.setCookie(languageCookie, asked, longCookie)
	}
	if !known(v.lang) {
		v.lang = message.Languages[0]
	}
	v.catalog = v.in.Catalog(v.lang)
}

func known(lang string) bool {
	for _, l := range message.Languages {
		if l == lang {
			return true
		}
	}
	return false
}

// text is a message in the visitor's language.
func (v *visit) text(key string, args ...string) string { return v.catalog.Text(key, args...) }
