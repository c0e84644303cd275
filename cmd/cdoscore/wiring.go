package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"time"

	"cdoscore/connectors"
	program "cdoscore/connectors/command"
	"cdoscore/connectors/csv"
	"cdoscore/connectors/excel"
	"cdoscore/connectors/http"
	"cdoscore/connectors/jsonl"
	"cdoscore/connectors/mysql"
	"cdoscore/connectors/oracle"
	"cdoscore/connectors/parquet"
	"cdoscore/connectors/postgres"
	"cdoscore/connectors/s3"
	"cdoscore/connectors/sftp"
	"cdoscore/connectors/sqlite"
	"cdoscore/connectors/sqlserver"
	"cdoscore/connectors/upload"
	"cdoscore/pipeline"
	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/clock"
	"cdoscore/pipeline/doctor"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/intake"
	"cdoscore/pipeline/lease"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/notice"
	"cdoscore/pipeline/schedule"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"
)

// connectorTypes is the one list of connectors.
func connectorTypes() []connectors.Type {
	all := append(fileFormats(),
		mysql.Type(), oracle.Type(), postgres.Type(), sqlite.Type(), sqlserver.Type(),
		program.Type([]connectors.Type{csv.Type(), jsonl.Type(), jsonl.DocumentType()}),
		sftp.Type(fileFormats()), s3.Type(fileFormats()), http.Type(fileFormats()), upload.Type(deskFormats()),
	)
	return append(all, tagged()...)
}

// fileFormats read a file wherever it came from: the connectors that fetch are
// given them here, since none may know another.
func fileFormats() []connectors.Type {
	return []connectors.Type{csv.Type(), excel.Type(), jsonl.Type(), jsonl.DocumentType(), parquet.Type()}
}

// deskFormats are what officers may hand in.
func deskFormats() []connectors.Type { return []connectors.Type{csv.Type(), excel.Type()} }

func connectorType(name string) (connectors.Type, bool) {
	for _, t := range connectorTypes() {
		if t.Name == name {
			return t, true
		}
	}
	return connectors.Type{}, false
}

// deps is what a workspace may name.
func deps(parse rules.ParseExpr, now time.Time) workspace.Deps {
	d := workspace.Deps{Kinds: kinds.All(), Tables: codes.Tables(), ParseExpr: parse, Getenv: os.LookupEnv, Now: now, CheckSchedule: checkSchedule, CheckTemplate: notice.Check}
	for _, t := range connectorTypes() {
		d.Sources = append(d.Sources, sourceKind(t))
	}
	return d
}

func checkSchedule(expression string, zone *time.Location) error {
	_, err := schedule.Parse(expression, zone)
	return err
}

func sourceKind(t connectors.Type) workspace.SourceKind {
	return workspace.SourceKind{
		Name:  t.Name,
		Known: t.OptionNames(),
		Check: func(options map[string][]string) []workspace.OptionProblem {
			var out []workspace.OptionProblem
			for _, e := range t.Check(options) {
				out = append(out, workspace.OptionProblem{Option: e.Option, Message: e.Message})
			}
			if len(out) > 0 {
				return out
			}
			var e *connectors.OptionError
			if _, err := t.New(options); errors.As(err, &e) {
				out = append(out, workspace.OptionProblem{Option: e.Option, Message: e.Message})
			} else if err != nil {
				out = append(out, workspace.OptionProblem{Message: err.Error()})
			}
			return out
		},
		List: func(option string) bool { return optionOf(t, option).Type == connectors.OptionList },
		// A list, as of headers, holds secrets beside what is none.
		Secret: func(option string) bool {
			o := optionOf(t, option)
			return o.Secret && o.Type != connectors.OptionList
		},
	}
}

// optionOf is an option of a type by its name, or one of no name.
func optionOf(t connectors.Type, name string) connectors.Option {
	for _, o := range t.Options {
		if o.Name == name {
			return o
		}
	}
	return connectors.Option{}
}

// source makes a dataset's source from its checked options.
func source(d *workspace.Dataset) (connectors.Source, error) {
	t, ok := connectorType(d.SourceType)
	if !ok {
		return nil, fmt.Errorf("dataset %s names no source: add one, as in source: {csv: {path: ...}}", d.ID)
	}
	return t.New(d.Source)
}

// parser opens an engine that only parses expressions. It reads no folder.
func parser() (*duck.Engine, func() error, error) {
	temp, err := os.MkdirTemp("", "cdoscore-")
	if err != nil {
		return nil, nil, fmt.Errorf("temporary folder: %w", err)
	}
	e, err := duck.Open(duck.Options{Temp: temp, Zone: time.UTC, Threads: 1})
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(temp))
	}
	return e, func() error { return errors.Join(e.Close(), os.RemoveAll(temp)) }, nil
}

// load reads the workspace.
func (g *globals) load() (w *workspace.Workspace, err error) {
	clock, err := g.clock()
	if err != nil {
		return nil, err
	}
	engine, done, err := parser()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	if _, err := os.Stat(filepath.Join(g.workspace, "cdoscore.yaml")); err != nil {
		return nil, fmt.Errorf("%s is no workspace: it has no cdoscore.yaml. Make one with `cdoscore init DIR`, or name another folder with --workspace", g.workspace)
	}
	return workspace.Load(g.workspace, deps(engine.ParseExpr, clock()))
}

