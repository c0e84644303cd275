package workspace

import (
	"io/fs"
	"math"
	"net/url"
	"path"
	"slices"
	"strings"

	"cdoscore/rules"
)

// The occasions of notices.
const (
	OnMissing   = "missing"
	OnLate      = "late"
	OnScoreFell = "score_fell"
	OnFinished  = "night_finished"
	OnFailed    = "night_failed"
)

// NoticeOccasions lists them.
func NoticeOccasions() []string {
	return []string{OnMissing, OnLate, OnScoreFell, OnFinished, OnFailed}
}

// Notice is a rule by which somebody is told after a night.
type Notice struct {
	On       string
	By       float64  // of OnScoreFell: by more than so many points
	Unit     bool     // to the unit's own addresses
	To       []string // e-mail addresses
	Webhook  Webhook  // its URL is empty where there is none
	Language string   // of the texts
	Template string   // the text of its template; "" the product's own
}

// Webhook is where a notice is posted. Written is the URL as the file writes it,
// with its variable, which is all that is stored and shown.
type Webhook struct{ Written, URL, Secret string }

// The ways in which mail is secured on its way to the server.
const (
	MailStartTLS = "starttls"
	MailTLS      = "tls"
	MailPlain    = "none"
)

// Mail is the server that takes the notices; without Host they are left in the
// outbox.
type Mail struct {
	Host     string
	Port     int
	Security string
	CAFile   string // certificates that are trusted beside the machine's; "" none
	User     string
	Password string
	From     string
}

// readMail reads the mail server.
func readMail(n *rules.Node, d Deps, diags *rules.Diagnostics) Mail {
	if n == nil {
		return Mail{}
	}
	r := rules.NewReader(n, "mail", diags)
	m := Mail{Host: r.RequireText("host"), Security: r.Choice("security", MailStartTLS, MailStartTLS, MailTLS, MailPlain), CAFile: r.Text("ca_file"), User: r.Text("user")}
	ports := map[string]int{MailStartTLS: 587, MailTLS: 465, MailPlain: 25}
	m.Port = readInt(r, "port", ports[m.Security], 1, 65535)
	if m.From = r.RequireText("from"); m.From != "" && !isAddress(m.From) {
		diags.Addf(r.Get("from").Pos, `mail: "from" must be an e-mail address such as cdoscore@data.example.gov.cn, found %q`, m.From)
	}
	m.Password, _ = readVariable(r, "password", d, true)
	r.Finish()
	switch {
	case m.User != "" && m.Security == MailPlain:
		diags.Addf(r.Get("user").Pos, `mail: security "none" would send the password in the clear: use starttls or tls, or leave out user and password`)
	case (m.User == "") != (m.Password == "") && !r.Has("password"):
		diags.Addf(n.Pos, `mail: "user" needs a "password": write "${NAME}", and set the environment variable NAME where cdoscore runs`)
	case m.User == "" && r.Has("password"):
		diags.Addf(r.Get("password").Pos, `mail: "password" needs a "user"`)
	}
	return m
}

// readVariable reads a value that is a variable as a whole, such as ${NAME}, and
// returns what it holds and how it is written. Where it is a secret it must be one.
func readVariable(r *rules.Reader, key string, d Deps, secret bool) (value, written string) {
	n := r.Get(key)
	if n == nil {
		return "", ""
	}
	written = r.ScalarText(n, key)
	m := variableName.FindStringSubmatch(written)
	switch {
	case m == nil && strings.Contains(written, "${"):
		r.Diags().Addf(n.Pos, "%q: a variable must be the whole value, as in \"${NAME}\"", key)
		return "", written
	case m == nil && secret:
		r.Diags().Addf(n.Pos, "%q must not stand in a file in the clear: write \"${NAME}\", and set the environment variable NAME where cdoscore runs", key)
		return "", "${…}"
	case m == nil:
		return written, written
	}
	value, set := d.Getenv(m[1])
	if !set {
		r.Diags().Addf(n.Pos, "%q: the environment variable %s is not set: set it where cdoscore runs", key, m[1])
	}
	return value, written
}

