package oracle

import (
	"context"
	"crypto/tls"
	"database/sql"
	"database/sql/driver"
	"math"
	"net"
	"net/url"
	"strconv"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	oracle "github.com/sijms/go-ora/v2"
	"github.com/sijms/go-ora/v2/configurations"
)

// Type is the oracle connector.
func Type() connectors.Type {
	return database.System{
		Name:    "oracle",
		Summary: "A table or query of an Oracle database, read as of one moment, without Oracle's client.",
		Port:    1521,
		DSN:     "oracle://user:password@host:1521/service",
		Options: []connectors.Option{
			{Name: "sid", Type: connectors.OptionText, Doc: "name of the instance, where it is reached by that and not by a service, which is the option database"},
			{Name: "fetch_rows", Type: connectors.OptionInt, Default: "1000", Doc: "rows that the server sends at a time"},
		},
		Syntax:  database.Syntax{OracleQuote: true, Marker: func(_ string, n int) string { return ":b" + strconv.Itoa(n) }},
		Table:   func(name string) string { return database.QuotedName(name, '"', '"', strings.ToUpper) },
		Server:  newServer,
		Explain: explain,
	}.Type()
}

// server is one declared server.
type server struct {
	address string // with the password
	config  *configurations.ConnectionConfig
	tls     *tls.Config
}

func newServer(s database.Settings) (database.Server, *connectors.OptionError) {
	fetch, faulty := database.Number(s.Values, "fetch_rows", 1000, 1, 100_000)
	if faulty != nil {
		return nil, faulty
	}
	wrong := &connectors.OptionError{Option: "dsn", Message: "is not accepted: write oracle://user:password@host:1521/service, with special characters of the password as %XX"}
	address := &url.URL{Scheme: "oracle", User: url.UserPassword(s.User, s.Password), Host: net.JoinHostPort(s.Host, strconv.FormatInt(s.Port, 10)), Path: "/" + s.Database}
	if s.DSN != "" {
		var err error
		if address, err = url.Parse(s.DSN); err != nil { // which repeats the password
			return nil, wrong
		}
	} else {
		wrong = &connectors.OptionError{Option: "database", Message: "name the service in database, or the instance in sid"}
	}
	parameters := address.Query()
	parameters.Set("PREFETCH_ROWS", strconv.FormatInt(fetch, 10))
	parameters.Set("TIMEOUT", strconv.FormatInt(int64(math.Ceil(s.Statement.Seconds())), 10))
	if sid := s.Values.Text("sid", ""); sid != "" {
		parameters.Set("SID", sid)
	}
	if s.TLS != nil || s.Plain {
		parameters.Set("SSL", strconv.FormatBool(s.TLS != nil))
	}
	address.RawQuery = parameters.Encode()
	config, err := oracle.ParseConfig(address.String())
	if err != nil || len(config.Servers) == 0 {
		return nil, wrong
	}
	return &server{address: address.String(), config: config, tls: s.TLS}, nil
}

func (s *server) Address() string {
	first := s.config.Servers[0]
	name := s.config.ServiceName
	if name == "" {
		name = s.config.SID
	}
	return net.JoinHostPort(first.Addr, strconv.Itoa(first.Port)) + "/" + name
}

func (s *server) Secrets() []string { return []string{s.config.Password, s.address} }

func (s *server) Connect(ctx context.Context, r connectors.Request) (database.Session, error) {
	connector := oracle.NewConnector(s.address).(*oracle.OracleConnector)
	if s.tls != nil {
		connector.WithTLSConfig(s.tls.Clone())
	}
	offset := r.Slot.Start.In(r.Zone).Format("-07:00")
	session, err := database.OpenSQL(ctx, sql.OpenDB(connector), func(ctx context.Context, conn *sql.Conn) error {
		return begin(ctx, conn, offset)
	})
	if err != nil {
		return nil, err
	}
	session.Render = func(t *sql.ColumnType) database.Render { return render(t.DatabaseTypeName(), r.Zone) }
	// A time without zone: Oracle compares it with every kind of date, and with
	// moments in the session's zone.
	session.Value = func(a database.Argument) any { return oracle.TimeStamp(a.At) }
	return session, nil
}

// begin sets how the session reads and writes times, and begins a transaction that
// sees one moment.
func begin(ctx context.Context, conn *sql.Conn, offset string) error {
	settings := "ALTER SESSION SET TIME_ZONE = '" + offset + "' NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS' " +
		"NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF' NLS_NUMERIC_CHARACTERS = '.,'"
	if _, err := conn.ExecContext(ctx, settings); err != nil {
		return err
	}
	// The driver commits after each statement unless it is told of a transaction,
	// which here ends with the connection.
	err := conn.Raw(func(connection any) error {
		_, err := connection.(driver.ConnBeginTx).BeginTx(context.WithoutCancel(ctx), driver.TxOptions{})
		return err
	})
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "SET TRANSACTION READ ONLY")
	return err
}
