package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTLS answers by TLS 1.2 and newer with the certificate that was given, and
// refuses one without its key.
func TestTLS(t *testing.T) {
	cert, key, pool := selfSigned(t)
	f := &serveFlags{listen: "127.0.0.1:0", tlsCert: cert, tlsKey: key}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	listener, err := f.open(log)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.NotFoundHandler(), ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelInfo)}
	defer server.Close()
	go server.Serve(listener) //nolint:errcheck // ends with the test
	for version, works := range map[uint16]bool{tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS10, MaxVersion: version}}}
		answer, err := client.Get(f.scheme() + listener.Addr().String())
		if err == nil {
			answer.Body.Close()
		}
		if (err == nil) != works {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
	}
	f.tlsKey = cert
	if _, err := f.open(log); err == nil || !strings.Contains(err.Error(), "--tls-cert, --tls-key") {
		t.Errorf("a certificate without its key: %v", err)
	}
	if c := cdoscore(t, "serve", "--tls-cert", cert); c.code != exitUsage || !strings.Contains(c.stderr, "tls-key") {
		t.Errorf("--tls-cert alone: exit code %d, %s", c.code, c.stderr)
	}
}

// TestClearText is warned of, but for this machine itself and behind a proxy.
func TestClearText(t *testing.T) {
	for name, c := range map[string]struct {
		f     serveFlags
		warns bool
	}{
		"this machine": {serveFlags{listen: "127.0.0.1:0"}, false}, "all": {serveFlags{listen: "0.0.0.0:0"}, true}, "behind a proxy": {serveFlags{listen: "0.0.0.0:0", behindProxy: true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var said strings.Builder
			listener, err := c.f.open(slog.New(slog.NewTextHandler(&said, nil)))
			if err != nil {
				t.Fatal(err)
			}
			listener.Close()
			if warned := strings.Contains(said.String(), "in clear"); warned != c.warns {
				t.Errorf("warned: %v, want %v", warned, c.warns)
			}
		})
	}
}

// selfSigned makes a certificate for 127.0.0.1 and its key as files.
func selfSigned(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	given := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, given, given, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, content []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", pkcs8), pool
}
