package database

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"cdoscore/connectors"
)

// readFiles reads what the settings name by file: the password, and the authority
// behind the server's certificate. Paths start at the workspace's folder.
func (s Settings) readFiles(dir string) (Settings, error) {
	if path := s.Values.Text("password_file", ""); path != "" {
		text, err := os.ReadFile(inside(dir, path))
		if err != nil {
			return s, connectors.NewError(connectors.Platform, "", withoutPath(err), "database.password_file", path)
		}
		line, _, _ := strings.Cut(string(text), "\n")
		s.Password = strings.TrimSuffix(line, "\r")
	}
	ca := s.Values.Text("ca_file", "")
	mode := s.Values.Text("tls", "")
	if mode == "" && ca != "" {
		mode = "verify"
	}
	switch mode {
	case "require":
		s.TLS = &tls.Config{InsecureSkipVerify: true}
	case "verify":
		s.TLS = &tls.Config{ServerName: s.Host}
	}
	if ca == "" {
		return s, nil
	}
	text, err := os.ReadFile(inside(dir, ca))
	if err != nil {
		return s, connectors.NewError(connectors.Platform, "", withoutPath(err), "database.ca_file", ca)
	}
	s.TLS.RootCAs = x509.NewCertPool()
	if !s.TLS.RootCAs.AppendCertsFromPEM(text) {
		return s, connectors.NewError(connectors.Platform, "", errors.New("no certificate in the file"), "database.ca_file", ca)
	}
	return s, nil
}

func inside(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

func withoutPath(err error) error {
	var e *os.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