// noticeReader reads the rules of notices and their templates.
type noticeReader struct {
	files fs.FS
	deps  Deps
	lang  string
	diags *rules.Diagnostics
}

func (x noticeReader) read(n *rules.Node) []Notice {
	var out []Notice
	for _, item := range items(n, "notices", x.diags) {
		out = append(out, x.one(item))
	}
	return out
}

func (x noticeReader) one(n *rules.Node) Notice {
	r := rules.NewReader(n, "notice", x.diags)
	r.Require("on")
	out := Notice{On: r.Choice("on", "", NoticeOccasions()...), Language: r.Choice("language", x.lang, languages...)}
	if r.Has("by") {
		out.By = r.Number("by", 0)
	}
	for _, to := range r.Texts("to", false) {
		switch {
		case to.Text == "unit":
			out.Unit = true
		case !isAddress(to.Text):
			x.diags.Addf(to.Pos, `notice: %q is neither an e-mail address nor "unit", the unit's own addresses`, to.Text)
		case slices.Contains(out.To, to.Text):
			x.diags.Addf(to.Pos, "notice: %q stands twice: remove one of the two", to.Text)
		default:
			out.To = append(out.To, to.Text)
		}
	}
	if w := r.Get("webhook"); w != nil {
		out.Webhook = x.webhook(w)
	}
	x.template(r, &out)
	r.Finish()
	x.check(r, n, out)
	return out
}

func (x noticeReader) webhook(n *rules.Node) Webhook {
	r := rules.NewReader(n, "webhook", x.diags)
	var w Webhook
	r.Require("url")
	w.URL, w.Written = readVariable(r, "url", x.deps, false)
	w.Secret, _ = readVariable(r, "secret", x.deps, true)
	r.Finish()
	if u, err := url.Parse(w.URL); w.URL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		x.diags.Addf(r.Get("url").Pos, "webhook: the url must begin with https:// or http:// and name a host")
	}
	return w
}

// template reads the file of a notice's own template, and tries it.
func (x noticeReader) template(r *rules.Reader, out *Notice) {
	n := r.Get("template")
	if n == nil {
		return
	}
	file := path.Clean(r.ScalarText(n, "template"))
	if !fs.ValidPath(file) {
		x.diags.Addf(n.Pos, "notice: the template must be a file of the workspace, such as notices/missing.txt")
		return
	}
	data, err := fs.ReadFile(x.files, file)
	if err != nil {
		x.diags.Addf(n.Pos, "notice: template %s: %s", file, cannotRead(err))
		return
	}
	out.Template = string(data)
	if x.deps.CheckTemplate == nil {
		return
	}
	if err := x.deps.CheckTemplate(out.Template); err != nil {
		x.diags.Addf(rules.Pos{File: file}, "%v", err)
	}
}

func (x noticeReader) check(r *rules.Reader, n *rules.Node, out Notice) {
	switch {
	case out.On == "": // reported as it was read
	case out.On == OnScoreFell && !(out.By > 0 && out.By < 100 && !math.IsNaN(out.By)):
		x.diags.Addf(n.Pos, `notice: "score_fell" needs "by": the points, more than 0 and less than 100, by which a score must have fallen`)
	case out.On != OnScoreFell && r.Has("by"):
		x.diags.Addf(r.Get("by").Pos, `notice: "by" has a meaning only with on: score_fell`)
	case out.Unit && (out.On == OnFinished || out.On == OnFailed):
		x.diags.Addf(r.Get("to").Pos, `notice: %q is about the whole night, and goes to no "unit": write addresses`, out.On)
	case !out.Unit && len(out.To) == 0 && out.Webhook.Written == "" && !r.Has("to"):
		x.diags.Addf(n.Pos, `notice: nobody is to be told: add "to" (addresses, or "unit"), or "webhook"`)
	}
}
