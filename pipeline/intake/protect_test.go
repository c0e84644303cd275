package intake_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/intake"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// TestHeaders of every answer.
func TestHeaders(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	for _, path := range []string{"/signin", "/datasets", "/nothing", "/static/intake.css", "/uploads/" + idOf("hrss") + "/returned"} {
		_, page, head := p.get(path)
		csp := head.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if head.Get("X-Content-Type-Options") != "nosniff" || head.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %v", path, head)
		}
		if regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son[a-z]+=|javascript:`).MatchString(page) {
			t.Errorf("%s holds what its policy forbids", path)
		}
	}
}

// TestSecureCookies: under TLS, spoken here or by the proxy, cookies are for this host
// and TLS alone.
func TestSecureCookies(t *testing.T) {
	for name, change := range map[string]func(*intake.Options){
		"own TLS":      func(o *intake.Options) { o.TLS = true },
		"behind proxy": func(o *intake.Options) { o.BehindProxy = true },
		"plain":        func(*intake.Options) {},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, change)
			in, err := intake.New(s.options)
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewTLSServer(in)
			defer server.Close()
			s.server = server
			p := s.stranger()
			p.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}}
			_, _, head := p.signIn("officer-hrss", password)
			secure := name != "plain"
			for _, c := range head.Values("Set-Cookie") {
				if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") || !strings.Contains(c, "Path=/") {
					t.Errorf("cookie %q", c)
				}
				if strings.Contains(c, "Secure") != secure || strings.HasPrefix(c, "__Host-") != secure || strings.Contains(c, "Domain") {
					t.Errorf("cookie %q, secure %v", c, secure)
				}
			}
			if _, _, head := p.get("/datasets"); (head.Get("Strict-Transport-Security") != "") != secure {
				t.Errorf("Strict-Transport-Security %q", head.Get("Strict-Transport-Security"))
			}
		})
	}
}

// TestForwardedFor believes only what the proxy itself saw, and only behind one.
func TestForwardedFor(t *testing.T) {
	for name, want := range map[string]string{"behind": "198.51.100.7", "open": "127.0.0.1"} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(o *intake.Options) { o.BehindProxy = name == "behind" })
			r := httptest.NewRequest("POST", "/signin", strings.NewReader("token=T&name=officer-hrss&password=wrong"))
			r.RemoteAddr = "127.0.0.1:5555"
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Forwarded-For", "203.0.113.1, 198.51.100.7")
			r.AddCookie(&http.Cookie{Name: map[bool]string{true: "__Host-signin", false: "signin"}[name == "behind"], Value: "T"})
			s.server.Config.Handler.ServeHTTP(httptest.NewRecorder(), r)
			var remote string
			if err := s.ledger.AuditTrail(ctx, func(a ledger.AuditRecord) error { remote = a.Remote; return nil }); err != nil {
				t.Fatal(err)
			}
			if remote != want {
				t.Errorf("the trail says %q, want %q", remote, want)
			}
		})
	}
}

// TestIdle ends a session that was left alone.
func TestIdle(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	s.turn(account.DefaultIdle + time.Minute)
	status, _, head := p.get("/datasets/hrss/people")
	if status != moved || head.Get("Location") != "/signin?next=%2Fdatasets%2Fhrss%2Fpeople" {
		t.Errorf("%d to %q", status, head.Get("Location"))
	}
}

// TestFailures are told in words, and their causes stay in the log.
func TestFailures(t *testing.T) {
	secret := errors.New("disk /srv/secret is full")
	s := newSite(t, func(o *intake.Options) {
		o.Template = func(io.Writer, *workspace.Dataset, string) error { return fmt.Errorf("write: %w", secret) }
		o.Nights = nil // so that the operator's page panics
	})
	for path, name := range map[string]string{"/datasets/hrss/people/template": "officer-hrss", "/operations": "operator"} {
		status, page, _ := s.as(name).get(path)
		if status != http.StatusInternalServerError || strings.Contains(page, "secret") || strings.Contains(page, "goroutine") || !strings.Contains(page, "平台出现故障") {
			t.Errorf("%s: %d\n%s", path, status, page)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if log := s.log.String(); !strings.Contains(log, "/srv/secret") || !strings.Contains(log, "nil pointer") {
		t.Error("the log does not have the causes")
	}
}
