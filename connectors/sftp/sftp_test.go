package sftp

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
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

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

func formats() []connectors.Type {
	return []connectors.Type{csv.Type(), jsonl.Type(), jsonl.DocumentType(), parquet.Type()}
}

func request() connectors.Request {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	return connectors.Request{Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}, Zone: time.UTC}
}

func with(v connectors.Values, more connectors.Values) connectors.Values {
	all := maps.Clone(v)
	for name, texts := range more {
		all[name] = texts
		if texts == nil {
			delete(all, name)
		}
	}
	return all
}

func TestConformance(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	signer, key := newSigner(t)
	s := serve(t, signer.PublicKey())
	s.put(t, "out/permits-20260301-1.csv", []byte("no;name\n1;张三\nx\n"))
	s.put(t, "out/permits-20260301-2.csv", []byte("no;name\n2;李四\n"))
	s.put(t, "out/.permits-20260301-3.csv", []byte("no;name\n3;under way\n"))
	s.put(t, "large.csv", []byte("a\n"+strings.Repeat("x\n", 3*connectors.BatchRows)))
	s.put(t, "empty.csv", nil)
	s.put(t, "cut.csv", []byte("a\n\"1\n"))
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(formats()),
		Request: request(),
		Good: with(s.values(t, filepath.ToSlash(s.dir)+"/o*/permits-{slot:20060102}-*.csv"),
			connectors.Values{"password": nil, "key_file": {keyFile(t, key, password)}, "key_passphrase": {password}, "delimiter": {";"}}),
		Columns:    []string{"no", "name"},
		Rows:       []connectortest.Row{{Number: 1, Cells: []string{"1", "张三"}}, {Number: 3, Cells: []string{"2", "李四"}}},
		Physical:   3,
		Large:      s.values(t, "large.csv"),
		Absent:     s.values(t, "none/*.csv"),
		Unreadable: []connectors.Values{s.values(t, "empty.csv"), s.values(t, "cut.csv"), s.values(t, "out"), with(s.values(t, "large.csv"), connectors.Values{"max_bytes": {"1000"}})},
		Secret:     password,
	})
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestArrivalAndOriginAreTheServers(t *testing.T) {
	s := serve(t, mustSigner(t))
	s.put(t, "a.jsonl", []byte(`{"a":1}`+"\n"))
	at := time.Date(2026, 3, 2, 1, 30, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(s.dir, "a.jsonl"), at, at); err != nil {
		t.Fatal(err)
	}
	e := connectortest.Open(t, Type(formats()), with(s.values(t, "a.jsonl"), connectors.Values{"format": {"jsonl"}}), request())
	_, info, err := connectortest.ReadAll(e)
	if err != nil || !info.Modified.Equal(at) || info.Origin != "sftp://127.0.0.1:"+s.port+"/~/a.jsonl" {
		t.Errorf("%+v, %v", info, err)
	}
}

func mustSigner(t *testing.T) ssh.PublicKey {
	signer, _ := newSigner(t)
	return signer.PublicKey()
}

func TestFailures(t *testing.T) {
	stranger, strangerKey := newSigner(t)
	s := serve(t, mustSigner(t))
	s.put(t, "a.csv", []byte("a\n1\n"))
	s.put(t, "bad.csv", []byte("\xff\xfea\x00"))
	good := s.values(t, "a.csv")
	cases := []struct {
		name    string
		options connectors.Values
		class   connectors.Class
		key     string
		says    string
	}{
		{"unknown server", connectors.Values{"known_hosts": {emptyFile(t)}}, connectors.SourceFault, "sftp.host_unknown", "ssh-ed25519 with the fingerprint " + ssh.FingerprintSHA256(s.hostKey.PublicKey())},
		{"other key on record", connectors.Values{"known_hosts": {s.knownHosts(t, stranger.PublicKey())}}, connectors.SourceFault, "sftp.host_changed", ssh.FingerprintSHA256(s.hostKey.PublicKey())},
		{"no known_hosts", connectors.Values{"known_hosts": {filepath.Join(t.TempDir(), "none")}}, connectors.Platform, "sftp.known_hosts", "ssh-keyscan"},
		{"wrong password", connectors.Values{"password": {"wrong-" + password}}, connectors.SourceFault, "remote.denied", "refused the sign-in"},
		{"wrong key", connectors.Values{"password": nil, "key_file": {keyFile(t, strangerKey, "")}}, connectors.SourceFault, "remote.denied", "refused the sign-in"},
		{"wrong passphrase", connectors.Values{"password": nil, "key_file": {keyFile(t, strangerKey, "x")}, "key_passphrase": {password}}, connectors.Platform, "sftp.key", "key_passphrase"},
		{"no key", connectors.Values{"password": nil, "key_file": {filepath.Join(t.TempDir(), "none")}}, connectors.Platform, "sftp.key", "cannot be read"},
		{"no server", connectors.Values{"port": {"1"}}, connectors.SourceFault, "remote.unreachable", "127.0.0.1:1"},
		{"no marker", connectors.Values{"marker": {"done-{slot:2006}"}}, connectors.Absent, "source.marker_absent", `"done-2026"`},
		{"content named as at the server", connectors.Values{"path": {"bad.csv"}}, connectors.Unreadable, "file.utf16", "sftp://127.0.0.1:" + s.port + "/~/bad.csv: "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, err := connectortest.TryOpen(Type(formats()), with(good, c.options), request())
			if err == nil {
				e.Close()
			}
			failure := connectortest.AsError(t, err)
			if failure.Class != c.class || failure.Reason.Key != c.key || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), password) {
				t.Errorf("class %d, %v", failure.Class, err)
			}
		})
	}
}

