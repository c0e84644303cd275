package workspace

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cdoscore/rules"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"
)

func goodFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	a, err := txtar.ParseFile("testdata/good.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return archiveFS(a)
}

func goodWorkspace(t *testing.T) *Workspace {
	t.Helper()
	w, err := Parse(goodFiles(t), testDeps())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func check(t *testing.T, what string, got, want any, opts ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, opts...); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestLoadFromDisk(t *testing.T) {
	dir := t.TempDir()
	for name, file := range goodFiles(t) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w, err := Load(dir, testDeps())
	if err != nil {
		t.Fatal(err)
	}
	check(t, "folder", w.Dir, dir)
	check(t, "hash", w.ConfigHash, goodWorkspace(t).ConfigHash)
}

func TestSettings(t *testing.T) {
	w := goodWorkspace(t)
	check(t, "city", w.City, rules.Text{ZhHans: "试点市", ZhHant: "試點市", En: "Pilot City"})
	check(t, "issuer", w.Issuer, rules.Text{ZhHans: "市数据局"})
	check(t, "zone", w.Zone.String(), "Asia/Shanghai")
	check(t, "language", w.Language, "zh-Hant")
	check(t, "languages", w.Languages, []string{"zh-Hant", "en"})
	check(t, "storage", w.Storage, Storage{Var: "state", Reports: "reports", Scorecards: "scorecards", Outbox: "outbox"})
	check(t, "numbers", []int{w.Jobs, w.Threads, w.Samples}, []int{3, 2, 5})
	check(t, "memory", w.Memory, "512MB")
	check(t, "retain", w.Retain, 30*24*time.Hour)
}

func TestSettingsDefaults(t *testing.T) {
	w, err := Parse(withBase(fstest.MapFS{}), testDeps())
	if err != nil {
		t.Fatal(err)
	}
	check(t, "zone", w.Zone.String(), DefaultZone)
	check(t, "languages", w.Languages, []string{"zh-Hans", "zh-Hant", "en"})
	check(t, "storage", w.Storage, Storage{Var: "var", Reports: "reports", Scorecards: "scorecards", Outbox: "outbox"})
	check(t, "samples", w.Samples, 20)
	check(t, "memory", w.Memory, "4GB")
	check(t, "retain", w.Retain, 90*24*time.Hour)
	check(t, "indicators", w.Indicators, DefaultIndicators())
}

func TestUnits(t *testing.T) {
	w := goodWorkspace(t)
	check(t, "ids", unitIDs(w.Units), []string{"hrss", "police", "yuexiu", "yuexiu-edu"})
	check(t, "hrss", *w.Units[0], Unit{
		ID: "hrss", Tier: "department", Name: rules.Text{ZhHans: "市人社局", ZhHant: "市人社局", En: "HRSS"}, ShortName: rules.Text{ZhHans: "人社", En: "HR"}, USCC: "11440100MB2C123481",
		CDOs: []Tenure{{Name: "张某", From: "2021-07-20", To: "2025-06-30"}, {Name: "李某", Title: "副局长", From: "2025-07-01"}},
		Pos:  rules.Pos{File: "units.yaml", Line: 1, Col: 3},
	})
	check(t, "file name", w.Units[0].FileName("en")+w.Units[0].FileName("zh-Hant")+w.Units[1].FileName("zh-Hant"), "HR人社市公安局")
	check(t, "parent", w.Units[3].Parent, "yuexiu")
	cdo, _ := w.Units[0].CDO(time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC))
	check(t, "cdo", cdo.Name, "张某")
}

func TestDefaultIndicators(t *testing.T) {
	set := DefaultIndicators()
	weights := map[string]int{}
	for _, d := range set.Dimensions {
		weights[d.ID] = d.Weight()
	}
	check(t, "dimension weights", weights, map[string]int{"completeness": 10, "accuracy": 10, "timeliness": 10, "authenticity": 4, "usability": 4})
	check(t, "codes", len(set.Codes()), 12)
	sum := 0.0
	for _, a := range set.Annual {
		sum += a.Weight
	}
	check(t, "annual", sum, 100.0)
	check(t, "limits", []float64{set.Cap, float64(set.CapFrom), float64(set.MinimumN)}, []float64{0.25, 4, 30})
}

func TestCodeTables(t *testing.T) {
	table := goodWorkspace(t).Tables["channels"]
	check(t, "channels", table.Codes, []rules.Code{
		{Code: "01", Name: "窗口", To: "2025-12"}, {Code: "01", Name: "大厅", From: "2026-01"}, {Code: "W", Name: "网上", From: "2020-01-01"},
	})
}

