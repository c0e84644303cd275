package sqlserver

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"net/url"
	"strconv"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	"github.com/golang-sql/civil"
	driver "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"
)

// Type is the sqlserver connector.
func Type() connectors.Type {
	return database.System{
		Name:    "sqlserver",
		Summary: "A table or query of Microsoft SQL Server, read in one snapshot where the database allows it.",
		Port:    1433,
		DSN:     "sqlserver://user:password@host:1433?database=name&encrypt=true",
		Syntax:  database.Syntax{Bracket: true, Nested: true, Marker: func(name string, _ int) string { return "@" + name }},
		Table:   func(name string) string { return database.QuotedName(name, '[', ']', nil) },
		Server:  newServer,
		Explain: explain,
	}.Type()
}

// server is one declared server.
type server struct{ config msdsn.Config }

func newServer(s database.Settings) (database.Server, *connectors.OptionError) {
	option, address := "dsn", s.DSN
	if address == "" {
		option = "host"
		address = (&url.URL{Scheme: "sqlserver", User: url.UserPassword(s.User, s.Password), Host: net.JoinHostPort(s.Host, strconv.FormatInt(s.Port, 10)),
			RawQuery: url.Values{"database": {s.Database}, "encrypt": {"disable"}}.Encode()}).String()
	}
	config, err := msdsn.Parse(address)
	if err != nil { // which may repeat the password
		return nil, &connectors.OptionError{Option: option, Message: "is not accepted: write sqlserver://user:password@host:1433?database=name, with special characters of the password as %XX"}
	}
	switch {
	case s.TLS != nil:
		config.Encryption, config.TLSConfig = msdsn.EncryptionRequired, s.TLS.Clone()
		config.TLSConfig.ServerName = config.Host
	case s.Plain:
		config.Encryption, config.TLSConfig = msdsn.EncryptionDisabled, nil
	}
	config.AppName, config.ReadOnlyIntent, config.LogFlags = "cdoscore", true, 0
	return &server{config: config}, nil
}

func (s *server) Address() string {
	host := net.JoinHostPort(s.config.Host, strconv.FormatUint(s.config.Port, 10))
	if s.config.Instance != "" {
		host = s.config.Host + `\` + s.config.Instance
	}
	return host + "/" + s.config.Database
}

func (s *server) Secrets() []string { return []string{s.config.Password} }

func (s *server) Connect(ctx context.Context, r connectors.Request) (database.Session, error) {
	session, err := database.OpenSQL(ctx, sql.OpenDB(driver.NewConnectorConfig(s.config)), begin)
	if err != nil {
		return nil, err
	}
	session.Render = func(t *sql.ColumnType) database.Render { return render(t.DatabaseTypeName(), r.Zone) }
	session.Value = func(a database.Argument) any { return sql.Named(a.Name, civil.DateTimeOf(a.At)) }
	return session, nil
}

// begin takes a snapshot where the database allows one; else the query reads what
// is committed.
func begin(ctx context.Context, conn *sql.Conn) error {
	var allowed int
	err := conn.QueryRowContext(ctx, "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()").Scan(&allowed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if allowed == 1 {
		if _, err := conn.ExecContext(ctx, "SET TRANSACTION ISOLATION LEVEL SNAPSHOT"); err != nil {
			return err
		}
	}
	_, err = conn.ExecContext(ctx, "BEGIN TRANSACTION")
	return err
}
