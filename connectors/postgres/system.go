package postgres

import (
	"context"
	"crypto/tls"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	"github.com/jackc/pgx/v5/pgconn"
)

// Type is the postgres connector.
func Type() connectors.Type {
	return database.System{
		Name:    "postgres",
		Summary: "A table or query of PostgreSQL, or of what speaks its protocol, read in one snapshot.",
		Port:    5432,
		DSN:     "postgres://user:password@host:5432/database?sslmode=verify-full",
		Options: []connectors.Option{
			{Name: "fetch_rows", Type: connectors.OptionInt, Default: "0",
				Doc: "rows that the server sends at a time, from a cursor, where something between it and the platform would hold a whole result; 0: all of them, as they are read"},
		},
		Syntax: database.Syntax{EscapeText: true, Dollar: true, Nested: true, Marker: func(_ string, n int) string {
			return "$" + strconv.Itoa(n)
		}},
		Table:   func(name string) string { return database.QuotedName(name, '"', '"', nil) },
		Server:  newServer,
		Explain: explain,
	}.Type()
}

// server is one declared server, or several of which one answers.
type server struct {
	config    *pgconn.Config
	statement time.Duration
	fetch     int64 // rows at a time; 0: all
}

func newServer(s database.Settings) (database.Server, *connectors.OptionError) {
	option, address := "dsn", s.DSN
	if address == "" {
		option = "host"
		address = (&url.URL{Scheme: "postgres", User: url.UserPassword(s.User, s.Password), Host: net.JoinHostPort(s.Host, strconv.FormatInt(s.Port, 10)),
			Path: "/" + s.Database, RawQuery: "sslmode=disable"}).String()
	}
	config, err := pgconn.ParseConfig(address)
	if err != nil { // which repeats what it could not read
		return nil, &connectors.OptionError{Option: option, Message: "is not accepted: write postgres://user:password@host:5432/database?sslmode=verify-full, with special characters of the password as %XX"}
	}
	if s.TLS != nil || s.Plain {
		config.TLSConfig = tlsFor(s.TLS, config.Host)
		for _, f := range config.Fallbacks {
			f.TLSConfig = tlsFor(s.TLS, f.Host)
		}
	}
	config.RuntimeParams["application_name"] = "cdoscore"
	fetch, wrong := database.Number(s.Values, "fetch_rows", 0, 0, 1_000_000)
	if wrong != nil {
		return nil, wrong
	}
	return &server{config: config, statement: s.Statement, fetch: fetch}, nil
}

func tlsFor(declared *tls.Config, host string) *tls.Config {
	if declared == nil {
		return nil
	}
	c := declared.Clone()
	c.ServerName = host
	return c
}

func (s *server) Address() string {
	return net.JoinHostPort(s.config.Host, strconv.Itoa(int(s.config.Port))) + "/" + s.config.Database
}

func (s *server) Secrets() []string { return []string{s.config.Password} }

// Connect begins a transaction of one snapshot and lets the server write values in
// the forms that this package reads.
func (s *server) Connect(ctx context.Context, r connectors.Request) (database.Session, error) {
	conn, err := pgconn.ConnectConfig(ctx, s.config)
	if err != nil {
		return nil, err
	}
	out := &session{conn: conn, fetch: s.fetch}
	settings := []string{
		"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		"SET LOCAL client_encoding = 'UTF8'",
		"SET LOCAL datestyle = 'ISO, YMD'",
		"SET LOCAL intervalstyle = 'iso_8601'",
		"SET LOCAL bytea_output = 'hex'",
		"SET LOCAL extra_float_digits = 3", // every digit that tells two numbers apart
		"SET LOCAL timezone = " + literal(zoneName(r.Zone, r.Slot.Start)),
		"SET LOCAL statement_timeout = " + strconv.FormatInt(s.statement.Milliseconds(), 10),
	}
	if _, err := conn.Exec(ctx, strings.Join(settings, ";")).ReadAll(); err != nil {
		out.Close()
		return nil, err
	}
	return out, nil
}

// zoneName is the city's zone as the server knows it: by its name, or, where Go
// gives it none of the zone database, by its offset at the slot.
func zoneName(zone *time.Location, at time.Time) string {
	if name := zone.String(); name == "UTC" || strings.Contains(name, "/") {
		return name
	}
	offset := at.In(zone).Format("-07:00")
	// The sign of a POSIX zone counts the other way round; between <> is what is shown.
	turned := strings.NewReplacer("+", "-", "-", "+").Replace(offset)
	return "<" + offset + ">" + turned
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
