package database

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// scripted is a server that fails as it is told.
type scripted struct {
	settings Settings
	connects *int
	connect  []error // what each attempt to connect meets; nil: it succeeds
	query    []error // what each query meets
	rows     int     // then come so many rows
	after    error   // and this
	hang     bool    // or nothing at all
}

func (s *scripted) Address() string   { return "db.example:1/hrss" }
func (s *scripted) Secrets() []string { return []string{s.settings.Password} }

func (s *scripted) Connect(context.Context, connectors.Request) (Session, error) {
	n := *s.connects
	*s.connects++
	if n < len(s.connect) && s.connect[n] != nil {
		return nil, s.connect[n]
	}
	return s, nil
}

func (s *scripted) Close() error { return nil }

func (s *scripted) Query(ctx context.Context, query string, args []Argument) (Cursor, error) {
	if n := *s.connects - 1; n < len(s.query) && s.query[n] != nil {
		return nil, s.query[n]
	}
	return &scriptedRows{s: s, ctx: ctx, text: fmt.Sprint(query, args)}, nil
}

type scriptedRows struct {
	s    *scripted
	ctx  context.Context
	text string
	row  int
}

func (r *scriptedRows) Columns() []connectors.Column {
	return []connectors.Column{{Name: "a", SourceType: "text"}}
}

func (r *scriptedRows) Close() error { return nil }

func (r *scriptedRows) Next() ([][]byte, error) {
	if r.s.hang {
		<-r.ctx.Done()
		return nil, fmt.Errorf("read failed: %w", os.ErrDeadlineExceeded)
	}
	if r.row == r.s.rows {
		if r.s.after != nil {
			return nil, r.s.after
		}
		return nil, io.EOF
	}
	r.row++
	return [][]byte{[]byte(r.text)}, nil
}

var errRefused = errors.New("refused")

func scriptedType(s *scripted) connectors.Type {
	return System{
		Name: "scripted", Port: 1, Syntax: Syntax{Marker: numbered},
		Table: func(name string) string { return QuotedName(name, '"', '"', nil) },
		Server: func(settings Settings) (Server, *connectors.OptionError) {
			s.settings = settings
			return s, nil
		},
		Explain: func(err error, address string) (Failure, bool) {
			if errors.Is(err, errRefused) {
				return Fail(connectors.SourceFault, false, "database.sign_in", address), true
			}
			return Failure{}, false
		},
	}.Type()
}

func open(t *testing.T, s *scripted, changes ...string) ([]connectortest.Row, *connectors.Error) {
	t.Helper()
	s.connects = new(int)
	v := connectors.Values{"host": {"db.example"}, "query": {"SELECT 1"}, "password": {"geheim"}}
	for i := 0; i < len(changes); i += 2 {
		v[changes[i]] = []string{changes[i+1]}
	}
	e, err := connectortest.TryOpen(scriptedType(s), v, connectors.Request{Dir: t.TempDir()})
	var rows []connectortest.Row
	if err == nil {
		rows, _, err = connectortest.ReadAll(e)
	}
	if err == nil {
		return rows, nil
	}
	return rows, connectortest.AsError(t, err)
}

// TestRetries: what may pass is tried again, with growing waits, and nothing after
// the first row.
func TestRetries(t *testing.T) {
	broken := fmt.Errorf("read: %w", io.ErrUnexpectedEOF)
	cases := []struct {
		name     string
		server   scripted
		connects int
		rows     int
		reason   string // "" where it succeeds
	}{
		{"at once", scripted{rows: 2}, 1, 2, ""},
		{"unreachable, then there", scripted{connect: []error{errors.New("dial"), errors.New("dial")}, rows: 1}, 3, 1, ""},
		{"unreachable for good", scripted{connect: []error{io.EOF, io.EOF, io.EOF, io.EOF, io.EOF}}, 4, 0, "database.unreachable"},
		{"broken at the query, then well", scripted{query: []error{broken}, rows: 1}, 2, 1, ""},
		{"broken before the first row", scripted{after: broken}, 4, 0, "database.broken"},
		{"broken after the first row", scripted{rows: 1, after: broken}, 1, 0, "database.broken"},
		{"refused", scripted{connect: []error{errRefused}}, 1, 0, "database.sign_in"},
		{"wrong query", scripted{query: []error{errors.New("no such table; the password is geheim,\nsays the server")}}, 1, 0, "database.query_failed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rows, failure := open(t, &c.server)
				if *c.server.connects != c.connects || len(rows) != c.rows {
					t.Errorf("%d attempts, %d rows; want %d, %d", *c.server.connects, len(rows), c.connects, c.rows)
				}
				switch {
				case c.reason == "" && failure != nil, c.reason != "" && (failure == nil || failure.Reason.Key != c.reason):
					t.Errorf("failure %v, want %s", failure, c.reason)
				case failure != nil && (failure.Class != connectors.SourceFault || strings.ContainsAny(failure.Error(), "\n") || strings.Contains(failure.Error()+failure.Err.Error(), "geheim")):
					t.Errorf("class %d, %q, %q", failure.Class, failure, failure.Err)
				}
			})
		})
	}
}

