package intake

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"time"
)

// policy lets a page load style and script from here alone, and neither run what
// stands in the page itself nor stand in another's frame.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Limits of time: for the body of a form, and, of an upload or an answer, for each
// stretch in which the client sends or takes nothing. How long an answer is in the
// making has no limit here: a deadline of reading that passes meanwhile would end it.
const (
	formTime  = 30 * time.Second
	stallTime = 60 * time.Second
)

// readBy and writeBy set a deadline of the connection, of the machine's clock; 0: none.
// A test's recorder has no connection, so that their errors say nothing.

func readBy(w http.ResponseWriter, within time.Duration) {
	_ = http.NewResponseController(w).SetReadDeadline(deadline(within))
}

func writeBy(w http.ResponseWriter, within time.Duration) {
	_ = http.NewResponseController(w).SetWriteDeadline(deadline(within))
}

func deadline(within time.Duration) time.Time {
	if within == 0 {
		return time.Time{}
	}
	return time.Now().Add(within)
}

// protect wraps all pages: headers, requests from other sites, time, panics, the log.
func (in *Intake) protect(next http.Handler) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(in.answer(route{serve: func(*visit) error { return errToken }}))
	next = sameSite.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in.setHeaders(w.Header())
		s := &statusWriter{ResponseWriter: w}
		began := time.Now()
		defer func() {
			if p := recover(); p != nil {
				in.panicked(s, r, p)
			}
			in.Log.Info("request", "method", r.Method, "path", r.URL.Path, "status", s.status, "took", time.Since(began).Round(time.Millisecond).String())
		}()
		next.ServeHTTP(s, r)
	})
}

func (in *Intake) setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "no-store")
	if in.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// panicked logs the stack and shows none of it.
func (in *Intake) panicked(w *statusWriter, r *http.Request, p any) {
	if p == http.ErrAbortHandler {
		panic(p)
	}
	in.Log.Error("panic in a page", "method", r.Method, "path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	if w.status != 0 {
		panic(http.ErrAbortHandler) // the answer has begun: break it off, that nobody takes it for whole
	}
	v := &visit{in: in, w: w, r: r}
	v.chooseLanguage()
	v.showError(problem{status: http.StatusInternalServerError, key: "broken"})
}

// statusWriter remembers the status that was sent.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
