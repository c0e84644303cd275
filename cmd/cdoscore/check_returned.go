package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cdoscore/pipeline/check"
	"cdoscore/reports/returned"

	"github.com/google/renameio/v2"
)

// giveBack writes the marked workbook, whole or not at all.
func (c *checker) giveBack(ctx context.Context, f *checkFlags, stdout io.Writer) error {
	job := returned.Job{Path: c.file, Name: filepath.Base(c.file), Type: c.source, Result: c.result, Indicators: c.indicators, Config: c.config, Texts: c.texts, Dir: c.temp}
	if f.previous != "" {
		last, err := os.Open(f.previous)
		if err != nil {
			return fmt.Errorf("--previous: %w", err)
		}
		job.Earlier, err = check.ReadRecord(last)
		if err := errors.Join(err, last.Close()); err != nil {
			return fmt.Errorf("--previous %s: %w", f.previous, err)
		}
	}
	var out *returned.Outcome
	err := replace(f.out, func(w io.Writer) (err error) {
		out, err = returned.Return(ctx, w, job)
		return err
	})
	if err == nil && f.record != "" {
		err = replace(f.record, out.Record.Write)
	}
	if err != nil {
		return err
	}
	if f.format == "text" {
		fmt.Fprintln(stdout, c.texts.Text("cli.check.returned", f.out, fmt.Sprint(out.Fixed), fmt.Sprint(out.Left), fmt.Sprint(out.New)))
	}
	return nil
}

// replace writes a file that only its owner may read, and gives it its name when it
// is whole.
func replace(path string, write func(io.Writer) error) (err error) {
	f, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o600))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Cleanup()) }()
	if err := write(f); err != nil {
		return err
	}
	return f.CloseAtomicallyReplace()
}
