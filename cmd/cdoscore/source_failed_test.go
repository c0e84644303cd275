package main

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors/databasetest"
)

const (
	nextDay = "2026-03-03"
	nextNow = "2026-03-04T06:00:00+08:00"
	// wrongPassword has characters that drivers and URLs write in several ways.
	wrongPassword = "wr0ng p@ss/%41'"
)

// permitsTable holds the rows of permitRows(40).
const permitsTable = `CREATE TABLE permits AS SELECT 'P' || to_char(i, 'FM0000') AS permit_no, CASE WHEN i % 7 = 0 THEN NULL ELSE '持证人' || i END AS holder,
	CASE WHEN i % 11 = 0 THEN -1 ELSE i + 0.50 END AS fee FROM generate_series(1, 40) i`

// failingSources is a night in which a database server refuses three datasets, each
// in its way, beside a good one.
func failingSources(s *databasetest.Server) files {
	address := fmt.Sprintf("host: %s, port: %d, database: %s, user: %s", databasetest.Host, s.Port, databasetest.Database, databasetest.User)
	return files{
		"cdoscore.yaml": nightSettings(2), "units.yaml": nightUnits,
		"datasets/alpha/hung.yaml":     permits("甲hung", `postgres: {dsn: "${NIGHT_DSN}", query: "SELECT permit_no, holder, fee, pg_sleep((SELECT seconds FROM hang)) FROM permits", statement_timeout: 1s}`, ""),
		"datasets/alpha/password.yaml": permits("甲password", `postgres: {`+address+`, password: "${NIGHT_PASSWORD}", table: permits}`, ""),
		"datasets/alpha/dropped.yaml":  permits("甲dropped", `postgres: {`+address+`, password: "${NIGHT_RIGHT}", table: dropped}`, ""),
		"datasets/alpha/good.yaml":     permits("甲good", `postgres: {`+address+`, password: "${NIGHT_RIGHT}", query: "SELECT * FROM permits -- :slot_start"}`, ""),
		"datasets/beta/good.yaml":      permits("乙good", `csv: {path: "in/beta.csv"}`, ""),
		"in/beta.csv":                  permitsHeader + permitRows(25),
	}
}

// TestSourceFailed: each failure of a unit's database gets its state and reason,
// tells no secret, leaves nothing behind and everything else alone; the next night,
// with the server mended, reads them all.
func TestSourceFailed(t *testing.T) {
	s := startPostgres(t, permitsTable, "CREATE TABLE hang AS SELECT 60 AS seconds")
	t.Setenv("NIGHT_DSN", s.PostgresDSN(databasetest.Database))
	t.Setenv("NIGHT_PASSWORD", wrongPassword)
	t.Setenv("NIGHT_RIGHT", databasetest.Password)
	dir := layOut(t, failingSources(s))
	run := cdoscore(t, "run", dir, "--now", nightNow, "--lang", "zh-Hans")
	if run.code != exitUnassessed {
		t.Fatalf("exit code %d, want %d\n%s%s", run.code, exitUnassessed, run.stdout, run.stderr)
	}
	for dataset, reason := range map[string]string{"hung": "查询在时限 1s 内未完成", "password": "拒绝登录", "dropped": "没有所要的表"} {
		expectSourceFailed(t, dir, dataset, reason)
	}
	expectDelivered(t, dir, nightDay, "good")
	expectNoSecrets(t, dir, run)

	t.Setenv("NIGHT_PASSWORD", databasetest.Password)
	if err := s.Postgres("UPDATE hang SET seconds = 0", "ALTER TABLE permits RENAME TO dropped", "CREATE VIEW permits AS SELECT * FROM dropped"); err != nil {
		t.Fatal(err)
	}
	expectNextNight(t, dir, "hung", "password", "dropped", "good")
}