// TestHungQuery: a server that says nothing is given up soon after its time.
func TestHungQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, failure := open(t, &scripted{hang: true}, "statement_timeout", "1m")
		if failure == nil || failure.Reason.Key != "database.timeout" || failure.Reason.Args[0] != "1m0s" {
			t.Errorf("failure %v", failure)
		}
		if took := time.Since(start); took < time.Minute || took > time.Minute+2*statementGrace {
			t.Errorf("given up after %s", took)
		}
	})
}

func TestSlotIsBound(t *testing.T) {
	s := &scripted{rows: 1, connects: new(int)}
	zone := time.FixedZone("", 8*3600)
	r := connectors.Request{Zone: zone, Slot: connectors.Slot{Start: time.Date(2026, 2, 28, 16, 0, 0, 0, time.UTC), End: time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC)}}
	rows, _, err := connectortest.ReadAll(connectortest.Open(t, scriptedType(s), connectors.Values{"host": {"h"}, "query": {"x < :slot_end ;\n"}}, r))
	if err != nil || rows[0].Cells[0] != fmt.Sprint("x < $1", []Argument{{"slot_end", time.Date(2026, 3, 2, 0, 0, 0, 0, zone)}}) {
		t.Error(rows, err)
	}
}

func TestPasswordFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("p w \r\nnot this"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"secret", filepath.Join(dir, "secret")} {
		s := &scripted{connects: new(int)}
		e, err := connectortest.TryOpen(scriptedType(s), connectors.Values{"host": {"h"}, "table": {"t"}, "password_file": {path}}, connectors.Request{Dir: dir})
		if err != nil || s.settings.Password != "p w " {
			t.Fatalf("password %q, %v", s.settings.Password, err)
		}
		e.Close()
	}
}

func TestUnusableFiles(t *testing.T) {
	for option, key := range map[string]string{"password_file": "database.password_file", "ca_file": "database.ca_file"} {
		s := &scripted{connects: new(int)}
		_, err := connectortest.TryOpen(scriptedType(s), connectors.Values{"host": {"h"}, "table": {"t"}, option: {"none"}}, connectors.Request{Dir: t.TempDir()})
		if failure := connectortest.AsError(t, err); failure.Class != connectors.Platform || failure.Reason.Key != key {
			t.Errorf("%s: %+v", option, failure)
		}
	}
}

func TestOptions(t *testing.T) {
	for name, v := range map[string]connectors.Values{
		"no server":             {"table": {"t"}},
		"dsn and host":          {"dsn": {"x"}, "host": {"h"}, "table": {"t"}},
		"dsn and password":      {"dsn": {"x"}, "password": {"p"}, "table": {"t"}},
		"password twice":        {"host": {"h"}, "password": {"p"}, "password_file": {"f"}, "table": {"t"}},
		"ca_file without check": {"host": {"h"}, "tls": {"require"}, "ca_file": {"f"}, "table": {"t"}},
		"port":                  {"host": {"h"}, "port": {"70000"}, "table": {"t"}},
		"no time to connect":    {"host": {"h"}, "connect_timeout": {"0s"}, "table": {"t"}},
		"retries":               {"host": {"h"}, "retries": {"-1"}, "table": {"t"}},
		"table and query":       {"host": {"h"}, "table": {"t"}, "query": {"SELECT 1"}},
		"neither":               {"host": {"h"}, "query": {" ; "}},
	} {
		var wrong *connectors.OptionError
		if _, err := scriptedType(&scripted{}).New(v); !errors.As(err, &wrong) || wrong.Option == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
