package http

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/spool"
)

// exchange talks to one server.
type exchange struct {
	source    *source
	host      string
	transport *http.Transport
	client    *http.Client
}

var errElsewhere = errors.New("redirected to another server")

func (s *source) exchange(u *url.URL, dir string) (*exchange, error) {
	transport, err := spool.Transport(dir, s.caFile)
	if err != nil {
		return nil, err
	}
	x := &exchange{source: s, host: u.Host, transport: transport}
	x.client = &http.Client{Transport: transport, CheckRedirect: func(next *http.Request, before []*http.Request) error {
		if !sameServer(next.URL, u) || len(before) > 10 {
			return errElsewhere
		}
		return nil
	}}
	return x, nil
}

func sameServer(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

func (x *exchange) close() { x.transport.CloseIdleConnections() }

// fetchFile brings the one file at u.
func (x *exchange) fetchFile(ctx context.Context, u *url.URL, to *spool.Folder) error {
	answer, err := x.get(ctx, u, nil)
	if err != nil {
		return err
	}
	return x.keep(ctx, u, answer, path.Base(u.Path), to)
}

// get asks for u with further headers, and returns an answer of 200, or of 304
// where a condition was among the headers. The caller hands it to keep, or closes
// its body.
func (x *exchange) get(ctx context.Context, u *url.URL, conditions http.Header) (*http.Response, error) {
	answer, err := x.ask(ctx, http.MethodGet, u, conditions)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode == http.StatusOK || answer.StatusCode == http.StatusNotModified && len(conditions) > 0 {
		return answer, nil
	}
	answer.Body.Close()
	return nil, x.refused(u, answer)
}

// ask sends one request, and returns whatever is answered.
func (x *exchange) ask(ctx context.Context, method string, u *url.URL, conditions http.Header) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, u.String(), nil)
	if err != nil {
		return nil, connectors.NewError(connectors.Platform, shown(u), nil, "http.address")
	}
	request.Header = x.source.headers.Clone()
	for name, values := range conditions {
		request.Header[name] = values
	}
	if host := request.Header.Get("Host"); host != "" {
		request.Host = host
	}
	answer, err := x.client.Do(request)
	if err != nil {
		return nil, x.fault(ctx, u, err)
	}
	return answer, nil
}

// refused makes a failure of an answer that is not the content.
func (x *exchange) refused(u *url.URL, answer *http.Response) error {
	where, status := shown(u), answer.StatusCode
	switch {
	case slices.Contains([]int{http.StatusNotFound, http.StatusGone, http.StatusNoContent}, status):
		return connectors.NewError(connectors.Absent, where, nil, "source.file_absent", where)
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return connectors.NewError(connectors.SourceFault, where, nil, "remote.denied", x.host)
	}
	failure := connectors.NewError(connectors.SourceFault, where, nil, "remote.status", x.host, fmt.Sprint(status))
	if status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout {
		return failure
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds >= 0 {
		return spool.After(failure, time.Duration(seconds)*time.Second)
	}
	return spool.Transient(failure)
}

// keep brings an answer's content into the folder, whole.
func (x *exchange) keep(ctx context.Context, u *url.URL, answer *http.Response, name string, to *spool.Folder) error {
	defer answer.Body.Close()
	where := shown(u)
	if !x.provesItsEnd(answer) {
		return connectors.NewError(connectors.SourceFault, where, nil, "http.no_length")
	}
	err := to.Add(where, name, modified(answer), func(w io.Writer) error {
		_, err := io.Copy(w, answer.Body)
		return err
	})
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return spool.Transient(connectors.NewError(connectors.SourceFault, where, err, "remote.cut_off"))
	}
	if err != nil {
		return x.fault(ctx, u, err)
	}
	return nil
}

// provesItsEnd is false for content of which nobody could tell whether it is
// whole: its length is not announced, and its format has no end of its own.
func (x *exchange) provesItsEnd(answer *http.Response) bool {
	return answer.ContentLength >= 0 || answer.ProtoMajor > 1 || slices.Contains(answer.TransferEncoding, "chunked") ||
		!slices.Contains([]string{"csv", "jsonl"}, x.source.spool.Format())
}

func modified(answer *http.Response) time.Time {
	at, err := http.ParseTime(answer.Header.Get("Last-Modified"))
	if err != nil {
		return time.Time{}
	}
	return at
}

// fault makes the failure of an extract of an error of the connection. The
// library's own words repeat the address, and are left out.
func (x *exchange) fault(ctx context.Context, u *url.URL, err error) error {
	var known *connectors.Error
	var wrapped *url.Error
	switch {
	case errors.As(err, &known):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errElsewhere):
		return connectors.NewError(connectors.SourceFault, shown(u), nil, "http.redirected", x.host)
	case errors.As(err, &wrapped):
		err = wrapped.Err
	}
	return spool.Unreachable(shown(u), x.host, err)
}

func within(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
