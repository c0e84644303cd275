package sftp

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/subtle"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"cdoscore/connectors"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

const password = "Tr0ub4dor&3"

// server is an SFTP server in this process over the folder dir.
type server struct {
	dir      string
	port     string
	hostKey  ssh.Signer
	config   *ssh.ServerConfig
	sessions atomic.Int64

	mu      sync.Mutex
	onBytes func(session, sent int64) error
}

// watch lets f know how many bytes a connection has sent; f breaks it by an error.
func (s *server) watch(f func(session, sent int64) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onBytes = f
}

func (s *server) sent(session, sent int64) error {
	s.mu.Lock()
	f := s.onBytes
	s.mu.Unlock()
	if f == nil {
		return nil
	}
	return f(session, sent)
}

func newSigner(t testing.TB) (ssh.Signer, ed25519.PrivateKey) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, private
}

// serve starts a server, which lets the key and the password in.
func serve(t testing.TB, allowed ssh.PublicKey) *server {
	t.Helper()
	s := &server{dir: t.TempDir()}
	s.hostKey, _ = newSigner(t)
	s.config = &ssh.ServerConfig{
		PasswordCallback: func(c ssh.ConnMetadata, given []byte) (*ssh.Permissions, error) {
			if c.User() != "collector" || subtle.ConstantTimeCompare(given, []byte(password)) != 1 {
				return nil, errors.New("refused")
			}
			return nil, nil
		},
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if string(key.Marshal()) != string(allowed.Marshal()) {
				return nil, errors.New("refused")
			}
			return nil, nil
		},
	}
	s.config.AddHostKey(s.hostKey)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	_, s.port, _ = net.SplitHostPort(listener.Addr().String())
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.handle(&counted{Conn: conn, server: s, session: s.sessions.Add(1)})
		}
	}()
	return s
}

func (s *server) handle(conn net.Conn) {
	defer conn.Close()
	_, channels, requests, err := ssh.NewServerConn(conn, s.config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, asked, err := offered.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range asked {
				r.Reply(r.Type == "subsystem", nil)
			}
		}()
		files, err := sftp.NewServer(channel, sftp.ReadOnly(), sftp.WithServerWorkingDirectory(s.dir))
		if err != nil {
			return
		}
		go func() {
			files.Serve()
			channel.Close()
		}()
	}
}

// counted tells the server how much it has sent.
type counted struct {
	net.Conn
	server  *server
	session int64
	sent    atomic.Int64
}

func (c *counted) Write(p []byte) (int, error) {
	if err := c.server.sent(c.session, c.sent.Add(int64(len(p)))); err != nil {
		c.Close()
		return 0, err
	}
	return c.Conn.Write(p)
}

func (s *server) put(t testing.TB, name string, content []byte) {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// values are the options that reach the server with the password.
func (s *server) values(t testing.TB, path string) connectors.Values {
	t.Helper()
	return connectors.Values{
		"host": {"127.0.0.1"}, "port": {s.port}, "user": {"collector"}, "password": {password}, "retry_wait": {"1ms"},
		"known_hosts": {s.knownHosts(t, s.hostKey.PublicKey())}, "path": {path}, "format": {"csv"},
	}
}

func (s *server) knownHosts(t testing.TB, key ssh.PublicKey) string {
	t.Helper()
	line := knownhosts.Line([]string{"[127.0.0.1]:" + s.port}, key)
	path := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(path, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// keyFile writes a private key, encrypted where there is a passphrase.
func keyFile(t testing.TB, key ed25519.PrivateKey, passphrase string) string {
	t.Helper()
	var block *pem.Block
	var err error
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(key, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "id")
	if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
