package backup_test

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cdoscore/pipeline/backup"
	"cdoscore/pipeline/ledger"

	"github.com/klauspost/compress/zstd"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 3, 3, 6, 0, 0, 0, time.UTC)
)

// city is a workspace with an empty ledger and some files.
func city(t *testing.T) (string, *ledger.Ledger) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"cdoscore.yaml": "city: x", "datasets/a/b.yaml": "title: b", "in/big.csv": "1\n2\n", "var/outbox/notice.txt": "late",
		"var/lock": "", "var/tmp/scratch": "x", "var/owner.json": "{}", "var/runs/r000009/results.parquet": "of no published run",
		"var/snapshots/a/b/2026-03-02/v1/data.parquet": "of no delivery",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o640)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, "var", "runs")); err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(ctx, filepath.Join(dir, "var"), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return dir, l
}

func source(dir string, l *ledger.Ledger) backup.Source {
	return backup.Source{Dir: dir, State: "var", Ledger: l, Temp: filepath.Join(dir, "var", "tmp"), Snapshots: true, Exclude: []string{"in"}, Now: now, Version: "test"}
}

// TestWriteWhileAtWork appends to the trail and to a file all the while: the ledger in
// the archive is one moment's, and its trail ends where the manifest says.
func TestWriteWhileAtWork(t *testing.T) {
	dir, l := city(t)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if err := l.Audit(ctx, ledger.AuditRecord{At: now, Actor: "chen", Action: "upload.confirm", Object: strings.Repeat("x", i%50)}); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for range 5 {
		var archive bytes.Buffer
		m, err := backup.Write(ctx, source(dir, l), &archive)
		if err != nil {
			t.Fatal(err)
		}
		into := filepath.Join(t.TempDir(), "again")
		if _, err := backup.Extract(ctx, &archive, into); err != nil {
			t.Fatal(err)
		}
		copied, err := ledger.Open(ctx, filepath.Join(into, "var"), now)
		if err != nil {
			t.Fatal(err)
		}
		last, err := copied.VerifyAudit(ctx)
		if err := errors.Join(err, copied.Integrity(ctx), copied.VerifyAnchor(ctx, m.Audit)); err != nil || last.Seq != m.Audit.Seq || last.Hash != m.Audit.Hash {
			t.Errorf("the trail ends with %d, the manifest says %d; %v", last.Seq, m.Audit.Seq, err)
		}
		if err := copied.Close(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	wg.Wait()
}

// TestContents lays an archive out and looks at everything in it.
func TestContents(t *testing.T) {
	dir, l := city(t)
	at := now.Add(-time.Hour).Add(123456789)
	if err := errors.Join(os.Chtimes(filepath.Join(dir, "cdoscore.yaml"), at, at), os.Symlink("/etc/passwd", filepath.Join(dir, "datasets", "link"))); err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	if _, err := backup.Write(ctx, source(dir, l), &archive); err != nil {
		t.Fatal(err)
	}
	into := t.TempDir()
	m, err := backup.Extract(ctx, &archive, into)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = filepath.WalkDir(into, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(into, path)
			got = append(got, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := "cdoscore.yaml datasets/a/b.yaml var/audit.anchor var/ledger.db var/outbox/notice.txt"; strings.Join(got, " ") != want {
		t.Errorf("restored %v, want %s", got, want)
	}
	if len(m.LeftOut) != 1 || m.LeftOut[0] != "datasets/link: no regular file" {
		t.Errorf("left out %q", m.LeftOut)
	}
	info, err := os.Stat(filepath.Join(into, "cdoscore.yaml"))
	if err != nil || info.Mode().Perm() != 0o640 || !info.ModTime().Equal(at) {
		t.Errorf("%v, %v", info, err)
	}
	if data, err := os.ReadFile(filepath.Join(into, "datasets", "a", "b.yaml")); err != nil || string(data) != "title: b" {
		t.Errorf("%q, %v", data, err)
	}
}

// packed is an archive of these entries, with a manifest that names files.
func packed(t *testing.T, files []backup.File, entries ...*tar.Header) io.Reader {
	t.Helper()
	var out bytes.Buffer
	z, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(z)
	for _, h := range entries {
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, strings.Repeat("x", int(h.Size))); err != nil {
			t.Fatal(err)
		}
	}
	if files != nil {
		data, err := json.Marshal(backup.Manifest{Format: 1, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.WriteHeader(&tar.Header{Name: backup.ManifestFile, Size: int64(len(data)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return &out
}

// TestHostileArchives tries to leave the folder, and to say what is not so.
func TestHostileArchives(t *testing.T) {
	file := func(name string) *tar.Header {
		return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: 3, Mode: 0o644}
	}
	none := []backup.File{}
	for name, c := range map[string]struct {
		archive io.Reader
		want    string
	}{
		"above":             {packed(t, none, file("../evil")), "../evil: its name leads out of the folder"},
		"hidden above":      {packed(t, none, file("a/../../evil")), "leads out of the folder"},
		"absolute":          {packed(t, none, file("/tmp/evil")), "leads out of the folder"},
		"folder above":      {packed(t, none, &tar.Header{Typeflag: tar.TypeDir, Name: "../evil/"}), "leads out of the folder"},
		"link":              {packed(t, none, &tar.Header{Typeflag: tar.TypeSymlink, Name: "var", Linkname: "/tmp"}), "var: it is neither a file nor a folder"},
		"hard link":         {packed(t, none, &tar.Header{Typeflag: tar.TypeLink, Name: "var", Linkname: "/etc/passwd"}), "neither a file nor a folder"},
		"twice":             {packed(t, none, file("a"), file("a")), "a: it is there twice"},
		"unnamed":           {packed(t, none, file("a")), "a: the manifest does not name it"},
		"absent":            {packed(t, []backup.File{{Name: "a", Size: 3}}), "a: the manifest names it, but it is not there"},
		"other content":     {packed(t, []backup.File{{Name: "a", Size: 3, SHA256: "00"}}, file("a")), "a: it has 3 bytes"},
		"without manifest":  {packed(t, nil, file("a")), "ends after this file, without its manifest"},
		"cut off":           {io.LimitReader(packed(t, none, file("a")), 60), "damaged"},
		"no archive at all": {strings.NewReader("PK\x03\x04 something else"), "damaged"},
		"empty":             {strings.NewReader(""), "without its manifest"},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			into := filepath.Join(parent, "again")
			_, err := backup.Extract(ctx, c.archive, into)
			var damage *backup.DamageError
			if !errors.As(err, &damage) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
				t.Errorf("left behind %v, %v", left, err)
			}
		})
	}
	occupied := t.TempDir()
	if err := os.WriteFile(filepath.Join(occupied, "kept"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Extract(ctx, packed(t, none), occupied); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(occupied, "kept")); err != nil {
		t.Error(err)
	}
}
