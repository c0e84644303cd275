package spool

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"time"

	"cdoscore/connectors"

	"github.com/cenkalti/backoff/v5"
)

// Unreachable is the failure of a connection to host: transient, unless its
// certificate is at fault or the context ended.
func Unreachable(where, host string, err error) error {
	var known *connectors.Error
	var (
		verification *tls.CertificateVerificationError
		authority    x509.UnknownAuthorityError
		name         x509.HostnameError
	)
	switch {
	case errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &verification), errors.As(err, &authority), errors.As(err, &name):
		return connectors.NewError(connectors.SourceFault, where, err, "remote.certificate", host)
	}
	return Transient(connectors.NewError(connectors.SourceFault, where, err, "remote.unreachable", host))
}

// Transient marks a failure as one that a later try may not meet.
func Transient(e *connectors.Error) *connectors.Error {
	e.Transient = true
	return e
}

// After makes a failure transient, and lets the next try wait for as long as the
// server asks.
func After(e *connectors.Error, wait time.Duration) *connectors.Error {
	e.Err = errors.Join(e.Err, &backoff.RetryAfterError{Duration: wait})
	return Transient(e)
}

// Changed is the failure of a file that was not the same before and after.
func Changed(shown string) error {
	return Transient(connectors.NewError(connectors.SourceFault, shown, nil, "source.changed", shown))
}

// shortestSecret is how many bytes a text has at least that is kept out of
// messages: hiding every 1 or on would hide the message.
const shortestSecret = 3

// Secrets are texts that no message may hold.
type Secrets []string

// Add takes a secret, and each line of one that has several.
func (s *Secrets) Add(secret string) {
	for _, text := range append(strings.Split(secret, "\n"), secret) {
		if text = strings.TrimSpace(text); len(text) >= shortestSecret {
			*s = append(*s, text)
		}
	}
	slices.SortFunc(*s, func(a, b string) int { return len(b) - len(a) })
}

// Redact puts *** in the place of every secret, the longest first.
func (s Secrets) Redact(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return text
}

// Longest is the length of the longest secret, in bytes.
func (s Secrets) Longest() int {
	if len(s) == 0 {
		return 0
	}
	return len(s[0])
}
