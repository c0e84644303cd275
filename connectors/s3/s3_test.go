package s3

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/csv"
	"cdoscore/connectors/jsonl"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/minio/minio-go/v7"
)

const secretKey = "Tr0ub4dor&3/secret"

func formats() []connectors.Type {
	return []connectors.Type{csv.Type(), jsonl.Type(), jsonl.DocumentType()}
}

// shop is a store in this process, behind a front that can fail.
type shop struct {
	t       testing.TB
	backend *s3mem.Backend
	server  *httptest.Server
	front   atomic.Pointer[func(w http.ResponseWriter, r *http.Request, next http.Handler)]
}

func open(t testing.TB) *shop {
	t.Helper()
	s := &shop{t: t, backend: s3mem.New()}
	if err := s.backend.CreateBucket("city"); err != nil {
		t.Fatal(err)
	}
	store := gofakes3.New(s.backend).Server()
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := s.front.Load(); f != nil {
			(*f)(w, r, store)
			return
		}
		store.ServeHTTP(w, r)
	}))
	t.Cleanup(s.server.Close)
	return s
}

func (s *shop) put(key, content string) {
	s.t.Helper()
	about := map[string]string{"Last-Modified": time.Now().UTC().Format(http.TimeFormat)} // as the front door sets it
	if _, err := s.backend.PutObject("city", key, about, strings.NewReader(content), int64(len(content)), nil); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) through(f func(w http.ResponseWriter, r *http.Request, next http.Handler)) {
	s.front.Store(&f)
}

func (s *shop) values(path string, more connectors.Values) connectors.Values {
	v := connectors.Values{
		"endpoint": {s.server.URL}, "bucket": {"city"}, "path": {path}, "access_key": {"collector"}, "secret_key": {secretKey},
		"format": {"csv"}, "retry_wait": {"1ms"},
	}
	maps.Copy(v, more)
	return v
}

func request() connectors.Request {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	return connectors.Request{Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}, Zone: time.UTC}
}

func TestConformance(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := open(t)
	s.put("hrss/2026-03-01/p1.csv", "no;name\n1;张三\nx\n")
	s.put("hrss/2026-03-01/p2.csv", "no;name\n2;李四\n")
	s.put("hrss/2026-03-01/.p3.csv", "no;name\n3;under way\n")
	s.put("hrss/2026-03-01/old/p4.csv", "no;name\n4;not asked for\n")
	s.put("hrss/2026-03-02/p1.csv", "no;name\n5;another day\n")
	s.put("large.csv", "a\n"+strings.Repeat("x\n", 3*connectors.BatchRows))
	s.put("empty.csv", "")
	s.put("cut.csv", "a\n\"1\n")
	connectortest.Run(t, connectortest.Harness{
		Type:       Type(formats()),
		Request:    request(),
		Good:       s.values("h*/{slot:2006-01-02}/*.csv", connectors.Values{"delimiter": {";"}}),
		Columns:    []string{"no", "name"},
		Rows:       []connectortest.Row{{Number: 1, Cells: []string{"1", "张三"}}, {Number: 3, Cells: []string{"2", "李四"}}},
		Physical:   3,
		Large:      s.values("large.csv", nil),
		Absent:     s.values("hrss/none.csv", nil),
		Unreadable: []connectors.Values{s.values("empty.csv", nil), s.values("cut.csv", nil), s.values("large.csv", connectors.Values{"max_bytes": {"1000"}})},
		Secret:     secretKey,
	})
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestArrivalIsThatOfTheObject(t *testing.T) {
	s := open(t)
	before := time.Now().Add(-2 * time.Second)
	s.put("a.csv", "a\n1\n")
	_, info, err := connectortest.ReadAll(connectortest.Open(t, Type(formats()), s.values("a.csv", nil), request()))
	if err != nil || info.Origin != "s3://city/a.csv" || info.Modified.Before(before) || info.Modified.After(time.Now().Add(time.Second)) {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestBucketStyles(t *testing.T) {
	s := open(t)
	s.put("a.csv", "a\n1\n")
	var asked []string
	s.through(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		asked = append(asked, r.Host+r.URL.Path)
		next.ServeHTTP(w, r)
	})
	connectortest.Open(t, Type(formats()), s.values("a.csv", nil), request()).Close()
	if want := strings.TrimPrefix(s.server.URL, "http://") + "/city/a.csv"; asked[0] != want {
		t.Errorf("path style asked for %s, want %s", asked[0], want)
	}
	made, err := newSource(formats(), s.values("a.csv", connectors.Values{"path_style": {"false"}, "endpoint": {"https://s3.example.gov.cn"}}))
	if err != nil {
		t.Fatal(err)
	}
	client, err := minio.New("s3.example.gov.cn", &made.(*source).options)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := client.PresignedGetObject(context.Background(), "city", "a.csv", time.Hour, nil)
	if err != nil || signed.Host != "city.s3.example.gov.cn" || signed.Path != "/a.csv" {
		t.Errorf("host style asks for %v, %v", signed, err)
	}
}

func TestFailures(t *testing.T) {
	large := "a\n" + strings.Repeat("0123456789\n", 100_000)
	status := func(code int) func(http.ResponseWriter, *http.Request, http.Handler) {
		return func(w http.ResponseWriter, r *http.Request, next http.Handler) { http.Error(w, secretKey, code) }
	}
	cases := []struct {
		name    string
		options connectors.Values
		front   func(http.ResponseWriter, *http.Request, http.Handler)
		class   connectors.Class
		key     string
		lasting bool
	}{
		{"no bucket", connectors.Values{"bucket": {"nowhere"}}, nil, connectors.SourceFault, "s3.bucket_absent", true},
		{"no bucket to list", connectors.Values{"bucket": {"nowhere"}, "path": {"*.csv"}}, nil, connectors.SourceFault, "s3.bucket_absent", true},
		{"nothing listed", connectors.Values{"path": {"none*"}}, nil, connectors.Absent, "source.file_absent", true},
		{"no marker", connectors.Values{"marker": {"done-{slot:2006}"}}, nil, connectors.Absent, "source.marker_absent", true},
		{"denied", nil, status(http.StatusForbidden), connectors.SourceFault, "remote.denied", true},
		{"down", nil, status(http.StatusServiceUnavailable), connectors.SourceFault, "remote.status", false},
		{"odd answer", nil, status(http.StatusTeapot), connectors.SourceFault, "remote.status", true},
		{"no store", connectors.Values{"endpoint": {"http://127.0.0.1:1"}}, nil, connectors.SourceFault, "remote.unreachable", false},
		{"content cut off", nil, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			next.ServeHTTP(&cutting{ResponseWriter: w, left: 500_000}, r)
		}, connectors.SourceFault, "remote.unreachable", false},
		{"hangs", connectors.Values{"timeout": {"200ms"}}, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			select {
			case <-r.Context().Done():
			case <-time.After(3 * time.Second):
			}
		}, connectors.SourceFault, "remote.timeout", false},
		{"replaced between the two requests", nil, nil, connectors.SourceFault, "source.changed", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			s.put("a.csv", large)
			if c.front != nil {
				s.through(c.front)
			}
			if c.key == "source.changed" {
				s.replaceBeforeGet(large)
			}
			v := s.values("a.csv", connectors.Values{"retries": {"1"}})
			maps.Copy(v, c.options)
			e, err := connectortest.TryOpen(Type(formats()), v, request())
			if err == nil {
				e.Close()
			}
			failure := connectortest.AsError(t, err)
			if failure.Class != c.class || failure.Reason.Key != c.key || failure.Transient == c.lasting || strings.Contains(err.Error(), secretKey) {
				t.Errorf("class %d, transient %v, %v", failure.Class, failure.Transient, err)
			}
		})
	}
}

