package cdoscore_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layer says what the packages below a path may import of this module, and which
// outside modules they must not.
type layer struct {
	path  string   // of the package, or of a folder of packages where it ends in /
	may   []string // own packages, or folders of them where they end in /
	never []string // outside modules
}

const (
	duckdb   = "github.com/marcboeker/go-duckdb"
	duckdbGo = "github.com/duckdb/duckdb-go"
	excelize = "github.com/xuri/excelize"
	arrow    = "github.com/apache/arrow"
	cron     = "github.com/robfig/cron"
	yaml     = "github.com/goccy/go-yaml"
	sqlite   = "modernc.org/sqlite"
)

// architecture is the table of the README, most particular paths first.
var architecture = []layer{
	{"cmd/cdoscore", []string{"cmd/", "pipeline", "pipeline/", "rules", "rules/", "connectors", "connectors/", "reports", "reports/", "testdata/"}, []string{duckdb, excelize, sqlite}},
	{"pipeline", []string{"pipeline/appeal", "pipeline/evaluation", "pipeline/workspace", "pipeline/snapshot", "pipeline/duck", "pipeline/ledger", "pipeline/profile", "rules", "rules/kinds", "rules/plan", "rules/score", "connectors"}, []string{duckdb, excelize, cron, sqlite}},
	{"pipeline/check", []string{"pipeline", "pipeline/workspace", "pipeline/snapshot", "pipeline/duck", "pipeline/ledger", "connectors", "rules", "rules/plan", "rules/score"}, []string{duckdb, excelize, cron, sqlite, yaml}},
	{"pipeline/profile", []string{"rules", "rules/plan"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"pipeline/workspace", []string{"rules", "rules/score"}, []string{duckdb, excelize, arrow, cron, sqlite}},
	{"pipeline/snapshot", []string{"connectors"}, []string{duckdb, excelize, cron, sqlite, yaml}},
	{"pipeline/duck", []string{"rules", "rules/plan", "pipeline/ledger"}, []string{excelize, arrow, cron, sqlite, yaml}},
	{"pipeline/ruletest", []string{"pipeline", "pipeline/workspace", "pipeline/snapshot", "pipeline/duck", "connectors", "rules", "rules/oracle", "rules/plan", "rules/score"}, []string{duckdb, excelize, cron, sqlite, yaml}},
	{"pipeline/ledger", []string{"rules"}, []string{duckdb, excelize, cron, yaml}},
	{"pipeline/submission", []string{"pipeline", "pipeline/check", "pipeline/duck", "pipeline/workspace", "pipeline/snapshot", "pipeline/ledger", "connectors", "rules", "rules/plan", "rules/score"}, []string{duckdb, excelize, cron, sqlite, yaml}},
	{"pipeline/account", []string{"rules", "pipeline/ledger"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql", "net/http"}},
	{"pipeline/doctor", []string{"rules", "connectors", "pipeline/ledger", "pipeline/lease", "pipeline/workspace"}, []string{duckdb, excelize, cron, sqlite, yaml, "database/sql"}},
	{"pipeline/backup", []string{"pipeline/ledger"}, []string{duckdb, excelize, cron, sqlite, yaml, "database/sql"}},
	{"pipeline/intake/browsertest", nil, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"pipeline/intake", []string{"pipeline/account", "pipeline/appeal", "pipeline/entries", "pipeline/rectification", "pipeline/submission", "pipeline/ledger", "pipeline/workspace", "reports/message", "rules"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"pipeline/schedule", []string{"pipeline/clock", "pipeline/ledger", "pipeline/workspace"}, []string{duckdb, excelize, arrow, sqlite, yaml}},
	{"pipeline/syslog", nil, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"pipeline/notice", []string{"pipeline/ledger", "pipeline/workspace"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"pipeline/clock", nil, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"pipeline/lease", []string{"pipeline/clock"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"rules", nil, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"rules/kinds", []string{"rules", "rules/codes"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"rules/codes", []string{"rules"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"rules/oracle", []string{"rules"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"rules/manual", []string{"rules"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"rules/plan", []string{"rules"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"rules/score", nil, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"connectors", nil, []string{duckdb, excelize, cron, sqlite, yaml}},
	{"connectors/excel", []string{"connectors", "connectors/files", "connectors/excel/sheetml"}, []string{duckdb, cron, sqlite, yaml}},
	{"connectors/excel/sheetml", nil, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"connectors/sqlite", []string{"connectors", "connectors/files", "connectors/database"}, []string{duckdb, cron, excelize, yaml}},
	{"connectors/connectortest", []string{"connectors"}, []string{duckdb, cron, excelize, sqlite, yaml}},
	{"connectors/databasetest", []string{"connectors", "connectors/connectortest"}, []string{duckdb, cron, excelize, sqlite, yaml}},
	{"connectors/files", []string{"connectors"}, []string{duckdb, cron, excelize, sqlite, yaml}},
	{"connectors/database", []string{"connectors"}, []string{duckdb, cron, excelize, sqlite, yaml}},
	{"connectors/spool", []string{"connectors", "connectors/files"}, []string{duckdb, cron, excelize, sqlite, yaml}},
	{"connectors/", []string{"connectors", "connectors/files", "connectors/database", "connectors/spool"}, []string{duckdb, cron, excelize, sqlite, yaml}},
	{"pipeline/assessment", []string{"rules", "rules/score", "pipeline/ledger", "pipeline/workspace"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"pipeline/evaluation", []string{"rules", "rules/score", "pipeline/appeal", "pipeline/assessment", "pipeline/ledger", "pipeline/workspace"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"reports", []string{"rules", "rules/score", "pipeline/appeal", "pipeline/assessment", "pipeline/evaluation", "pipeline/ledger", "pipeline/workspace", "pipeline/rectification"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"pipeline/appeal", []string{"rules", "pipeline/entries", "pipeline/ledger", "pipeline/workspace"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"pipeline/entries", []string{"rules", "reports/message"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml, "database/sql"}},
	{"pipeline/rectification", []string{"rules", "pipeline/entries", "pipeline/ledger", "pipeline/workspace"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"reports/docx", []string{"rules", "reports", "reports/message"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"reports/html", []string{"rules", "rules/score", "reports", "reports/message"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"reports/filled", []string{"reports/message", "connectors/excel/sheetml"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	{"reports/message", []string{"rules"}, []string{duckdb, excelize, arrow, cron, sqlite, yaml}},
	// The reader of filled forms lies beside their writer, and is the strict one.
	{"reports/xlsx", []string{"rules", "reports", "reports/message", "connectors/excel/sheetml"}, []string{duckdb, arrow, cron, sqlite, yaml}},
	{"reports/returned", []string{"rules", "rules/score", "pipeline/check", "pipeline/workspace", "connectors", "connectors/excel", "connectors/excel/sheetml", "reports", "reports/message"}, []string{duckdb, excelize, cron, sqlite, yaml}},
	// The demo's truth is independent of the product.
	{"testdata/", nil, []string{duckdb, cron}},
}

// imported is one package of `go list -json`.
type imported struct {
	ImportPath string
	Imports    []string // without those of tests
}

// TestArchitecture holds every package to the table, from its non-test imports.
func TestArchitecture(t *testing.T) {
	for _, p := range listPackages(t) {
		path := strings.TrimPrefix(p.ImportPath, "cdoscore/")
		if path == "cdoscore" {
			continue
		}
		l, ok := layerOf(path)
		if !ok {
			t.Errorf("%s is not in the table of the architecture: give it a line", path)
			continue
		}
		for _, i := range p.Imports {
			if own, is := strings.CutPrefix(i, "cdoscore/"); is && !within(own, l.may) {
				t.Errorf("%s must not import %s", path, own)
			}
			if slices.ContainsFunc(l.never, func(never string) bool { return i == never || strings.HasPrefix(i, never+"/") }) {
				t.Errorf("%s must not import %s", path, i)
			}
		}
	}
}

// TestOnlyDuckImportsTheDriver keeps the engine in one place.
func TestOnlyDuckImportsTheDriver(t *testing.T) {
	for _, p := range listPackages(t) {
		for _, i := range p.Imports {
			if (strings.HasPrefix(i, duckdb) || strings.HasPrefix(i, duckdbGo)) && p.ImportPath != "cdoscore/pipeline/duck" {
				t.Errorf("%s imports %s: only pipeline/duck may", p.ImportPath, i)
			}
		}
	}
}

func layerOf(path string) (layer, bool) {
	for _, l := range architecture {
		if l.path == path {
			return l, true
		}
	}
	for _, l := range architecture {
		if strings.HasSuffix(l.path, "/") && strings.HasPrefix(path, l.path) {
			return l, true
		}
	}
	return layer{}, false
}

func within(path string, may []string) bool {
	return slices.ContainsFunc(may, func(m string) bool {
		return m == path || strings.HasSuffix(m, "/") && strings.HasPrefix(path, m)
	})
}

func listPackages(t *testing.T) []imported {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...", "./testdata/guangzhou").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []imported
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p imported
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}
