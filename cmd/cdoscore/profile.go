package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline"
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/profile"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"
	"cdoscore/rules/plan"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/spf13/cobra"
)

type profileFlags struct {
	format, slot, zone, out string
	options                 []string
	draft                   bool
}

func newProfile(g *globals) *cobra.Command {
	f := &profileFlags{}
	c := &cobra.Command{
		Use:   "profile FILE | profile UNIT/DATASET",
		Short: "Count what the columns of a file or a source hold, and draft its dataset file",
		Long: "FILE is of a kind that `check` takes; UNIT/DATASET is pulled through its source in the workspace, and nothing of it is kept.\n" +
			"Values are trimmed; those that are missing by the default placeholders are counted as such only. Every count is over all rows.\n" +
			"A suggestion holds for at least 95 % of the values (80 % where the column's name says the same as a check digit or a code table); the draft says beside every field what speaks for it. Read it line by line before it is put to use.",
		Args: oneArgument("a file, or a dataset of the workspace as unit/name"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.profile(c.Context(), args[0], f, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	flags := c.Flags()
	flags.StringVarP(&f.out, "out", "o", "", "write the draft of a dataset file here; it must not exist yet")
	flags.BoolVar(&f.draft, "draft", false, "print the draft instead of the profile")
	flags.StringVar(&f.format, "format", "text", "text or json")
	flags.StringArrayVar(&f.options, "option", nil, "an option of the file's connector, as --option delimiter=tab or --option encoding=gb18030")
	flags.StringVar(&f.slot, "slot", "", "the last covered day of the slot to pull, as 2026-03-02; codes are judged as of its end (default: the newest slot; of a file, today)")
	flags.StringVar(&f.zone, "zone", workspace.DefaultZone, "the city's time zone, for a file")
	return c
}

func (g *globals) profile(ctx context.Context, what string, f *profileFlags, stdout, stderr io.Writer) error {
	if err := checkFormat(f.format, "text", "json"); err != nil {
		return err
	}
	if _, err := os.Stat(f.out); f.out != "" && err == nil {
		return fmt.Errorf(outExists, f.out)
	}
	p, err := g.newProfiler(what, f)
	if err != nil {
		return err
	}
	progress, _ := newProgress(stderr)
	found, err := p.run(ctx, progress)
	if closing := os.RemoveAll(p.temp); err == nil {
		err = closing
	}
	texts := catalog(p.lang)
	var unreadable *connectors.Error
	switch {
	case errors.As(err, &unreadable):
		reason := texts.Note(rules.Note{Key: unreadable.Reason.Key, Args: unreadable.Reason.Args})
		return &exitError{exitUnassessed, errors.New(texts.Text("cli.check.unreadable", what, reason))}
	case err != nil:
		return err
	}
	return p.print(found, f, stdout, texts)
}

// profiler pulls one extract into a temporary folder and counts it there.
type profiler struct {
	what    string // as the user names it
	lang    string
	source  connectors.Source
	request connectors.Request
	slot    workspace.Slot
	zone    *time.Location
	now     func() time.Time
	tables  []*rules.CodeTable
	memory  string
	threads int
	temp    string
	about   profile.About
}

func (g *globals) newProfiler(what string, f *profileFlags) (*profiler, error) {
	clock, err := g.clock()
	if err != nil {
		return nil, err
	}
	p := &profiler{what: what, now: clock}
	if _, err := os.Stat(what); err == nil {
		err = p.ofFile(f)
		p.lang = g.language(nil)
		return p, err
	} else if _, kind := check.KindOf(what); kind == nil || !strings.Contains(what, "/") {
		return nil, fmt.Errorf("the file to profile cannot be opened: %w. A dataset of a workspace is named unit/name", err)
	}
	w, err := g.load()
	if err != nil {
		return nil, fmt.Errorf("%s is no file; as a dataset it needs its workspace: %w", what, err)
	}
	p.lang = g.language(w)
	return p, p.ofDataset(w, f)
}

// ofFile reads one file with the options given.
func (p *profiler) ofFile(f *profileFlags) (err error) {
	if p.zone, err = time.LoadLocation(f.zone); err != nil {
		return fmt.Errorf("--zone %q is no time zone: write a name such as Asia/Shanghai", f.zone)
	}
	on, err := day(f.slot, p.zone)
	if err != nil {
		return err
	}
	if on.IsZero() {
		on = p.now().In(p.zone)
	}
	p.slot, p.tables = workspace.DaySlot(on), codes.Tables()
	kind, err := check.KindOf(p.what)
	if err != nil {
		return err
	}
	path, err := filepath.Abs(p.what)
	if err != nil {
		return err
	}
	name := filepath.Base(p.what)
	p.about = profile.About{Origin: name, Title: strings.TrimSuffix(name, filepath.Ext(name)), Source: kind, Options: [][2]string{{"path", check.LiteralPath(name)}}}
	options := map[string][]string{}
	for _, o := range f.options {
		name, value, ok := strings.Cut(o, "=")
		if !ok || name == "path" {
			return fmt.Errorf("--option %q: write name=value, as in delimiter=tab", o)
		}
		options[name] = append(options[name], value)
		p.about.Options = append(p.about.Options, [2]string{name, value})
	}
	options["path"] = []string{check.LiteralPath(path)}
	t, _ := connectorType(kind)
	if faults := t.Check(options); len(faults) > 0 {
		return fmt.Errorf("--option: %w", faults[0])
	}
	if p.source, err = t.New(options); err != nil {
		return fmt.Errorf("--option: %w", err)
	}
	return nil
}

// ofDataset pulls through the declared source.
func (p *profiler) ofDataset(w *workspace.Workspace, f *profileFlags) error {
	var ids []string
	for _, d := range w.Datasets {
		ids = append(ids, d.ID)
	}
	d := w.Dataset(p.what)
	if d == nil {
		return fmt.Errorf("%s is neither a file nor a dataset of the workspace%s", p.what, rules.Suggest(p.what, ids))
	}
	if len(f.options) > 0 {
		return fmt.Errorf("--option is for files: the options of %s stand in its dataset file", p.what)
	}
	p.zone, p.memory, p.threads = w.Zone, w.Memory, w.Threads
	for _, name := range slices.Sorted(maps.Keys(w.Tables)) {
		p.tables = append(p.tables, w.Tables[name])
	}
	p.about = profile.About{Origin: d.ID, Title: d.Title.In(p.lang)}
	p.request.Dir = w.Dir
	on, err := day(f.slot, p.zone)
	if err != nil {
		return err
	}
	yesterday := p.now().In(p.zone).AddDate(0, 0, -1)
	switch {
	case !d.Update.Scheduled() && on.IsZero():
		p.slot = workspace.DaySlot(yesterday)
	case !d.Update.Scheduled():
		p.slot = workspace.DaySlot(on)
	case on.IsZero():
		p.slot, _ = d.Update.LatestSlot(yesterday) // which every scheduled dataset has
	default:
		var ends bool
		if p.slot, ends = d.Update.SlotEndingOn(on); !ends {
			return fmt.Errorf("--slot %s: no slot of %s, which is %s, ends on that day", f.slot, d.ID, d.Update.Cycle)
		}
	}
	p.source, err = source(d)
	return err
}

// run freezes the extract, counts it and forgets it.
func (p *profiler) run(ctx context.Context, progress pipeline.Progress) (_ *profile.Profile, err error) {
	if p.temp, err = os.MkdirTemp("", "cdoscore-profile-"); err != nil {
		return nil, fmt.Errorf("temporary folder: %w", err)
	}
	m, err := p.freeze(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := duck.Open(duck.Options{Dirs: []string{p.temp}, Temp: filepath.Join(p.temp, "tmp"), Zone: p.zone, Memory: p.memory, Threads: p.threads})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	candidates, err := profile.Candidates(kinds.All(), kinds.FormatNames(), p.tables)
	if err != nil {
		return nil, err
	}
	in := plan.Input{Path: filepath.Join(p.temp, "snapshot", snapshot.DataFile), Columns: pipeline.Columns(m), Start: p.slot.Start, Cutoff: p.slot.End, Zone: p.zone.String()}
	found, err := pipeline.Profile(ctx, engine, in, m.Rows, kinds.All(), candidates, progress)
	if err != nil {
		return nil, err
	}
	found.Origin, found.Rejected = p.what, m.Rejected
	return found, nil
}

func (p *profiler) freeze(ctx context.Context) (snapshot.Manifest, error) {
	p.request.Slot, p.request.Zone, p.request.Alloc = connectors.Slot(p.slot), p.zone, memory.DefaultAllocator
	if p.request.Dir == "" {
		p.request.Dir = p.temp
	}
	x, err := p.source.Open(ctx, p.request)
	if err != nil {
		return snapshot.Manifest{}, err
	}
	m, err := snapshot.Freeze(ctx, filepath.Join(p.temp, "snapshot"), x, snapshot.About{Dataset: p.what, Slot: p.slot.Name(), Version: 1, Started: p.now(), Clock: p.now})
	return m, errors.Join(err, x.Close())
}

func (p *profiler) print(found *profile.Profile, f *profileFlags, stdout io.Writer, texts *message.Catalog) error {
	draft := found.Draft(p.about, texts.Text)
	switch {
	case f.draft:
		if _, err := io.WriteString(stdout, draft); err != nil {
			return err
		}
	case f.format == "json":
		if err := printProfileJSON(stdout, found); err != nil {
			return err
		}
	default:
		printProfile(stdout, found, texts)
	}
	if f.out == "" {
		return nil
	}
	if err := writeNew(f.out, draft); err != nil {
		return err
	}
	if f.format == "text" && !f.draft {
		fmt.Fprintln(stdout, texts.Text("profile.written", f.out))
	}
	return nil
}

const outExists = "%s is there already: name another file for the draft, or remove it"

// writeNew writes a file that must not be there yet: somebody may have worked on it.
func writeNew(path, content string) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf(outExists, path)
	}
	if err != nil {
		return fmt.Errorf("the draft cannot be written: %w", err)
	}
	_, err = io.WriteString(out, content)
	return errors.Join(err, out.Close())
}
