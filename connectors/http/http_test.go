package http

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/csv"
	"cdoscore/connectors/jsonl"
	"cdoscore/connectors/parquet"
)

const token = "Tr0ub4dor&3"

func formats() []connectors.Type {
	return []connectors.Type{csv.Type(), jsonl.Type(), jsonl.DocumentType(), parquet.Type()}
}

func request() connectors.Request {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	return connectors.Request{Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}, Zone: time.UTC}
}

var lastModified = time.Date(2026, 3, 2, 1, 30, 0, 0, time.UTC)

// serve answers with content by path; a path without content is not found, and a
// request without the token is turned away.
func serve(t testing.TB, content map[string]string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(guarded(func(w http.ResponseWriter, r *http.Request) {
		text, found := content[r.URL.Path]
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Last-Modified", lastModified.Format(http.TimeFormat))
		fmt.Fprint(w, text)
	}))
	t.Cleanup(s.Close)
	return s
}

func guarded(f http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			http.Error(w, token, http.StatusUnauthorized)
			return
		}
		f(w, r)
	})
}

func values(url string, more connectors.Values) connectors.Values {
	v := connectors.Values{"url": {url}, "headers": {"Authorization: Bearer " + token, "Accept: text/csv"}, "format": {"csv"}, "retry_wait": {"1ms"}, "retries": {"1"}}
	maps.Copy(v, more)
	return v
}

func TestConformance(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := serve(t, map[string]string{
		"/permits/2026-03-01.csv": "no;name\n1;张三\nx\n",
		"/large.csv":              "a\n" + strings.Repeat("x\n", 3*connectors.BatchRows),
		"/empty.csv":              "",
		"/login":                  "<!DOCTYPE html><html>sign in</html>",
	})
	connectortest.Run(t, connectortest.Harness{
		Type:       Type(formats()),
		Request:    request(),
		Good:       values(s.URL+"/permits/{slot:2006-01-02}.csv?key="+token, connectors.Values{"delimiter": {";"}}),
		Columns:    []string{"no", "name"},
		Rows:       []connectortest.Row{{Number: 1, Cells: []string{"1", "张三"}}},
		Physical:   2,
		Large:      values(s.URL+"/large.csv", nil),
		Absent:     values(s.URL+"/none.csv?key="+token, nil),
		Unreadable: []connectors.Values{values(s.URL+"/empty.csv", nil), values(s.URL+"/login?key="+token, nil), values(s.URL+"/large.csv", connectors.Values{"max_bytes": {"1000"}})},
		Secret:     token,
	})
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	_, info, err := connectortest.ReadAll(connectortest.Open(t, Type(formats()), values(s.URL+"/large.csv", nil), request()))
	if err != nil || !info.Modified.Equal(lastModified) || info.Origin != s.URL+"/large.csv" {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestFailures(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("another server was asked, with %v", r.Header)
	}))
	defer elsewhere.Close()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Error(w, token, code) }
	}
	cut := func(header string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\n%s\r\na\n1\n", header)
		}
	}
	cases := []struct {
		name    string
		answer  http.HandlerFunc
		class   connectors.Class
		key     string
		lasting bool
	}{
		{"denied", status(403), connectors.SourceFault, "remote.denied", true},
		{"gone", status(410), connectors.Absent, "source.file_absent", true},
		{"no content", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }, connectors.Absent, "source.file_absent", true},
		{"down", status(503), connectors.SourceFault, "remote.status", false},
		{"too many requests", status(429), connectors.SourceFault, "remote.status", false},
		{"odd answer", status(418), connectors.SourceFault, "remote.status", true},
		{"part of it", status(206), connectors.SourceFault, "remote.status", true},
		{"not modified, unasked", status(304), connectors.SourceFault, "remote.status", true},
		{"redirected", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) }, connectors.SourceFault, "http.redirected", true},
		{"shorter than announced", cut("Content-Length: 10\r\n"), connectors.SourceFault, "remote.cut_off", false},
		{"chunks without an end", cut("Transfer-Encoding: chunked\r\n\r\n9"), connectors.SourceFault, "remote.cut_off", false},
		{"no length", cut("Connection: close\r\n"), connectors.SourceFault, "http.no_length", true},
		{"no answer", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, connectors.SourceFault, "remote.unreachable", false},
		{"hangs", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, connectors.SourceFault, "remote.timeout", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var asked atomic.Int64
			s := httptest.NewServer(guarded(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				c.answer(w, r)
			}))
			defer s.Close()
			v := values(s.URL+"/a.csv?key="+token, nil)
			if c.name == "hangs" {
				v["timeout"] = []string{"200ms"}
			}
			e, err := connectortest.TryOpen(Type(formats()), v, request())
			if err == nil {
				e.Close()
			}
			failure := connectortest.AsError(t, err)
			if failure.Class != c.class || failure.Reason.Key != c.key || failure.Transient == c.lasting || strings.Contains(err.Error()+fmt.Sprint(failure.Err), token) {
				t.Errorf("class %d, transient %v, %v (%v)", failure.Class, failure.Transient, err, failure.Err)
			}
			if tries := asked.Load(); c.lasting && tries != 1 || !c.lasting && c.key != "remote.timeout" && tries != 2 {
				t.Errorf("asked %d times", tries)
			}
		})
	}
}

