package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

// magic opens every SQLite database.
var magic = []byte("SQLite format 3\x00")

// part reads the rows of one database file.
type part struct {
	path    string
	db      *sql.DB
	rows    *sql.Rows
	columns []connectors.Column
	row     int64
	values  []any
	targets []any // pointers to values
	texts   []text
	release func() error
}

// text is the canonical text of a value, or NULL.
type text struct {
	text string
	null bool
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
	if !p.rows.Next() {
		if err := p.rows.Err(); err != nil {
			return p.fault(ctx, err)
		}
		return io.EOF
	}
	p.row++
	if err := p.rows.Scan(p.targets...); err != nil {
		return p.fault(ctx, err)
	}
	for i, v := range p.values {
		p.texts[i] = canonical(v)
	}
	for i, t := range p.texts {
		if !utf8.ValidString(t.text) {
			w.Reject(connectors.Rejection{Row: p.row, Where: fmt.Sprintf("row %d", p.row),
				Reason: connectors.NewReason("source.invalid_utf8", p.columns[i].Name), Raw: p.raw()})
			return nil
		}
	}
	w.Begin(p.row)
	for _, t := range p.texts {
		if t.null {
			w.Null()
		} else {
			w.Text(t.text)
		}
	}
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
	if s.table != "" {
		if err := p.checkTable(ctx, s.table); err != nil {
			return err
		}
	}
	return p.run(ctx, s.query, bindings(s.query, r))
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
	rows, err := p.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	p.rows = rows
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	dated := false
	for _, t := range types {
		declared := t.DatabaseTypeName()
		p.columns = append(p.columns, connectors.Column{Name: t.Name(), SourceType: declared})
		dated = dated || slices.Contains([]string{"DATE", "DATETIME", "TIMESTAMP"}, strings.ToUpper(declared))
	}
	p.values, p.targets, p.texts = make([]any, len(types)), make([]any, len(types)), make([]text, len(types))
	for i := range p.values {
		p.targets[i] = &p.values[i]
	}
	if !dated {
		return nil
	}
	if err := rows.Close(); err != nil {
		return err
	}
	p.rows, err = p.db.QueryContext(ctx, withoutTypes(query, len(types)), args...)
	return err
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

// bindings are the slot's bounds in the city's zone.
func bindings(query string, r connectors.Request) []any {
	zone := r.Zone
	if zone == nil {
		zone = time.UTC
	}
	var args []any
	for name, at := range map[string]time.Time{"slot_start": r.Slot.Start, "slot_end": r.Slot.End} {
		if strings.Contains(query, ":"+name) {
			args = append(args, sql.Named(name, at.In(zone).Format(time.DateTime)))
		}
	}
	return args
}

// canonical renders a value by its storage class.
func canonical(v any) text {
	switch v := v.(type) {
	case nil:
		return text{null: true}
	case int64:
		return text{text: strconv.FormatInt(v, 10)}
	case float64:
		return text{text: connectors.PlainFloat(v, 64)}
	case []byte:
		return text{text: hex.EncodeToString(v)}
	case string:
		return text{text: v}
	}
	panic(fmt.Sprintf("sqlite: the driver returned a %T", v))
}

func (p *part) raw() string {
	shown := make([]string, len(p.texts))
	for i, t := range p.texts {
		shown[i] = p.columns[i].Name + "=" + strconv.Quote(t.text)
	}
	return strings.Join(shown, " ")
}
