// Package syslog sends records to a collector of logs by RFC 5424: over UDP (RFC
// 5426), TCP (RFC 6587, counted octets) or TLS (RFC 5425).
package syslog

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"
)

// Audit is the priority of an audit record: facility 13, severity informational.
const Audit = 13*8 + 6

// mostDatagram is what any collector on UDP takes (RFC 5426 asks for 2048 bytes).
const mostDatagram = 2048

const writeTimeout = 30 * time.Second

// Message is one message. Kind (MSGID) is cut to what the header holds.
type Message struct {
	Priority int
	At       time.Time
	Host     string
	App      string
	Kind     string
	Text     string // UTF-8
}

// String is the message by RFC 5424, without structured data. Its time is exact to
// the microsecond, which is the most that the standard allows.
func (m Message) String() string {
	return fmt.Sprintf("<%d>1 %s %s %s - %s - \ufeff%s", m.Priority, m.At.Format("2006-01-02T15:04:05.000000Z07:00"),
		header(m.Host, 255), header(m.App, 48), header(m.Kind, 32), m.Text)
}

// header is a word of the header: printable ASCII, "-" for none.
func header(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < 33 || r > 126 {
			return '_'
		}
		return r
	}, s)
	if s == "" {
		return "-"
	}
	return s[:min(len(s), most)]
}

// Sender is a connection to a collector. It is for one goroutine.
type Sender struct {
	conn    net.Conn
	counted bool
}

// Options are how to connect.
type Options struct {
	CAFile string // trusted certificates instead of the system's, for tls://
}

// Dial connects to udp://host:514, tcp://host:601 or tls://host:6514.
func Dial(ctx context.Context, target string, o Options) (*Sender, error) {
	u, err := url.Parse(target)
	ports := map[string]string{"udp": "514", "tcp": "601", "tls": "6514"}
	if err != nil || ports[u.Scheme] == "" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("collector %q: write it as udp://host:514, tcp://host:601 or tls://host:6514", target)
	}
	port := u.Port()
	if port == "" {
		port = ports[u.Scheme]
	}
	address := net.JoinHostPort(u.Hostname(), port)
	dialer := &net.Dialer{Timeout: writeTimeout}
	s := &Sender{counted: u.Scheme != "udp"}
	if u.Scheme == "tls" {
		var config *tls.Config
		if config, err = tlsConfig(o.CAFile); err == nil {
			s.conn, err = (&tls.Dialer{NetDialer: dialer, Config: config}).DialContext(ctx, "tcp", address)
		}
	} else {
		s.conn, err = dialer.DialContext(ctx, u.Scheme, address)
	}
	if err != nil {
		return nil, fmt.Errorf("collector %s: %w", target, err)
	}
	return s, nil
}

func tlsConfig(caFile string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if caFile == "" {
		return config, nil
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", caFile)
	}
	return config, nil
}

// Send hands one message over. UDP may lose it without a sign; a message that is too
// long for a datagram is refused.
func (s *Sender) Send(m Message) error {
	text := m.String()
	if s.counted {
		text = fmt.Sprintf("%d %s", len(text), text)
	} else if len(text) > mostDatagram {
		return fmt.Errorf("send to the collector: a message of %d bytes is too long for UDP (%d): use tcp:// or tls://", len(text), mostDatagram)
	}
	if err := s.conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	if _, err := s.conn.Write([]byte(text)); err != nil {
		return fmt.Errorf("send to the collector: %w", err)
	}
	return nil
}

// Close ends the connection. Over TCP it waits until the collector has taken all.
func (s *Sender) Close() error {
	var err error
	if half, ok := s.conn.(interface{ CloseWrite() error }); ok {
		err = half.CloseWrite()
	}
	return errors.Join(err, s.conn.Close())
}
