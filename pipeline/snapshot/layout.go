package snapshot

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The files of a snapshot's folder. RejectedFile exists only where records were
// rejected; DataFile and RejectedFile are gone once retention has deleted them.
const (
	DataFile     = "data.parquet"
	ManifestFile = "manifest.json"
	RejectedFile = "rejected.jsonl"
)

const (
	snapshotsFolder = "snapshots"
	tempPrefix      = ".freeze-"
)

// Dir is the folder of one snapshot: root/snapshots/<unit>/<name>/<slot>/v<version>.
// root is the folder of all state; with "" the result is relative to it. The
// dataset is its id, unit/name.
func Dir(root, dataset, slot string, version int) string {
	return filepath.Join(root, snapshotsFolder, filepath.FromSlash(dataset), slot, fmt.Sprintf("v%d", version))
}

// Sweep removes what a stopped process left half-written below root, and returns
// the folders removed. No Freeze below the same root may be under way: the caller
// holds the workspace's lock.
func Sweep(root string) ([]string, error) {
	var removed []string
	err := filepath.WalkDir(filepath.Join(root, snapshotsFolder), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case os.IsNotExist(err):
			return nil
		case err != nil:
			return err
		case !entry.IsDir() || !strings.HasPrefix(entry.Name(), tempPrefix):
			return nil
		}
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		removed = append(removed, path)
		return filepath.SkipDir
	})
	if err != nil {
		return removed, fmt.Errorf("sweep half-written snapshots below %s: %w; see that the platform's account may write there", root, err)
	}
	return removed, nil
}
