package database

import (
	"context"
	"database/sql"
	"errors"
)

// SQLSession is a Session over Go's own database interface: one connection of a
// pool that holds no other.
type SQLSession struct {
	DB     *sql.DB
	Conn   *sql.Conn
	Render func(*sql.ColumnType) Render
	// Value is an argument as the driver takes it.
	Value func(Argument) any
	// TimedOut tells the server's statement timeout from its other errors; nil: it
	// has none.
	TimedOut func(error) bool

	statement *sql.Stmt
}

// OpenSQL takes the one connection of db, which it owns, and runs what begins the
// session.
func OpenSQL(ctx context.Context, db *sql.DB, begin func(context.Context, *sql.Conn) error) (*SQLSession, error) {
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s := &SQLSession{DB: db, Conn: conn}
	if err := begin(ctx, conn); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Query prepares and runs a query: its arguments go to the server beside the text.
func (s *SQLSession) Query(ctx context.Context, query string, args []Argument) (Cursor, error) {
	var err error
	if s.statement, err = s.Conn.PrepareContext(ctx, query); err != nil {
		return nil, s.timed(err)
	}
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = s.Value(a)
	}
	rows, err := s.statement.QueryContext(ctx, values...)
	if err != nil {
		return nil, s.timed(err)
	}
	return NewSQLRows(rows, s.Render, s.timed)
}

func (s *SQLSession) timed(err error) error {
	if s.TimedOut != nil && s.TimedOut(err) {
		return ErrStatement
	}
	return err
}

// Close disconnects, which rolls back: it does not wait for a server that is gone.
func (s *SQLSession) Close() error {
	var errs []error
	if s.statement != nil {
		errs = append(errs, s.statement.Close())
	}
	return errors.Join(append(errs, s.Conn.Close(), s.DB.Close())...)
}
