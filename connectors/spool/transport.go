package spool

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"cdoscore/connectors"
)

const (
	connectTimeout = 20 * time.Second
	// answerTimeout is how long a server may think before it answers; the source's
	// own timeout bounds the whole.
	answerTimeout = 5 * time.Minute
)

// Transport speaks HTTP as sources need it: through the environment's proxy, the
// content as the server holds it, and with the certificates of caFile, where it is
// given, as the only ones trusted. Paths start in dir.
func Transport(dir, caFile string) (*http.Transport, error) {
	t := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout:   connectTimeout,
		ResponseHeaderTimeout: answerTimeout,
		DisableCompression:    true, // or the length could not be compared
		ForceAttemptHTTP2:     true,
	}
	if caFile == "" {
		return t, nil
	}
	if !filepath.IsAbs(caFile) {
		caFile = filepath.Join(dir, caFile)
	}
	text, err := os.ReadFile(caFile)
	pool := x509.NewCertPool()
	if err == nil && !pool.AppendCertsFromPEM(text) {
		err = errors.New("no certificate in PEM form")
	}
	if err != nil {
		return nil, connectors.NewError(connectors.Platform, caFile, err, "remote.ca_file", caFile)
	}
	t.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return t, nil
}
