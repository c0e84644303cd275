//go:build dm8

package dameng

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/database"
)

// driverName is the name under which Dameng's driver registers itself.
const driverName = "dm"

// Type is the dameng connector.
func Type() connectors.Type {
	return database.System{
		Name:    "dameng",
		Summary: "A table or query of Dameng DM8, in builds with Dameng's own driver.",
		Port:    5236,
		DSN:     "dm://user:password@host:5236?schema=name",
		Syntax:  database.Syntax{OracleQuote: true, Marker: func(string, int) string { return "?" }},
		Table:   func(name string) string { return database.QuotedName(name, '"', '"', strings.ToUpper) },
		Server:  newServer,
		Explain: explain,
	}.Type()
}

// server is one declared server.
type server struct{ address *url.URL }

func newServer(s database.Settings) (database.Server, *connectors.OptionError) {
	if s.Values.Text("tls", "off") != "off" || s.Values.Text("ca_file", "") != "" {
		return nil, &connectors.OptionError{Option: "tls", Message: "is a matter of the dsn here: Dameng's driver reads certificates itself"}
	}
	address := &url.URL{Scheme: "dm", User: url.UserPassword(s.User, s.Password), Host: net.JoinHostPort(s.Host, strconv.FormatInt(s.Port, 10))}
	if s.Database != "" {
		address.RawQuery = url.Values{"schema": {s.Database}}.Encode()
	}
	if s.DSN != "" {
		var err error
		if address, err = url.Parse(s.DSN); err != nil || address.Host == "" { // the error repeats the password
			return nil, &connectors.OptionError{Option: "dsn", Message: "is not accepted: write dm://user:password@host:5236?schema=name"}
		}
	}
	return &server{address: address}, nil
}

func (s *server) Address() string { return s.address.Host }

func (s *server) Secrets() []string {
	password, _ := s.address.User.Password()
	return []string{password, s.address.String()}
}

func (s *server) Connect(ctx context.Context, r connectors.Request) (database.Session, error) {
	if !slices.Contains(sql.Drivers(), driverName) {
		return nil, connectors.NewError(connectors.Platform, "", errors.New("no driver dm in this build"), "database.no_driver", driverName)
	}
	db, err := sql.Open(driverName, s.address.String())
	if err != nil {
		return nil, err
	}
	session, err := database.OpenSQL(ctx, db, func(ctx context.Context, conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"); err != nil {
			return err
		}
		_, err := conn.ExecContext(ctx, "SET TRANSACTION READ ONLY")
		return err
	})
	if err != nil {
		return nil, err
	}
	session.Render = func(t *sql.ColumnType) database.Render { return render(t.DatabaseTypeName(), r.Zone) }
	session.Value = func(a database.Argument) any { return a.Text() }
	return session, nil
}

// render chooses how the values of a type read. A decimal that the driver hands
// over as a float has lost its value already, and is refused.
func render(typeName string, city *time.Location) database.Render {
	switch name := strings.ToUpper(typeName); {
	case slices.Contains([]string{"DEC", "DECIMAL", "NUMERIC", "NUMBER"}, name):
		return exact
	case strings.Contains(name, "TIME ZONE"):
		return database.Instant(city)
	case name == "DATE":
		return database.Date
	case name == "TIME":
		return database.Clock
	case strings.HasPrefix(name, "TIMESTAMP"), strings.HasPrefix(name, "DATETIME"):
		return database.Naive
	case slices.Contains([]string{"BLOB", "BINARY", "VARBINARY", "IMAGE", "LONGVARBINARY", "BFILE"}, name):
		return database.Bytes
	case name == "REAL":
		return database.Single
	}
	return database.Plain
}

func exact(to []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case float32, float64:
		return to, fmt.Errorf("a decimal as %T", v)
	}
	return database.Decimal(to, value)
}

// explain knows no numbers of DM8: what the driver says is not passed on.
func explain(err error, address string) (database.Failure, bool) {
	if database.Broken(err) {
		return database.Failure{}, false
	}
	return database.Fail(connectors.SourceFault, false, "database.query_failed", "DM8"), true
}
