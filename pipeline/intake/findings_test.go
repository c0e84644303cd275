package intake_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
)

// idFormat and idCheck are the one rule of each dataset.
var idFormat = &rules.Kind{Name: "format", Doc: rules.Doc{Title: rules.Text{ZhHans: "号码校验", ZhHant: "號碼校驗", En: "Number check"}}}

type idCheck struct{}

func (idCheck) Reads() []string   { return []string{"id_no"} }
func (idCheck) Canonical() string { return "cn_id" }

var (
	answer    = url.Values{"progress": {"in_progress"}, "measures": {"补充校验"}, "planned": {"2026-03-20"}}
	objection = url.Values{"code": {"hrss-20260309-00000002"}, "content": {"新号段应视为有效"}, "facts": {"号段已启用"}, "applicant": {"某联络员"}}
)

func findingOf(unit string) string { return strings.ToUpper(unit) + "-Z2026-0001" }
func appealOf(unit string) string  { return strings.ToUpper(unit) + "-Y2026-0001" }

// issue puts one finding and one appeal of each unit on record: what is entered into
// the forms is as hostile as any.
func (s *site) issue() {
	s.t.Helper()
	var findings []ledger.Finding
	for _, unit := range []string{"hrss", "police"} {
		findings = append(findings, ledger.Finding{Unit: unit, Dataset: unit + "/people", Rule: "id_no.format", Period: "2026-03", Slot: "2026-03-02", LastDay: "2026-03-02",
			Evaluated: 1200, Failed: 5, Issued: noon.AddDate(0, 0, -7), Deadline: "2026-03-17"})
		a := ledger.Appeal{Unit: unit, Code: strings.ToUpper(unit) + "-20260309-00000001", Dataset: unit + "/people", Slot: "2026-03-09", Rule: "id_no.format",
			Content: unit + `人员<script>alert(1)</script>`, Facts: "号段已启用", Applicant: "某联络员", Filed: noon}
		first := ledger.AppealStep{State: appeal.Filed, At: noon, Deadline: "2026-03-13", Actor: "officer-" + unit}
		if _, err := s.ledger.FileAppeals(ctx, []ledger.Appeal{a}, first, "", func(ledger.Appeal, []ledger.Appeal) error { return nil }); err != nil {
			s.t.Fatal(err)
		}
	}
	if _, err := s.ledger.IssueFindings(ctx, findings, "cli:test"); err != nil {
		s.t.Fatal(err)
	}
}

// expectAsIssued makes sure that nothing was answered, filed or decided.
func (s *site) expectAsIssued() {
	s.t.Helper()
	if replies, err := s.ledger.Replies(ctx, ""); err != nil || len(replies) != 0 {
		s.t.Errorf("%d replies were recorded, %v", len(replies), err)
	}
	if list, err := s.ledger.Appeals(ctx, ""); err != nil || len(list) != 2 || len(list[0].Steps)+len(list[1].Steps) != 2 {
		s.t.Errorf("an appeal was filed or moved: %+v, %v", list, err)
	}
}

// fakeLine finds two lines in each unit.
func fakeLine(_ context.Context, code string) (appeal.Line, error) {
	unit, rest, _ := strings.Cut(code, "-")
	if rest != "20260309-00000001" && rest != "20260309-00000002" || unit != "HRSS" && unit != "POLICE" {
		return appeal.Line{}, appeal.ErrNoLine
	}
	unit = strings.ToLower(unit)
	return appeal.Line{Unit: unit, Dataset: unit + "/people", Slot: "2026-03-09", Rule: "id_no.format"}, nil
}

// with is a form with some entries changed.
func with(form url.Values, changes ...string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = v
	}
	for i := 0; i < len(changes); i += 2 {
		out.Set(changes[i], changes[i+1])
	}
	return out
}

