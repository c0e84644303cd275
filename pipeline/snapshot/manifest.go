package snapshot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"cdoscore/connectors"
)

// manifestFormat is the version of the manifest's layout.
const manifestFormat = 1

// ErrDeleted is wrapped by Verify and ReadRejected when retention has deleted the
// snapshot's data; its manifest still tells when.
var ErrDeleted = errors.New("the snapshot's data were deleted when their retention ended")

// ErrAltered is wrapped by Verify when a file is not what was frozen.
var ErrAltered = errors.New("the snapshot was altered after it was frozen")

// Manifest describes one snapshot. It outlives the data.
type Manifest struct {
	Format  int    `json:"format"`
	Dataset string `json:"dataset"` // unit/name
	Slot    string `json:"slot"`    // the slot's first day
	Version int    `json:"version"` // of the slot's delivery, from 1
	// SHA256 is of data.parquet; RejectedSHA256 of rejected.jsonl, empty where
	// nothing was rejected.
	SHA256         string `json:"sha256"`
	RejectedSHA256 string `json:"rejected_sha256,omitempty"`
	// ContentSHA256 is the same for the same column names, values and rejected
	// records in the same order, whatever the row numbers and the file format.
	ContentSHA256 string    `json:"content_sha256"`
	Rows          int64     `json:"rows"`
	Rejected      int64     `json:"rejected"`
	Physical      int64     `json:"physical"` // rows + rejected
	Columns       []Column  `json:"columns"`  // as received, without the row number
	Warnings      []Warning `json:"warnings,omitempty"`
	Origin        string    `json:"origin"` // without secrets
	Modified      time.Time `json:"modified,omitzero"`
	Started       time.Time `json:"started"` // when the pull began
	Finished      time.Time `json:"finished"`
	DeletedAt     time.Time `json:"deleted_at,omitzero"` // zero: the data are there
}

// Column is one received column. Received names may be empty, repeat, or differ in
// case only, which an engine does not accept: the Parquet calls the columns c1, c2,
// … in received order, beside _row.
type Column struct {
	Name       string `json:"name"`
	Stored     string `json:"stored"`
	SourceType string `json:"source_type,omitempty"` // as the source names it; empty: it has none
}

// Warning is a warning of the extract (connectors.Warning): it rejected nothing.
type Warning struct {
	Key      string   `json:"key"`
	Args     []string `json:"args,omitempty"`
	English  string   `json:"english"`
	Count    int64    `json:"count"`
	Examples []string `json:"examples"`
}

func warnings(list []connectors.Warning) []Warning {
	var out []Warning
	for _, w := range list {
		out = append(out, Warning{Key: w.Reason.Key, Args: w.Reason.Args, English: w.Reason.English, Count: w.Count, Examples: w.Examples})
	}
	return out
}

// Load reads the manifest of the snapshot in dir. Its error wraps fs.ErrNotExist
// where there is none.
func Load(dir string) (Manifest, error) {
	path := filepath.Join(dir, ManifestFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return Manifest{}, fmt.Errorf("load snapshot: %w", err)
	}
	var m Manifest
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return Manifest{}, fmt.Errorf("load snapshot: %s is not a manifest: %w; restore it from a backup or fetch the slot again", path, err)
	}
	if m.Format != manifestFormat {
		return Manifest{}, fmt.Errorf("load snapshot: %s has format %d, this program reads %d", path, m.Format, manifestFormat)
	}
	return m, nil
}

// Verify hashes the files of the snapshot in dir and compares them with its
// manifest. Its error wraps ErrAltered where they differ or are gone, and
// ErrDeleted where retention has deleted them.
func Verify(dir string) error {
	m, err := Load(dir)
	if err != nil {
		return err
	}
	if !m.DeletedAt.IsZero() {
		return fmt.Errorf("verify %s: %w, on %s", dir, ErrDeleted, m.DeletedAt.Format(time.RFC3339))
	}
	if err := verifyFile(filepath.Join(dir, DataFile), m.SHA256); err != nil {
		return err
	}
	if m.Rejected == 0 {
		return nil
	}
	return verifyFile(filepath.Join(dir, RejectedFile), m.RejectedSHA256)
}

func verifyFile(path, want string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("verify: %w: %w; restore the file from a backup", ErrAltered, err)
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		return fmt.Errorf("verify: %w: %s has SHA-256 %s, the manifest says %s; restore the file from a backup", ErrAltered, path, got, want)
	}
	return nil
}

func (m Manifest) encode() ([]byte, error) {
	text, err := json.MarshalIndent(m, "", "  ")
	return append(text, '\n'), err
}