// TestRetryAfter would wait for an hour if the server's word did not count.
func TestRetryAfter(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		fmt.Fprint(w, "a\n1\n")
	}))
	defer s.Close()
	start := time.Now()
	e := connectortest.Open(t, Type(formats()), values(s.URL, connectors.Values{"retry_wait": {"1h"}, "timeout": {"2h"}}), request())
	if rows, _, err := connectortest.ReadAll(e); err != nil || len(rows) != 1 || time.Since(start) < time.Second {
		t.Errorf("%v after %v, %v", rows, time.Since(start), err)
	}
}

func TestWrongToken(t *testing.T) {
	s := serve(t, nil)
	_, err := connectortest.TryOpen(Type(formats()), values(s.URL, connectors.Values{"headers": {"Authorization: Bearer x" + token}}), request())
	if failure := connectortest.AsError(t, err); failure.Class != connectors.SourceFault || failure.Reason.Key != "remote.denied" || strings.Contains(err.Error(), token) {
		t.Error(err)
	}
}

func TestCertificates(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "a\n1\n") }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it tells of the refusals that are wanted here
	s.StartTLS()
	defer s.Close()
	_, err := connectortest.TryOpen(Type(formats()), values(s.URL, nil), request())
	if failure := connectortest.AsError(t, err); failure.Class != connectors.SourceFault || failure.Transient || failure.Reason.Key != "remote.certificate" {
		t.Error(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "ca.pem"), pemOf(s.Certificate()), 0o600); err != nil {
		t.Fatal(err)
	}
	r := request()
	r.Dir = dir
	if rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(formats()), values(s.URL, connectors.Values{"ca_file": {"ca.pem"}}), r)); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
	_, err = connectortest.TryOpen(Type(formats()), values(s.URL, connectors.Values{"ca_file": {"none.pem"}}), r)
	if failure := connectortest.AsError(t, err); failure.Class != connectors.Platform || failure.Reason.Key != "remote.ca_file" {
		t.Error(err)
	}
}

func pemOf(c *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
}

func TestUnchangedContentIsNotSentAgain(t *testing.T) {
	content, sent := "a\n1\n", 0
	s := httptest.NewServer(guarded(func(w http.ResponseWriter, r *http.Request) {
		tag := fmt.Sprintf(`"%d"`, len(content))
		w.Header().Set("ETag", tag)
		w.Header().Set("Last-Modified", lastModified.Format(http.TimeFormat))
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		sent++
		fmt.Fprint(w, content)
	}))
	defer s.Close()
	r := request()
	r.Dir = t.TempDir()
	read := func(rows, sendings int) {
		t.Helper()
		got, info, err := connectortest.ReadAll(connectortest.Open(t, Type(formats()), values(s.URL+"/a.csv?key="+token, connectors.Values{"cache": {"var/http"}}), r))
		if err != nil || len(got) != rows || sent != sendings || !info.Modified.Equal(lastModified) {
			t.Errorf("%d rows, sent %d times, want %d and %d: %+v, %v", len(got), sent, rows, sendings, info, err)
		}
	}
	read(1, 1)
	read(1, 1)
	content += "2\n"
	read(2, 2)
	bodies, err := filepath.Glob(filepath.Join(r.Dir, "var/http/*.body"))
	if err != nil || len(bodies) != 1 || strings.Contains(bodies[0], token) {
		t.Fatal(bodies, err)
	}
	if err := os.WriteFile(bodies[0], []byte("a\n9\n9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	read(2, 3) // what was kept is not what was sent: it is asked for anew
}