// site is an opened workspace: its ledger, engine and report writer.
type site struct {
	w      *workspace.Workspace
	ledger *ledger.Ledger
	engine *duck.Engine
	lease  *lease.Lease
	clock  func() time.Time
	lang   string
}

// open loads the workspace and opens what belongs to it. A writer takes the
// workspace's lock, of which there is one.
func (g *globals) open(ctx context.Context, write bool) (s *site, err error) {
	s = &site{}
	if s.w, err = g.load(); err != nil {
		return nil, err
	}
	if s.clock, err = g.clock(); err != nil {
		return nil, err
	}
	s.lang = g.language(s.w)
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	dir := s.w.VarDir()
	if err = os.MkdirAll(dir, 0o700); err != nil {
		return s, fmt.Errorf("state folder: %w", err)
	}
	if write {
		if s.lease, err = g.lease(ctx, dir); err != nil {
			return s, err
		}
	}
	if s.ledger, err = ledger.Open(ctx, dir, s.ledgerClock(write)); err != nil {
		return s, err
	}
	s.engine, err = openEngine(s.w, write)
	return s, err
}

// tempFolder holds what engines spill: of readers in itself, of the writer, of
// which there is one, in writerFolder, so that it can be swept.
const tempFolder, writerFolder = "tmp", "writer"

// openEngine opens the workspace's engine. A writer holds the lease.
func openEngine(w *workspace.Workspace, write bool) (*duck.Engine, error) {
	dir := w.VarDir()
	temp := filepath.Join(dir, tempFolder)
	if write {
		temp = filepath.Join(temp, writerFolder)
	}
	return duck.Open(duck.Options{Dirs: []string{dir}, Temp: temp, Memory: w.Memory, Threads: w.Threads, Zone: w.Zone})
}

// lease makes this process the one that writes the workspace's results. It lives by
// the machine's clock, also in rehearsals.
func (g *globals) lease(ctx context.Context, dir string) (*lease.Lease, error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("lock of the workspace: the machine has no name: %w", err)
	}
	l, err := lease.Take(ctx, dir, lease.Owner{Host: host, PID: os.Getpid(), Command: g.command}, clock.System{})
	if err != nil {
		return nil, err
	}
	if err := os.RemoveAll(filepath.Join(dir, tempFolder, writerFolder)); err != nil {
		return nil, errors.Join(fmt.Errorf("clean up after an interrupted run: %w", err), l.Release())
	}
	return l, nil
}

// ledgerClock is the time that the ledger must not be ahead of. Whoever only reads
// judges nothing by the clock, and may read what a rehearsal wrote.
func (s *site) ledgerClock(write bool) time.Time {
	if !write {
		return time.Date(2200, 1, 1, 0, 0, 0, 0, s.w.Zone)
	}
	return s.clock().In(s.w.Zone)
}

// Close ends what open began.
func (s *site) Close() error {
	var errs []error
	if s.engine != nil {
		errs = append(errs, s.engine.Close())
	}
	if s.ledger != nil {
		errs = append(errs, s.ledger.Close())
	}
	if s.lease != nil {
		errs = append(errs, s.lease.Release())
	}
	return errors.Join(errs...)
}

func (g *globals) language(w *workspace.Workspace) string {
	switch {
	case g.lang != "":
		return g.lang
	case w != nil && w.Language != "":
		return w.Language
	}
	return "zh-Hans"
}

func (s *site) builder() *reports.Builder {
	return &reports.Builder{Workspace: s.w, Ledger: s.ledger, History: s.engine, Kinds: kinds.All(), CodeVersion: version(), Now: s.clock(), Outcome: s.outcome}
}

func (s *site) runner(log *slog.Logger, progress pipeline.Progress) *pipeline.Runner {
	return &pipeline.Runner{
		Workspace: s.w, Ledger: s.ledger, Engine: s.engine, Source: source, Progress: progress, Log: log, Clock: s.clock, CodeVersion: version(),
		Reports: workbooks{s}, Uploaded: s.uploaded,
	}
}

// catalog holds all messages of the program in a language.
func catalog(lang string) *message.Catalog {
	return message.New(lang, reasonTexts(), commandTexts, assessTexts, profileTexts, sourceCommandTexts, sourceTexts, serveTexts, accessTexts, account.Texts(), operationsTexts, doctor.Texts(), scorecardTexts, rectifyTexts, appeal.Texts(), entries.Texts(), verifyTexts, submission.Reasons(), evaluateTexts, returnedTexts, intake.Texts())
}

// reasonTexts are the reasons that connectors, snapshots and the platform give for
// a failure, in the catalogue's form.
func reasonTexts() map[string]rules.Text {
	out := maps.Clone(platformTexts)
	for _, reasons := range []map[string]connectors.Message{connectors.Reasons(), snapshot.Reasons()} {
		for key, m := range reasons {
			out[key] = rules.Text{ZhHans: m.ZhHans, ZhHant: m.ZhHant, En: m.En}
		}
	}
	return out
}
