package command

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
	"cdoscore/connectors/spool"
)

// defaultStop is how long a program may take to end itself after it was asked to.
const defaultStop = "5s"

// Type is the command connector for the given formats.
func Type(formats []connectors.Type) connectors.Type {
	return connectors.Type{
		Name:    "command",
		Summary: "What a declared program prints, run without a shell.",
		Options: spool.Options(options(), formats),
		New:     func(v connectors.Values) (connectors.Source, error) { return newSource(formats, v) },
	}
}

func options() []connectors.Option {
	return []connectors.Option{
		{Name: "program", Type: connectors.OptionText, Required: true, Doc: "path of the program, absolute or from the workspace's folder"},
		{Name: "args", Type: connectors.OptionList, Doc: "its arguments, one a list item, with {slot:2006-01-02} and {slot_end:2006-01-02}; {{ is a plain {. Passwords belong in env: others can read arguments"},
		{Name: "env", Type: connectors.OptionList, Secret: true, Doc: "its environment, as NAME=value; beside it only PATH, LANG and TZ are set"},
		{Name: "dir", Type: connectors.OptionText, Doc: "folder to run in, absolute or from the workspace's folder; default: the workspace's folder"},
		{Name: "absent_status", Type: connectors.OptionInt, Doc: "exit status, 1 to 255, by which the program says that nothing was delivered yet"},
		{Name: "stop_wait", Type: connectors.OptionText, Default: defaultStop, Doc: "how long after being asked to end the program and its children are killed"},
	}
}

// source is a Source of a program's output.
type source struct {
	spool    *spool.Source
	program  string
	args     []files.Dated
	env      []string
	secrets  spool.Secrets // the values in env
	dir      string
	absent   int // 0: none
	stopWait time.Duration
}

func newSource(formats []connectors.Type, v connectors.Values) (connectors.Source, error) {
	s := &source{program: v.Text("program", ""), dir: v.Text("dir", ""), env: v.List("env")}
	var err error
	if s.spool, err = spool.New(options(), formats, v); err != nil {
		return nil, err
	}
	if !strings.ContainsRune(filepath.ToSlash(s.program), '/') {
		return nil, &connectors.OptionError{Option: "program", Message: "must be a path, such as /usr/bin/psql or ./extract: no folders are searched"}
	}
	for _, text := range v.List("args") {
		arg, err := files.ParseDated(text)
		if err != nil {
			return nil, &connectors.OptionError{Option: "args", Message: err.Error()}
		}
		s.args = append(s.args, arg)
	}
	if err := s.readEnv(); err != nil {
		return nil, err
	}
	if s.stopWait, err = v.Duration("stop_wait", defaultStop); err != nil {
		return nil, err
	}
	return s, s.readAbsent(v)
}

// readEnv takes every value as a secret: what is none may as well not be printed.
func (s *source) readEnv() error {
	for i, entry := range s.env {
		name, value, found := strings.Cut(entry, "=")
		if !found || name == "" || strings.ContainsRune(entry, 0) {
			return &connectors.OptionError{Option: "env", Message: fmt.Sprintf("item %d must be NAME=value", i+1)}
		}
		s.secrets.Add(value)
	}
	return nil
}

func (s *source) readAbsent(v connectors.Values) error {
	if len(v["absent_status"]) == 0 {
		return nil
	}
	status, err := v.Int("absent_status", 0)
	if err == nil && (status < 1 || status > 255) {
		err = &connectors.OptionError{Option: "absent_status", Message: "must be 1 to 255"}
	}
	s.absent = int(status)
	return err
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	p := s.process(r)
	return s.spool.Open(ctx, r, p.path, p.fetch)
}

// Reach looks for the program, which is not run.
func (s *source) Reach(_ context.Context, r connectors.Request) error {
	path := within(r.Dir, s.program)
	if _, err := exec.LookPath(path); err != nil {
		return connectors.NewError(connectors.Platform, path, err, "command.program", path)
	}
	return nil
}

func (s *source) process(r connectors.Request) *process {
	p := &process{source: s, path: within(r.Dir, s.program), dir: within(r.Dir, s.dir), zone: r.Zone}
	for _, arg := range s.args {
		p.args = append(p.args, arg.For(r.Slot))
	}
	return p
}

// within is a path from a folder, unless it is absolute.
func within(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	joined := filepath.Join(dir, path)
	if abs, err := filepath.Abs(joined); err == nil {
		return abs
	}
	return joined
}
