package spool

import (
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

const (
	folderPrefix = "cdoscore-spool-"
	lockName     = ".lock"
	// settled is how old a folder must be to be a leftover: a new one is without its
	// lock for a moment.
	settled = 10 * time.Minute
)

// claim makes a folder that is locked for as long as it is in use, so that others
// can tell it from what a killed process left.
func claim() (dir string, lock *flock.Flock, err error) {
	if dir, err = os.MkdirTemp("", folderPrefix); err != nil {
		return "", nil, err
	}
	lock = flock.New(filepath.Join(dir, lockName))
	if err := lock.Lock(); err != nil {
		os.RemoveAll(dir)
		return "", nil, err
	}
	return dir, lock, nil
}

// sweep removes the folders that killed processes left: they hold extracts, which
// may hold personal data. What cannot be removed now is left for the next time.
func sweep() {
	found, err := filepath.Glob(filepath.Join(os.TempDir(), folderPrefix+"*"))
	if err != nil {
		return // the temporary folder's name is a pattern: nothing can be found by one
	}
	for _, dir := range found {
		if leftover(dir) {
			os.RemoveAll(dir)
		}
	}
}

func leftover(dir string) bool {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() || time.Since(info.ModTime()) < settled {
		return false
	}
	path := filepath.Join(dir, lockName)
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return true
	}
	lock := flock.New(path)
	free, err := lock.TryLock()
	if err != nil || !free {
		return false
	}
	return lock.Close() == nil
}