// TestReply records what the form says under the account's name, and shows it.
func TestReply(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	_, page, _ := p.get("/findings/hrss")
	for _, want := range []string{findingOf("hrss"), "hrss人员名册", "身份证号", "号码校验", "5 / 1,200", "1.23", "0.50", "2026-03-17", "剩 5 个工作日", "待整改", "2026-03-09 的日评估"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	path := "/findings/hrss/" + findingOf("hrss")
	evil := "<img src=x onerror=alert(1)>\r\n第二行\"'&"
	status, _, head := p.postValid(path+"/replies", with(answer, "measures", evil, "evidence", " ZZ-01 "))
	if status != moved || head.Get("Location") != path+"#replies" {
		t.Fatalf("a reply: %d to %q", status, head.Get("Location"))
	}
	replies, err := s.ledger.Replies(ctx, "hrss")
	if err != nil || len(replies) != 1 {
		t.Fatalf("%d replies, %v", len(replies), err)
	}
	want := ledger.Reply{Finding: findingOf("hrss"), At: replies[0].At, Actor: "officer-hrss", Measures: "<img src=x onerror=alert(1)>\n第二行\"'&", Planned: "2026-03-20", Progress: "in_progress", Evidence: "ZZ-01"}
	if replies[0] != want || !replies[0].At.Equal(noon) {
		t.Errorf("recorded %+v, want %+v", replies[0], want)
	}
	if last, err := s.ledger.VerifyAudit(ctx); err != nil || last.Action != "finding.reply" || last.Actor != "officer-hrss" || last.Unit != "hrss" || last.Object != findingOf("hrss") || last.Remote != "127.0.0.1" {
		t.Errorf("the trail ends with %+v, %v", last, err)
	}
	for _, name := range []string{"officer-hrss", "reviewer-hrss", "leader"} {
		status, page, _ := s.as(name).get(path)
		if status != ok || strings.Contains(page, "<img") || !strings.Contains(page, "&lt;img src=x onerror=alert(1)&gt;") || !strings.Contains(page, "已反馈") {
			t.Errorf("as %s: %d; the reply is missing, or is markup", name, status)
		}
		if form := strings.Contains(page, path+"/replies"); form != (name == "officer-hrss") {
			t.Errorf("as %s the page has a form: %v", name, form)
		}
	}
}

// TestWrongReply is refused with the entry named and everything kept, and records
// nothing.
func TestWrongReply(t *testing.T) {
	s := newSite(t)
	p := s.as("cdo-hrss")
	path := "/findings/hrss/" + findingOf("hrss")
	for name, c := range map[string]struct {
		form  url.Values
		entry string
		want  string
	}{
		"nothing":        {url.Values{}, "progress", "请从列表中选择"},
		"no measures":    {with(answer, "measures", "  "), "measures", "反馈须写明"},
		"no reason":      {with(answer, "progress", "cannot"), "analysis", "须在此说明原因"},
		"unknown choice": {with(answer, "progress", "soon"), "progress", "请从列表中选择"},
		"no day":         {with(answer, "planned", "2026-02-30"), "planned", "“2026-02-30”不是日期"},
		"too long":       {with(answer, "analysis", strings.Repeat("长", 2001)), "analysis", "共 2001 个字，最多 2000 个字"},
		"control":        {with(answer, "evidence", "ZZ\x00"), "evidence", "无法显示的字符"},
		"no text":        {with(answer, "evidence", "ZZ\xff"), "evidence", "无法显示的字符"},
	} {
		t.Run(name, func(t *testing.T) {
			kept := with(c.form, "evidence", c.form.Get("evidence")+"留<下>")
			status, page, _ := p.postValid(path+"/replies", kept)
			if status != http.StatusUnprocessableEntity || !strings.Contains(page, `id="`+c.entry+`-fault"`) || !strings.Contains(page, c.want) {
				t.Errorf("%d; no %q at %s", status, c.want, c.entry)
			}
			if strings.Count(page, `aria-invalid="true"`) != 1 || !strings.Contains(page, "留&lt;下&gt;") {
				t.Error("another entry is blamed too, or what was entered is lost")
			}
			checkPage(t, name, page)
		})
	}
	if replies, err := s.ledger.Replies(ctx, ""); err != nil || len(replies) != 0 {
		t.Errorf("%d replies are on record, %v", len(replies), err)
	}
}

// TestForeignNumbers answers for another unit's finding, appeal and scored line as for
// one that does not exist, by byte.
func TestForeignNumbers(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	none := func(s string) string { return strings.ReplaceAll(s, "POLICE", "NOBODY") }
	blank := func(page string) string { return strings.NewReplacer("POLICE", "", "NOBODY", "").Replace(page) }
	for _, path := range []string{"/findings/hrss/" + findingOf("police"), "/appeals/hrss/" + appealOf("police")} {
		foreign, page, _ := p.get(path)
		absent, other, _ := p.get(none(path))
		if foreign != http.StatusNotFound || absent != foreign || blank(page) != blank(other) {
			t.Errorf("GET %s: %d and %d, or the pages differ", path, foreign, absent)
		}
	}
	for path, form := range map[string]url.Values{
		"/findings/hrss/" + findingOf("police") + "/replies": answer,
		"/appeals/hrss/" + appealOf("police") + "/withdraw":  {},
	} {
		foreign, page, _ := p.postValid(path, with(form))
		absent, other, _ := p.postValid(none(path), with(form))
		if foreign != http.StatusNotFound || absent != foreign || blank(page) != blank(other) {
			t.Errorf("POST %s: %d and %d, or the pages differ", path, foreign, absent)
		}
	}
	const code = "POLICE-20260309-00000002"
	foreign, page, _ := p.postValid("/appeals/hrss", with(objection, "code", code))
	absent, other, _ := p.postValid("/appeals/hrss", with(objection, "code", none(code)))
	if foreign != http.StatusUnprocessableEntity || absent != foreign || blank(page) != blank(other) {
		t.Errorf("another unit's line: %d and %d, or the pages differ", foreign, absent)
	}
	if list, err := s.ledger.Appeals(ctx, ""); err != nil || len(list) != 2 || list[1].State() != appeal.Filed {
		t.Errorf("%d appeals, %v", len(list), err)
	}
}

// TestCityFindings shows the city how far each unit is, and nobody a form.
func TestCityFindings(t *testing.T) {
	s := newSite(t)
	s.turn(9 * 24 * time.Hour) // Thursday the 19th, two working days after the deadline
	_, page, _ := s.as("leader").get("/findings")
	for _, want := range []string{"市hrss局", "市police局", findingOf("police"), "整改率", "0.0%", "已逾期 2 个工作日"} {
		if !strings.Contains(page, want) {
			t.Errorf("the city's list lacks %q", want)
		}
	}
	for _, name := range []string{"leader", "city.reviewer"} {
		if _, page, _ := s.as(name).get("/findings/police/" + findingOf("police")); !strings.Contains(page, "police人员名册") || strings.Contains(page, "/replies") {
			t.Errorf("as %s the finding is not shown, or may be answered", name)
		}
	}
}
