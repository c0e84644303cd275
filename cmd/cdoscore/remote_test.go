package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// TestNightsOfARemoteSource: a night on which the server breaks off midway is the
// source's failure, with nothing published, and the next night works.
func TestNightsOfARemoteSource(t *testing.T) {
	t.Setenv("TEST_TOKEN", "Tr0ub4dor&3")
	t.Setenv("TMPDIR", t.TempDir())
	var broken atomic.Bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer Tr0ub4dor&3" {
			http.Error(w, "", http.StatusUnauthorized)
			return
		}
		switch page := r.URL.Query().Get("page"); {
		case page == "2" && broken.Load():
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `{"items":[{"no":"3"`)
		case page == "1" || page == "2":
			fmt.Fprintf(w, `{"items":[{"no":"%s1"},{"no":"%s2"}]}`, page, page)
		default:
			fmt.Fprint(w, `{"items":[]}`)
		}
	}))
	defer s.Close()
	dir := t.TempDir()
	files{
		"cdoscore.yaml": "city: Test\nlanguages: [en]\n",
		"units.yaml":    "- {id: market, tier: department, names: Market}\n",
		"datasets/market/permits.yaml": "title: Permits\nupdate: {cycle: daily, due: \"08:00\"}\nsource:\n" +
			"  http: {url: \"" + s.URL + "/permits\", headers: [\"Authorization: Bearer ${TEST_TOKEN}\"], format: json, records: items, page_param: page, retries: 1, retry_wait: 1ms}\n" +
			"key: [no]\nfields: [{name: no, required: true}]\n",
	}.write(t, dir)
	run := func(day int, code int, want string) {
		t.Helper()
		c := cdoscore(t, "run", "-w", dir, "--slot", fmt.Sprintf("2026-03-%02d", day), "--now", fmt.Sprintf("2026-03-%02dT06:00:00+08:00", day+1))
		if c.code != code || !strings.Contains(c.stdout, want) || strings.Contains(c.stdout+c.stderr, "Tr0ub4dor") {
			t.Errorf("exit code %d, want %d and %q:\n%s%s", c.code, code, want, c.stdout, c.stderr)
		}
	}
	run(2, exitDone, "1 dataset slots, 1 of them assessed")
	broken.Store(true)
	run(3, exitUnassessed, "market/permits  2026-03-03  Source failed  the transfer broke off midway")
	broken.Store(false)
	run(4, exitDone, "1 dataset slots, 1 of them assessed")
	snapshots, err := filepath.Glob(filepath.Join(dir, "var", "snapshots", "*", "*", "*", "*", "data.parquet"))
	if err != nil || len(snapshots) != 2 {
		t.Errorf("snapshots: %v, %v", snapshots, err)
	}
	rows := printed(t, must(t, exitDone, "results", dir, "--slot", "2026-03-04", "--now", "2026-03-05T06:00:00+08:00", "--format", "json"))
	for _, o := range rows {
		if o.Rule == "no.required" && (o.Total != 4 || o.Failed != 0) {
			t.Errorf("%+v", o)
		}
	}
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "cdoscore-spool-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestUnchangedContentOfARemoteSource: an irregular dataset gets a slot only by new
// content, however often and with whatever time the same is fetched.
func TestUnchangedContentOfARemoteSource(t *testing.T) {
	content, answers := "no,name\n1,x\n", 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers++
		w.Header().Set("Last-Modified", fmt.Sprintf("Mon, 02 Mar 2026 00:00:%02d GMT", answers))
		fmt.Fprint(w, content)
	}))
	defer s.Close()
	dir := t.TempDir()
	files{
		"cdoscore.yaml":                "city: Test\nlanguages: [en]\n",
		"units.yaml":                   "- {id: market, tier: department, names: Market}\n",
		"datasets/market/notices.yaml": "title: Notices\nupdate: {cycle: irregular}\nsource: {http: {url: \"" + s.URL + "/n.csv\", format: csv}}\nfields: [{name: no}]\n",
	}.write(t, dir)
	for _, night := range []struct {
		day     int
		content string
		want    string
	}{
		{2, content, "1 dataset slots, 1 of them assessed"},
		{3, content, "0 dataset slots"},
		{4, content + "2,y\n", "1 dataset slots, 1 of them assessed"},
		{5, content + "2,y\n", "0 dataset slots"},
	} {
		content = night.content
		out := must(t, exitDone, "run", dir, "--now", fmt.Sprintf("2026-03-%02dT06:00:00+08:00", night.day+1))
		if !strings.Contains(out, night.want) {
			t.Errorf("night of %d, want %q:\n%s", night.day, night.want, out)
		}
	}
	if answers != 4 {
		t.Errorf("the server was asked %d times", answers)
	}
}
