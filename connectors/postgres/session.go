package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	"github.com/jackc/pgx/v5/pgconn"
)

// closeWait is how long a server is given to hear of the end of a session.
const closeWait = time.Second

// session is one connection with its transaction.
type session struct {
	conn  *pgconn.PgConn
	fetch int64
}

func (s *session) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeWait)
	defer cancel()
	return s.conn.Close(ctx)
}

func (s *session) Query(ctx context.Context, query string, args []database.Argument) (database.Cursor, error) {
	// The server finds out the type of each argument from its place in the query; a
	// text without zone reads rightly as each, in the session's zone.
	values := make([][]byte, len(args))
	for i, a := range args {
		values[i] = []byte(a.Text())
	}
	// Unnamed: a name would outlive the session behind a pooler.
	prepared, err := s.conn.Prepare(ctx, "", query, nil)
	if err != nil {
		return nil, timed(err)
	}
	columns, err := s.describe(ctx, prepared.Fields)
	if err != nil {
		return nil, timed(err)
	}
	c := &cursor{convert: make([]convert, len(columns)), columns: make([]connectors.Column, len(columns)), texts: make([][]byte, len(columns))}
	for i, column := range columns {
		c.columns[i] = connectors.Column{Name: prepared.Fields[i].Name, SourceType: column.shown}
		c.convert[i] = column.convert()
	}
	if s.fetch == 0 {
		c.rows = s.conn.ExecParams(ctx, query, values, nil, nil, nil)
		return c, nil
	}
	declared := s.conn.ExecParams(ctx, "DECLARE cdoscore_rows NO SCROLL CURSOR FOR "+query, values, nil, nil, nil).Read()
	c.portion, c.more = s.fetch, func() *pgconn.ResultReader {
		return s.conn.ExecParams(ctx, fmt.Sprintf("FETCH FORWARD %d FROM cdoscore_rows", s.fetch), nil, nil, nil, nil)
	}
	if declared.Err != nil {
		return nil, timed(declared.Err)
	}
	c.rows = c.more()
	return c, nil
}

// cursor walks over the rows as the server's texts.
type cursor struct {
	rows    *pgconn.ResultReader
	columns []connectors.Column
	convert []convert
	buffer  []byte
	texts   [][]byte

	more    func() *pgconn.ResultReader // the next portion; nil: there is but one
	portion int64
	read    int64 // rows of this portion
}

func (c *cursor) Columns() []connectors.Column { return c.columns }

func (c *cursor) Close() error {
	_, err := c.rows.Close()
	return err
}

func (c *cursor) Next() ([][]byte, error) {
	for !c.rows.NextRow() {
		if _, err := c.rows.Close(); err != nil {
			return nil, timed(err)
		}
		if c.more == nil || c.read < c.portion {
			return nil, io.EOF
		}
		c.rows, c.read = c.more(), 0
	}
	c.read++
	c.buffer = c.buffer[:0]
	for i, text := range c.rows.Values() {
		c.texts[i] = text
		if text == nil || c.convert[i] == nil {
			continue
		}
		start := len(c.buffer)
		// A buffer that grows leaves earlier texts where they are.
		c.buffer = c.convert[i](c.buffer, text)
		c.texts[i] = c.buffer[start:len(c.buffer):len(c.buffer)]
	}
	return c.texts, nil
}

// timed tells the server's statement timeout from its other errors.
func timed(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "57014" {
		return database.ErrStatement
	}
	return err
}

// columnType is the type of a column of the result.
type columnType struct {
	shown     string // as the server writes it: numeric(38,10)
	oid       uint32
	element   uint32 // of an array; 0: it is none
	delimiter byte
	scale     int // decimals of money
}

// describe asks the server's catalogue for the types of the columns.
func (s *session) describe(ctx context.Context, fields []pgconn.FieldDescription) ([]columnType, error) {
	if len(fields) == 0 {
		return nil, nil
	}
	lines := make([]string, len(fields))
	for i, f := range fields { // numbers that the server itself gave
		lines[i] = "(" + strconv.Itoa(i) + "," + strconv.FormatUint(uint64(f.DataTypeOID), 10) + "::oid," + strconv.Itoa(int(f.TypeModifier)) + ")"
	}
	rows, err := s.texts(ctx, `SELECT pg_catalog.format_type(t.oid, c.modifier), t.oid::text,
		CASE WHEN t.typcategory = 'A' THEN CASE WHEN e.typbasetype <> 0 THEN e.typbasetype ELSE e.oid END ELSE 0 END::text, coalesce(e.typdelim::text, ',')
		FROM (VALUES `+strings.Join(lines, ",")+`) c(place, oid, modifier) JOIN pg_catalog.pg_type t ON t.oid = c.oid
		LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem ORDER BY c.place`)
	if err != nil {
		return nil, err
	}
	out := make([]columnType, len(rows))
	money := false
	for i, row := range rows {
		out[i] = columnType{shown: row[0], oid: number(row[1]), element: number(row[2]), delimiter: row[3][0]}
		money = money || out[i].oid == moneyOID || out[i].element == moneyOID
	}
	if len(out) != len(fields) {
		return nil, errors.New("the server's catalogue does not know every type of the result")
	}
	if !money {
		return out, nil
	}
	return out, s.moneyScale(ctx, out)
}

// moneyScale finds how many decimals the server's money has: its text, one whole
// and the decimals, has so many digits after the first.
func (s *session) moneyScale(ctx context.Context, columns []columnType) error {
	rows, err := s.texts(ctx, "SELECT 1::pg_catalog.money::text")
	if err != nil {
		return err
	}
	for i := range columns {
		columns[i].scale = len(onlyDigits(nil, []byte(rows[0][0]))) - 1
	}
	return nil
}

// texts reads a small result.
func (s *session) texts(ctx context.Context, query string) ([][]string, error) {
	results, err := s.conn.Exec(ctx, query).ReadAll()
	if err != nil {
		return nil, err
	}
	var out [][]string
	for _, row := range results[0].Rows {
		var texts []string
		for _, text := range row {
			texts = append(texts, string(text))
		}
		out = append(out, texts)
	}
	return out, nil
}

func number(text string) uint32 {
	n, _ := strconv.ParseUint(text, 10, 32) // an oid, by the query
	return uint32(n)
}
