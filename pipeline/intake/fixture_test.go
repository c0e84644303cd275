package intake_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/intake"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/rectification"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/html"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

var (
	ctx  = context.Background()
	zone = time.FixedZone("CST", 8*3600)
	noon = time.Date(2026, 3, 10, 12, 0, 0, 0, zone)
)

const password = "correct horse 电池"

// site is an intake with real accounts on a real ledger, and a desk that answers what
// the test says.
type site struct {
	t       *testing.T
	options intake.Options
	server  *httptest.Server
	ledger  *ledger.Ledger
	desk    *fakeDesk
	log     *strings.Builder
	mu      sync.Mutex
	now     time.Time
}

func newSite(t *testing.T, change ...func(*intake.Options)) *site {
	t.Helper()
	s := &site{t: t, now: noon, log: &strings.Builder{}}
	dir := t.TempDir()
	var err error
	if s.ledger, err = ledger.Open(ctx, dir, noon); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.ledger.Close() })
	accounts := account.New(s.ledger, account.Options{Clock: s.clock, Cost: account.Cost{Memory: 8, Passes: 1, Lanes: 1}, Units: []string{"hrss", "police"}, KeyFile: filepath.Join(dir, "key")})
	w := testWorkspace()
	s.desk = newFakeDesk(w, dir)
	for _, role := range account.Roles() {
		for _, unit := range unitsOf(role) {
			a := account.Account{Name: nameOf(role, unit), Title: "某联络员", Role: role, Unit: unit}
			if err := accounts.Add(ctx, account.Actor{Name: "cli:test"}, a, password); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.options = intake.Options{
		Workspace: func() *workspace.Workspace { return w }, Accounts: accounts, Desk: s.desk, Scorecards: fakeScorecards{dir}, Trail: s.ledger, Nights: fakeNights{},
		Template: func(w io.Writer, d *workspace.Dataset, lang string) error {
			_, err := fmt.Fprint(w, "template of "+d.ID)
			return err
		},
		Findings: func() *rectification.Register {
			return &rectification.Register{Workspace: w, Ledger: s.ledger, Now: s.clock()}
		},
		Appeals: func() *appeal.Docket {
			return &appeal.Docket{Workspace: w, Ledger: s.ledger, Line: fakeLine, Now: s.clock()}
		},
		Catalog: catalog, Stylesheet: html.Stylesheet(), Clock: s.clock, Log: slog.New(slog.NewTextHandler(lockedWriter{s}, nil)), MaxUpload: 1 << 20,
	}
	s.issue()
	for _, f := range change {
		f(&s.options)
	}
	in, err := intake.New(s.options)
	if err != nil {
		t.Fatal(err)
	}
	s.server = httptest.NewServer(in)
	t.Cleanup(s.server.Close)
	return s
}

type lockedWriter struct{ s *site }

func (w lockedWriter) Write(p []byte) (int, error) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	return w.s.log.Write(p)
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) turn(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func catalog(lang string) *message.Catalog {
	return message.New(lang, intake.Texts(), submission.Reasons(), appeal.Texts(), entries.Texts(), deskTexts)
}

// deskTexts stand for what the desk's own catalogue says.
var deskTexts = map[string]rules.Text{
	"desk.no": {ZhHans: "现在不能这样做", ZhHant: "現在不能這樣做", En: "not now"},
}

func unitsOf(r account.Role) []string {
	if r.OfUnit() {
		return []string{"hrss", "police"}
	}
	return []string{""}
}

func nameOf(r account.Role, unit string) string {
	return strings.Trim(strings.ReplaceAll(string(r)+"-"+unit, "_", "."), "-")
}

func testWorkspace() *workspace.Workspace {
	w := &workspace.Workspace{City: rules.Text{ZhHans: "广州市", ZhHant: "廣州市", En: "Guangzhou"}, Issuer: rules.Text{ZhHans: "某局"}, Zone: zone, Language: "zh-Hans",
		Calendar: workspace.Calendar{Until: "2026-12-31"}, Rectify: workspace.Rectify{Days: 10, CloseAfter: 2}, Appeals: workspace.Appeals{Accept: 3, Verify: 10}}
	for _, id := range []string{"completeness", "accuracy", "timeliness", "authenticity", "usability"} {
		w.Indicators.Dimensions = append(w.Indicators.Dimensions, workspace.Dimension{ID: id, Name: rules.Text{ZhHans: "维度" + id, ZhHant: "維度" + id, En: id}})
	}
	w.Indicators.Bands = []workspace.Band{{From: 90}, {From: 80}, {From: 60}, {}}
	for _, unit := range []string{"hrss", "police"} {
		w.Units = append(w.Units, &workspace.Unit{ID: unit, Tier: "department", SecondPerson: unit == "hrss", Name: rules.Text{ZhHans: "市" + unit + "局", ZhHant: "市" + unit + "局", En: unit}})
		w.Datasets = append(w.Datasets, &workspace.Dataset{ID: unit + "/people", Unit: unit, Name: "people", Title: rules.Text{ZhHans: unit + "人员名册", ZhHant: unit + "人員名冊", En: unit + " people"},
			Update: workspace.Update{Cycle: "daily"}, Rules: []*rules.Rule{{ID: "id_no.format", Kind: idFormat, Check: idCheck{}}}, Fields: []rules.Field{{Name: "id_no", Title: rules.Text{ZhHans: "身份证号", ZhHant: "身份證號", En: "ID"}, Type: rules.FieldType{Name: rules.TypeString}}}})
	}
	return w
}

// person is a browser.
type person struct {
	s *site
	*http.Client
	token string // the CSRF token of the last page
}

func (s *site) stranger() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &person{s: s, Client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as signs somebody in.
func (s *site) as(name string) *person {
	s.t.Helper()
	p := s.stranger()
	status, _, head := p.signIn(name, password)
	if status != http.StatusSeeOther {
		s.t.Fatalf("%s cannot sign in: %d %v", name, status, head)
	}
	p.get("/password")
	return p
}

func (p *person) signIn(name, password string) (int, string, http.Header) {
	_, page, _ := p.get("/signin")
	return p.post("/signin", url.Values{"token": {hiddenField(page, "token")}, "name": {name}, "password": {password}})
}

func hiddenField(page, name string) string {
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return m[1]
}

func (p *person) get(path string) (int, string, http.Header) {
	return p.send(p.request("GET", path, nil))
}

func (p *person) post(path string, form url.Values) (int, string, http.Header) {
	r := p.request("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.send(r)
}

// postValid is post with the session's token.
func (p *person) postValid(path string, form url.Values) (int, string, http.Header) {
	if form == nil {
		form = url.Values{}
	}
	form.Set("csrf", p.token)
	return p.post(path, form)
}

func (p *person) request(method, path string, body io.Reader) *http.Request {
	p.s.t.Helper()
	r, err := http.NewRequest(method, p.s.server.URL+path, body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	return r
}

func (p *person) send(r *http.Request) (int, string, http.Header) {
	p.s.t.Helper()
	answer, err := p.Do(r)
	if err != nil {
		p.s.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.s.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	if token := hiddenField(string(body), "csrf"); token != "" {
		p.token = token
	}
	return answer.StatusCode, string(body), answer.Header
}

// upload sends a file as a browser's form does, its fields in the order given.
func (p *person) upload(dataset, csrf, filename, content string) (int, string, http.Header) {
	body := "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + csrf +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"slot\"\r\n\r\n2026-03-09" +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--b--\r\n"
	r := p.request("POST", "/datasets/"+dataset+"/uploads", strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	return p.send(r)
}

// fakeScorecards has results of one day and its month.
type fakeScorecards struct{ dir string }

func (f fakeScorecards) Periods(context.Context) ([]string, error) {
	return []string{"2026-03-09", "2026-03"}, nil
}

func (f fakeScorecards) City(_ context.Context, w io.Writer, period, lang string) error {
	_, err := io.WriteString(w, `<h1>city `+period+lang+`</h1>`)
	return err
}

func (f fakeScorecards) Unit(_ context.Context, w io.Writer, period, unit, lang, appeals string) error {
	_, err := io.WriteString(w, `<h1>scores of `+unit+`</h1><a href="`+appeals+`">appeals</a>`)
	return err
}

func (f fakeScorecards) Losses(_ context.Context, unit string) (string, map[string]intake.Loss, error) {
	return "2026-03-09", map[string]intake.Loss{findingOf(unit): {Lost: 1.234, Recoverable: 0.5}}, nil
}

func (f fakeScorecards) Workbook(_ context.Context, period, unit, lang string) (string, error) {
	path := filepath.Join(f.dir, "book-"+unit+".xlsx")
	return path, os.WriteFile(path, []byte("workbook of "+unit), 0o600)
}

type fakeNights struct{}

func (fakeNights) RecentNights(context.Context, int) ([]ledger.Night, error) {
	out := []ledger.Night{{Job: "workspace", Day: "2026-03-10", Planned: noon}}
	for _, outcome := range ledger.NightOutcomes() {
		out = append(out, ledger.Night{Job: "workspace", Day: "2026-03-09", Planned: noon, Outcome: outcome, Attempts: 1, Last: ledger.Attempt{Started: noon, Run: "r1"}})
	}
	return out, nil
}

var errRefused = &submission.Refusal{Note: rules.Note{Key: "desk.no"}}

var _ intake.Desk = (*submission.Desk)(nil)
var _ intake.Accounts = (*account.Service)(nil)
var _ intake.Trail = (*ledger.Ledger)(nil)
