package spool

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cdoscore/connectors"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/cenkalti/backoff/v5"
)

const (
	defaultTimeout = "30m"
	defaultRetries = "3"
	defaultWait    = "1s"
	defaultBytes   = 20 << 30
	longestWait    = time.Minute
)

// Source fetches and reads. It holds no state between calls.
type Source struct {
	format  *format
	timeout time.Duration
	wait    time.Duration
	retries uint
	limit   int64 // of one file's bytes
}

// Fetch brings the files of one slot into a folder, in their order. It may be
// called again, with an empty folder, after an error that is transient.
type Fetch func(ctx context.Context, to *Folder) error

// New reads the options that Options declares. Its errors are
// *connectors.OptionError.
func New(own []connectors.Option, formats []connectors.Type, v connectors.Values) (*Source, error) {
	s := &Source{}
	var err error
	if s.format, err = chooseFormat(own, formats, v); err != nil {
		return nil, err
	}
	if s.timeout, err = v.Duration("timeout", defaultTimeout); err != nil {
		return nil, err
	}
	if s.wait, err = v.Duration("retry_wait", defaultWait); err != nil {
		return nil, err
	}
	retries, err := v.Int("retries", 3)
	if err != nil {
		return nil, err
	}
	if retries < 0 || retries > 100 {
		return nil, &connectors.OptionError{Option: "retries", Message: "must be 0 to 100"}
	}
	s.retries = uint(retries)
	s.limit, err = v.Int("max_bytes", defaultBytes)
	return s, err
}

// Format is the name of the chosen format.
func (s *Source) Format() string { return s.format.typ.Name }

// Limit is the largest size of one file, in bytes.
func (s *Source) Limit() int64 { return s.limit }

// Open fetches what belongs to the request and opens it as one extract. Origin
// names the source without secrets.
func (s *Source) Open(ctx context.Context, r connectors.Request, origin string, fetch Fetch) (connectors.Extract, error) {
	folder, err := s.fetch(ctx, origin, fetch)
	if err != nil {
		return nil, err
	}
	x, err := s.read(ctx, r, folder)
	if err != nil {
		return nil, errors.Join(folder.rename(err), folder.remove())
	}
	return &extract{Extract: x, folder: folder, origin: origin}, nil
}

func (s *Source) read(ctx context.Context, r connectors.Request, folder *Folder) (connectors.Extract, error) {
	source, err := s.format.typ.New(s.format.at(folder.path()))
	if err != nil {
		return nil, fmt.Errorf("options of the format, checked before: %w", err)
	}
	r.Dir = folder.dir
	return source.Open(ctx, r)
}

// fetch tries until it has everything, the fault is one that lasts, or time or
// tries are used up.
func (s *Source) fetch(ctx context.Context, origin string, fetch Fetch) (*Folder, error) {
	timed, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval, wait.Multiplier, wait.MaxInterval = s.wait, 2, max(longestWait, s.wait)
	folder, err := backoff.Retry(timed, func() (*Folder, error) { return s.try(timed, fetch) },
		backoff.WithBackOff(wait), backoff.WithMaxTries(s.retries+1), backoff.WithMaxElapsedTime(0))
	var failure *connectors.Error
	switch {
	case err == nil:
		return folder, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case timed.Err() != nil:
		late := connectors.NewError(connectors.SourceFault, origin, err, "remote.timeout", s.timeout.String())
		late.Transient = true
		return nil, late
	case errors.As(err, &failure):
		return nil, failure
	}
	return nil, err
}

func (s *Source) try(ctx context.Context, fetch Fetch) (*Folder, error) {
	folder, err := newFolder(s.limit)
	if err != nil {
		return nil, backoff.Permanent(err)
	}
	if err = fetch(ctx, folder); err == nil && len(folder.files) > 0 {
		return folder, nil
	}
	if err == nil {
		err = errors.New("nothing was fetched, and no error told why; the connector must be mended")
	}
	if removing := folder.remove(); removing != nil {
		return nil, backoff.Permanent(errors.Join(err, removing))
	}
	var failure *connectors.Error
	if errors.As(err, &failure) && failure.Transient {
		return nil, err
	}
	return nil, backoff.Permanent(err)
}

// extract is that of the format, named after where its content came from.
type extract struct {
	connectors.Extract
	folder *Folder
	origin string
}

func (x *extract) Next(ctx context.Context) (arrow.Record, error) {
	record, err := x.Extract.Next(ctx)
	return record, x.folder.rename(err)
}

// Info tells the arrival at the source, and not here.
func (x *extract) Info() connectors.Info {
	info := x.Extract.Info()
	info.Origin, info.Modified = x.origin, x.folder.newest
	return info
}

func (x *extract) Close() error { return errors.Join(x.Extract.Close(), x.folder.remove()) }
