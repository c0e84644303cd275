package sftp

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
	"cdoscore/connectors/spool"
)

const (
	defaultPort    = 22
	defaultConnect = "20s"
)

// Type is the sftp connector for the given formats.
func Type(formats []connectors.Type) connectors.Type {
	return connectors.Type{
		Name:    "sftp",
		Summary: "Files on an SFTP server, by key or password; known_hosts is required.",
		Options: spool.Options(options(), formats),
		New:     func(v connectors.Values) (connectors.Source, error) { return newSource(formats, v) },
	}
}

func options() []connectors.Option {
	return []connectors.Option{
		{Name: "host", Type: connectors.OptionText, Required: true, Doc: "name or address of the server"},
		{Name: "port", Type: connectors.OptionInt, Default: strconv.Itoa(defaultPort), Doc: "its port"},
		{Name: "user", Type: connectors.OptionText, Required: true, Doc: "account to sign in with"},
		{Name: "password", Type: connectors.OptionText, Secret: true, Doc: "its password, as ${NAME} from the environment; this or key_file"},
		{Name: "key_file", Type: connectors.OptionText, Doc: "file of its private key, absolute or from the workspace's folder; this or password"},
		{Name: "key_passphrase", Type: connectors.OptionText, Secret: true, Doc: "passphrase of the private key, as ${NAME} from the environment"},
		{Name: "known_hosts", Type: connectors.OptionText, Required: true, Doc: "file with the server's public key, as ssh-keyscan and ssh write it, absolute or from the workspace's folder"},
		{Name: "path", Type: connectors.OptionText, Required: true, Doc: "path on the server; may hold *, ?, [..], {slot:2006-01-02} (first day of the slot) and {slot_end:2006-01-02} (its last day)"},
		{Name: "marker", Type: connectors.OptionText, Doc: "path of the file that says that the delivery is complete, with the same dates as path"},
		{Name: "connect_timeout", Type: connectors.OptionText, Default: defaultConnect, Doc: "how long connecting and signing in may take"},
	}
}

// source is a Source of files on a server.
type source struct {
	spool      *spool.Source
	host       string // without a port
	address    string // with it
	user       string
	password   string
	keyFile    string
	passphrase string
	knownHosts string
	path       files.Dated
	marker     files.Dated
	connect    time.Duration
}

func newSource(formats []connectors.Type, v connectors.Values) (connectors.Source, error) {
	s := &source{
		host: v.Text("host", ""), user: v.Text("user", ""), password: v.Text("password", ""), keyFile: v.Text("key_file", ""),
		passphrase: v.Text("key_passphrase", ""), knownHosts: v.Text("known_hosts", ""),
	}
	var err error
	if s.spool, err = spool.New(options(), formats, v); err != nil {
		return nil, err
	}
	if (s.password == "") == (s.keyFile == "") {
		return nil, &connectors.OptionError{Option: "key_file", Message: "give either key_file or password"}
	}
	port, err := v.Int("port", defaultPort)
	if err != nil {
		return nil, err
	}
	if port < 1 || port > 65535 {
		return nil, &connectors.OptionError{Option: "port", Message: "must be 1 to 65535"}
	}
	s.address = net.JoinHostPort(s.host, strconv.FormatInt(port, 10))
	if s.connect, err = v.Duration("connect_timeout", defaultConnect); err != nil {
		return nil, err
	}
	if s.path, err = files.ParsePath(v.Text("path", "")); err != nil {
		return nil, &connectors.OptionError{Option: "path", Message: err.Error()}
	}
	if s.marker, err = files.ParsePath(v.Text("marker", "")); err != nil {
		return nil, &connectors.OptionError{Option: "marker", Message: err.Error()}
	}
	return s, nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	path := s.path.For(r.Slot)
	return s.spool.Open(ctx, r, s.shown(path), func(ctx context.Context, to *spool.Folder) error {
		session, err := s.dial(ctx, r.Dir)
		if err != nil {
			return err
		}
		defer session.close()
		return session.fetch(ctx, path, s.marker.For(r.Slot), to)
	})
}

// Reach signs in and out.
func (s *source) Reach(ctx context.Context, r connectors.Request) error {
	session, err := s.dial(ctx, r.Dir)
	if err == nil {
		session.close()
	}
	return err
}

// shown names a file on the server in messages.
func (s *source) shown(path string) string {
	if path != "" && path[0] == '/' {
		return fmt.Sprintf("sftp://%s%s", s.address, path)
	}
	return fmt.Sprintf("sftp://%s/~/%s", s.address, path)
}

func within(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
