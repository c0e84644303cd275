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
	"cdoscore/reports/returned"
	"cdoscore/rules"

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
	w := uploadCheck{job: job, work: filepath.Join(job.Folder, submission.WorkFolder)}
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

	file   string // the upload under a name with an ending
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
	if err := u.prepare(original); err != nil {
		return submission.Report{}, err
	}
	report, err := u.judge(ctx)
	return report, errors.Join(err, u.engine.Close())
}

// judge checks the file, and where it can be read, gives it back.
func (u *uploadCheck) judge(ctx context.Context) (report submission.Report, err error) {
	if u.job.Format == submission.FormatExcel {
		marks, known, err := returned.Identify(ctx, u.file, "")
		if err == nil && known && marks.Dataset != u.set.ID { // a file that cannot be read is told of below
			other := u.w.Dataset(marks.Dataset)
			return submission.Report{Refused: submission.OtherDataset(marks.Dataset, other != nil && other.Unit == u.set.Unit)}, nil
		}
	}
	result, err := check.File(ctx, check.Options{
		Path: u.file, Type: u.reader(), Dataset: u.set, Slot: u.slot, Indicators: u.w.Indicators, Engine: u.engine, Dir: u.work,
		Clock: func() time.Time { return u.job.Now }, Related: u.job.Found.Relate(u.w, u.set, u.slot),
	})
	if err != nil {
		return report, err
	}
	if report, err = submission.Describe(ctx, result, u.job); err != nil || report.Refused != nil {
		return report, err
	}
	for i := range report.Result.Causes {
		if r := u.rule(report.Result.Causes[i].Rule); r != nil {
			report.Result.Causes[i].Mend, _ = catalog(u.job.Language).AdviceNote(u.set.Fields, r, u.slot.End)
		}
	}
	// What is judged stays judged where the workbook has no room for our marks, say.
	if err := u.giveBack(ctx, result, &report.Result); err != nil && !submission.OutOfMemory(err.Error()) && ctx.Err() == nil {
		report.Problem = err.Error()
		report.Result.Warnings = append(report.Result.Warnings, submission.Warning{What: rules.Note{Key: "submission.not_returned"}, Count: 1})
	} else if err != nil {
		return report, err
	}
	return report, nil
}

func (u *uploadCheck) rule(id string) *rules.Rule {
	for _, r := range u.set.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// maxReturnedRows is how many rows fit on a sheet below our heading.
const maxReturnedRows = 1_048_576 - 16

// giveBack writes the returned workbook and the record for the next check, and tells
// what became of the faults of the one before. A record that cannot be used is as
// none.
func (u *uploadCheck) giveBack(ctx context.Context, result *check.Result, told *submission.CheckResult) error {
	if told.Rows > maxReturnedRows {
		return fmt.Errorf("%d rows are more than a sheet holds", told.Rows)
	}
	job := returned.Job{Path: u.file, Name: u.job.Filename, Type: u.reader(), Result: result, Indicators: u.w.Indicators, Config: u.set.Fingerprint(),
		Texts: catalog(u.job.Language), Dir: u.work, Earlier: u.previous()}
	var out *returned.Outcome
	err := replace(filepath.Join(u.job.Folder, submission.ReturnedFile), func(w io.Writer) (err error) {
		out, err = returned.Return(ctx, w, job)
		return err
	})
	if err != nil {
		return err
	}
	told.Returned = true
	if job.Earlier != nil {
		told.Diff = &submission.Diff{Against: filepath.Base(filepath.Dir(u.job.Previous)), Fixed: out.Fixed, Left: out.Left, New: out.New}
	}
	return replace(filepath.Join(u.job.Folder, submission.RecordFile), out.Record.Write)
}

func (u *uploadCheck) previous() *check.Record {
	if u.job.Previous == "" {
		return nil
	}
	f, err := os.Open(u.job.Previous)
	if err != nil {
		return nil
	}
	defer f.Close()
	record, err := check.ReadRecord(f)
	if err != nil {
		return nil
	}
	return record
}

// prepare reads the configuration and opens an engine that may read the snapshots
// of the workspace, and of all else nothing.
func (u *uploadCheck) prepare(original string) (err error) {
	if err := os.RemoveAll(u.work); err != nil {
		return err
	}
	if err := os.Mkdir(u.work, 0o700); err != nil {
		return err
	}
	// By its ending others tell what it is.
	u.file = filepath.Join(u.work, "upload"+map[string]string{submission.FormatExcel: ".xlsx", submission.FormatCSV: ".csv"}[u.job.Format])
	if err := os.Link(original, u.file); err != nil {
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
		return upload.Of(deskFormats(), u.hints(), upload.File{Path: v.Text("path", ""), Format: u.job.Format, Encoding: u.job.Encoding, Limits: u.job.Limits.Reading(u.job.Format), Columns: u.job.Limits.Columns})
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
