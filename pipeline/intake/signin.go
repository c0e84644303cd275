package intake

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"

	"cdoscore/pipeline/account"
)

// signInPage is the form; nothing of a password is ever written back into it.
type signInPage struct {
	Token    string // answers the cookie of the same value
	Next     string
	Name     string
	WithCode bool
	Problem  string
}

// The cookie of the sign-in form, so that no other site can sign a person in to an
// account that is not theirs; and one that remembers that a browser's owner has
// one-time codes.
const (
	formCookie = "signin"
	codeCookie = "code"
)

func (in *Intake) showSignIn(v *visit) error {
	if v.signedIn {
		return v.redirect("/")
	}
	return v.showSignInForm(http.StatusOK, signInPage{Next: v.r.URL.Query().Get("next")})
}

func (v *visit) showSignInForm(status int, p signInPage) error {
	p.Token = rand.Text()
	v.setCookie(v.in.prefixed(formCookie), p.Token, 0)
	if c, err := v.r.Cookie(codeCookie); err == nil && c.Value == "1" {
		p.WithCode = true
	}
	p.Next = localPath(p.Next)
	return v.show(status, "signin", v.text("web.signin.title"), p)
}

func (in *Intake) signIn(v *visit) error {
	form := v.r.PostForm
	cookie, err := v.r.Cookie(in.prefixed(formCookie))
	if err != nil || subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(form.Get("token"))) != 1 || cookie.Value == "" {
		return problem{status: http.StatusForbidden, key: "token", back: "/signin"}
	}
	p := signInPage{Next: form.Get("next"), Name: form.Get("name")}
	code := strings.Join(strings.Fields(form.Get("code")), "")
	s, err := in.Accounts.SignIn(v.r.Context(), p.Name, form.Get("password"), code, v.remote())
	switch {
	case errors.Is(err, account.ErrCodeNeeded):
		v.setCookie(codeCookie, "1", longCookie)
		p.WithCode, p.Problem = true, v.text("web.signin.code_needed")
		return v.showSignInForm(http.StatusUnauthorized, p)
	case errors.Is(err, account.ErrCode):
		p.WithCode, p.Problem = true, v.text("web.signin.code_wrong")
		return v.showSignInForm(http.StatusUnauthorized, p)
	case errors.Is(err, account.ErrCredentials):
		p.Problem = v.text("web.signin.wrong")
		return v.showSignInForm(http.StatusUnauthorized, p)
	case err != nil:
		return err
	}
	v.setCookie(in.prefixed(formCookie), "", -time.Second)
	v.begin(s)
	if s.Account.MustChange {
		return v.redirect("/password")
	}
	return v.redirect(localPath(p.Next))
}

// begin gives the browser the session's token in place of whatever it brought.
func (v *visit) begin(s account.Session) {
	v.session, v.signedIn = s, true
	v.setCookie(v.in.cookieName(), s.Token, 0)
}

func (in *Intake) signOut(v *visit) error {
	if err := in.Accounts.SignOut(v.r.Context(), v.session.Token, v.remote()); err != nil {
		return err
	}
	v.setCookie(in.cookieName(), "", -time.Second)
	v.w.Header().Set("Clear-Site-Data", `"cache"`)
	return v.redirect("/signin")
}

// passwordPage is the form of a new password.
type passwordPage struct {
	Must    bool
	Problem string
}

func (in *Intake) showPassword(v *visit) error { return v.showPasswordForm(http.StatusOK, "") }

func (v *visit) showPasswordForm(status int, problem string) error {
	return v.show(status, "password", v.text("web.password.title"), passwordPage{Must: v.session.Account.MustChange, Problem: problem})
}

func (in *Intake) changePassword(v *visit) error {
	form := v.r.PostForm
	if form.Get("new") != form.Get("again") {
		return v.showPasswordForm(http.StatusUnprocessableEntity, v.text("web.password.differ"))
	}
	s, err := in.Accounts.ChangePassword(v.r.Context(), v.session, form.Get("old"), form.Get("new"), v.remote())
	var weak *account.WeakPasswordError
	switch {
	case errors.As(err, &weak):
		return v.showPasswordForm(http.StatusUnprocessableEntity, v.text("account."+weak.Reason))
	case errors.Is(err, account.ErrCredentials):
		return v.showPasswordForm(http.StatusUnprocessableEntity, v.text("web.password.wrong"))
	case err != nil:
		return err
	}
	v.begin(s)
	return v.redirect("/")
}

// localPath is a path of this site, or "/": no address of another site is followed
// after signing in, in whatever way a browser may read it.
func localPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n?#") {
		return "/"
	}
	return next
}
