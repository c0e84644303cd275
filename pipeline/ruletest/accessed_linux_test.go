package ruletest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// accessed is when a file was last read.
func accessed(info fs.FileInfo) string {
	at := info.Sys().(*syscall.Stat_t).Atim
	return time.Unix(at.Unix()).UTC().String()
}

// TestReadingShows makes sure that the canary would tell.
func TestReadingShows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	long := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, long, long.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if accessed(info) == long.String() {
		t.Skip("this file system keeps no times of access: that no canary was read is shown by the errors alone")
	}
}
