package intake_test

import (
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/intake"
	"cdoscore/pipeline/ledger"
)

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
			for _, kind := range []string{"multipart/form-data; boundary=b", "text/plain", ""} {
				r := p.request("POST", q.about("hrss"), strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"slot\"\r\n\r\n2026-03-09\r\n--b--\r\n"))
				r.Header.Set("Content-Type", kind)
				if status, _, _ := p.send(r); status != barred && status != http.StatusBadRequest {
					t.Errorf("%s %s as %s, sent as %q without a token: %d, want 403", q.method, q.path, role, kind, status)
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
	s.expectAsIssued()
	if u := s.desk.uploads[idOf("hrss")]; u.State != ledger.UploadChecked || s.desk.bytes != 0 {
		t.Errorf("something was done: state %s, %d bytes taken", u.State, s.desk.bytes)
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
	if status, _, _ := p.post("/signin", url.Values{"name": {"officer-hrss"}, "password": {password}, "token": {"AAAA"}}); status != barred {
		t.Errorf("a token without a cookie: %d", status)
	}
	p.get("/signin") // gives the cookie that the other site cannot read
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
