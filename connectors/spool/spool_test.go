package spool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/csv"
	"cdoscore/connectors/jsonl"
)

func own() []connectors.Option {
	return []connectors.Option{{Name: "path", Required: true, Doc: "where"}, {Name: "password", Secret: true, Doc: "of the account"}}
}

// sealed is a format with options whose names others have too.
func sealed() connectors.Type {
	t := csv.Type()
	t.Name = "sealed"
	t.Options = append(t.Options, connectors.Option{Name: "password", Secret: true, Doc: "of the file"}, connectors.Option{Name: "records", Type: connectors.OptionList, Doc: "several"})
	make := t.New
	t.New = func(v connectors.Values) (connectors.Source, error) {
		if v.Text("password", "open sesame") != "open sesame" {
			return nil, &connectors.OptionError{Option: "password", Message: "is not the word"}
		}
		return make(v)
	}
	return t
}

func formats() []connectors.Type {
	return []connectors.Type{csv.Type(), jsonl.DocumentType(), sealed()}
}

func typ() connectors.Type {
	return connectors.Type{Name: "elsewhere", Options: Options(own(), formats())}
}

func TestOptionsOfFormatsStandBesideTheirs(t *testing.T) {
	shape := map[string]string{}
	for _, o := range typ().Options {
		shape[o.Name] = fmt.Sprintf("%d%v%v", o.Type, o.Formats, o.Secret)
	}
	for name, want := range map[string]string{
		"path": "0[]false", "password": "0[]true", "format": "0[]false", "delimiter": "0[csv sealed]false", "columns": "3[csv json sealed]false",
		"sealed_password": "0[sealed]true", "records": "3[json sealed]false", // a text there, a list here
	} {
		if shape[name] != want {
			t.Errorf("%s: %s, want %s", name, shape[name], want)
		}
	}
	for _, hidden := range []string{"marker", "csv_path", "sealed_marker"} {
		if shape[hidden] != "" {
			t.Errorf("%s is offered", hidden)
		}
	}
}

func TestChosenFormat(t *testing.T) {
	cases := []struct {
		name   string
		values connectors.Values
		fault  string // option and words
	}{
		{"csv", connectors.Values{"format": {"csv"}, "delimiter": {";"}}, ""},
		{"a name that is taken", connectors.Values{"format": {"sealed"}, "sealed_password": {"open sesame"}, "password": {"x"}}, ""},
		{"its own fault, by the name outside", connectors.Values{"format": {"sealed"}, "sealed_password": {"x"}}, `"sealed_password": is not the word`},
		{"a list where the format wants a text", connectors.Values{"format": {"json"}, "records": {"a", "b"}}, `"records": takes one value`},
		{"words of the format", connectors.Values{"format": {"csv"}, "encoding": {"latin1"}}, `"encoding": must be one of`},
		{"an option of another", connectors.Values{"format": {"json"}, "delimiter": {";"}}, `"delimiter": does not go with format: json, which takes columns, compression, max_bytes, records`},
		{"no such format", connectors.Values{"format": {"dbf"}}, `"format": must be one of csv, json, sealed`},
		{"too small", connectors.Values{"format": {"csv"}, "max_bytes": {"0"}}, `"max_bytes": must be 1 or more`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.values["path"] = []string{"x"}
			_, err := New(own(), formats(), c.values)
			if c.fault == "" && err != nil || c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
				t.Errorf("%v", err)
			}
		})
	}
}

