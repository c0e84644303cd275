package database

import (
	"context"
	"errors"
	"time"

	"cdoscore/connectors"

	"github.com/cenkalti/backoff/v5"
)

// source is a Source of one query on one server.
type source struct {
	system   System
	settings Settings
	query    Query
	retries  int64
	wait     time.Duration
}

func (s System) newSource(v connectors.Values) (connectors.Source, error) {
	out, err := s.readSource(v)
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (s System) readSource(v connectors.Values) (*source, *connectors.OptionError) {
	out := &source{system: s}
	var err *connectors.OptionError
	if out.settings, err = s.readSettings(v); err != nil {
		return nil, err
	}
	if out.query, err = ReadQuery(v, s.Table); err != nil {
		return nil, err
	}
	if out.retries, err = Number(v, "retries", 3, 0, 100); err != nil {
		return nil, err
	}
	if out.wait, err = duration(v, "retry_wait", defaultWait); err != nil {
		return nil, err
	}
	if _, err = s.Server(out.settings); err != nil {
		return nil, err
	}
	return out, nil
}

// Open connects and reads up to the first row; as long as there is none, what may
// pass is tried again.
func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	settings, err := s.settings.readFiles(r.Dir)
	if err != nil {
		return nil, err
	}
	server, wrong := s.system.Server(settings)
	if wrong != nil {
		return nil, wrong
	}
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.Multiplier = s.wait, 2
	attempt := func() (*records, error) {
		records, err := s.open(ctx, server, settings, r)
		var failure *connectors.Error
		if err != nil && (!errors.As(err, &failure) || !failure.Transient) {
			err = backoff.Permanent(err)
		}
		return records, err
	}
	records, err := backoff.Retry(ctx, attempt, backoff.WithBackOff(waits), backoff.WithMaxTries(uint(s.retries)+1), backoff.WithMaxElapsedTime(0))
	if err != nil {
		return nil, err
	}
	return connectors.NewExtract(r, records.cursor.Columns(), records, records.faults.where, time.Time{}), nil
}

// Reach signs in, asks nothing and signs out.
func (s *source) Reach(ctx context.Context, r connectors.Request) error {
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	settings, err := s.settings.readFiles(r.Dir)
	if err != nil {
		return err
	}
	server, wrong := s.system.Server(settings)
	if wrong != nil {
		return wrong
	}
	x := &records{faults: s.faults(server, settings)}
	x.run, x.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	x.follow(ctx)
	if err = x.connect(server, settings.Connect, r); err != nil {
		err = x.fault(err)
	}
	return errors.Join(err, x.Close())
}

// open makes one attempt: it connects, starts the query and reads its first row.
func (s *source) open(ctx context.Context, server Server, settings Settings, r connectors.Request) (*records, error) {
	run, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	timer := time.AfterFunc(settings.Statement+statementGrace, func() { stop(ErrStatement) })
	x := &records{
		faults: s.faults(server, settings),
		run:    run,
		cancel: func(err error) { timer.Stop(); stop(err) },
	}
	x.follow(ctx)
	err := x.connect(server, settings.Connect, r)
	if err == nil {
		err = x.start(s.statement(r))
	}
	if err != nil {
		err = x.fault(err)
		x.Close()
		return nil, err
	}
	return x, nil
}

// statement is the query in the system's own words, and what it binds.
func (s *source) statement(r connectors.Request) (string, []Argument) {
	if s.query.Table != "" {
		return s.query.Text, nil
	}
	return s.system.Syntax.Statement(s.query.Text, r)
}

// Statement binds the slot's bounds in a query.
func (s Syntax) Statement(query string, r connectors.Request) (string, []Argument) {
	text, names := s.Bind(query)
	var args []Argument
	for _, name := range names {
		at := r.Slot.Start
		if name == "slot_end" {
			at = r.Slot.End
		}
		args = append(args, Argument{Name: name, At: at.In(r.Zone)})
	}
	return text, args
}

func (s *source) faults(server Server, settings Settings) faults {
	what := "query"
	if s.query.Table != "" {
		what = "table " + s.query.Table
	}
	f := faults{
		address:   server.Address(),
		redact:    newRedactor(append(server.Secrets(), settings.Password, settings.DSN)),
		explain:   s.system.Explain,
		statement: settings.Statement,
	}
	f.where = f.redact.text(s.system.Name + " " + f.address + ", " + what)
	return f
}
