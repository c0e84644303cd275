package syslog_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/syslog"
)

var (
	ctx = context.Background()
	at  = time.Date(2026, 3, 2, 8, 0, 0, 123456789, time.FixedZone("", 8*3600))
)

func message(text string) syslog.Message {
	return syslog.Message{Priority: syslog.Audit, At: at, Host: "h", App: "cdoscore", Kind: "upload.confirm", Text: text}
}

const head = "<110>1 2026-03-02T08:00:00.123456+08:00 h cdoscore - upload.confirm - \ufeff"

func TestString(t *testing.T) {
	for name, c := range map[string]struct {
		m    syslog.Message
		want string
	}{
		"whole":      {message("报送"), head + "报送"},
		"empty":      {syslog.Message{Priority: 14, At: at.UTC()}, "<14>1 2026-03-02T00:00:00.123456Z - - - - - \ufeff"},
		"bad header": {syslog.Message{Priority: 14, At: at.UTC(), Host: "a b\n", App: "应用", Kind: strings.Repeat("k", 40)}, "<14>1 2026-03-02T00:00:00.123456Z a_b_ __ - " + strings.Repeat("k", 32) + " - \ufeff"},
	} {
		if got := c.m.String(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// frames reads counted octets until the end.
func frames(r io.Reader) ([]string, error) {
	var out []string
	for b := bufio.NewReader(r); ; {
		count, err := b.ReadString(' ')
		if errors.Is(err, io.EOF) && count == "" {
			return out, nil
		}
		n, convErr := strconv.Atoi(strings.TrimSpace(count))
		if err := errors.Join(err, convErr); err != nil {
			return out, err
		}
		frame := make([]byte, n)
		if _, err := io.ReadFull(b, frame); err != nil {
			return out, err
		}
		out = append(out, string(frame))
	}
}

// collected accepts one connection and returns what came over it.
func collected(t *testing.T, l net.Listener) <-chan []string {
	t.Helper()
	t.Cleanup(func() { l.Close() })
	out := make(chan []string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			out <- nil
			return
		}
		defer conn.Close()
		got, err := frames(conn)
		if err != nil {
			t.Errorf("collector: %v", err)
		}
		out <- got
	}()
	return out
}

func send(t *testing.T, target string, o syslog.Options, texts ...string) {
	t.Helper()
	s, err := syslog.Dial(ctx, target, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if err := s.Send(message(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestStreams(t *testing.T) {
	long := strings.Repeat("长\n", 5000)
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for scheme, o := range map[string]syslog.Options{"tcp": {}, "tls": {CAFile: ca}} {
		t.Run(scheme, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			target := scheme + "://" + l.Addr().String()
			if scheme == "tls" {
				l = tls.NewListener(l, &tls.Config{Certificates: server.TLS.Certificates})
			}
			got := collected(t, l)
			send(t, target, o, "one", long)
			list := <-got
			if len(list) != 2 || list[0] != head+"one" || list[1] != head+long {
				t.Errorf("collected %d messages: %.200q", len(list), list)
			}
		})
	}
	if _, err := syslog.Dial(ctx, "tls://"+server.Listener.Addr().String(), syslog.Options{}); err == nil {
		t.Error("a certificate of nobody's was trusted")
	}
}

func TestDatagrams(t *testing.T) {
	l, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	send(t, "udp://"+l.LocalAddr().String(), syslog.Options{}, "one")
	buffer := make([]byte, 4096)
	if err := l.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	n, _, err := l.ReadFrom(buffer)
	if err != nil || string(buffer[:n]) != head+"one" {
		t.Errorf("%q, %v", buffer[:n], err)
	}
	s, err := syslog.Dial(ctx, "udp://"+l.LocalAddr().String(), syslog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Send(message(strings.Repeat("x", 3000))); err == nil || !strings.Contains(err.Error(), "use tcp://") {
		t.Errorf("a long datagram: %v", err)
	}
}

func TestTargets(t *testing.T) {
	for _, target := range []string{"", "host:514", "http://h", "udp://", "tcp://h/path", "tls://h:99999"} {
		if _, err := syslog.Dial(ctx, target, syslog.Options{}); err == nil || !strings.Contains(err.Error(), "collector ") {
			t.Errorf("%q: %v", target, err)
		}
	}
}
