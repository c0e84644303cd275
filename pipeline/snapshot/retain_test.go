package snapshot_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/snapshot"

	"github.com/google/go-cmp/cmp"
)

func TestRetainDeletesDataAndKeepsTheManifest(t *testing.T) {
	root := filepath.Join(t.TempDir(), "var [1]")
	old := freezeAt(t, root, "2026-03-02", finished)
	held := freezeAt(t, root, "2026-03-03", finished)
	fresh := freezeAt(t, root, "2026-06-01", finished.AddDate(0, 3, 0))
	now := finished.AddDate(0, 3, 1)
	var logged []snapshot.Deletion
	retention := snapshot.Retention{
		Cutoff: finished.AddDate(0, 0, 90),
		Now:    now,
		Keep:   func(dataset, slot string, version int) bool { return slot == "2026-03-03" },
		Log:    func(d snapshot.Deletion) { logged = append(logged, d) },
	}
	for range 2 { // the second call finds nothing more to do
		if err := snapshot.Retain(root, retention); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{held, fresh} {
		if err := snapshot.Verify(dir); err != nil {
			t.Errorf("kept snapshot: %v", err)
		}
	}
	if err := snapshot.Verify(old); !errors.Is(err, snapshot.ErrDeleted) {
		t.Errorf("Verify: %v", err)
	}
	if _, err := snapshot.ReadRejected(old); !errors.Is(err, snapshot.ErrDeleted) {
		t.Errorf("ReadRejected: %v", err)
	}
	if diff := cmp.Diff([]string{snapshot.ManifestFile}, names(t, old)); diff != "" {
		t.Errorf("files left:\n%s", diff)
	}
	m, err := snapshot.Load(old)
	if err != nil || !m.DeletedAt.Equal(now) || m.Rows != 1 {
		t.Errorf("manifest %+v, %v", m, err)
	}
	want := []snapshot.Deletion{{
		Dataset: "hrss/payments", Slot: "2026-03-02", Version: 1, SHA256: m.SHA256, Rows: 1, Finished: finished, DeletedAt: now,
	}}
	if diff := cmp.Diff(want, logged); diff != "" {
		t.Errorf("reported:\n%s", diff)
	}
	if diff := cmp.Diff(want, deletionLog(t, root)); diff != "" {
		t.Errorf("deletion log:\n%s", diff)
	}
}

func TestRetainFinishesADeletionCutShort(t *testing.T) {
	root := t.TempDir()
	dir := freezeAt(t, root, "2026-03-02", finished)
	m, err := snapshot.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	m.DeletedAt = finished
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, snapshot.ManifestFile), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := snapshot.Retain(root, snapshot.Retention{Now: finished}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{snapshot.ManifestFile}, names(t, dir)); diff != "" {
		t.Errorf("files left:\n%s", diff)
	}
}

func TestRetainGoesOnPastABrokenSnapshot(t *testing.T) {
	root := t.TempDir()
	broken := freezeAt(t, root, "2026-03-01", finished)
	moved := freezeAt(t, root, "2026-03-02", finished)
	old := freezeAt(t, root, "2026-03-03", finished)
	if err := os.WriteFile(filepath.Join(broken, snapshot.ManifestFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(moved, filepath.Join(filepath.Dir(moved), "v9")); err != nil {
		t.Fatal(err)
	}
	err := snapshot.Retain(root, snapshot.Retention{Cutoff: finished.Add(time.Hour), Now: finished})
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) || len(joined.Unwrap()) != 2 {
		t.Errorf("got %v, want two failures", err)
	}
	if err := snapshot.Verify(old); !errors.Is(err, snapshot.ErrDeleted) {
		t.Errorf("the sound snapshot was not deleted: %v", err)
	}
}

func TestVerifyFindsAlteredFiles(t *testing.T) {
	for _, test := range []struct {
		name  string
		alter func(dir string) error
	}{
		{"data changed", func(dir string) error { return flip(filepath.Join(dir, snapshot.DataFile)) }},
		{"rejected changed", func(dir string) error { return flip(filepath.Join(dir, snapshot.RejectedFile)) }},
		{"data gone", func(dir string) error { return os.Remove(filepath.Join(dir, snapshot.DataFile)) }},
		{"rejected gone", func(dir string) error { return os.Remove(filepath.Join(dir, snapshot.RejectedFile)) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := freezeAt(t, t.TempDir(), "2026-03-02", finished)
			if err := test.alter(dir); err != nil {
				t.Fatal(err)
			}
			if err := snapshot.Verify(dir); !errors.Is(err, snapshot.ErrAltered) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestLoadWhereThereIsNone(t *testing.T) {
	if _, err := snapshot.Load(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestSweepRemovesHalfWrittenFoldersOnly(t *testing.T) {
	root := t.TempDir()
	if removed, err := snapshot.Sweep(root); err != nil || len(removed) != 0 {
		t.Errorf("of an empty root: %v, %v", removed, err)
	}
	dir := freezeAt(t, root, "2026-03-02", finished)
	half := filepath.Join(filepath.Dir(dir), ".freeze-123")
	if err := os.Mkdir(half, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, snapshot.DataFile), []byte("PAR1"), 0o600); err != nil {
		t.Fatal(err)
	}
	removed, err := snapshot.Sweep(root)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{half}, removed); diff != "" {
		t.Errorf("removed:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"v1"}, names(t, filepath.Dir(dir))); diff != "" {
		t.Errorf("left:\n%s", diff)
	}
	if err := snapshot.Verify(dir); err != nil {
		t.Error(err)
	}
}

// freezeAt freezes one row and one rejected record.
func freezeAt(t *testing.T, root, slot string, at time.Time) string {
	t.Helper()
	x := newFake([]string{"a"}, row{1, []*string{text("x")}})
	x.info.Rejected = []connectors.Rejection{{Row: 2, Where: "line 3", Raw: "y"}}
	x.info.Physical = 2
	a := about()
	a.Slot, a.Clock = slot, func() time.Time { return at }
	dir, _ := freeze(t, root, x, a)
	return dir
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func deletionLog(t *testing.T, root string) []snapshot.Deletion {
	t.Helper()
	f, err := os.Open(filepath.Join(root, snapshot.DeletionLog))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []snapshot.Deletion
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var d snapshot.Deletion
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

func flip(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data[len(data)/2] ^= 1
	return os.WriteFile(path, data, 0o600)
}