func TestDataset(t *testing.T) {
	w := goodWorkspace(t)
	check(t, "number", len(w.Datasets), 2)
	d := w.Datasets[0]
	want := &Dataset{
		ID: "hrss/contribution-payments", Unit: "hrss", Name: "contribution-payments",
		Title:     rules.Text{ZhHans: "社会保险缴费记录", ZhHant: "社會保險繳費記錄", En: "Social insurance contributions"},
		Owner:     Owner{Office: "基金监督处", Person: "张某", Phone: "020-83330000", System: "社保核心平台"},
		Catalogue: Catalogue{Code: "HRSS-0012", Abstract: "按月缴费明细", SharingType: "conditional", SharingBasis: "社会保险法", OpeningType: "none"},
		Update: Update{
			Cycle: "daily", Due: []TimeOfDay{180, 900}, Grace: 2 * time.Hour,
			Late: []LateStep{{24 * time.Hour, 500}, {48 * time.Hour, 125}},
		},
		Importance: 3, InScope: true, RowCountOwn: true,
		SourceType: "postgres",
		Source: map[string][]string{
			"dsn": {testSecret + "?sslmode=require"}, "query": {"SELECT '${x}' FROM payments WHERE paid_on >= :slot_start"},
		},
		SourcePos: rules.Pos{File: "datasets/hrss/contribution-payments.yaml", Line: 7, Col: 3},
		Timeout:   DefaultPullLimit,
		Arrivals:  "arrivals/{slot:2006-01-02}.csv",
		Key:       []string{"payment_id"},
		Pos:       rules.Pos{File: "datasets/hrss/contribution-payments.yaml", Line: 1, Col: 1},
	}
	check(t, "dataset", d, want, cmpopts.IgnoreFields(Dataset{}, "Fields", "Rules", "Canonical"))
	check(t, "amount", d.Fields[4], rules.Field{
		Name: "amount", Type: rules.FieldType{Name: rules.TypeDecimal, Precision: 12, Scale: 2}, Thousands: true, Placeholders: rules.DefaultPlaceholders,
		Pos: rules.Pos{File: "datasets/hrss/contribution-payments.yaml", Line: 15, Col: 5},
	})
	check(t, "no placeholders", len(d.Fields[2].Placeholders), 0)
	check(t, "the dataset's placeholders", w.Datasets[1].Fields[0].Placeholders, []string{"x"})
	check(t, "pii", d.Fields[1].PII, rules.PIIID)
	check(t, "formats", d.Fields[5].Formats, []string{"%Y年%m月%d日"})
	check(t, "list option", w.Datasets[1].Source, map[string][]string{"path": {"/mnt/extracts/p.csv"}, "columns": {"id"}})
}

func ruleIDs(d *Dataset) []string {
	var ids []string
	for _, r := range d.Rules {
		ids = append(ids, r.ID)
	}
	return ids
}

func ruleNamed(t *testing.T, d *Dataset, id string) *rules.Rule {
	t.Helper()
	i := slices.IndexFunc(d.Rules, func(r *rules.Rule) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("no rule %s among %v", id, ruleIDs(d))
	}
	return d.Rules[i]
}

func TestRules(t *testing.T) {
	w := goodWorkspace(t)
	d := w.Datasets[0]
	check(t, "ids", ruleIDs(d), []string{
		"amount.range", "amount.type", "channel.code", "delivery", "dictionary", "id_no.format", "id_no.required", "id_no.type", "known-person",
		"name.type", "paid-before-received", "paid_on.required", "paid_on.type", "payment_id.required", "payment_id.type",
		"payment_id.unique", "readable", "received_at.type", "row_count", "schema",
	})
	// Irregular: no delivery. allow_empty: no row count.
	check(t, "ids of the irregular dataset", ruleIDs(w.Datasets[1]), []string{"back", "dictionary", "id.type", "readable", "schema"})

	known := ruleNamed(t, d, "known-person")
	check(t, "indicator", known.Indicator, "0401")
	check(t, "weight", known.Weight, 7)
	check(t, "severity", known.Severity, rules.Blocker)
	check(t, "shadow", known.Shadow, true)
	check(t, "from", known.From, time.Date(2026, 7, 1, 0, 0, 0, 0, w.Zone))

	paid := ruleNamed(t, d, "paid-before-received")
	check(t, "title", paid.Title.ZhHans, "先缴后到")
	check(t, "weight of its severity", paid.Weight, 1)
	check(t, "when", paid.When.Columns(), []string{"amount"})
	check(t, "nullable", paid.Nullable, []string{"received_at"})

	implied := ruleNamed(t, d, "payment_id.unique")
	check(t, "implied", implied.Implied, true)
	check(t, "default weight", implied.Weight, 3)
	check(t, "place", implied.Pos.Line, 9)
	check(t, "own row count", ruleNamed(t, d, "row_count").Implied, false)
}

func TestImpliedRowCount(t *testing.T) {
	d, err := ParseDataset("a.yaml", []byte("title: 甲\nfields: []\nrules: [{schema: {extra: fail}}]\n"), testDeps())
	if err != nil {
		t.Fatal(err)
	}
	check(t, "ids", ruleIDs(d), []string{"readable", "row_count", "schema"})
	check(t, "implied", ruleNamed(t, d, "row_count").Implied, true)
	check(t, "declared", ruleNamed(t, d, "schema").Implied, false)
}

