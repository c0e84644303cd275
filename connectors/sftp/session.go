package sftp

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/spool"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// session is one signed-in connection. It ends with its context.
type session struct {
	source *source
	ssh    *ssh.Client
	client *sftp.Client
	done   func() bool
}

// dial connects and signs in. Key files are read from dir where they are relative.
func (s *source) dial(ctx context.Context, dir string) (*session, error) {
	where := s.shown("/")
	keys, err := s.hostKeys(within(dir, s.knownHosts))
	if err != nil {
		return nil, err
	}
	method, err := s.method(dir)
	if err != nil {
		return nil, err
	}
	config := &ssh.ClientConfig{User: s.user, Auth: method, HostKeyCallback: keys.verify, HostKeyAlgorithms: keys.algorithms, Timeout: s.connect}
	dialer := net.Dialer{Timeout: s.connect}
	conn, err := dialer.DialContext(ctx, "tcp", s.address)
	if err != nil {
		return nil, spool.Unreachable(where, s.address, err)
	}
	x := &session{source: s, done: context.AfterFunc(ctx, func() { conn.Close() })}
	if err := x.start(conn, config); err != nil {
		x.done()
		conn.Close()
		if refused := keys.refused(s, where, err); refused != nil {
			return nil, refused
		}
		return nil, s.signInFault(ctx, where, err)
	}
	return x, nil
}

func (x *session) start(conn net.Conn, config *ssh.ClientConfig) error {
	if err := conn.SetDeadline(time.Now().Add(config.Timeout)); err != nil {
		return err
	}
	c, channels, requests, err := ssh.NewClientConn(conn, x.source.address, config)
	if err != nil {
		return err
	}
	x.ssh = ssh.NewClient(c, channels, requests)
	if x.client, err = sftp.NewClient(x.ssh); err != nil {
		return err
	}
	return conn.SetDeadline(time.Time{})
}

func (x *session) close() {
	x.done()
	x.client.Close()
	x.ssh.Close()
}

// method is how to sign in. A key file that cannot be used is the platform's fault.
func (s *source) method(dir string) ([]ssh.AuthMethod, error) {
	if s.keyFile == "" {
		answer := func(_, _ string, questions []string, _ []bool) ([]string, error) {
			answers := make([]string, len(questions))
			for i := range answers {
				answers[i] = s.password
			}
			return answers, nil
		}
		return []ssh.AuthMethod{ssh.Password(s.password), ssh.KeyboardInteractive(answer)}, nil
	}
	path := within(dir, s.keyFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, connectors.NewError(connectors.Platform, path, err, "sftp.key", path)
	}
	var signer ssh.Signer
	if s.passphrase == "" {
		signer, err = ssh.ParsePrivateKey(text)
	} else {
		signer, err = ssh.ParsePrivateKeyWithPassphrase(text, []byte(s.passphrase))
	}
	if err != nil {
		return nil, connectors.NewError(connectors.Platform, path, err, "sftp.key", path)
	}
	return []ssh.AuthMethod{ssh.PublicKeys(signer)}, nil
}

// signInFault tells a refused account from a connection that broke. The library
// has no error type for the first.
func (s *source) signInFault(ctx context.Context, where string, err error) error {
	var algorithms *ssh.AlgorithmNegotiationError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(err.Error(), "unable to authenticate"):
		return connectors.NewError(connectors.SourceFault, where, err, "remote.denied", s.address)
	case errors.As(err, &algorithms):
		return connectors.NewError(connectors.SourceFault, where, err, "sftp.no_common_algorithm", s.address)
	}
	return spool.Unreachable(where, s.address, err)
}
