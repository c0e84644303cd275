package main

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// lived is a city with two runs, a superseded one among them, and accounts.
func lived(t *testing.T) string {
	t.Helper()
	dir := layOut(t, night(2))
	must(t, exitDone, "run", dir, "--slot", nightDay, "--now", nightNow)
	must(t, exitDone, "run", dir, "--slot", nightDay, "--now", nightLater)
	must(t, exitDone, "user", "add", "chen", "--role", "officer", "--unit", "alpha", "--generate", "-w", dir)
	must(t, exitDone, "user", "totp", "chen", "-w", dir)
	return dir
}

// TestBackupWipeRestore loses the whole workspace and has it again: the same
// results, byte for byte, the same accounts, an unbroken trail, and a night that can
// go on.
func TestBackupWipeRestore(t *testing.T) {
	dir := lived(t)
	file := filepath.Join(t.TempDir(), "city.tar.zst")
	said := must(t, exitDone, "backup", dir, "-o", file, "--lang", "en", "--now", nightLatest)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	if !strings.Contains(said, hex.EncodeToString(sum[:])) || !strings.Contains(said, "2 published runs, the audit trail to record 3") {
		t.Errorf("said %q", said)
	}
	results := func(dir string) string {
		return must(t, exitDone, "results", "-w", dir, "--format", "json", "--slot", nightDay)
	}
	before, files, users := results(dir), published(t, dir), must(t, exitDone, "user", "list", "-w", dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	said = must(t, exitDone, "restore", file, dir, "--verify", "--lang", "en")
	for _, want := range []string{"results and samples of 2 published runs", "the audit trail holds, to record 3", "scored again (day 2026-03-02): 9 slots came out exactly as published, 0 have no snapshot, 0 were scored by another configuration or version, 0 differ"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %q", want, said)
		}
	}
	if results(dir) != before || must(t, exitDone, "user", "list", "-w", dir) != users {
		t.Error("results or accounts are not what they were")
	}
	for i, again := range published(t, dir) {
		if !bytes.Equal(again, files[i]) {
			t.Errorf("run %d: results.parquet differs", i+1)
		}
	}
	must(t, exitDone, "audit", "verify", "-w", dir)
	must(t, exitDone, "run", dir, "--slot", nightDay, "--now", "2026-03-03T11:00:00+08:00")
	if runs := published(t, dir); len(runs) != 3 || !bytes.Equal(runs[2], runs[0]) {
		t.Error("the restored city does not score as before")
	}
	if c := cdoscore(t, "restore", file, dir); c.code != exitUsage || !strings.Contains(c.stderr, "is not empty") {
		t.Errorf("restored over a workspace: %d %s", c.code, c.stderr)
	}
}

// TestDamagedBackup flips one byte at a time, all over the file: each is found and a
// file is named, and nothing is left behind.
func TestDamagedBackup(t *testing.T) {
	file := filepath.Join(t.TempDir(), "city.tar.zst")
	must(t, exitDone, "backup", lived(t), "-o", file, "--now", nightLatest)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`the backup is damaged at [^ ]+: |the backup is damaged: `)
	found := 0
	for at := 3; at < len(data); at += len(data)/60 + 1 {
		bad := bytes.Clone(data)
		bad[at] ^= 0x10
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		into := filepath.Join(t.TempDir(), "again")
		c := cdoscore(t, "restore", file, into)
		if c.code != exitFailUnder || !named.MatchString(c.stderr) {
			t.Errorf("byte %d of %d: exit code %d, %s", at, len(data), c.code, c.stderr)
		}
		if _, err := os.Stat(into); !os.IsNotExist(err) {
			t.Errorf("byte %d: something is left behind (%v)", at, err)
		}
		found++
	}
	if found < 50 {
		t.Errorf("only %d bytes were flipped", found)
	}
}

// TestVerifyFindsForgery changes a workspace and backs it up anew, so that the
// manifest agrees: the ledger, the trail and the scores do not.
func TestVerifyFindsForgery(t *testing.T) {
	for name, c := range map[string]struct {
		forge func(t *testing.T, dir string)
		want  string
	}{
		"results":                {func(t *testing.T, dir string) { forgeResults(t, dir, false) }, "verify run r000001"},
		"results and their hash": {func(t *testing.T, dir string) { forgeResults(t, dir, true) }, "alpha/good, slot 2026-03-02, run r000001: "},
		"audit trail": {func(t *testing.T, dir string) {
			alter(t, dir, `DROP TRIGGER audit_fixed`, `UPDATE audit SET actor = 'cli:nobody' WHERE seq = 1`)
		}, "record 1 (cli:nobody account.add"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := layOut(t, night(2))
			must(t, exitDone, "run", dir, "--slot", nightDay, "--now", nightNow)
			must(t, exitDone, "user", "add", "chen", "--role", "leader", "--generate", "-w", dir)
			c.forge(t, dir)
			file := filepath.Join(t.TempDir(), "city.tar.zst")
			must(t, exitDone, "backup", dir, "-o", file, "--now", nightLatest)
			if out := cdoscore(t, "restore", file, filepath.Join(t.TempDir(), "again"), "--verify"); out.code != exitFailUnder || !strings.Contains(out.stderr, c.want) {
				t.Errorf("exit code %d, %s%s", out.code, out.stdout, out.stderr)
			}
		})
	}
}

// forgeResults takes the results of a city whose extract was another, and its hash
// too where the ledger is to agree.
func forgeResults(t *testing.T, dir string, hash bool) {
	t.Helper()
	f := night(2)
	f["in/good.csv"] = permitsHeader + permitRows(39)
	other := layOut(t, f)
	must(t, exitDone, "run", other, "--slot", nightDay, "--now", nightNow)
	forged := published(t, other)[0]
	if err := os.WriteFile(filepath.Join(dir, "var", "runs", "r000001", "results.parquet"), forged, 0o600); err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(forged); hash {
		alter(t, dir, `DROP TRIGGER runs_fixed`, `UPDATE runs SET results_sha256 = '`+hex.EncodeToString(sum[:])+`'`)
	}
}

func alter(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "var", "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBackupWithoutSnapshots is restored, and says what it cannot prove.
func TestBackupWithoutSnapshots(t *testing.T) {
	dir := lived(t)
	if c := cdoscore(t, "backup", dir, "-o", filepath.Join(dir, "b.tar.zst")); c.code != exitUsage || !strings.Contains(c.stderr, "lies in the workspace") {
		t.Errorf("a backup in the workspace: %d %s", c.code, c.stderr)
	}
	file, into := filepath.Join(t.TempDir(), "city.tar.zst"), filepath.Join(t.TempDir(), "again")
	must(t, exitDone, "backup", dir, "-o", file, "--without-snapshots", "--exclude", "in", "--now", nightLatest)
	said := must(t, exitDone, "restore", file, into, "--verify", "--lang", "en")
	if !strings.Contains(said, "left out: snapshots: left out as asked") || !strings.Contains(said, "0 slots came out exactly as published, 9 have no snapshot") {
		t.Errorf("said %q", said)
	}
	for _, absent := range []string{"in", "var/snapshots"} {
		if _, err := os.Stat(filepath.Join(into, absent)); !os.IsNotExist(err) {
			t.Errorf("%s is there (%v)", absent, err)
		}
	}
}
