package ledger

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// replaceFile writes a file for its owner only and returns its SHA-256 when the
// file is on the disk under its name; it is never there half-written.
func replaceFile(path string, fill func(io.Writer) error) (string, error) {
	pending, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithStaticPermissions(0o600))
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	buffered := bufio.NewWriter(io.MultiWriter(pending, hash))
	if err := errors.Join(fill(buffered), buffered.Flush()); err != nil {
		return "", errors.Join(err, pending.Cleanup())
	}
	if err := pending.CloseAtomicallyReplace(); err != nil {
		return "", errors.Join(err, pending.Cleanup())
	}
	return hex.EncodeToString(hash.Sum(nil)), syncFolder(filepath.Dir(path))
}

// syncFolder makes the entries of a folder durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
