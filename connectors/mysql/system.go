package mysql

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	driver "github.com/go-sql-driver/mysql"
)

// Type is the mysql connector.
func Type() connectors.Type {
	return database.System{
		Name:    "mysql",
		Summary: "A table or query of MySQL or MariaDB, or of what speaks their protocol, read in one snapshot.",
		Port:    3306,
		DSN:     "user:password@tcp(host:3306)/database",
		Options: []connectors.Option{
			{Name: "snapshot", Type: connectors.OptionBool, Default: "true", Doc: "read in a read-only transaction with a consistent snapshot; false for a server that knows none"},
		},
		Syntax:  database.Syntax{Backslash: true, Backtick: true, Hash: true, Marker: func(string, int) string { return "?" }},
		Table:   func(name string) string { return database.QuotedName(name, '`', '`', nil) },
		Server:  newServer,
		Explain: explain,
	}.Type()
}

// server is one declared server.
type server struct {
	config    *driver.Config
	snapshot  bool
	statement time.Duration
}

func newServer(s database.Settings) (database.Server, *connectors.OptionError) {
	config := driver.NewConfig()
	if s.DSN != "" {
		var err error
		if config, err = driver.ParseDSN(s.DSN); err != nil { // which may repeat the password
			return nil, &connectors.OptionError{Option: "dsn", Message: "is not accepted: write user:password@tcp(host:3306)/database"}
		}
	} else {
		config.Net, config.Addr = "tcp", net.JoinHostPort(s.Host, strconv.FormatInt(s.Port, 10))
		config.User, config.Passwd, config.DBName = s.User, s.Password, s.Database
	}
	// What a dsn must not change: values come as they stand, arguments go beside the
	// text, a query is one statement.
	config.ParseTime, config.InterpolateParams, config.MultiStatements, config.AllowAllFiles = false, false, false, false
	config.Logger, config.ReadTimeout, config.Timeout = quiet{}, 0, s.Connect
	switch {
	case s.TLS != nil:
		config.TLS, config.TLSConfig = s.TLS, ""
		if host, _, err := net.SplitHostPort(config.Addr); err == nil && config.TLS.ServerName == "" {
			config.TLS = config.TLS.Clone()
			config.TLS.ServerName = host
		}
	case s.Plain:
		config.TLS, config.TLSConfig = nil, ""
	}
	snapshot, err := s.Values.Bool("snapshot", true)
	if err != nil {
		return nil, err.(*connectors.OptionError)
	}
	return &server{config: config, snapshot: snapshot, statement: s.Statement}, nil
}

// quiet drops what the driver would write to the standard error: its errors are
// returned as well.
type quiet struct{}

func (quiet) Print(...any) {}

func (s *server) Address() string { return s.config.Addr + "/" + s.config.DBName }

func (s *server) Secrets() []string { return []string{s.config.Passwd} }

func (s *server) Connect(ctx context.Context, r connectors.Request) (database.Session, error) {
	connector, err := driver.NewConnector(s.config)
	if err != nil {
		return nil, err
	}
	offset := r.Slot.Start.In(r.Zone)
	session, err := database.OpenSQL(ctx, sql.OpenDB(connector), func(ctx context.Context, conn *sql.Conn) error {
		return s.begin(ctx, conn, offset.Format("-07:00"))
	})
	if err != nil {
		return nil, err
	}
	_, seconds := offset.Zone()
	session.Render = renders(time.FixedZone("", seconds), r.Zone)
	session.Value = func(a database.Argument) any { return a.Text() }
	session.TimedOut = func(err error) bool {
		var e *driver.MySQLError
		return errors.As(err, &e) && (e.Number == 3024 || e.Number == 1969)
	}
	return session, nil
}

// begin sets the session's zone, by its offset, since many servers hold no names
// of zones, and the server's own limits; then the snapshot is taken.
func (s *server) begin(ctx context.Context, conn *sql.Conn, offset string) error {
	if _, err := conn.ExecContext(ctx, "SET time_zone = '"+offset+"'"); err != nil {
		return err
	}
	if err := s.limits(ctx, conn); err != nil {
		return err
	}
	if !s.snapshot {
		return nil
	}
	if _, err := conn.ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"); err != nil {
		return noSnapshot(err)
	}
	_, err := conn.ExecContext(ctx, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
	return noSnapshot(err)
}

// limits asks the server to end a long statement by itself. One that does not know
// the setting is left to the platform, which ends the connection in time.
func (s *server) limits(ctx context.Context, conn *sql.Conn) error {
	var version string
	if err := conn.QueryRowContext(ctx, "SELECT VERSION()").Scan(&version); err != nil {
		return err
	}
	setting := "max_execution_time = " + strconv.FormatInt(s.statement.Milliseconds(), 10)
	if strings.Contains(strings.ToLower(version), "mariadb") {
		setting = "max_statement_time = " + strconv.FormatFloat(s.statement.Seconds(), 'f', -1, 64)
	}
	_, err := conn.ExecContext(ctx, "SET SESSION "+setting)
	var e *driver.MySQLError
	if errors.As(err, &e) && e.Number == 1193 { // unknown system variable
		return nil
	}
	return err
}

// noSnapshot tells a server that does not know such a transaction from one that
// fails.
func noSnapshot(err error) error {
	var e *driver.MySQLError
	if errors.As(err, &e) && (e.Number == 1064 || e.Number == 1105 || e.Number == 1235 || e.Number == 1193) {
		return errSnapshot{e}
	}
	return err
}

type errSnapshot struct{ *driver.MySQLError }
