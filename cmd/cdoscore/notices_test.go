package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hook is a webhook that keeps what is posted to it, a line for each notice.
type hook struct {
	mu   sync.Mutex
	told []string
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var p struct {
		On, Unit, Day, Subject, Text string
		Items                        []struct{ Dataset, State, Before, Score, Fell string }
	}
	data, _ := io.ReadAll(r.Body)
	if err := json.Unmarshal(data, &p); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	line := strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", p.Day, p.On, p.Unit, p.Subject)), " ")
	for _, i := range p.Items {
		line += fmt.Sprintf(" | %s %s %s-%s=%s", i.Dataset, i.State, i.Before, i.Score, i.Fell)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told = append(h.told, line)
}

// since returns what was told since it was asked last.
func (h *hook) since() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := h.told
	h.told = nil
	return out
}

const noticeSettings = `city: 演练市
languages: [zh-Hans]
memory: 512MB
start: 2026-03-02
notices:
  - {on: missing, to: [unit], webhook: {url: "${NOTICE_HOOK}"}, language: en, template: notices/missing.txt}
  - {on: late, to: [unit]}
  - {on: score_fell, by: 5, webhook: {url: "${NOTICE_HOOK}", secret: "${NOTICE_SECRET}"}, language: en}
  - {on: night_finished, to: [ops@city.example], webhook: {url: "${NOTICE_HOOK}"}, language: en}
  - {on: night_failed, webhook: {url: "${NOTICE_HOOK}"}, language: en}
`

// TestNotices: what a night finds is told once to those whom the rules name: not
// when the night is done again, nor the night after where nothing is new.
func TestNotices(t *testing.T) {
	h := &hook{}
	server := httptest.NewServer(h)
	defer server.Close()
	t.Setenv("NOTICE_HOOK", server.URL)
	t.Setenv("NOTICE_SECRET", "s3cret")
	source := func(name string) string { return `csv: {path: "in/` + name + `-{slot:0102}.csv"}` }
	dir := layOut(t, files{
		"cdoscore.yaml":               noticeSettings,
		"units.yaml":                  "- {id: alpha, tier: department, names: {zh-Hans: 甲局, en: Alpha}, email: cdo@alpha.example}\n- {id: beta, tier: department, names: 乙局}\n",
		"notices/missing.txt":         "{{.Unit}} lacks{{range .Items}} {{.Dataset}}{{end}}\n\n{{.City}}",
		"datasets/alpha/good.yaml":    permits("甲good", source("good"), ""),
		"datasets/alpha/falling.yaml": permits("甲falling", source("falling"), ""),
		"datasets/beta/missing.yaml":  permits("乙missing", source("missing"), ""),
		"in/good-0302.csv":            permitsHeader + permitRows(40), "in/good-0303.csv": permitsHeader + permitRows(41),
		"in/falling-0302.csv": permitsHeader + permitRows(6), "in/falling-0303.csv": permitsHeader + strings.Repeat("bad,,-1\n", 30),
		"in/missing-0302.csv": permitsHeader + permitRows(6),
	})
	must(t, exitDone, "night", dir, "--now", nightNow)
	expectTold(t, h, "2026-03-02 night_finished [Assessment done] 演练市 2026-03-02: 3 slots, 3 assessed")
	must(t, exitUnassessed, "night", dir, "--now", nextNow)
	told := h.since()
	fell := "[Data quality] %[1]s: 1 datasets fell by more than 5 points (2026-03-03)"
	if diff := cmp.Diff([]string{
		"2026-03-03 missing 乙局 乙局 lacks beta/missing | beta/missing Missing -0.00=",
		"2026-03-03 score_fell Alpha " + fmt.Sprintf(fell, "Alpha") + " | alpha/falling On time 96.57-64.22=32.35",
		"2026-03-03 score_fell 乙局 " + fmt.Sprintf(fell, "乙局") + " | beta/missing Missing 96.57-0.00=96.57",
		"2026-03-03 night_finished [Assessment done] 演练市 2026-03-03: 3 slots, 2 assessed",
	}, told); diff != "" {
		t.Error(diff)
	}
	// Again, as after a night that was broken off at its very end.
	must(t, exitDone, "night", dir, "--now", "2026-03-04T06:10:00+08:00")
	expectTold(t, h)
	eml, err := filepath.Glob(filepath.Join(dir, "outbox", "*", "*.eml"))
	if err != nil || len(eml) != 2 {
		t.Errorf("mails in the outbox: %v, %v; want those of two finished nights", eml, err)
	}
	files{"cdoscore.yaml": noticeSettings + "nonsense: 1\n"}.write(t, dir)
	if c := cdoscore(t, "night", dir, "--now", "2026-03-05T06:00:00+08:00"); c.code != exitUsage {
		t.Errorf("exit code %d with a broken configuration", c.code)
	}
	expectNoUnmasked(t, filepath.Join(dir, "outbox"))
}

func expectTold(t *testing.T, h *hook, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, h.since()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// expectNoUnmasked expects no value of any extract in a folder's files.
func expectNoUnmasked(t *testing.T, dir string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range []string{"持证人", "P0001", "bad,"} {
			if strings.Contains(string(data), value) {
				t.Errorf("%s holds the value %s", path, value)
			}
		}
	}
}
