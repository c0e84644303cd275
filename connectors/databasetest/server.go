//go:build linux

package databasetest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// The account of every server here. The password has characters that URLs, SQL and
// dsn texts escape.
const (
	Host     = "127.0.0.1"
	User     = "reader"
	Password = "p@ss:w/rd %41'?#"
	Database = "hrss"
)

// Server is a running server, or one that was killed.
type Server struct {
	Port    int
	dir     string // data folder
	argv    []string
	account *syscall.SysProcAttr
	ready   func(*Server) error
	log     bytes.Buffer
	process *exec.Cmd
	ended   chan struct{}
}

// Main runs the tests of a package and stops what Start started.
func Main(m *testing.M, server *Lazy) int {
	defer server.Stop()
	return m.Run()
}

// Lazy is a server that starts when the first test of a package wants it.
type Lazy struct {
	Start  func() (*Server, error)
	server *Server
	err    error
	asked  bool
}

// Get starts the server, or skips the test, saying why, where its programs are not
// installed.
func (l *Lazy) Get(t testing.TB) *Server {
	t.Helper()
	if !l.asked {
		l.asked = true
		l.server, l.err = l.Start()
	}
	var missing *exec.Error
	if errors.As(l.err, &missing) {
		t.Skipf("%s is not installed: run make servers as root, or install Debian's packages postgresql and mariadb-server", missing.Name)
	}
	if l.err != nil {
		t.Fatal(l.err)
	}
	return l.server
}

// Stop ends what Get started, and removes its folder.
func (l *Lazy) Stop() {
	if l.server == nil {
		return
	}
	l.server.Kill()
	os.RemoveAll(l.server.dir)
}

// newServer makes the data folder of a server that runs as one of these accounts.
func newServer(name string, accounts ...string) (*Server, error) {
	s := &Server{}
	var err error
	if s.Port, err = freePort(); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "cdoscore-"+name+"-"); err != nil {
		return nil, err
	}
	s.account = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Getuid() != 0 {
		return s, nil
	}
	for _, account := range accounts {
		u, err := user.Lookup(account)
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32) // numbers, by their definition
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		s.account.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return s, os.Chown(s.dir, int(uid), int(gid))
	}
	return nil, fmt.Errorf("none of the accounts %v exists, and %s does not run as root", accounts, name)
}

// run runs a program to its end, as the server's account.
func (s *Server) run(path string, args ...string) error {
	c := exec.Command(path, args...)
	c.SysProcAttr, c.Dir = s.account, s.dir
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(path), err, out)
	}
	return nil
}

// Restart starts the server on its folder and waits until it answers.
func (s *Server) Restart() error {
	s.process = exec.Command(s.argv[0], s.argv[1:]...)
	s.process.SysProcAttr, s.process.Dir = s.account, s.dir
	s.process.Stdout, s.process.Stderr = &s.log, &s.log
	if err := s.process.Start(); err != nil {
		return err
	}
	s.ended = make(chan struct{})
	go func(p *exec.Cmd, ended chan struct{}) {
		p.Wait() // how it ended does not matter: whoever wants it answers the next line
		close(ended)
	}(s.process, s.ended)
	var err error
	for range 300 {
		if err = s.ready(s); err == nil {
			return nil
		}
		select {
		case <-s.ended:
			return fmt.Errorf("%s ended at once:\n%s", s.argv[0], s.log.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	s.Kill()
	return fmt.Errorf("%s does not answer: %w\n%s", s.argv[0], err, s.log.String())
}

// Kill ends the server at once, with whatever it is doing.
func (s *Server) Kill() {
	if s.process == nil {
		return
	}
	// SIGQUIT makes PostgreSQL drop its sessions and end; MariaDB is killed.
	s.process.Process.Signal(syscall.SIGQUIT)
	select {
	case <-s.ended:
	case <-time.After(time.Second):
		s.process.Process.Kill()
		<-s.ended
	}
	s.process = nil
}

// Address is the server's host and port.
func (s *Server) Address() string { return net.JoinHostPort(Host, strconv.Itoa(s.Port)) }

func freePort() (int, error) {
	l, err := net.Listen("tcp", Host+":0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// program finds one in the search path or in the folders, which may hold patterns;
// the last one found is the newest version's.
func program(name string, folders ...string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	for _, folder := range folders {
		found, _ := filepath.Glob(filepath.Join(folder, name)) // the patterns are sound
		if len(found) > 0 {
			return found[len(found)-1], nil
		}
	}
	return "", &exec.Error{Name: name, Err: exec.ErrNotFound}
}
