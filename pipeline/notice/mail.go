package notice

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"

	"cdoscore/pipeline/workspace"

	"github.com/wneessen/go-mail"
)

// noFrom stands in mails that are only left in the outbox.
const noFrom = "cdoscore@localhost"

// mailOf writes a mail to one recipient as a file: with a message id that is the
// same whenever it is written, so that a mail sent twice is seen as one.
func mailOf(from, to, id string, at time.Time, text Text) ([]byte, error) {
	if from == "" {
		from = noFrom
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.From(from); err != nil {
		return nil, err
	}
	if err := m.To(to); err != nil {
		return nil, err
	}
	m.Subject(text.Subject)
	m.SetDateWithValue(at)
	m.SetMessageIDWithValue(id + "@cdoscore")
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, text.Body)
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Mailer sends mails to a server.
type Mailer struct {
	Server  workspace.Mail
	Dir     string // where a relative ca_file starts
	Timeout time.Duration
}

// Send hands a mail to the server, byte for byte as it stands in the outbox.
func (s *Mailer) Send(ctx context.Context, to string, data []byte) (err error) {
	client, err := s.client()
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	server, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	// The server has taken the mail when the data are closed; how the talk ends after
	// that changes nothing.
	defer server.Close()
	if err := server.Mail(s.Server.From); err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	if err := server.Rcpt(to); err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	body, err := server.Data()
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	if _, err := body.Write(data); err != nil {
		return fmt.Errorf("mail server: %w", errors.Join(err, body.Close()))
	}
	if err := body.Close(); err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	_ = server.Quit()
	return nil
}

func (s *Mailer) client() (*mail.Client, error) {
	options := []mail.Option{mail.WithPort(s.Server.Port), mail.WithTimeout(s.Timeout)}
	switch s.Server.Security {
	case workspace.MailTLS:
		options = append(options, mail.WithSSL())
	case workspace.MailStartTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if s.Server.CAFile != "" {
		trusted, err := s.trusted()
		if err != nil {
			return nil, err
		}
		options = append(options, mail.WithTLSConfig(&tls.Config{RootCAs: trusted, ServerName: s.Server.Host, MinVersion: tls.VersionTLS12}))
	}
	if s.Server.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.Server.User), mail.WithPassword(s.Server.Password))
	}
	return mail.NewClient(s.Server.Host, options...)
}

// trusted are the machine's certificates and those of the file.
func (s *Mailer) trusted() (*x509.CertPool, error) {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	data, err := os.ReadFile(workspace.Resolve(s.Dir, s.Server.CAFile))
	if err != nil {
		return nil, fmt.Errorf("ca_file: %w", err)
	}
	if !pool.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("ca_file %s holds no certificate in PEM", s.Server.CAFile)
	}
	return pool, nil
}
