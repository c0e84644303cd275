package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/upload"
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/xlsx"
	"cdoscore/rules"
)

// intakeFolder is where uploads lie below the folder of all state.
const intakeFolder = "intake"

// newDesk makes the department's desk of an opened workspace. Each check runs in a
// process of this program's own. The caller opens it, and closes it before the
// ledger and the engine.
func newDesk(s *site, configuration func() *workspace.Workspace, now func() time.Time, log *slog.Logger) (*submission.Desk, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("the program that checks uploads: %w", err)
	}
	return &submission.Desk{
		Workspace: configuration, Ledger: s.ledger, Engine: s.engine, Clock: now, Dir: filepath.Join(s.w.VarDir(), intakeFolder), Log: log,
		Worker: submission.Process{Command: []string{self, "check-worker"}},
		Text:   func(language string, n rules.Note) string { return catalog(language).Note(n) },
		Sheets: func(w io.Writer, title string) (submission.Table, error) { return xlsx.NewLines(w, title) },
	}, nil
}

// uploaded makes the source that reads what was confirmed at the desk, after it has
// made sure that it is still the file that the receipt tells of.
func (s *site) uploaded(d *workspace.Dataset, u ledger.Upload) (connectors.Source, error) {
	dir := filepath.Join(s.w.VarDir(), intakeFolder)
	if err := submission.Verify(dir, u); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, connectors.NewError(connectors.Absent, "", err, "source.nothing_handed_in")
		}
		return nil, connectors.NewError(connectors.Platform, "", err, "source.platform")
	}
	return upload.Of(deskFormats(), hintsOf(d, u.Format), upload.File{
		Path: check.LiteralPath(submission.Original(dir, u.ID)), Format: u.Format, Encoding: u.Encoding,
		Limits: submission.Limits{}.Reading(u.Format),
	})
}
