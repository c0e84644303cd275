package intake_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/intake"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

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

// TestForgedRequests sends what another site could have a browser send: nothing of it
// is done.
func TestForgedRequests(t *testing.T) {
	s := newSite(t)
	other := s.as("officer-police").token
	for _, role := range account.Roles() {
		p := s.as(nameOf(role, unitsOf(role)[0]))
		for _, q := range requests {
			if q.method != "POST" || !has(q.own, role) && !has(q.all, role) {
				continue
			}
			for name, token := range map[string]string{"no token": "", "a guess": strings.Repeat("a", 64), "another's": other} {
				if token == p.token {
					continue
				}
				good := p.token
				p.token = token
				status, _, _ := p.ask(q, "hrss")
				p.token = good
				if status != barred {
					t.Errorf("%s %s as %s with %s: %d, want 403", q.method, q.path, role, name, status)
				}
			}
			r := p.request("POST", q.about("hrss")+"?csrf="+p.token, strings.NewReader("csrf="+p.token))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Origin", "https://evil.example")
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			if status, _, _ := p.send(r); status != barred {
				t.Errorf("%s %s as %s from another site: %d, want 403", q.method, q.path, role, status)
			}
		}
	}
	if u := s.desk.uploads[idOf("hrss")]; u.State != ledger.UploadChecked || s.desk.bytes != 0 {
		t.Errorf("something was done: state %s, %d bytes taken", u.State, s.desk.bytes)
	}
}

// counter counts what of a body was asked for.
type counter struct {
	io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// TestTokenBeforeBody refuses a forged upload without taking in its file.
func TestTokenBeforeBody(t *testing.T) {
	s := newSite(t, func(o *intake.Options) { o.MaxUpload = 1 << 30 })
	p := s.as("officer-hrss")
	head := "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nwrong\r\n--b\r\nContent-Disposition: form-data; name=\"slot\"\r\n\r\n2026-03-09\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n"
	body := &counter{Reader: io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 64<<20))}
	r := httptest.NewRequest("POST", "/datasets/hrss/people/uploads", body)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	u, _ := url.Parse(s.server.URL)
	for _, c := range p.Jar.Cookies(u) {
		r.AddCookie(c)
	}
	in, err := intake.New(s.options)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	in.ServeHTTP(w, r)
	if w.Code != barred || body.n > 64<<10 {
		t.Errorf("status %d after %d bytes, want 403 after the fields", w.Code, body.n)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestUploadLimits takes what fits, and tells plainly of what does not.
func TestUploadLimits(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	if status, _, head := p.upload("hrss/people", p.token, "名册.xlsx", strings.Repeat("x", 1<<20)); status != moved || head.Get("Location") != "/uploads/"+strings.Repeat("9", 32) {
		t.Errorf("an upload of 1 MiB: %d to %q", status, head.Get("Location"))
	}
	if s.desk.name != "名册.xlsx" {
		t.Errorf("the desk was told the name %q", s.desk.name)
	}
	if status, page, _ := p.upload("hrss/people", p.token, "a.xlsx", strings.Repeat("x", 2<<20)); status != http.StatusRequestEntityTooLarge || !strings.Contains(page, "过大") {
		t.Errorf("an upload of 2 MiB: %d", status)
	}
	if status, page, _ := p.upload("hrss/people", p.token, "", ""); status != http.StatusBadRequest || !strings.Contains(page, "没有选择文件") {
		t.Errorf("no file: %d", status)
	}
	if status, _, _ := p.postValid("/datasets/hrss/people/nil", url.Values{"slot": {"2026-03-09"}, "reason": {strings.Repeat("长", 40000)}}); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 120 kB: %d", status)
	}
	if status, _, _ := p.postValid("/datasets/hrss/people/nil", url.Values{"slot": {"2026-03-09"}, "reason": {" "}}); status != http.StatusUnprocessableEntity {
		t.Errorf("a nil return without a reason: %d", status)
	}
}