// TestServerKilledMidExtract: a server that dies while its rows are read.
func TestServerKilledMidExtract(t *testing.T) {
	s := startPostgres(t, permitsTable, "CREATE TABLE hang AS SELECT 60 AS seconds")
	t.Setenv("NIGHT_DSN", s.PostgresDSN(databasetest.Database))
	dir := layOut(t, files{
		"cdoscore.yaml": nightSettings(2), "units.yaml": nightUnits,
		// The first rows come, then the server pauses in the middle of the rest.
		"datasets/alpha/killed.yaml": permits("甲killed", `postgres: {dsn: "${NIGHT_DSN}", query: "SELECT permit_no, holder, fee, CASE WHEN row_number() OVER () = 30 THEN pg_sleep((SELECT seconds FROM hang))::text ELSE repeat('x', 9000) END AS filler FROM permits"}`, ""),
		"datasets/beta/good.yaml":    permits("乙good", `csv: {path: "in/beta.csv"}`, ""),
		"in/beta.csv":                permitsHeader + permitRows(25),
	})
	killed := make(chan error, 1)
	go func() {
		killed <- killOnceReading(s, filepath.Join(dir, "var", "snapshots", "alpha", "killed", nightDay))
	}()
	run := cdoscore(t, "run", dir, "--now", nightNow, "--lang", "zh-Hans")
	if err := <-killed; err != nil {
		t.Fatal(err)
	}
	if run.code != exitUnassessed {
		t.Fatalf("exit code %d, want %d\n%s%s", run.code, exitUnassessed, run.stdout, run.stderr)
	}
	expectSourceFailed(t, dir, "killed", "连接中断")
	expectNoSecrets(t, dir, run)
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	if err := s.Postgres("UPDATE hang SET seconds = 0"); err != nil {
		t.Fatal(err)
	}
	expectNextNight(t, dir, "killed")
}

func startPostgres(t *testing.T, statements ...string) *databasetest.Server {
	t.Helper()
	lazy := &databasetest.Lazy{Start: databasetest.StartPostgres}
	t.Cleanup(lazy.Stop)
	s := lazy.Get(t)
	if err := s.Postgres(statements...); err != nil {
		t.Fatal(err)
	}
	return s
}

// killOnceReading kills the server when a snapshot is being written: its folder
// exists from the first row on.
func killOnceReading(s *databasetest.Server, folder string) error {
	for range 400 {
		if found, _ := filepath.Glob(filepath.Join(folder, "*")); len(found) > 0 {
			s.Kill()
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	s.Kill()
	return fmt.Errorf("nothing was ever written to %s", folder)
}

// registered is the line of a day's delivery in the unit's register of that day.
func registered(t *testing.T, dir, day, dataset string) map[string]string {
	t.Helper()
	lines := table(t, filepath.Join(dir, "reports", day, "unit-alpha.xlsx"), "报送台账", "数据集")
	lines = slices.DeleteFunc(lines, func(l map[string]string) bool { return l["期次"] != day })
	return lineOf(t, lines, "数据集", "甲"+dataset)
}

func expectSourceFailed(t *testing.T, dir, dataset, reason string) {
	t.Helper()
	line := registered(t, dir, nightDay, dataset)
	if line["状态"] != "数据源故障" || line["记录数"] != "—" || !strings.Contains(line["原因"], reason) || strings.Contains(line["原因"], "\n") {
		t.Errorf("%s: state %q, rows %q, reason %q; want %q in it", dataset, line["状态"], line["记录数"], line["原因"], reason)
	}
	for rule, o := range nightResults(t, dir, nightNow)["alpha/"+dataset] {
		if rule != "delivery" && rule != "readable" && rule != "row_count" && o.Evaluated != 0 {
			t.Errorf("%s, %s: %d evaluated although nothing came", dataset, rule, o.Evaluated)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "var", "snapshots", "alpha", dataset, nightDay, "*")); len(left) > 0 {
		t.Errorf("%s: %v is left", dataset, left)
	}
}

func expectDelivered(t *testing.T, dir, day, dataset string) {
	t.Helper()
	line := registered(t, dir, day, dataset)
	if line["记录数"] != "40" {
		t.Errorf("%s on %s: state %q, %q rows, reason %q; want 40", dataset, day, line["状态"], line["记录数"], line["原因"])
	}
}

// expectNextNight runs the next night, in which every dataset delivers.
func expectNextNight(t *testing.T, dir string, datasets ...string) {
	t.Helper()
	deliverAt(t, dir, "2026-03-04T01:30:00+08:00")
	must(t, exitDone, "run", dir, "--slot", nextDay, "--now", nextNow, "--lang", "zh-Hans")
	for _, dataset := range datasets {
		expectDelivered(t, dir, nextDay, dataset)
		if _, err := os.Stat(filepath.Join(dir, "var", "snapshots", "alpha", dataset, nextDay, "v1", "data.parquet")); err != nil {
			t.Error(err)
		}
	}
}

// expectNoSecrets looks for the passwords in what was printed and in every file.
func expectNoSecrets(t *testing.T, dir string, run command) {
	t.Helper()
	texts := map[string]string{"standard output": run.stdout, "standard error": run.stderr}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		texts[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{wrongPassword, databasetest.Password} {
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), url.UserPassword("", secret).String()[1:]} {
			for where, text := range texts {
				if strings.Contains(text, form) {
					t.Errorf("a password stands in %s", where)
				}
			}
		}
	}
}
