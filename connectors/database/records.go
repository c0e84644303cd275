package database

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cdoscore/connectors"
)

// statementGrace is how much longer than the server the platform waits for a
// statement's time to be over: a server that answers says so itself.
const statementGrace = 2 * time.Second

// ErrStatement ends a statement that took longer than declared. A Session returns
// it where the server ended the statement by its own clock.
var ErrStatement = errors.New("the statement took longer than statement_timeout")

// records are the rows of one query on one connection. The query runs under a
// context of its own, which ends with any context that Read is given.
type records struct {
	faults  faults
	session Session
	cursor  Cursor
	first   [][]byte // the first row, read at the opening
	empty   bool
	row     int64

	run      context.Context
	cancel   func(error)
	followed context.Context
	unfollow func() bool
}

// follow lets the end of ctx end the query.
func (x *records) follow(ctx context.Context) {
	if x.followed == ctx {
		return
	}
	if x.unfollow != nil {
		x.unfollow()
	}
	x.followed = ctx
	x.unfollow = context.AfterFunc(ctx, func() { x.cancel(context.Cause(ctx)) })
}

func (x *records) connect(server Server, timeout time.Duration, r connectors.Request) error {
	ctx, cancel := context.WithTimeoutCause(x.run, timeout, errConnect)
	defer cancel()
	session, err := server.Connect(ctx, r)
	if err != nil {
		if x.run.Err() == nil && ctx.Err() != nil {
			return errConnect
		}
		return connectError{err}
	}
	x.session = session
	return nil
}

// start runs the query up to its first row.
func (x *records) start(query string, args []Argument) (err error) {
	if x.cursor, err = x.session.Query(x.run, query, args); err != nil {
		return err
	}
	x.first, err = x.cursor.Next()
	if err == io.EOF {
		x.empty = true
		return nil
	}
	return err
}

func (x *records) Read(ctx context.Context, w *connectors.RowWriter) error {
	x.follow(ctx)
	if x.empty {
		return io.EOF
	}
	texts := x.first
	if texts == nil {
		var err error
		if texts, err = x.cursor.Next(); err != nil {
			return x.ended(err)
		}
	}
	x.first = nil
	x.row++
	WriteRow(w, x.row, x.cursor.Columns(), texts)
	return nil
}

func (x *records) ended(err error) error {
	if err == io.EOF {
		x.empty = true
		return err
	}
	return x.fault(err)
}

func (x *records) Close() error {
	if x.unfollow != nil {
		x.unfollow()
	}
	// A query that is still running is not waited for.
	x.cancel(context.Canceled)
	if x.cursor != nil {
		x.cursor.Close()
	}
	if x.session != nil {
		x.session.Close()
	}
	return nil
}

// fault is the failure of the extract behind an error.
func (x *records) fault(err error) error {
	if ctx := x.followed; ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(context.Cause(x.run), ErrStatement) {
		err = ErrStatement
	}
	return x.faults.error(err)
}

// WriteRow writes one row, or rejects it for a value that is not UTF-8.
func WriteRow(w *connectors.RowWriter, number int64, columns []connectors.Column, texts [][]byte) {
	for i, text := range texts {
		if !utf8.Valid(text) {
			w.Reject(connectors.Rejection{Row: number, Where: fmt.Sprintf("row %d", number),
				Reason: connectors.NewReason("source.invalid_utf8", columns[i].Name), Raw: raw(columns, texts)})
			return
		}
	}
	w.Begin(number)
	for _, text := range texts {
		if text == nil {
			w.Null()
		} else {
			w.Bytes(text)
		}
	}
}

func raw(columns []connectors.Column, texts [][]byte) string {
	shown := make([]string, len(texts))
	for i, text := range texts {
		shown[i] = columns[i].Name + "=" + strconv.Quote(string(text))
	}
	return strings.Join(shown, " ")
}