// TestSessionFixation: what a browser brings along never becomes a session, and
// neither does what was one.
func TestSessionFixation(t *testing.T) {
	s := newSite(t)
	u, _ := url.Parse(s.server.URL)
	p := s.stranger()
	p.Jar.SetCookies(u, []*http.Cookie{{Name: "cdoscore", Value: "planted-by-another", Path: "/"}})
	if status, _, _ := p.signIn("officer-hrss", password); status != moved {
		t.Fatalf("sign-in: %d", status)
	}
	first := cookie(p, u)
	if first == "planted-by-another" || first == "" {
		t.Fatalf("the session's token is %q", first)
	}
	thief := s.stranger()
	thief.Jar.SetCookies(u, []*http.Cookie{{Name: "cdoscore", Value: "planted-by-another", Path: "/"}})
	if status, _, head := thief.get("/datasets"); status != moved || !strings.HasPrefix(head.Get("Location"), "/signin") {
		t.Errorf("the planted token opens a session: %d", status)
	}
	p.get("/password")
	if status, _, _ := p.postValid("/password", url.Values{"old": {password}, "new": {"another horse 电池"}, "again": {"another horse 电池"}}); status != moved {
		t.Fatalf("change of the password: %d", status)
	}
	second := cookie(p, u)
	thief.Jar.SetCookies(u, []*http.Cookie{{Name: "cdoscore", Value: first, Path: "/"}})
	if status, _, _ := thief.get("/datasets"); second == first || status != moved {
		t.Errorf("the token from before the change of the password still opens a session: %d", status)
	}
	p.get("/password")
	p.postValid("/signout", nil)
	thief.Jar.SetCookies(u, []*http.Cookie{{Name: "cdoscore", Value: second, Path: "/"}})
	if status, _, _ := thief.get("/datasets"); status != moved {
		t.Errorf("the token from before signing out still opens a session: %d", status)
	}
}

func cookie(p *person, u *url.URL) string {
	for _, c := range p.Jar.Cookies(u) {
		if c.Name == "cdoscore" {
			return c.Value
		}
	}
	return ""
}

// TestForgedSignIn refuses a sign-in that another site began.
func TestForgedSignIn(t *testing.T) {
	s := newSite(t)
	p := s.stranger()
	for name, form := range map[string]url.Values{
		"no token":      {"name": {"officer-hrss"}, "password": {password}},
		"another token": {"name": {"officer-hrss"}, "password": {password}, "token": {"AAAA"}},
	} {
		if status, _, _ := p.post("/signin", form); status != barred {
			t.Errorf("%s: %d", name, status)
		}
	}
}

// TestWrongPasswords are told alike for names that exist and names that do not, and
// throttled.
func TestWrongPasswords(t *testing.T) {
	s := newSite(t)
	p := s.stranger()
	_, known, _ := p.signIn("officer-hrss", "wrong")
	_, unknown, _ := p.signIn("nobody-here", "wrong")
	strip := regexp.MustCompile(`value="[^"]*"`)
	if strip.ReplaceAllString(known, "") != strip.ReplaceAllString(unknown, "") {
		t.Error("the page tells whether an account exists")
	}
	if strings.Contains(known, "wrong") {
		t.Error("the page holds the password")
	}
	throttled := 0
	for range 30 {
		status, page, head := p.signIn("officer-hrss", "wrong")
		if status == http.StatusTooManyRequests {
			throttled++
			if head.Get("Retry-After") == "" || !strings.Contains(page, "失败次数过多") {
				t.Error("a throttled sign-in is not told when to come back")
			}
		}
	}
	if throttled < 20 {
		t.Errorf("%d of 30 wrong passwords were throttled", throttled)
	}
}