// replaceBeforeGet puts another object of the same length in the place of the one
// that was found, each time before it is fetched.
func (s *shop) replaceBeforeGet(content string) {
	n := 0
	s.through(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodGet {
			n++
			s.put("a.csv", fmt.Sprintf("a\n%010d\n%s", n, content[13:]))
		}
		next.ServeHTTP(w, r)
	})
}

// cutting breaks the connection after so many bytes of an answer.
type cutting struct {
	http.ResponseWriter
	left int
}

func (c *cutting) Write(p []byte) (int, error) {
	if c.left -= len(p); c.left < 0 {
		panic(http.ErrAbortHandler)
	}
	return c.ResponseWriter.Write(p)
}

// TestTriedAgain: a store that is down at first is asked again.
func TestTriedAgain(t *testing.T) {
	s := open(t)
	s.put("a.csv", "a\n1\n")
	var asked atomic.Int64
	s.through(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if asked.Add(1) <= 2 {
			http.Error(w, "", http.StatusInternalServerError)
			return
		}
		next.ServeHTTP(w, r)
	})
	if rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(formats()), s.values("a.csv", nil), request())); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
}

// TestSignedRequests: the secret key signs requests and is not sent.
func TestSignedRequests(t *testing.T) {
	s := open(t)
	s.put("a.csv", "a\n1\n")
	s.through(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		var dump bytes.Buffer
		r.Header.Write(&dump)
		if !strings.Contains(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=collector/") || strings.Contains(dump.String(), secretKey) {
			t.Errorf("%s", dump.String())
		}
		next.ServeHTTP(w, r)
	})
	connectortest.Open(t, Type(formats()), s.values("a.csv", nil), request()).Close()
}

func TestOptions(t *testing.T) {
	for name, more := range map[string]connectors.Values{
		"no scheme": {"endpoint": {"s3.example.gov.cn"}}, "path in the endpoint": {"endpoint": {"https://s3.example.gov.cn/x"}}, "account in the endpoint": {"endpoint": {"https://a:b@s3.example.gov.cn"}},
		"key without secret": {"secret_key": {""}}, "wildcard": {"path": {"[a"}}, "marker": {"marker": {"{slot}"}},
	} {
		v := connectors.Values{"endpoint": {"https://s3.example.gov.cn"}, "bucket": {"b"}, "path": {"p"}, "access_key": {"a"}, "secret_key": {"s"}, "format": {"csv"}}
		maps.Copy(v, more)
		if _, err := Type(formats()).New(v); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
