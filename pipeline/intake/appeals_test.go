package intake_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
)

// step sends a step's form, and reads its answer.
func (p *person) step(path string, want int, contains string, form ...string) {
	p.s.t.Helper()
	status, page, _ := p.postValid(path+"/steps", with(url.Values{}, form...))
	if status != want || !strings.Contains(page, contains) {
		p.s.t.Errorf("%v: %d, want %d and %q", form, status, want, contains)
	}
}

// TestAppeal is filed by an officer, decided by the city, and told of on the way.
func TestAppeal(t *testing.T) {
	s := newSite(t)
	officer, city := s.as("officer-hrss"), s.as(nameOf(account.CityReviewer, ""))
	const path = "/appeals/hrss/HRSS-Y2026-0002"
	if status, _, head := officer.postValid("/appeals/hrss", with(objection)); status != moved || head.Get("Location") != path {
		t.Fatalf("an appeal: %d to %q", status, head.Get("Location"))
	}
	list, err := s.ledger.Appeals(ctx, "hrss")
	if err != nil || len(list) != 2 || list[1].Code != "HRSS-20260309-00000002" || list[1].Dataset != "hrss/people" || list[1].Content != objection.Get("content") || list[1].Steps[0].Actor != "officer-hrss" {
		t.Fatalf("on record %+v, %v", list, err)
	}
	if last, err := s.ledger.VerifyAudit(ctx); err != nil || last.Action != "appeal.filed" || last.Object != "HRSS-Y2026-0002" || last.Remote != "127.0.0.1" {
		t.Errorf("the trail ends with %+v, %v", last, err)
	}
	city.step(path, http.StatusUnprocessableEntity, "这一步现在不能办理", "state", appeal.Verified, "outcome", appeal.Upheld, "document", "x")
	city.step(path, http.StatusUnprocessableEntity, `id="archived-note-fault"`, "state", appeal.Archived)
	city.step(path, http.StatusBadRequest, "", "state", appeal.Withdrawn)
	city.step(path, moved, "", "state", appeal.Accepted)
	city.step(path, http.StatusUnprocessableEntity, `id="verified-document-fault"`, "state", appeal.Verified, "outcome", appeal.Upheld)
	city.step(path, http.StatusUnprocessableEntity, "留下的", "state", appeal.Verified, "document", "留下的")
	city.step(path, moved, "", "state", appeal.Verified, "outcome", appeal.Upheld, "document", "数评〔2026〕3号")
	if _, page, _ := city.get(path); !strings.Contains(page, "cdoscore appeal rule HRSS-Y2026-0002 --waive") || !strings.Contains(page, "核实 · 异议成立") {
		t.Error("the city is not told how the ruling is carried out")
	}
	_, page, _ := officer.get(path)
	if strings.Contains(page, "cdoscore appeal") || strings.Contains(page, "/steps") || strings.Contains(page, "/withdraw") || !strings.Contains(page, "数评〔2026〕3号") {
		t.Error("the officer is not told of the ruling, or may take a step")
	}
	if status, _, _ := officer.postValid(path+"/withdraw", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("a decided appeal is withdrawn: %d", status)
	}
	if status, _, _ := officer.postValid("/appeals/hrss/"+appealOf("hrss")+"/withdraw", nil); status != moved {
		t.Errorf("withdrawing: %d", status)
	}
	_, page, _ = city.get("/appeals")
	for _, want := range []string{"HRSS-Y2026-0002", appealOf("police"), "撤回", "市police局"} {
		if !strings.Contains(page, want) {
			t.Errorf("the city's list lacks %q", want)
		}
	}
	city.step(path, moved, "", "state", appeal.Archived)
}

// TestCodeOfTheAddress stands in the form, whatever it is.
func TestCodeOfTheAddress(t *testing.T) {
	officer := newSite(t).as("officer-hrss")
	_, page, _ := officer.get("/appeals/hrss?code=" + url.QueryEscape(`HRSS-"><b>`))
	if !strings.Contains(page, `value="HRSS-&#34;&gt;&lt;b&gt;"`) || !strings.Contains(page, `<details class="card" id="file" open>`) || strings.Contains(page, "<script>alert") {
		t.Error("the code of the address is not in the form, or is markup")
	}
}

// TestWrongAppeal is refused with the entry named and everything kept, and records
// nothing.
func TestWrongAppeal(t *testing.T) {
	s := newSite(t)
	p := s.as("cdo-hrss")
	for name, c := range map[string]struct {
		form  url.Values
		entry string
		want  string
	}{
		"no code":      {with(objection, "code", ""), "code", "必填"},
		"unknown code": {with(objection, "code", "HRSS-20260309-FFFFFFFF"), "code", "没有得分点 HRSS-20260309-FFFFFFFF"},
		"pending":      {with(objection, "code", "HRSS-20260309-00000001"), "code", "该得分点已有异议 " + appealOf("hrss")},
		"no content":   {with(objection, "content", " \r\n"), "content", "必填"},
		"no facts":     {with(objection, "facts", ""), "facts", "必填"},
		"no applicant": {with(objection, "applicant", ""), "applicant", "必填"},
		"long phone":   {with(objection, "phone", strings.Repeat("1", 201)), "phone", "共 201 个字"},
	} {
		t.Run(name, func(t *testing.T) {
			status, page, _ := p.postValid("/appeals/hrss", with(c.form, "evidence", "留<下>"))
			if status != http.StatusUnprocessableEntity || !strings.Contains(page, `<p class="fault" id="`+c.entry+`-fault">`+c.want) {
				t.Errorf("%d; no %q at %s", status, c.want, c.entry)
			}
			if strings.Count(page, `aria-invalid="true"`) != 1 || !strings.Contains(page, "留&lt;下&gt;") {
				t.Error("another entry is blamed too, or what was entered is lost")
			}
			checkPage(t, name, page)
		})
	}
	if list, err := s.ledger.Appeals(ctx, "hrss"); err != nil || len(list) != 1 {
		t.Errorf("%d appeals are on record, %v", len(list), err)
	}
}

// TestObjectLinks leads from the scorecard to the form whoever may object, and nobody
// else.
func TestObjectLinks(t *testing.T) {
	s := newSite(t)
	for name, want := range map[string]string{"officer-hrss": "/appeals/hrss", "cdo-hrss": "/appeals/hrss", "reviewer-hrss": "", "leader": ""} {
		if _, page, _ := s.as(name).get("/units/hrss"); !strings.Contains(page, `<a href="`+want+`">appeals</a>`) {
			t.Errorf("as %s the scorecard does not lead to %q", name, want)
		}
	}
}