// TestPathTraversal asks for files outside of what is served.
func TestPathTraversal(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	for _, path := range []string{
		"/static/../fixture_test.go", "/static/..%2f..%2fgo.mod", "/static/%2e%2e/intake.go", "/static/....//intake.go", "/static/..%5c..%5cgo.mod", "/static/%00", "/static/",
		"/uploads/..%2f..%2fledger.db", "/uploads/%2e%2e%2fledger.db/returned", "/uploads/..%2f..%2f..%2fetc%2fpasswd/original", "/receipts/..%2f..%2fx",
		"/datasets/hrss/..%2f..%2fpolice%2fpeople", "/datasets/hrss/..%2fpolice/template", "/datasets/hrss%2fpeople/x", "/units/hrss%2f..%2fpolice", "/units/..%2fhrss/workbook",
		"/datasets/hrss/people/template/../../../../police/people", "/units/hrss/../police",
	} {
		r := p.request("GET", "/", nil)
		u, err := url.Parse(s.server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		r.URL = u
		status, page, head := p.send(r)
		cleaned := status >= 300 && status < 400 && !strings.Contains(head.Get("Location"), "//")
		if status != none && !cleaned || strings.Contains(page, "package intake") || strings.Contains(page, "police人员") {
			t.Errorf("%s: %d to %q", path, status, head.Get("Location"))
		}
		if cleaned {
			if status, _, _ := p.get(head.Get("Location")); status != none {
				t.Errorf("%s leads to %s: %d", path, head.Get("Location"), status)
			}
		}
	}
}

// TestHeaderInjection downloads under a name with line ends, quotes and folders.
func TestHeaderInjection(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	status, body, head := p.get("/uploads/" + idOf("hrss") + "/returned")
	if status != ok || body != "returned" || head.Get("Set-Cookie") != "" {
		t.Fatalf("%d, %v", status, head)
	}
	kind, params, err := mime.ParseMediaType(head.Get("Content-Disposition"))
	if err != nil || kind != "attachment" || params["filename"] != `检查结果 _名__Set-Cookie_ x=1_.._.._册_.xlsx` {
		t.Errorf("%q: %s %q %v", head.Get("Content-Disposition"), kind, params["filename"], err)
	}
	for _, next := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/\t/evil.example", "/x\r\nSet-Cookie: a=b", "javascript:alert(1)", "evil"} {
		if got := intake.LocalPath(next); got != "/" {
			t.Errorf("after signing in, %q leads to %q", next, got)
		}
	}
	if got := intake.LocalPath("/units/hrss"); got != "/units/hrss" {
		t.Errorf("after signing in, a page of ours leads to %q", got)
	}
}

func FuzzDisposition(f *testing.F) {
	for _, name := range []string{"2026年3月_市人社局_数据质量评估表.xlsx", "a\r\nX: y", `a"b`, "../../etc/passwd", "\u202excod.exe", "%0d%0a", "名'*;=,"} {
		f.Add(name)
	}
	safe := regexp.MustCompile(`^attachment; filename="[ -!#-\[\]-~]*"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_|~%-]*$`)
	f.Fuzz(func(t *testing.T, name string) {
		got := intake.Disposition(name)
		if !safe.MatchString(got) {
			t.Fatalf("%q gives %q", name, got)
		}
		_, params, err := mime.ParseMediaType(got)
		if err != nil || strings.ContainsAny(params["filename"], "/\\\r\n\"\x00") {
			t.Fatalf("%q gives %q, read as %q (%v)", name, got, params["filename"], err)
		}
	})
}

func TestSenderName(t *testing.T) {
	for given, want := range map[string]string{
		`C:\Users\陈\名册.xlsx`: "名册.xlsx", "../../etc/passwd": "passwd", "名册.xlsx": "名册.xlsx", "a\xffb": "a\uFFFDb",
	} {
		if got := intake.SenderName(given); got != want {
			t.Errorf("%q is called %q, want %q", given, got, want)
		}
	}
	if got := intake.SenderName(strings.Repeat("长", 200) + ".xlsx"); len(got) > 255 || !strings.HasSuffix(got, "长.xlsx") {
		t.Errorf("a long name becomes %d bytes", len(got))
	}
}

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

// TestRefusals of the desk come as its own words, with the way back.
func TestRefusals(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	s.desk.refuse = true
	for path, back := range map[string]string{
		"/uploads/" + idOf("hrss") + "/confirm": "/uploads/" + idOf("hrss"),
		"/datasets/hrss/people/nil":             "/datasets/hrss/people",
		"/datasets/hrss/people/export":          "/datasets/hrss/people",
	} {
		form := url.Values{}
		for k, v := range why {
			form[k] = v
		}
		status, page, _ := p.postValid(path, form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "现在不能这样做") || !strings.Contains(page, `href="`+back+`"`) {
			t.Errorf("%s: %d\n%s", path, status, page)
		}
	}
	if status, page, _ := p.upload("hrss/people", p.token, "a.xlsx", strings.Repeat("x", 1<<19)); status != http.StatusUnprocessableEntity || !strings.Contains(page, "现在不能这样做") {
		t.Errorf("upload: %d", status)
	}
}
