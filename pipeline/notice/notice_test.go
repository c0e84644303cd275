package notice_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/notice"
	"cdoscore/pipeline/workspace"

	"mime/quotedprintable"
)

var (
	zone = time.FixedZone("CST", 8*3600)
	ctx  = context.Background()
)

// office is an outbox and its sender over a ledger, at a moment that the test sets.
type office struct {
	t    *testing.T
	now  time.Time
	w    *workspace.Workspace
	l    *ledger.Ledger
	log  bytes.Buffer
	sent []bool
}

func newOffice(t *testing.T, m workspace.Mail, hook workspace.Webhook) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 3, 3, 6, 0, 0, 0, zone)}
	dir := t.TempDir()
	o.w = &workspace.Workspace{Dir: dir, Mail: m, Storage: workspace.Storage{Var: "var", Outbox: "outbox"}, Notices: []workspace.Notice{{Webhook: hook}}}
	var err error
	if o.l, err = ledger.Open(ctx, filepath.Join(dir, "var"), o.now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.l.Close() })
	return o
}

func (o *office) post(channel, target string, f notice.Facts) bool {
	o.t.Helper()
	text, err := notice.Render(f, "", "zh-Hans")
	if err != nil {
		o.t.Fatal(err)
	}
	box := &notice.Outbox{Dir: o.w.OutboxDir(), From: o.w.Mail.From, Ledger: o.l, Now: func() time.Time { return o.now }}
	written, err := box.Post(ctx, channel, target, f, text)
	if err != nil {
		o.t.Fatal(err)
	}
	return written
}

func (o *office) send() {
	o.t.Helper()
	s := &notice.Sender{Workspace: o.w, Ledger: o.l, Now: func() time.Time { return o.now }, Log: slog.New(slog.NewTextHandler(&o.log, nil)),
		Sent: func(_ string, ok bool) { o.sent = append(o.sent, ok) }}
	if err := s.Send(ctx); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) files() []string {
	o.t.Helper()
	paths, err := filepath.Glob(filepath.Join(o.w.OutboxDir(), "*", "*"))
	if err != nil {
		o.t.Fatal(err)
	}
	return paths
}

func missing() notice.Facts {
	return notice.Facts{On: "missing", Job: "workspace", City: "广州市", Unit: "市人力资源社会保障局", Day: "2026-03-02",
		Items: []notice.Item{{Unit: "hrss", Dataset: "hrss/payments", Title: "社保缴费明细", Slot: "2026-03-02", State: "缺报", Reason: "未找到文件", Due: "2026-03-03 03:00"}}}
}

