package database

import (
	"context"
	"crypto/tls"
	"time"

	"cdoscore/connectors"
)

// System is one kind of database.
type System struct {
	Name    string
	Summary string
	Port    int64               // where its servers listen unless told
	DSN     string              // the form of its dsn, for people
	Options []connectors.Option // beside those that all databases have
	Syntax  Syntax
	// Table writes the table option as the query language quotes it.
	Table func(name string) string
	// Server reads where and how to connect. It is called once without password and
	// TLS, to check the options, and again for every attempt. Errors name an option
	// and hold no secrets.
	Server func(Settings) (Server, *connectors.OptionError)
	// Explain tells what an error of the system, met at an address, means; false
	// leaves it to what all databases have in common.
	Explain func(err error, address string) (Failure, bool)
}

// Settings are the options of one source as its system needs them.
type Settings struct {
	Values   connectors.Values // all options, for those of the system alone
	DSN      string
	Host     string
	Port     int64
	Database string
	User     string
	Password string
	TLS      *tls.Config // nil: not declared, the dsn decides
	Plain    bool        // tls: off is declared
	Connect  time.Duration
	// Statement bounds the query from its start to its last row.
	Statement time.Duration
}

// Server is one declared server.
type Server interface {
	// Address names the server and database for people, without user or secrets.
	Address() string
	// Secrets are the texts that no message may hold.
	Secrets() []string
	// Connect signs in and begins a read-only transaction.
	Connect(context.Context, connectors.Request) (Session, error)
}

// Session is a connection with its transaction.
type Session interface {
	// Query starts a query. Cancelling the context ends it and the session.
	Query(ctx context.Context, query string, args []Argument) (Cursor, error)
	// Close rolls back and disconnects, without waiting for a server that is gone.
	Close() error
}

// Argument is one bound value of a query: a moment in the city's zone.
type Argument struct {
	Name string // slot_start or slot_end
	At   time.Time
}

// Text is the moment as a zone-less text in the city's zone, which compares rightly
// with dates, zone-less timestamps and ISO texts.
func (a Argument) Text() string { return a.At.Format(time.DateTime) }

// Cursor walks over the rows of a query.
type Cursor interface {
	Columns() []connectors.Column
	// Next returns the canonical texts of the next row, nil for NULL; io.EOF after
	// the last row. The texts are valid until the next call.
	Next() ([][]byte, error)
	Close() error
}

// Failure is what an error means.
type Failure struct {
	Class     connectors.Class
	Transient bool
	Reason    connectors.Reason
}
