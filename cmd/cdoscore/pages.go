package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/google/renameio/v2"
)

// writePage replaces a file only once the page is complete.
func writePage(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if err := renameio.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}