func TestCheckNeedsNoWorkspace(t *testing.T) {
	deps := testDeps()
	deps.Getenv = func(string) (string, bool) { return "", false }
	text := "title: t\nfields: []\nsource: {postgres: {dsn: '${HRSS_DSN}', query: q}}\n"
	path := filepath.Join(t.TempDir(), "permits.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := LoadDatasetFile(path, deps)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "id", d.ID, "permits")
	check(t, "unset variables stand as written", d.Source["dsn"], []string{"${HRSS_DSN}"})
	if d.Update.Scheduled() {
		t.Error("a dataset without a declared cycle must not be scheduled")
	}
	if _, err := LoadDatasetFile(path+"x", deps); err == nil || !strings.Contains(err.Error(), "there is no such file") {
		t.Errorf("absent file: %v", err)
	}
}

// TestConfigHash: what can change a score changes the hash, and nothing else does.
func TestConfigHash(t *testing.T) {
	const payments = "datasets/hrss/contribution-payments.yaml"
	cases := []struct {
		name, file, old, new string
		changes              bool
	}{
		{"a comment", payments, "importance: 3", "# heavy\nimportance:   3", false},
		{"the order of keys", payments, "{cycle: daily, due: [\"15:00\", \"03:00\"], ", "{due: [\"03:00\", \"15:00\"], cycle: daily, ", false},
		{"the owner", payments, "基金监督处", "基金处", false},
		{"the title", payments, "社会保险缴费记录", "缴费", false},
		{"the abstract", payments, "按月缴费明细", "明细", false},
		{"a rule's title", payments, "先缴后到", "先后", false},
		{"a rule removed", payments, "  - {row_count: {min: 10}}\n", "", true},
		{"the order of rules", payments, "{id: paid-before-received, title: 先缴后到, expr: \"paid_on <= received_at\", severity: minor, nullable: [received_at], when: \"amount > 0\"}\n  - {id: known-person, reference: {fields: {id_no: id}, to: police/population}, severity: blocker, weight: 7, shadow: true, from: 2026-07-01, indicator: \"0401\"}", "{id: known-person, reference: {fields: {id_no: id}, to: police/population}, severity: blocker, weight: 7, shadow: true, from: 2026-07-01, indicator: \"0401\"}\n  - {id: paid-before-received, title: 先缴后到, expr: \"paid_on <= received_at\", severity: minor, nullable: [received_at], when: \"amount > 0\"}", false},
		{"the name of a code", "codes/channels.csv", "窗口", "柜台", false},
		{"the retention", "cdoscore.yaml", "30d", "60d", false},
		{"the calendar", "calendar.yaml", "2026-12-31", "2027-12-31", false},
		{"the zone", "cdoscore.yaml", "Asia/Shanghai", "Asia/Tokyo", true},
		{"a code", "codes/channels.csv", "W,", "V,", true},
		{"a field's title", payments, "身份证号", "证件号", true},
		{"a placeholder", payments, "placeholders: []", "placeholders: [无]", true},
		{"the importance", payments, "importance: 3", "importance: 2", true},
		{"a credit", payments, "0.5}", "0.4}", true},
		{"an option of a kind", payments, "exclusive_min: 0", "min: 0", true},
		{"when", payments, "amount > 0", "amount > 1", true},
		{"nullable", payments, "nullable: [received_at], ", "", true},
		{"a severity", payments, "severity: minor", "severity: info", true},
		{"shadow", payments, "shadow: true, ", "", true},
		{"from", payments, "from: 2026-07-01", "from: 2026-07-02", true},
		{"a query", payments, "paid_on >= :slot_start", "paid_on > :slot_start", true},
	}
	before := goodWorkspace(t).ConfigHash
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files := maps.Clone(goodFiles(t))
			text := string(files[c.file].Data)
			if !strings.Contains(text, c.old) {
				t.Fatalf("%s does not contain %q", c.file, c.old)
			}
			files[c.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, c.old, c.new, 1))}
			w, err := Parse(files, testDeps())
			if err != nil {
				t.Fatal(err)
			}
			if changed := w.ConfigHash != before; changed != c.changes {
				t.Errorf("hash changed: %t, want %t", changed, c.changes)
			}
		})
	}
}

func TestSecretsStayOutOfCanonicalForms(t *testing.T) {
	deps := testDeps()
	before := goodWorkspace(t)
	deps.Getenv = func(string) (string, bool) { return "another sslmode", true }
	after, err := Parse(goodFiles(t), deps)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "hash", after.ConfigHash, before.ConfigHash)
	for _, d := range before.Datasets {
		if strings.Contains(d.Canonical, "hunter2") {
			t.Errorf("%s tells a secret", d.ID)
		}
	}
	if !strings.Contains(before.Datasets[0].Canonical, "${HRSS_DSN}") {
		t.Error("the variable's name should stand in the canonical form")
	}
}
