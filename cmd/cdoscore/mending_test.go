package main

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestMendingInTheWeb has a unit answer a finding and object to a day's and a month's
// line by the pages, the city decide, and the commands tell of it all; what the
// program writes into folders leads to no page that must be served.
func TestMendingInTheWeb(t *testing.T) {
	dir := t.TempDir()
	rectifyCity.write(t, dir)
	files{"in/2026-03-02.csv": payments(2)}.write(t, dir)
	deliverAt(t, dir, "2026-03-02T20:00:00+08:00")
	const now, later = "2026-03-03T06:30:00+08:00", "2026-03-03T07:00:00+08:00"
	must(t, exitDone, "run", dir, "--now", now)
	must(t, exitDone, "rectify", "issue", dir, "--period", "2026-03", "--by", "市数据局", "--now", now)
	must(t, exitDone, "scorecards", dir, "--period", "2026-03", "--html", "--now", now)
	expectNoServedLinks(t, filepath.Join(dir, "scorecards", "2026-03", "html"))
	monthCode := lineOf(t, table(t, filepath.Join(dir, "scorecards", "2026-03", "unit-hrss.xlsx"), "规则明细", "得分点编号"), "不合格数", "2")["得分点编号"]
	addAccount(t, dir, "officer", "--role", "officer", "--unit", "hrss", "--title", "基金处 某联络员")
	addAccount(t, dir, "city", "--role", "city_reviewer")
	base := serveDoor(t, dir, now)
	officer, city := signedIn(t, base, "officer"), signedIn(t, base, "city")

	expectReply(t, dir, later, officer)
	dayCode := findingOf(t, dir, later).Code
	expectObjection(t, officer, "2026-03-02", dayCode)
	expectObjection(t, officer, "2026-03", monthCode)
	listed := must(t, exitDone, "appeal", "list", dir, "--now", later)
	for _, want := range []string{"HRSS-Y2026-0001", dayCode, "HRSS-Y2026-0002", monthCode, "新号段应视为有效", "2026-03-06"} {
		if !strings.Contains(listed, want) {
			t.Errorf("`appeal list` lacks %q:\n%s", want, listed)
		}
	}

	officer.post("/appeals/hrss/HRSS-Y2026-0002/withdraw", nil)
	if status, _ := city.post("/appeals/hrss/HRSS-Y2026-0001/steps", url.Values{"csrf": {city.csrf}, "state": {"accepted"}}); status != http.StatusOK {
		t.Errorf("the city accepts: %d", status)
	}
	for number, want := range map[string]string{"HRSS-Y2026-0001": "受理", "HRSS-Y2026-0002": "撤回"} {
		if shown := must(t, exitDone, "appeal", "show", number, "-w", dir, "--now", later); !strings.Contains(shown, want) {
			t.Errorf("`appeal show %s` lacks %q:\n%s", number, want, shown)
		}
	}
	must(t, exitDone, "audit", "verify", "-w", dir, "--now", later)
}

// expectObjection has the officer object to a line by the link of its scorecard, and
// once more.
func expectObjection(t *testing.T, officer *browserless, at, code string) {
	t.Helper()
	status, page := officer.get("/units/hrss?at=" + at)
	link := regexp.MustCompile(`href="(/appeals/hrss\?code=` + code + `)"`).FindStringSubmatch(page)
	if status != http.StatusOK || link == nil {
		t.Fatalf("the scorecard of %s, %d, does not lead to an objection to %s", at, status, code)
	}
	if _, page := officer.get(html.UnescapeString(link[1])); !strings.Contains(page, `value="`+code+`"`) {
		t.Errorf("the form is not filled with %s", code)
	}
	form := url.Values{"csrf": {officer.csrf}, "code": {code}, "content": {"新号段应视为有效"}, "facts": {"号段已启用"}, "applicant": {"某联络员"}}
	if status, page := officer.post("/appeals/hrss", form); status != http.StatusOK || !strings.Contains(page, code) || !strings.Contains(page, "2 / 0 / 40") {
		t.Errorf("the objection to %s: %d\n%s", code, status, page)
	}
	if status, page := officer.post("/appeals/hrss", form); status != http.StatusUnprocessableEntity || !strings.Contains(page, "HRSS-Y2026-000") {
		t.Errorf("the same objection again: %d", status)
	}
}

// expectReply has the officer answer the one finding, first with a mistake.
func expectReply(t *testing.T, dir, now string, officer *browserless) {
	t.Helper()
	number := findingOf(t, dir, now).Number
	path := "/findings/hrss/" + number
	if status, page := officer.get("/findings/hrss"); status != http.StatusOK || !strings.Contains(page, number) || !strings.Contains(page, "2 / 40") || !strings.Contains(page, "剩 5 个工作日") {
		t.Errorf("the list of findings: %d\n%s", status, page)
	}
	officer.get(path)
	form := url.Values{"csrf": {officer.csrf}, "progress": {"cannot"}, "evidence": {"ZZ-07"}}
	if status, page := officer.post(path+"/replies", form); status != http.StatusUnprocessableEntity || !strings.Contains(page, `id="analysis-fault"`) || !strings.Contains(page, "ZZ-07") {
		t.Errorf("a reply without a reason: %d", status)
	}
	if f := findingOf(t, dir, now); f.State != "open" || f.Reply != nil {
		t.Errorf("a refused reply left %+v", f)
	}
	form.Set("analysis", "号段未登记")
	if status, page := officer.post(path+"/replies", form); status != http.StatusOK || !strings.Contains(page, "号段未登记") {
		t.Errorf("the reply: %d\n%s", status, page)
	}
	f := findingOf(t, dir, now)
	if f.State != "replied" || f.Reply == nil || f.Reply.Actor != "officer" || f.Reply.Progress != "cannot" || f.Reply.Analysis != "号段未登记" || f.Reply.Evidence != "ZZ-07" {
		t.Errorf("`rectify list` says %+v, reply %+v", f, f.Reply)
	}
}

// expectNoServedLinks finds links of a folder's pages that lead out of it.
func expectNoServedLinks(t *testing.T, dir string) {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil || len(pages) < 2 {
		t.Fatalf("%d pages in %s, %v", len(pages), dir, err)
	}
	for _, p := range pages {
		content, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(string(content), -1) {
			name, _, _ := strings.Cut(m[1], "#")
			if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
				t.Error(fmt.Errorf("%s leads to %q: %w", filepath.Base(p), m[1], err))
			}
		}
	}
}
