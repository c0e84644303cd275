package html

import (
	"bytes"
	"strings"
	"testing"
)

// TestObjections leads from each line to where an objection is raised, where the
// writer is told where, and from none where it is not.
func TestObjections(t *testing.T) {
	u := monthUnit()
	u.Rules[0].Appeal = "HRSS-Y2026-0007"
	blocks := 0
	for _, r := range u.Rules {
		if r.Failed > 0 || r.Lost > 0 {
			blocks++
		}
	}
	if blocks == 0 {
		t.Fatal("the sample has no rule that failed")
	}
	var b bytes.Buffer
	if err := writer(t, "zh-Hans").Unit(&b, u, Links{Appeal: func(code string) string { return "/appeals/u?code=" + code }}); err != nil {
		t.Fatal(err)
	}
	for _, r := range u.Rules {
		if n := strings.Count(b.String(), `href="/appeals/u?code=`+r.Code+`"`); n < 1 || n > 2 {
			t.Errorf("%d links for %s, want one in its line and one in its block", n, r.Code)
		}
	}
	if n := strings.Count(b.String(), `">提出异议</a>`) + strings.Count(b.String(), `">异议中</a>`); n < len(u.Rules)+blocks {
		t.Errorf("%d links for %d lines and %d blocks", n, len(u.Rules), blocks)
	}
	if !strings.Contains(b.String(), `">异议中</a><span class="sc-sub">HRSS-Y2026-0007</span>`) {
		t.Error("a contested line does not say so")
	}
	if plain := unitPart(t, "zh-Hans", u); strings.Contains(plain, "提出异议") || strings.Contains(plain, "/appeals/") {
		t.Error("a page that nobody serves leads to where objections are raised")
	}
}
