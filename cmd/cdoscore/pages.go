package main

import (
	"fmt"
	"io"

	"github.com/google/renameio/v2"
)

// writePage replaces a file only once the page is complete.
func writePage(path string, write func(io.Writer) error) error {
	pending, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err = write(pending); err == nil {
		err = pending.CloseAtomicallyReplace()
	}
	if err != nil {
		_ = pending.Cleanup() // the first failure tells more
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}
