package files

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cdoscore/connectors"

	"github.com/klauspost/compress/zstd"
)

func put(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func slotOf(dir string) connectors.Request {
	zone := time.FixedZone("CST", 8*3600)
	return connectors.Request{Dir: dir, Zone: zone, Slot: connectors.Slot{Start: time.Date(2026, 2, 1, 0, 0, 0, 0, zone), End: time.Date(2026, 3, 1, 0, 0, 0, 0, zone)}}
}

func drop(t testing.TB, v connectors.Values) *Drop {
	t.Helper()
	d, err := New(v)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func names(found []*File) string {
	var list []string
	for _, f := range found {
		list = append(list, filepath.Base(f.Path))
	}
	return strings.Join(list, " ")
}

func keyOf(t testing.TB, err error) (string, connectors.Class) {
	t.Helper()
	var failure *connectors.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got %v, want a *connectors.Error", err)
	}
	return failure.Reason.Key, failure.Class
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.csv", "a.csv", ".a.csv.part", "~$a.csv", "2026-02-01.csv", "to-20260228.csv", "d/2026/x.csv", "e[1].csv"} {
		put(t, filepath.Join(dir, name), "x")
	}
	cases := []struct{ path, want string }{
		{"a.csv", "a.csv"},
		{"?.csv", "a.csv b.csv"},
		{"*.csv", "2026-02-01.csv a.csv b.csv e[1].csv to-20260228.csv"},
		{".*", ".a.csv.part"},
		{"{slot:2006-01-02}.csv", "2026-02-01.csv"},
		{"to-{slot_end:20060102}.csv", "to-20260228.csv"},
		{"*/{slot:2006}/*.csv", "x.csv"},
		{"[bc].csv", "b.csv"},
		{`e\[1\].csv`, "e[1].csv"},
		{dir + "/a.csv", "a.csv"},
	}
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			found, err := drop(t, connectors.Values{"path": {c.path}}).Find(slotOf(dir))
			if err != nil || names(found) != c.want {
				t.Errorf("%s, %v; want %s", names(found), err, c.want)
			}
		})
	}
}

func TestFindFaults(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "a.csv"), "x")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, path, key string
		class           connectors.Class
	}{
		{"no file", "none.csv", "source.file_absent", connectors.Absent},
		{"no match", "none*.csv", "source.file_absent", connectors.Absent},
		{"no folder", "none/*.csv", "source.file_absent", connectors.Absent},
		{"through a file", "a.csv/b.csv", "source.file_absent", connectors.Absent},
		{"a folder", ".", "file.not_regular", connectors.Unreadable},
		{"a pipe", "pipe", "file.not_regular", connectors.Unreadable},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := drop(t, connectors.Values{"path": {c.path}}).Find(slotOf(dir))
			if key, class := keyOf(t, err); key != c.key || class != c.class {
				t.Errorf("%s, class %d: %v", key, class, err)
			}
		})
	}
}

func TestFaultOfTheFileSystem(t *testing.T) {
	cases := []struct {
		errno     syscall.Errno
		class     connectors.Class
		transient bool
	}{
		{syscall.EACCES, connectors.SourceFault, false}, {syscall.EIO, connectors.SourceFault, true}, {syscall.ESTALE, connectors.SourceFault, true},
		{syscall.ENOSPC, connectors.Platform, false}, {syscall.EMFILE, connectors.Platform, false}, {syscall.ENOENT, connectors.Absent, false},
	}
	for _, c := range cases {
		var failure *connectors.Error
		if err := Fault("x", &os.PathError{Op: "open", Path: "x", Err: c.errno}); !errors.As(err, &failure) || failure.Class != c.class || failure.Transient != c.transient {
			t.Errorf("%v: %+v", c.errno, err)
		}
	}
	if err := Fault("x", context.Canceled); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context became %v", err)
	}
}

func TestMarker(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "a.csv"), "x")
	d := drop(t, connectors.Values{"path": {"a.csv"}, "marker": {"done-{slot:200601}"}})
	_, err := d.Find(slotOf(dir))
	if key, class := keyOf(t, err); key != "source.marker_absent" || class != connectors.Absent {
		t.Error(err)
	}
	put(t, filepath.Join(dir, "done-202602"), "")
	if _, err := d.Find(slotOf(dir)); err != nil {
		t.Error(err)
	}
}

func compressed(t testing.TB, kind, content string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&b)
	if kind == "zstd" {
		var err error
		if w, err = zstd.NewWriter(&b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDecompression(t *testing.T) {
	content := strings.Repeat("数据,1\n", 5000)
	gz, zst := compressed(t, "gzip", content), compressed(t, "zstd", content)
	cases := []struct {
		name, stored, compression, limit, key string
	}{
		{"plain", content, "auto", "", ""},
		{"gzip", gz, "auto", "", ""},
		{"zstd", zst, "auto", "", ""},
		{"gzip declared", gz, "gzip", "", ""},
		{"zstd declared", zst, "zstd", "", ""},
		{"gzip cut", gz[:len(gz)-5], "auto", "", "file.truncated"},
		{"gzip header cut", gz[:5], "gzip", "", "file.truncated"},
		{"zstd cut", zst[:len(zst)-5], "auto", "", "file.truncated"},
		{"gzip damaged", gz[:40] + "xxxxxxxx" + gz[48:], "auto", "", "file.corrupt"},
		{"declared but plain", content, "gzip", "", "file.corrupt"},
		{"too large", gz, "auto", "1000", "file.too_large"},
		{"too large and plain", content, "none", "1000", "file.too_large"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, filepath.Join(dir, "x"), c.stored)
			v := connectors.Values{"path": {"x"}, "compression": {c.compression}}
			if c.limit != "" {
				v["max_bytes"] = []string{c.limit}
			}
			got, err := readAll(drop(t, v), slotOf(dir))
			if c.key == "" && (err != nil || got != content) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			if c.key != "" {
				if key, class := keyOf(t, err); key != c.key || class != connectors.Unreadable {
					t.Errorf("%s, class %d: %v", key, class, err)
				}
			}
		})
	}
}

func readAll(d *Drop, r connectors.Request) (string, error) {
	found, err := d.Find(r)
	if err != nil {
		return "", err
	}
	content, err := found[0].Open()
	if err != nil {
		return "", err
	}
	defer content.Close()
	got, err := io.ReadAll(content)
	return string(got), err
}

func TestFileThatGrowsWhileRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	put(t, path, "a\n1\n")
	found, err := drop(t, connectors.Values{"path": {"x"}}).Find(slotOf(dir))
	if err != nil {
		t.Fatal(err)
	}
	content, err := found[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	put(t, path, "a\n1\n2\n")
	_, err = io.ReadAll(content)
	var failure *connectors.Error
	if !errors.As(err, &failure) || failure.Class != connectors.SourceFault || !failure.Transient || failure.Reason.Key != "source.changed" {
		t.Errorf("%v", err)
	}
}

func TestLocalCopyIsRemoved(t *testing.T) {
	dir, temporary := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	put(t, filepath.Join(dir, "x.db"), compressed(t, "zstd", "content"))
	found, err := drop(t, connectors.Values{"path": {"x.db"}}).Find(slotOf(dir))
	if err != nil {
		t.Fatal(err)
	}
	local, release, err := found[0].Local()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(local); err != nil || string(got) != "content" {
		t.Errorf("%q, %v", got, err)
	}
	if info, err := os.Stat(local); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the copy: %v, %v", info.Mode(), err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