// letter is a mail as its recipient reads it.
func letter(t *testing.T, data string) (header mail.Header, subject, body string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	if got := m.Header.Get("Content-Transfer-Encoding"); got != "quoted-printable" {
		t.Fatalf("encoding %q", got)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return m.Header, subject, strings.ReplaceAll(string(text), "\r\n", "\n")
}

// TestMail: a notice reaches a server by each way of security, as it stands in the
// outbox, once.
func TestMail(t *testing.T) {
	for _, security := range []string{workspace.MailStartTLS, workspace.MailTLS, workspace.MailPlain} {
		t.Run(security, func(t *testing.T) {
			server := startPost(t, security)
			m := workspace.Mail{Host: "127.0.0.1", Port: server.port, Security: security, CAFile: server.caFile, From: "cdoscore@data.example.gov.cn"}
			if security != workspace.MailPlain {
				m.User, m.Password = mailUser, mailPassword
			}
			o := newOffice(t, m, workspace.Webhook{})
			if !o.post(notice.Mail, "cdo@hrss.example.gov.cn", missing()) || o.post(notice.Mail, "cdo@hrss.example.gov.cn", missing()) {
				t.Error("the notice was to be written once")
			}
			o.send()
			o.send()
			got := server.got()
			if len(got) != 1 {
				t.Fatalf("%d mails arrived, want 1\n%s", len(got), o.log.String())
			}
			if got[0].from != "cdoscore@data.example.gov.cn" || got[0].to != "cdo@hrss.example.gov.cn" || got[0].user != m.User || got[0].secure != (security != workspace.MailPlain) {
				t.Errorf("arrived: %+v", got[0])
			}
			stored, err := os.ReadFile(o.files()[0])
			if err != nil {
				t.Fatal(err)
			}
			for _, data := range []string{got[0].data, string(stored)} {
				header, subject, body := letter(t, data)
				if subject != "【数据报送】市人力资源社会保障局有 1 个期次缺报（2026-03-02）" {
					t.Errorf("subject %q", subject)
				}
				if !strings.Contains(body, "- 社保缴费明细（hrss/payments），期次 2026-03-02，应报时间 2026-03-03 03:00：未找到文件\n") {
					t.Errorf("body:\n%s", body)
				}
				if header.Get("To") != "<cdo@hrss.example.gov.cn>" || header.Get("Message-ID") == "" || header.Get("Auto-Submitted") != "auto-generated" {
					t.Errorf("header: %v", header)
				}
			}
		})
	}
}

// TestMailServerThatCannotBeTrusted: nothing is sent to a server whose certificate
// nobody vouches for, nor in the clear where security was asked for, nor with a
// wrong password; the password is in no log.
func TestMailServerThatCannotBeTrusted(t *testing.T) {
	secure, plain := startPost(t, workspace.MailStartTLS), startPost(t, workspace.MailPlain)
	for name, m := range map[string]workspace.Mail{
		"an unknown certificate": {Port: secure.port, Security: workspace.MailStartTLS},
		"no STARTTLS":            {Port: plain.port, Security: workspace.MailStartTLS},
		"a wrong password":       {Port: secure.port, Security: workspace.MailStartTLS, CAFile: secure.caFile, User: mailUser, Password: "wr0ng"},
	} {
		t.Run(name, func(t *testing.T) {
			m.Host, m.From = "127.0.0.1", "cdoscore@data.example.gov.cn"
			o := newOffice(t, m, workspace.Webhook{})
			o.post(notice.Mail, "cdo@hrss.example.gov.cn", missing())
			o.send()
			list, err := o.l.Notices(ctx)
			if err != nil || len(list) != 1 || !list[0].Sent.IsZero() || list[0].Error == "" || strings.Contains(o.log.String()+list[0].Error, "wr0ng") {
				t.Errorf("%+v, %v\n%s", list, err, o.log.String())
			}
		})
	}
	if n := len(secure.got()) + len(plain.got()); n != 0 {
		t.Errorf("%d mails arrived", n)
	}
}

// TestFailedSendIsTriedAgain: after waits that grow, until it is sent.
func TestFailedSendIsTriedAgain(t *testing.T) {
	server := startPost(t, workspace.MailPlain)
	server.refuse = true
	o := newOffice(t, workspace.Mail{Host: "127.0.0.1", Port: server.port, Security: workspace.MailPlain, From: "a@b.example"}, workspace.Webhook{})
	o.post(notice.Mail, "c@d.example", missing())
	for _, step := range []struct {
		after time.Duration
		tries int
	}{{0, 1}, {30 * time.Second, 1}, {30 * time.Second, 2}, {time.Minute, 2}, {time.Minute, 3}} {
		o.now = o.now.Add(step.after)
		o.send()
		if list, err := o.l.Notices(ctx); err != nil || list[0].Tries != step.tries {
			t.Fatalf("at %v: %+v, %v; want %d tries", o.now, list, err, step.tries)
		}
	}
	server.mu.Lock()
	server.refuse = false
	server.mu.Unlock()
	o.now = o.now.Add(4 * time.Minute)
	o.send()
	if len(server.got()) != 1 {
		t.Errorf("%d mails arrived, want 1", len(server.got()))
	}
	o.now = o.now.Add(24 * time.Hour)
	o.send()
	if len(server.got()) != 1 {
		t.Errorf("%d mails arrived, want 1", len(server.got()))
	}
}

// TestAfterTheLastTryItStaysInTheOutbox: a recipient that never answers is not asked
// for ever.
func TestAfterTheLastTryItStaysInTheOutbox(t *testing.T) {
	o := newOffice(t, workspace.Mail{}, workspace.Webhook{Written: "${HOOK}", URL: "http://127.0.0.1:1/secret-token"})
	o.post(notice.Webhook, "${HOOK}", missing())
	for range 100 {
		o.send()
		o.now = o.now.Add(6 * time.Hour)
	}
	list, err := o.l.Notices(ctx)
	if err != nil || list[0].Tries != len(o.sent) || len(o.sent) > 20 || !list[0].Next.IsZero() || len(o.files()) != 1 {
		t.Errorf("%d attempts, %+v, %v", len(o.sent), list, err)
	}
	if strings.Contains(o.log.String(), "secret-token") {
		t.Errorf("the log shows the webhook's url:\n%s", o.log.String())
	}
}

// TestWithoutAServer: the notices wait in the outbox, for people or for a server
// that is declared later.
func TestWithoutAServer(t *testing.T) {
	o := newOffice(t, workspace.Mail{}, workspace.Webhook{})
	o.post(notice.Mail, "c@d.example", missing())
	o.send()
	if len(o.files()) != 1 || len(o.sent) != 0 {
		t.Fatalf("files %v, %d attempts", o.files(), len(o.sent))
	}
	server := startPost(t, workspace.MailPlain)
	o.w.Mail = workspace.Mail{Host: "127.0.0.1", Port: server.port, Security: workspace.MailPlain, From: "a@b.example"}
	o.send()
	if len(server.got()) != 1 {
		t.Errorf("%d mails arrived, want 1\n%s", len(server.got()), o.log.String())
	}
}

// TestWebhook: the same JSON as in the outbox, signed; a server error and a redirect
// are failures.
func TestWebhook(t *testing.T) {
	status := http.StatusInternalServerError
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if got := r.Header.Get(notice.SignatureHeader); got != notice.Signature("s3cret", body) || r.Method != http.MethodPost || r.URL.Path != "/hook" {
			t.Errorf("%s %s, signature %q", r.Method, r.URL.Path, got)
		}
		bodies = append(bodies, string(body))
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
	}))
	defer server.Close()
	o := newOffice(t, workspace.Mail{}, workspace.Webhook{Written: "${HOOK}", URL: server.URL + "/hook", Secret: "s3cret"})
	o.post(notice.Webhook, "${HOOK}", missing())
	for _, status = range []int{500, 302, 204, 204} {
		o.send()
		o.now = o.now.Add(time.Hour)
	}
	if len(bodies) != 3 {
		t.Fatalf("%d posts, want 3", len(bodies))
	}
	stored, err := os.ReadFile(o.files()[0])
	if err != nil || bodies[2] != string(stored) {
		t.Errorf("posted %s, stored %s, %v", bodies[2], stored, err)
	}
	var p struct {
		ID, On, Unit, Day, Subject string
		Items                      []notice.Item
	}
	if err := json.Unmarshal(stored, &p); err != nil || p.ID == "" || p.On != "missing" || p.Items[0] != missing().Items[0] || !strings.HasPrefix(p.Subject, "【数据报送】") {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestHeaderInjection: whatever a name holds, it becomes no header.
func TestHeaderInjection(t *testing.T) {
	server := startPost(t, workspace.MailPlain)
	o := newOffice(t, workspace.Mail{Host: "127.0.0.1", Port: server.port, Security: workspace.MailPlain, From: "a@b.example"}, workspace.Webhook{})
	for i, evil := range []string{"局\r\nBcc: x@evil.example", "局\nBcc: x@evil.example\n\nbody", "局\u2028Bcc: x@evil.example", "局\rBcc: x@evil.example", "\r\n.\r\nMAIL FROM:<x@evil.example>"} {
		f := missing()
		f.Unit, f.Items[0].Title = evil, evil
		o.post(notice.Mail, "c@d.example", f)
		o.send()
		got := server.got()
		if len(got) != i+1 {
			t.Fatalf("%q: %d mails arrived\n%s", evil, len(got), o.log.String())
		}
		header, subject, _ := letter(t, got[i].data)
		if header.Get("Bcc") != "" || strings.ContainsAny(subject, "\r\n") || got[i].to != "c@d.example" || got[i].from != "a@b.example" {
			t.Errorf("%q: header %v, to %s", evil, header, got[i].to)
		}
	}
}

// TestTemplates: the product's own write something in every language, and one that
// names what there is not is refused with its place.
func TestTemplates(t *testing.T) {
	for _, on := range notice.Occasions() {
		seen := map[string]bool{}
		for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
			f := missing()
			f.On, f.Reason = on, "reason"
			text, err := notice.Render(f, "", lang)
			if err != nil || text.Subject == "" || len(text.Body) < 20 || strings.Contains(text.Subject+text.Body, "<no value>") {
				t.Errorf("%s %s: %+v, %v", on, lang, text, err)
			}
			seen[text.Subject+text.Body] = true
		}
		if len(seen) != 3 {
			t.Errorf("%s: the languages do not differ", on)
		}
	}
	for text, want := range map[string]string{
		"{{.Unit": "notice:1: unclosed action", "{{.Unti}}": "can't evaluate field Unti", "\n\n": "its first line must be the subject", "{{range .Items}}{{.Value}}{{end}}": "can't evaluate field Value",
	} {
		if err := notice.Check(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if err := notice.Check("{{.City}} {{.Day}}\n{{range .Items}}{{.Title}}{{end}}"); err != nil {
		t.Error(err)
	}
}
