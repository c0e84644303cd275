package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/upload"
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"

	"github.com/spf13/cobra"
)

// newCheckWorker is the process in which the desk has an upload checked.
func newCheckWorker() *cobra.Command {
	return &cobra.Command{
		Use:    "check-worker",
		Short:  "Check one upload of the desk: a job as JSON on standard input, its report on standard output",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			job, err := submission.Await(c.InOrStdin(), func() { os.Exit(exitUsage) })
			if err != nil {
				return err
			}
			if err := job.Limits.Confine(); err != nil {
				return err
			}
			return checkUpload(c.Context(), job, c.OutOrStdout())
		},
	}
}

// checkUpload carries a job out and writes its report. Where memory runs out, the
// process ends with a code of its own, and says nothing else.
func checkUpload(ctx context.Context, job submission.Job, out io.Writer) error {
	w := uploadCheck{job: job, work: filepath.Join(job.Folder, "work")}
	report, err := w.report(ctx)
	err = errors.Join(err, os.RemoveAll(w.work))
	switch {
	case err != nil && submission.OutOfMemory(err.Error()):
		return &exitError{submission.ExitTooCostly, nil}
	case err != nil:
		return err
	}
	return json.NewEncoder(out).Encode(report)
}

// uploadCheck is one job under way. Everything but what is to stay goes into work.
type uploadCheck struct {
	job  submission.Job
	work string

	w      *workspace.Workspace
	set    *workspace.Dataset
	slot   workspace.Slot
	engine *duck.Engine
}

func (u *uploadCheck) report(ctx context.Context) (submission.Report, error) {
	original := submission.Original(filepath.Dir(u.job.Folder), filepath.Base(u.job.Folder))
	if u.job.Format == submission.FormatExcel {
		refused, err := submission.Inspect(original, u.job.Limits)
		if err != nil || refused != nil {
			return submission.Report{Refused: refused}, err
		}
	}
	if err := u.prepare(); err != nil {
		return submission.Report{}, err
	}
	result, err := check.File(ctx, check.Options{
		Path: original, Type: u.reader(), Dataset: u.set, Slot: u.slot, Indicators: u.w.Indicators, Engine: u.engine, Dir: u.work,
		Clock: func() time.Time { return u.job.Now }, Related: u.job.Found.Relate(u.w, u.set, u.slot),
	})
	var report submission.Report
	if err == nil {
		report, err = submission.Describe(ctx, result, u.job)
	}
	return report, errors.Join(err, u.engine.Close())
}

// prepare reads the configuration and opens an engine that may read the snapshots
// of the workspace, and of all else nothing.
func (u *uploadCheck) prepare() (err error) {
	if err := os.RemoveAll(u.work); err != nil {
		return err
	}
	if err := os.Mkdir(u.work, 0o700); err != nil {
		return err
	}
	parsing, done, err := parser()
	if err != nil {
		return err
	}
	known := deps(parsing.ParseExpr, u.job.Now)
	known.NoSources = true
	u.w, err = workspace.Load(u.job.Workspace, known)
	if err = errors.Join(err, done()); err != nil {
		return err
	}
	if u.set = u.w.Dataset(u.job.Dataset); u.set == nil {
		return fmt.Errorf("the workspace has no dataset %s", u.job.Dataset)
	}
	if u.slot, err = u.set.Update.Named(u.job.Slot, u.w.Zone); err != nil {
		return err
	}
	u.engine, err = duck.Open(duck.Options{Dirs: []string{u.work, filepath.Join(u.w.VarDir(), "snapshots")}, Temp: filepath.Join(u.work, "tmp"),
		Memory: u.job.Limits.EngineMemory(), Threads: 1, Zone: u.w.Zone})
	return err
}

// reader reads what was uploaded, whatever its name, within the job's limits.
func (u *uploadCheck) reader() connectors.Type {
	return connectors.Type{Name: u.job.Format, New: func(v connectors.Values) (connectors.Source, error) {
		return upload.Of(deskFormats(), u.hints(), upload.File{Path: v.Text("path", ""), Format: u.job.Format, Encoding: u.job.Encoding, Limits: u.job.Limits.Reading(u.job.Format)})
	}}
}

func (u *uploadCheck) hints() connectors.Values { return hintsOf(u.set, u.job.Format) }

// hintsOf are the options of a dataset's own source that tell how a file of a format
// is laid out; none where its source is of another kind.
func hintsOf(d *workspace.Dataset, format string) connectors.Values {
	if d.SourceType == upload.Name || d.SourceType == format {
		return d.Source
	}
	return nil
}
