package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/database"
	"cdoscore/connectors/files"
)

// magic opens every SQLite database.
var magic = []byte("SQLite format 3\x00")

// part reads the rows of one database file.
type part struct {
	path    string
	db      *sql.DB
	rows    database.Cursor
	columns []connectors.Column
	row     int64
	release func() error
}

func (s *source) openPart(ctx context.Context, f *files.File, r connectors.Request, _ []connectors.Column) (files.Part, error) {
	local, release, err := f.Local()
	if err != nil {
		return nil, err
	}
	p := &part{path: f.Path, release: release}
	if err := p.open(ctx, local, s, r); err != nil {
		return nil, errors.Join(p.fault(ctx, err), p.Close())
	}
	return p, nil
}

func (p *part) Columns() []connectors.Column { return p.columns }

func (p *part) Close() error {
	var errs []error
	if p.rows != nil {
		errs = append(errs, p.rows.Close())
	}
	if p.db != nil {
		errs = append(errs, p.db.Close())
	}
	return errors.Join(append(errs, p.release())...)
}

func (p *part) Read(ctx context.Context, w *connectors.RowWriter) error {
	texts, err := p.rows.Next()
	if err == io.EOF {
		return err
	}
	if err != nil {
		return p.fault(ctx, err)
	}
	p.row++
	database.WriteRow(w, p.row, p.columns, texts)
	return nil
}

func (p *part) open(ctx context.Context, local string, s *source, r connectors.Request) error {
	if err := checkMagic(local, p.path); err != nil {
		return err
	}
	address, err := address(local)
	if err != nil {
		return err
	}
	if p.db, err = sql.Open("sqlite", address); err != nil {
		return err
	}
	p.db.SetMaxOpenConns(1)
	if s.query.Table != "" {
		if err := p.checkTable(ctx, s.query.Table); err != nil {
			return err
		}
	}
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	query, bound := syntax().Statement(s.query.Text, r)
	return p.run(ctx, query, arguments(bound))
}

func checkMagic(local, origin string) error {
	file, err := os.Open(local)
	if err != nil {
		return files.Fault(origin, err)
	}
	defer file.Close()
	start := make([]byte, len(magic))
	if n, err := io.ReadFull(file, start); err != nil && n == len(start) {
		return files.Fault(origin, err)
	}
	if !bytes.Equal(start, magic) {
		return connectors.NewError(connectors.Unreadable, origin, nil, "sqlite.not_a_database")
	}
	return nil
}

// address opens the file read-only. Without a journal beside it nothing else can
// be part of the database, so SQLite may skip its locks, which read-only folders
// and network shares do not have; with one it must not, or committed rows in the
// journal would be missed.
func address(local string) (string, error) {
	absolute, err := filepath.Abs(local)
	if err != nil {
		return "", err
	}
	query := "mode=ro&immutable=1"
	for _, journal := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(absolute + journal); err == nil && info.Size() > 0 {
			query = "mode=ro"
		}
	}
	return (&url.URL{Scheme: "file", Path: absolute, RawQuery: query}).String(), nil
}

func (p *part) checkTable(ctx context.Context, table string) error {
	var found int
	err := p.db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE", table).Scan(&found)
	if err == nil && found == 0 {
		return connectors.NewError(connectors.SourceFault, p.path, nil, "sqlite.table_absent", table)
	}
	return err
}

// run starts the query. The driver would parse the text of columns declared DATE,
// DATETIME or TIMESTAMP and lose how it stood; a query with such a column is run
// once more behind a unary plus, which hides the declared type.
func (p *part) run(ctx context.Context, query string, args []any) error {
	if err := p.start(ctx, query, args); err != nil {
		return err
	}
	p.columns = p.rows.Columns()
	if !slices.ContainsFunc(p.columns, dated) {
		return nil
	}
	if err := p.rows.Close(); err != nil {
		return err
	}
	return p.start(ctx, withoutTypes(query, len(p.columns)), args)
}

func (p *part) start(ctx context.Context, query string, args []any) error {
	rows, err := p.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	p.rows, err = database.NewSQLRows(rows, render, unchanged)
	return err
}

func dated(c connectors.Column) bool {
	return slices.Contains([]string{"DATE", "DATETIME", "TIMESTAMP"}, strings.ToUpper(c.SourceType))
}

// withoutTypes selects the columns of query as expressions. The line end closes a
// comment at the end of query.
func withoutTypes(query string, columns int) string {
	names, expressions := make([]string, columns), make([]string, columns)
	for i := range names {
		names[i] = fmt.Sprintf("c%d", i)
		expressions[i] = "+" + names[i]
	}
	return "WITH extract(" + strings.Join(names, ", ") + ") AS (" + query + "\n) SELECT " + strings.Join(expressions, ", ") + " FROM extract"
}

// arguments are the slot's bounds, each once, however often the query names it.
func arguments(bound []database.Argument) []any {
	var args []any
	for i, a := range bound {
		if !slices.ContainsFunc(bound[:i], func(b database.Argument) bool { return b.Name == a.Name }) {
			args = append(args, sql.Named(a.Name, a.Text()))
		}
	}
	return args
}

func unchanged(err error) error { return err }

// render reads a value by its storage class.
func render(*sql.ColumnType) database.Render {
	return func(to []byte, value any) ([]byte, error) {
		if v, blob := value.([]byte); blob {
			return database.Bytes(to, v)
		}
		return database.Plain(to, value)
	}
}
