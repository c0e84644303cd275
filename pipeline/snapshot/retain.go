package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/google/renameio/v2"
)

// DeletionLog is the file below the root that names every deletion, one JSON
// object on each line.
const DeletionLog = "deletions.log"

// Retention says which snapshots have served their time.
type Retention struct {
	Cutoff time.Time // snapshots finished before it are deleted
	Now    time.Time // the injected clock's time, recorded as the time of deletion
	// Keep holds a snapshot back although it is old: an appeal or an open cycle
	// needs it. Nil keeps none.
	Keep func(dataset, slot string, version int) bool
	// Log receives each deletion after it is recorded and before it is done. Nil
	// is allowed.
	Log func(Deletion)
}

// Deletion is one line of the deletion log.
type Deletion struct {
	Dataset   string    `json:"dataset"`
	Slot      string    `json:"slot"`
	Version   int       `json:"version"`
	SHA256    string    `json:"sha256"`
	Rows      int64     `json:"rows"`
	Finished  time.Time `json:"finished"`
	DeletedAt time.Time `json:"deleted_at"`
}

// Retain deletes the data and the rejected records of old snapshots below root and
// keeps their manifests, which tell when (semantics, Words: snapshot). Each
// deletion is on the disk in the deletion log before it happens; one that a crash
// cut short is finished by the next call. A snapshot that cannot be deleted does
// not stop the others: the error joins all that failed.
func Retain(root string, r Retention) error {
	dirs, err := filepath.Glob(filepath.Join(globEscape(root), snapshotsFolder, "*", "*", "*", "v*"))
	if err != nil {
		return fmt.Errorf("retain snapshots below %s: %w", root, err)
	}
	var failures []error
	for _, dir := range dirs {
		if holdsNothing(dir) {
			continue
		}
		if err := retainOne(root, dir, r); err != nil {
			failures = append(failures, fmt.Errorf("retain: %w", err))
		}
	}
	return errors.Join(failures...)
}

// holdsNothing reports whether a snapshot has only its manifest left. After some
// years most are so, and their manifests need not be read every night.
func holdsNothing(dir string) bool {
	for _, name := range []string{DataFile, RejectedFile} {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return true
}

func retainOne(root, dir string, r Retention) error {
	m, err := Load(dir)
	if err != nil {
		return err
	}
	if Dir(root, m.Dataset, m.Slot, m.Version) != dir {
		return fmt.Errorf("%s holds the manifest of %s, slot %s, version %d; put it where it belongs", dir, m.Dataset, m.Slot, m.Version)
	}
	if !m.DeletedAt.IsZero() {
		return removeData(dir)
	}
	if !m.Finished.Before(r.Cutoff) || r.Keep != nil && r.Keep(m.Dataset, m.Slot, m.Version) {
		return nil
	}
	d := Deletion{Dataset: m.Dataset, Slot: m.Slot, Version: m.Version, SHA256: m.SHA256, Rows: m.Rows, Finished: m.Finished, DeletedAt: r.Now}
	if err := recordDeletion(root, d); err != nil {
		return err
	}
	if r.Log != nil {
		r.Log(d)
	}
	m.DeletedAt = r.Now
	if err := replaceManifest(dir, m); err != nil {
		return err
	}
	return removeData(dir)
}

func recordDeletion(root string, d Deletion) error {
	line, err := json.Marshal(d)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(root, DeletionLog), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close(), syncFolder(root))
}

func replaceManifest(dir string, m Manifest) error {
	text, err := m.encode()
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(filepath.Join(dir, ManifestFile), text, 0o600, renameio.WithTempDir(dir), renameio.IgnoreUmask()); err != nil {
		return err
	}
	return syncFolder(dir)
}

func removeData(dir string) error {
	removed := false
	for _, name := range []string{DataFile, RejectedFile} {
		err := os.Remove(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		removed = removed || err == nil
	}
	if !removed {
		return nil
	}
	return syncFolder(dir)
}

// globEscape lets a path stand for itself in a pattern.
func globEscape(path string) string {
	var escaped []rune
	for _, r := range path {
		if r == '*' || r == '?' || r == '[' || r == '\\' {
			escaped = append(escaped, '\\')
		}
		escaped = append(escaped, r)
	}
	return string(escaped)
}