func source(t *testing.T, more connectors.Values) *Source {
	t.Helper()
	v := connectors.Values{"path": {"x"}, "format": {"csv"}, "retry_wait": {"1ms"}}
	for name, texts := range more {
		v[name] = texts
	}
	s, err := New(own(), formats(), v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func add(to *Folder, name, text string) error {
	return to.Add("far/"+name, name, time.Time{}, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
}

func TestNamesOfEveryKindAreRead(t *testing.T) {
	for _, names := range [][]string{{"a.csv"}, {"a[1]*?.csv"}, {"{slot}.csv"}, {`a\[b.csv`, "b.csv"}, {".a", ".b"}, {"~$a", "~$b"}, {"x.csv", "x.csv"}, {".."}, {strings.Repeat("长", 100)}, {""}} {
		x, err := source(t, nil).Open(t.Context(), connectors.Request{}, "far", func(_ context.Context, to *Folder) error {
			for i, name := range names {
				if err := add(to, name, fmt.Sprintf("a\n%d\n", i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Errorf("%q: %v", names, err)
			continue
		}
		if rows, _, err := connectortest.ReadAll(x); err != nil || len(rows) != len(names) {
			t.Errorf("%q: %v, %v", names, rows, err)
		}
	}
}

func TestWhatIsSaidNamesTheSource(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	_, err := source(t, nil).Open(t.Context(), connectors.Request{}, "far", func(_ context.Context, to *Folder) error { return add(to, "a.csv", "PK\x03\x04") })
	if err == nil || !strings.HasPrefix(err.Error(), "far/a.csv: the file is really ZIP/XLSX") {
		t.Error(err)
	}
	x, err := source(t, nil).Open(t.Context(), connectors.Request{}, "far", func(_ context.Context, to *Folder) error { return add(to, "a.csv", "a,b\n1,\"2\n") })
	if err == nil {
		_, _, err = connectortest.ReadAll(x)
	}
	if failure := connectortest.AsError(t, err); failure.Where != "far/a.csv" || failure.Reason.Key != "csv.unterminated_quote" {
		t.Error(err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestTries(t *testing.T) {
	transient := func() error { return Transient(connectors.NewError(connectors.SourceFault, "", nil, "remote.cut_off")) }
	lasting := func() error { return connectors.NewError(connectors.SourceFault, "", nil, "remote.denied", "x") }
	cases := []struct {
		name  string
		errs  []error // of the tries, in order; then it succeeds
		tries int
		key   string
	}{
		{"at once", nil, 1, ""},
		{"after two", []error{transient(), transient()}, 3, ""},
		{"no more tries", []error{transient(), transient(), transient(), transient()}, 3, "remote.cut_off"},
		{"lasting", []error{lasting()}, 1, "remote.denied"},
		{"lasting after transient", []error{transient(), lasting()}, 2, "remote.denied"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tries := 0
			x, err := source(t, connectors.Values{"retries": {"2"}}).Open(t.Context(), connectors.Request{}, "far", func(_ context.Context, to *Folder) error {
				tries++
				if err := add(to, fmt.Sprintf("%d.csv", tries), "a\n1\n"); err != nil {
					return err
				}
				if tries <= len(c.errs) {
					return c.errs[tries-1]
				}
				return nil
			})
			if tries != c.tries {
				t.Errorf("%d tries, want %d", tries, c.tries)
			}
			if c.key != "" {
				if failure := connectortest.AsError(t, err); failure.Reason.Key != c.key {
					t.Error(err)
				}
				return
			}
			if rows, _, err := connectortest.ReadAll(x); err != nil || len(rows) != 1 { // nothing of earlier tries
				t.Errorf("%v, %v", rows, err)
			}
		})
	}
}

func TestCancelledWhileWaiting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := source(t, connectors.Values{"retry_wait": {"1h"}, "timeout": {"2h"}}).Open(ctx, connectors.Request{}, "far", func(context.Context, *Folder) error {
		time.AfterFunc(20*time.Millisecond, cancel)
		return Transient(connectors.NewError(connectors.SourceFault, "", nil, "remote.cut_off"))
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestOurOwnDiskIsNotTheSourcesFault(t *testing.T) {
	f, err := newFolder(10)
	if err != nil {
		t.Fatal(err)
	}
	defer f.remove()
	full := &limited{to: failing{syscall.ENOSPC}, left: 10}
	_, writing := full.Write([]byte("x"))
	if failure := connectortest.AsError(t, full.fault("far", 10, writing)); failure.Class != connectors.Platform || failure.Reason.Key != "source.platform" {
		t.Error(failure)
	}
	if err := add(f, "a", "1234567890"); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(f.Last()); err != nil || info.Mode().Perm() != 0o600 || f.Size() != 10 {
		t.Errorf("%v, %v, %d", info, err, f.Size())
	}
	if failure := connectortest.AsError(t, add(f, "a", "12345678901")); failure.Class != connectors.Unreadable || failure.Reason.Key != "remote.too_large" {
		t.Error(failure)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// folders is a Lister over files in memory.
type folders struct{ fstest.MapFS }

func (f folders) ReadDir(name string) ([]fs.FileInfo, error) {
	entries, err := f.MapFS.ReadDir(name)
	var infos []fs.FileInfo
	for _, e := range entries {
		info, _ := e.Info()
		infos = append(infos, info)
	}
	return infos, err
}

func TestFind(t *testing.T) {
	l := folders{fstest.MapFS{}}
	for _, name := range []string{"b.csv", "a.csv", ".a.csv", "~$a.csv", "d1/x.csv", "d2/x.csv", "d2/y.txt"} {
		l.MapFS[name] = &fstest.MapFile{}
	}
	for pattern, want := range map[string]string{
		"a.csv": "a.csv", "none": "", "*.csv": "a.csv b.csv", ".*": ".a.csv", "d?/x.csv": "d1/x.csv d2/x.csv", "d*/*": "d1/x.csv d2/x.csv d2/y.txt", "none/*": "", "d1/*.txt": "",
	} {
		found, err := Find(l, pattern)
		if got := strings.Join(found, " "); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", pattern, got, err, want)
		}
	}
}

func TestSecrets(t *testing.T) {
	var s Secrets
	for _, secret := range []string{"pass", "password", "1", "-----BEGIN\nMIIEvQ\n-----END"} {
		s.Add(secret)
	}
	if got, want := s.Redact("password=1 pass MIIEvQ"), "***=1 *** ***"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if s.Longest() != len("-----BEGIN\nMIIEvQ\n-----END") || !slices.IsSortedFunc(s, func(a, b string) int { return len(b) - len(a) }) {
		t.Errorf("%q", s)
	}
}

func TestTransportWantsCertificates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Transport("/", path); connectortest.AsError(t, err).Reason.Key != "remote.ca_file" {
		t.Error(err)
	}
}

// TestLeftoversOfKilledProcesses: they are removed, what is in use is not.
func TestLeftoversOfKilledProcesses(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	used, err := newFolder(10)
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * settled)
	for name, lock := range map[string]bool{"unlocked": true, "old": false, "new": false} {
		dir := filepath.Join(temp, folderPrefix+name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if lock {
			if err := os.WriteFile(filepath.Join(dir, lockName), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if name != "new" {
			if err := os.Chtimes(dir, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Chtimes(used.dir, old, old); err != nil {
		t.Fatal(err)
	}
	other, err := newFolder(10)
	if err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(temp, "*"))
	want := []string{used.dir, other.dir, filepath.Join(temp, folderPrefix+"new")}
	slices.Sort(want)
	if err != nil || !slices.Equal(left, want) {
		t.Errorf("left %v, want %v, %v", left, want, err)
	}
	if err := errors.Join(used.remove(), other.remove(), used.remove()); err != nil {
		t.Error(err)
	}
}
