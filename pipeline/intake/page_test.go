package intake_test

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/intake"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/reports/message"
)

// TestTexts has every text in three languages with the same marks.
func TestTexts(t *testing.T) {
	mark := regexp.MustCompile(`\{\d\}`)
	marks := func(s string) []string {
		m := mark.FindAllString(s, -1)
		slices.Sort(m)
		return m
	}
	all := intake.Texts()
	maps.Copy(all, appeal.Texts())
	maps.Copy(all, entries.Texts())
	for key, x := range all {
		if x.ZhHans == "" || x.ZhHant == "" || x.En == "" {
			t.Errorf("%s lacks a language", key)
		}
		if !slices.Equal(marks(x.ZhHans), marks(x.ZhHant)) || !slices.Equal(marks(x.ZhHans), marks(x.En)) {
			t.Errorf("%s: marks differ", key)
		}
		if regexp.MustCompile(`\p{Han}`).MatchString(x.En) {
			t.Errorf("%s: Chinese in the English text", key)
		}
		if strings.ContainsAny(x.ZhHant, "数据质报迟单项关为标则张规与时区级维测错误实对应请补删无险库间检业组号码导录汇边该审阅页") {
			t.Errorf("%s: simplified characters in %s", key, x.ZhHant)
		}
		if strings.ContainsAny(x.ZhHans, "數據質報遲單項關為標則張規與時區級維測錯誤實對應請補刪無險庫間檢業組號碼導錄匯邊該審閱頁") {
			t.Errorf("%s: traditional characters in %s", key, x.ZhHans)
		}
	}
}

// TestStatesHaveTexts names every state that the desk and the ledger give.
func TestStatesHaveTexts(t *testing.T) {
	texts := intake.Texts()
	states := append(ledger.UploadStates(), ledger.States()...)
	states = append(states, submission.StatePending, submission.StateOverdue, submission.StateNilReturn)
	for _, s := range states {
		for _, key := range []string{"web.state.", "web.next."} {
			if _, ok := texts[key+s]; !ok {
				t.Errorf("no text for %s%s", key, s)
			}
		}
	}
	for _, s := range ledger.UploadStates() {
		if _, ok := texts["web.todo."+s]; !ok {
			t.Errorf("no text for web.todo.%s", s)
		}
	}
	for _, r := range account.Roles() {
		if _, ok := texts["web.role."+string(r)]; !ok {
			t.Errorf("no text for role %s", r)
		}
	}
}

// TestPagesSpeak shows every page in every language, and an upload in every state:
// none lacks a text, each is one document with one heading and labelled fields.
func TestPagesSpeak(t *testing.T) {
	s := newSite(t)
	for _, role := range account.Roles() {
		p := s.as(nameOf(role, unitsOf(role)[0]))
		for _, lang := range message.Languages {
			for _, q := range requests {
				if q.method != "GET" || strings.Contains(q.path, "/workbook") || strings.Contains(q.path, "/template") || strings.Contains(q.path, "/returned") || strings.Contains(q.path, "/original") || strings.Contains(q.path, "/state") {
					continue
				}
				r := p.request("GET", q.about("hrss")+"?lang="+lang, nil)
				status, page, head := p.send(r)
				checkPage(t, lang+" "+q.path+" as "+string(role), page)
				if head.Get("Content-Language") != lang {
					t.Errorf("%s: language %q, status %d", q.path, head.Get("Content-Language"), status)
				}
			}
		}
	}
	for _, name := range []string{"officer-hrss", "reviewer-hrss", "cdo-hrss"} {
		p := s.as(name)
		for _, state := range ledger.UploadStates() {
			s.desk.set(idOf("hrss"), state)
			status, page, _ := p.get("/uploads/" + idOf("hrss"))
			if status != http.StatusOK {
				t.Errorf("%s as %s: %d", state, name, status)
			}
			checkPage(t, state+" as "+name, page)
		}
	}
}

func checkPage(t *testing.T, name, page string) {
	t.Helper()
	if i := strings.Index(page, "⟦"); i >= 0 {
		t.Errorf("%s lacks a text: %s", name, page[i:min(len(page), i+60)])
	}
	if n := strings.Count(page, "<h1"); n != 1 {
		t.Errorf("%s has %d headings", name, n)
	}
	if strings.Contains(page, "名册<b>") {
		t.Errorf("%s: a file's name is not escaped", name)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("%s has the id %s twice", name, m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`<(?:input|select|textarea) id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `<label for="`+m[1]+`"`) {
			t.Errorf("%s: the field %s has no label", name, m[1])
		}
	}
}

// TestWhatTheOfficerReads of a check: the figures that the desk gave.
func TestWhatTheOfficerReads(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-police")
	_, page, _ := p.get("/uploads/" + idOf("police"))
	for _, want := range []string{"已改 12 处，未改 4 处，新增 1 处", "83.45", "1,200", "5 / 1,200", "3、9 等", "身份证号", "确认正式报送", "下载标注文件", "不适用"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "提交审核") {
		t.Error("a unit without a second person is offered one")
	}
	s.desk.set(idOf("hrss"), ledger.UploadChecked)
	_, page, _ = s.as("officer-hrss").get("/uploads/" + idOf("hrss"))
	if !strings.Contains(page, "提交审核") || strings.Contains(page, "确认正式报送") {
		t.Error("a unit with a second person is not asked to submit first")
	}
	s.desk.set(idOf("hrss"), ledger.UploadSubmitted)
	_, page, _ = s.as("reviewer-hrss").get("/uploads/" + idOf("hrss"))
	if !strings.Contains(page, "审核通过") || !strings.Contains(page, "退回修改") {
		t.Error("the reviewer is not asked to decide")
	}
}

// TestHome leads each role to its first page.
func TestHome(t *testing.T) {
	s := newSite(t)
	for role, want := range map[account.Role]string{
		account.Officer: "/datasets", account.Reviewer: "/datasets", account.CDO: "/datasets", account.CityReviewer: "/city", account.Leader: "/city",
		account.Operator: "/operations", account.SystemAdmin: "/accounts", account.SecurityAdmin: "/accounts", account.AuditAdmin: "/audit",
	} {
		p := s.as(nameOf(role, unitsOf(role)[0]))
		if _, _, head := p.get("/"); head.Get("Location") != want {
			t.Errorf("%s is led to %q, want %q", role, head.Get("Location"), want)
		}
	}
}
