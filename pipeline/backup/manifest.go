package backup

import (
	"encoding/json"
	"fmt"
	"time"

	"cdoscore/pipeline/ledger"
)

// ManifestFile is the name of the archive's last entry.
const ManifestFile = "cdoscore-backup.json"

const manifestFormat = 1

// Manifest says what an archive holds.
type Manifest struct {
	Format      int           `json:"format"`
	Made        time.Time     `json:"made"`
	CodeVersion string        `json:"code_version"`
	State       string        `json:"state"` // the folder of all state, relative to the workspace
	Audit       ledger.Anchor `json:"audit"` // the newest record of the trail in the archive's ledger
	Runs        int           `json:"runs"`  // published
	Snapshots   bool          `json:"snapshots"`
	LeftOut     []string      `json:"left_out,omitempty"` // as a sentence each
	Files       []File        `json:"files"`
}

// File is one file of an archive.
type File struct {
	Name   string `json:"name"` // with slashes, relative to the workspace
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Bytes is the size of all files together.
func (m Manifest) Bytes() int64 {
	var n int64
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

func parseManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%s: %w", ManifestFile, err)
	}
	if m.Format != manifestFormat {
		return m, fmt.Errorf("%s has format %d, this program knows %d: use the program that wrote it, or a newer one", ManifestFile, m.Format, manifestFormat)
	}
	return m, nil
}

// DamageError says which file of an archive is not as it was written.
type DamageError struct {
	Name string // of the file; empty: none was begun
	What string
}

func (e *DamageError) Error() string {
	if e.Name == "" {
		return "the backup is damaged: " + e.What + "; take an older one"
	}
	return fmt.Sprintf("the backup is damaged at %s: %s; take an older one", e.Name, e.What)
}
