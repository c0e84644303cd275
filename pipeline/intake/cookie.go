package intake

import (
	"net/http"
	"time"
)

// cookieName is the name of the session's cookie. With the prefix __Host- browsers
// take it only over TLS and from this very host.
func (in *Intake) cookieName() string { return in.prefixed("cdoscore") }

func (in *Intake) prefixed(name string) string {
	if in.secure() {
		return "__Host-" + name
	}
	return name
}

// setCookie gives the browser a cookie that scripts do not see and other sites do not
// send along. An age of 0 lasts as long as the browser is open, a negative one removes it.
func (v *visit) setCookie(name, value string, age time.Duration) {
	http.SetCookie(v.w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(age / time.Second),
		HttpOnly: true, Secure: v.in.secure(), SameSite: http.SameSiteLaxMode,
	})
}
