package intake_test

import (
	"os"
	"path/filepath"
	"testing"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/intake/browsertest"
	"cdoscore/pipeline/ledger"
)

// shots is where the pictures go: CDOSCORE_SHOTS, or a folder that is thrown away.
func shots(t *testing.T) string {
	dir := os.Getenv("CDOSCORE_SHOTS")
	if dir == "" {
		return t.TempDir()
	}
	dir = filepath.Join(dir, "pages")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

type visit struct {
	Path    string `json:"path"`
	Picture string `json:"picture"`
	Open    bool   `json:"open"`
}

type visitor struct {
	Name   string  `json:"name"`
	Visits []visit `json:"visits"`
}

// TestInBrowser shows every page to a real browser at two widths: nothing serious in
// axe's eyes, nothing wider than the window, nothing that the policy forbids.
func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: pages in a real browser take half a minute")
	}
	s := newSite(t)
	s.desk.set(idOf("hrss"), ledger.UploadSubmitted)
	people := []visitor{
		{"", []visit{{"/signin", "signin", false}, {"/nothing", "not-found", false}}},
		{nameOf(account.Officer, "police"), []visit{
			{"/datasets", "datasets", false}, {"/datasets/police/people", "dataset", true}, {"/uploads/" + idOf("police"), "upload", true},
			{"/receipts/POLICE-2026-000001", "receipt", false}, {"/password", "password", false}, {"/datasets?lang=zh-Hant", "datasets-hant", false},
			{"/uploads/" + idOf("police") + "?lang=en", "upload-en", false},
			{"/findings/police", "findings", false}, {"/findings/police/" + findingOf("police"), "finding", false},
			{"/appeals/police?code=POLICE-20260309-00000002", "appeals", false}, {"/appeals/police/" + appealOf("police"), "appeal", true},
		}},
		{nameOf(account.Reviewer, "hrss"), []visit{{"/review", "review", false}, {"/uploads/" + idOf("hrss"), "upload-review", true}, {"/units/police", "foreign", false}}},
		{nameOf(account.Leader, ""), []visit{{"/city", "city", false}, {"/units/hrss", "unit", false}, {"/findings", "city-findings", false}, {"/appeals", "city-appeals", false}}},
		{nameOf(account.CityReviewer, ""), []visit{{"/appeals/police/" + appealOf("police"), "appeal-decide", true}}},
		{nameOf(account.Operator, ""), []visit{{"/operations", "operations", false}}},
		{nameOf(account.AuditAdmin, ""), []visit{{"/audit?verify=1", "audit", false}}},
		{nameOf(account.SystemAdmin, ""), []visit{{"/accounts", "accounts", false}}},
	}
	want := 0
	for _, p := range people {
		want += 2 * len(p.Visits)
	}
	input := map[string]any{"base": s.server.URL, "password": password, "shots": shots(t), "people": people}
	if got := len(browsertest.Run(t, "pages.mjs", input, nil)); got != want {
		t.Errorf("%d of %d pictures", got, want)
	}
}