func emptyFile(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// bigFile is longer than the server's answers up to half of it.
const bigRows = 200_000

func big() []byte { return []byte("a\n" + strings.Repeat("0123456789\n", bigRows)) }

func TestConnectionThatBreaksMidway(t *testing.T) {
	s := serve(t, mustSigner(t))
	s.put(t, "a.csv", big())
	s.watch(func(session, sent int64) error {
		if session <= 2 && sent > 500_000 {
			return errors.New("broken")
		}
		return nil
	})
	rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(formats()), s.values(t, "a.csv"), request()))
	if err != nil || len(rows) != bigRows || s.sessions.Load() != 3 {
		t.Errorf("%d rows in %d sessions: %v", len(rows), s.sessions.Load(), err)
	}
	s.watch(func(_, sent int64) error {
		if sent > 500_000 {
			return errors.New("broken")
		}
		return nil
	})
	_, err = connectortest.TryOpen(Type(formats()), with(s.values(t, "a.csv"), connectors.Values{"retries": {"1"}}), request())
	if failure := connectortest.AsError(t, err); failure.Class != connectors.SourceFault || !failure.Transient || failure.Reason.Key != "remote.unreachable" {
		t.Error(err)
	}
}

func TestServerThatHangs(t *testing.T) {
	s := serve(t, mustSigner(t))
	s.put(t, "a.csv", big())
	s.watch(func(_, sent int64) error {
		if sent > 500_000 {
			time.Sleep(3 * time.Second)
		}
		return nil
	})
	start := time.Now()
	_, err := connectortest.TryOpen(Type(formats()), with(s.values(t, "a.csv"), connectors.Values{"timeout": {"300ms"}}), request())
	if failure := connectortest.AsError(t, err); failure.Reason.Key != "remote.timeout" || failure.Class != connectors.SourceFault || time.Since(start) > 2*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
}

func TestFileThatGrowsMeanwhile(t *testing.T) {
	s := serve(t, mustSigner(t))
	s.put(t, "a.csv", big())
	var grown atomic.Int64
	s.watch(func(_, sent int64) error {
		if n := grown.Add(1); sent > 500_000 && n < 1000 {
			s.put(t, "a.csv", append(big(), fmt.Sprintf("%d\n", n)...))
		}
		return nil
	})
	_, err := connectortest.TryOpen(Type(formats()), with(s.values(t, "a.csv"), connectors.Values{"retries": {"0"}}), request())
	if failure := connectortest.AsError(t, err); failure.Class != connectors.SourceFault || !failure.Transient || failure.Reason.Key != "source.changed" {
		t.Error(err)
	}
}

// TestAnswersOfTheServer: what a server says of a file, and whose fault it is.
func TestAnswersOfTheServer(t *testing.T) {
	x := &session{source: &source{address: "sftp.example.gov.cn:22"}}
	for _, c := range []struct {
		err       error
		class     connectors.Class
		key       string
		transient bool
	}{
		{fs.ErrNotExist, connectors.Absent, "source.file_absent", false},
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, connectors.SourceFault, "source.permission", false},
		{&sftp.StatusError{Code: uint32(sftp.ErrSSHFxFailure)}, connectors.SourceFault, "source.read_failed", true},
		{sftp.ErrSSHFxConnectionLost, connectors.SourceFault, "remote.unreachable", true},
		{io.ErrUnexpectedEOF, connectors.SourceFault, "remote.unreachable", true},
	} {
		failure := connectortest.AsError(t, x.fault(t.Context(), "out/x.csv", c.err))
		if failure.Class != c.class || failure.Reason.Key != c.key || failure.Transient != c.transient {
			t.Errorf("%v: class %d, transient %v, %v", c.err, failure.Class, failure.Transient, failure)
		}
	}
}
