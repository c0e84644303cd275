package intake

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

//go:embed pages/*.html
var pageFiles embed.FS

// layout is what every page has.
type layout struct {
	Title     string
	Lang      string
	City      string
	Nav       []link
	Languages []link
	Account   *account.Account // nil: not signed in
	UnitName  string
	Role      string
	CSRF      string
	Stamp     string // of the style and script, so that a browser takes no old ones
	Refresh   int    // seconds after which a browser without script asks again; 0: never
	Body      any
}

// link is an entry of a menu.
type link struct {
	Text, Path string
	Here       bool
	Lang       string
}

// show renders a page whole before its first byte is sent.
func (v *visit) show(status int, name, title string, body any) error {
	return v.showRefreshing(status, name, title, body, 0)
}

func (v *visit) showRefreshing(status int, name, title string, body any, refresh int) error {
	l := layout{Title: title, Lang: v.lang, City: v.in.Workspace().City.In(v.lang), Languages: v.languages(), Stamp: v.in.stamp(), Refresh: refresh, Body: body}
	if v.signedIn {
		l.Account, l.CSRF, l.Nav = &v.session.Account, v.session.CSRF, v.nav()
		l.UnitName, l.Role = v.unitName(v.session.Account.Unit), v.text("web.role."+string(v.session.Account.Role))
	}
	t, err := v.in.pages[v.lang].Clone()
	if err != nil {
		return err
	}
	// Each page defines its own "main".
	if t, err = t.ParseFS(pageFiles, "pages/"+name+".html"); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, "layout.html", l); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.lang)
	writeBy(v.w, stallTime)
	v.w.WriteHeader(status)
	_, err = out.WriteTo(v.w)
	return ignoreGone(v, err)
}

// ignoreGone passes over what could not be sent to a client that has gone.
func ignoreGone(v *visit, err error) error {
	if v.r.Context().Err() != nil {
		return nil
	}
	return err
}

func (v *visit) sendJSON(status int, value any) {
	v.w.Header().Set("Content-Type", "application/json")
	v.w.WriteHeader(status)
	// An error here means that the client has gone.
	_ = json.NewEncoder(v.w).Encode(value)
}

// nav is the menu: the pages that the account may open.
func (v *visit) nav() []link {
	a := v.session.Account
	var out []link
	add := func(allowed bool, key, path string) {
		if allowed {
			here := v.r.URL.Path == path || strings.HasPrefix(v.r.URL.Path, path+"/")
			out = append(out, link{Text: v.text("web.nav." + key), Path: path, Here: here})
		}
	}
	add(v.may(account.SeeUnit), "datasets", "/datasets")
	add(v.may(account.Review) && v.in.secondPerson(a.Unit), "review", "/review")
	add(v.may(account.SeeUnit), "unit", "/units/"+url.PathEscape(a.Unit))
	add(v.may(account.SeeUnit), "findings", findingsPath(a.Unit))
	add(v.may(account.SeeUnit), "appeals", appealsPath(a.Unit))
	add(a.May(account.SeeCity, ""), "city", "/city")
	add(a.May(account.SeeCity, ""), "findings", "/findings")
	add(a.May(account.SeeCity, ""), "appeals", "/appeals")
	add(a.May(account.Operate, ""), "operations", "/operations")
	add(a.May(account.ReadAudit, ""), "audit", "/audit")
	add(a.May(account.SeeAccounts, ""), "accounts", "/accounts")
	return out
}

// home leads to the first page of whoever is there.
func (in *Intake) home(v *visit) error {
	if !v.signedIn {
		return errSignIn
	}
	if v.session.Account.MustChange {
		return errMustChange
	}
	if nav := v.nav(); len(nav) > 0 {
		return v.redirect(nav[0].Path)
	}
	return errForbidden
}

// languages links to this page in each language; what a form answered has no address
// of its own, so that the first page stands in.
func (v *visit) languages() []link {
	names := map[string]string{"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}
	path, query := "/", url.Values{}
	if v.r.Method == http.MethodGet {
		path, query = v.r.URL.Path, v.r.URL.Query()
	}
	var out []link
	for _, lang := range message.Languages {
		query.Set("lang", lang)
		out = append(out, link{Text: names[lang], Path: path + "?" + query.Encode(), Here: lang == v.lang, Lang: lang})
	}
	return out
}

func (v *visit) unitName(id string) string {
	if u := v.in.Workspace().Unit(id); u != nil {
		return u.Name.In(v.lang)
	}
	return ""
}

// parse reads the layout and its parts, with the functions of one language.
func (in *Intake) parse(c *message.Catalog) (*template.Template, error) {
	zone := in.Workspace().Zone
	return template.New("").Funcs(template.FuncMap{
		"t":         c.Text,
		"text":      func(t rules.Text) string { return t.In(c.Lang()) },
		"note":      c.Note,
		"column":    func(f rules.Field) string { return cmp.Or(f.Title.In(c.Lang()), f.Name) },
		"fieldtype": c.Type,
		"moment":    func(t time.Time) string { return stamp(t, zone, "2006-01-02 15:04") },
		"second":    func(t time.Time) string { return stamp(t, zone, "2006-01-02 15:04:05") },
		"iso":       func(t time.Time) string { return stamp(t, zone, time.RFC3339) },
		"count":     count,
		"size":      size,
		"millis":    millionths,
		"points":    points,
		"percent":   func(f float64) string { return strconv.FormatFloat(100*f, 'f', 1, 64) + "%" },
		"rate":      func(lost float64) string { return points(&lost) },
		"seg":       url.PathEscape,
		"add":       func(a, b int) int { return a + b },
	}).ParseFS(pageFiles, "pages/layout.html", "pages/parts.html")
}

func stamp(t time.Time, zone *time.Location, form string) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(zone).Format(form)
}

// count writes a number with thousands apart.
func count(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func size(bytes int64) string {
	switch {
	case bytes < 1<<10:
		return strconv.FormatInt(bytes, 10) + " B"
	case bytes < 1<<20:
		return strconv.FormatFloat(float64(bytes)/(1<<10), 'f', 1, 64) + " KB"
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64), ".0") + " MB"
}

// points writes a score with two decimals; nil: a dash.
func points(p *float64) string {
	if p == nil {
		return "—"
	}
	return strconv.FormatFloat(*p, 'f', 2, 64)
}

// millionths is points for a score as the ledger keeps it.
func millionths(p *int64) string {
	if p == nil {
		return "—"
	}
	f := float64(*p) / 1e6
	return points(&f)
}
