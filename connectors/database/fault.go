package database

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"cdoscore/connectors"
)

// errConnect ends an attempt to connect that took longer than declared.
var errConnect = errors.New("the connection took longer than connect_timeout")

// connectError is an error before the query.
type connectError struct{ error }

func (e connectError) Unwrap() error { return e.error }

// Fail is a Failure with a reason of the catalogue.
func Fail(class connectors.Class, transient bool, key string, args ...string) Failure {
	return Failure{Class: class, Transient: transient, Reason: connectors.NewReason(key, args...)}
}

// faults turns the errors of one source into failures of its extract.
type faults struct {
	where     string
	address   string
	redact    redactor
	explain   func(error, string) (Failure, bool)
	statement time.Duration
}

func (f faults) error(err error) error {
	var known *connectors.Error
	if errors.As(err, &known) {
		if known.Where == "" {
			known.Where = f.where
		}
		return known
	}
	failure := f.failure(err)
	return &connectors.Error{
		Class:     failure.Class,
		Transient: failure.Transient,
		Where:     f.where,
		Reason:    connectors.NewReason(failure.Reason.Key, f.redact.args(failure.Reason.Args)...),
		Err:       cause(f.redact.text(err.Error())),
	}
}

func (f faults) failure(err error) Failure {
	if errors.Is(err, ErrStatement) {
		return Fail(connectors.SourceFault, false, "database.timeout", f.statement.String())
	}
	if failure, ok := f.explain(err, f.address); ok {
		return failure
	}
	if failure, ok := tlsFailure(err, f.address); ok {
		return failure
	}
	var connecting connectError
	switch {
	case errors.Is(err, errConnect), errors.As(err, &connecting):
		return Fail(connectors.SourceFault, true, "database.unreachable", f.address)
	case Broken(err):
		return Fail(connectors.SourceFault, true, "database.broken", f.address)
	}
	return Fail(connectors.SourceFault, false, "database.query_failed", err.Error())
}

// Broken reports whether an error says that a connection ended.
func Broken(err error) bool {
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

func tlsFailure(err error, address string) (Failure, bool) {
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var record tls.RecordHeaderError
	if errors.As(err, &certificate) || errors.As(err, &authority) || errors.As(err, &name) || errors.As(err, &record) {
		return Fail(connectors.SourceFault, false, "database.tls", address), true
	}
	return Failure{}, false
}
