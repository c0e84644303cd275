package database

import (
	"fmt"
	"strings"
	"time"

	"cdoscore/connectors"
)

// Defaults of times.
const (
	defaultConnect   = "10s"
	defaultStatement = "1h"
	defaultWait      = "1s"
)

// Type is the connector of a system.
func (s System) Type() connectors.Type {
	return connectors.Type{
		Name:    s.Name,
		Summary: s.Summary,
		Options: append(s.options(), s.Options...),
		New:     s.newSource,
	}
}

func (s System) options() []connectors.Option {
	text := func(name, doc string) connectors.Option {
		return connectors.Option{Name: name, Type: connectors.OptionText, Doc: doc}
	}
	number := func(name, def, doc string) connectors.Option {
		return connectors.Option{Name: name, Type: connectors.OptionInt, Default: def, Doc: doc}
	}
	return append([]connectors.Option{
		{Name: "dsn", Type: connectors.OptionText, Secret: true, Doc: "where and how to connect, from the environment: \"${NAME}\"; " + s.DSN + ". This, or host and what follows"},
		text("host", "name or address of the server"),
		number("port", fmt.Sprint(s.Port), "port of the server"),
		text("database", "name of the database"),
		text("user", "account, which should have no right but to read"),
		{Name: "password", Type: connectors.OptionText, Secret: true, Doc: "password, from the environment: \"${NAME}\""},
		text("password_file", "file whose first line is the password"),
		{Name: "tls", Type: connectors.OptionText, Words: []string{"off", "require", "verify"},
			Doc: "off; require: encrypted, without looking at the certificate; verify: the certificate must be the server's. Default: verify with a ca_file, else as the dsn says, else off"},
		text("ca_file", "PEM file of the authority that signed the server's certificate"),
		{Name: "connect_timeout", Type: connectors.OptionText, Default: defaultConnect, Doc: "how long connecting and signing in may take"},
		{Name: "statement_timeout", Type: connectors.OptionText, Default: defaultStatement, Doc: "how long the query may take, to its last row, such as 90s or 1h30m"},
		number("retries", "3", "how often to try again after a fault that may pass; never after the first row"),
		{Name: "retry_wait", Type: connectors.OptionText, Default: defaultWait, Doc: "how long to wait before the first new try; doubled each time"},
	}, QueryOptions()...)
}

// QueryOptions say what to read.
func QueryOptions() []connectors.Option {
	return []connectors.Option{
		{Name: "table", Type: connectors.OptionText, Doc: "table or view to read; this or query"},
		{Name: "query", Type: connectors.OptionText,
			Doc: "SELECT to read; :slot_start and :slot_end are bound as times of the city's zone, never written into the text; this or table"},
	}
}

// Query is what to read: the statement, and the table or "query" for people.
type Query struct {
	Text  string
	Table string // empty: the statement is the user's own
}

// ReadQuery reads the options of QueryOptions. table quotes a table's name.
func ReadQuery(v connectors.Values, table func(string) string) (Query, *connectors.OptionError) {
	q := Query{Table: v.Text("table", ""), Text: strings.TrimRight(v.Text("query", ""), "; \t\r\n")}
	if (q.Table == "") == (q.Text == "") {
		return q, &connectors.OptionError{Option: "table", Message: "give either table or query"}
	}
	if q.Table != "" {
		q.Text = "SELECT * FROM " + table(q.Table)
	}
	return q, nil
}

// serverOptions are those that a dsn stands for.
var serverOptions = []string{"host", "port", "database", "user", "password", "password_file"}

// readSettings reads what needs no file.
func (s System) readSettings(v connectors.Values) (Settings, *connectors.OptionError) {
	set := Settings{Values: v, DSN: v.Text("dsn", ""), Host: v.Text("host", ""), Database: v.Text("database", ""), User: v.Text("user", ""),
		Password: v.Text("password", ""), Plain: v.Text("tls", "") == "off"}
	for _, name := range serverOptions {
		if set.DSN != "" && len(v[name]) > 0 {
			return set, &connectors.OptionError{Option: name, Message: "stands in the dsn already: give one of both"}
		}
	}
	if set.DSN == "" && set.Host == "" {
		return set, &connectors.OptionError{Option: "dsn", Message: "give either dsn or host"}
	}
	if set.Password != "" && v.Text("password_file", "") != "" {
		return set, &connectors.OptionError{Option: "password_file", Message: "give either password or password_file"}
	}
	if v.Text("ca_file", "") != "" && v.Text("tls", "verify") != "verify" {
		return set, &connectors.OptionError{Option: "ca_file", Message: "is read under tls: verify alone"}
	}
	var err *connectors.OptionError
	if set.Port, err = Number(v, "port", s.Port, 1, 65535); err != nil {
		return set, err
	}
	if set.Connect, err = duration(v, "connect_timeout", defaultConnect); err != nil {
		return set, err
	}
	set.Statement, err = duration(v, "statement_timeout", defaultStatement)
	return set, err
}

func duration(v connectors.Values, name, def string) (time.Duration, *connectors.OptionError) {
	d, err := v.Duration(name, def)
	if err != nil {
		return 0, err.(*connectors.OptionError)
	}
	return d, nil
}

// Number reads an option of whole numbers from least to most.
func Number(v connectors.Values, name string, def, least, most int64) (int64, *connectors.OptionError) {
	n, err := v.Int(name, def)
	if err != nil || n < least || n > most {
		return 0, &connectors.OptionError{Option: name, Message: fmt.Sprintf("must be a number from %d to %d", least, most)}
	}
	return n, nil
}
