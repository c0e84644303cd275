package database

import (
	"database/sql"
	"errors"
	"fmt"
	"io"

	"cdoscore/connectors"
)

// sqlRows is a Cursor over the rows of Go's own database interface.
type sqlRows struct {
	rows    *sql.Rows
	explain func(error) error
	columns []connectors.Column
	cells   []cell
	targets []any
	buffer  []byte // the texts of a row, one after the other
	texts   [][]byte
}

// cell receives one value of a row, which the driver may overwrite afterwards.
type cell struct {
	of     *sqlRows
	render Render
	column int
	end    int // in the buffer
	null   bool
}

// NewSQLRows is a Cursor that owns rows. render chooses how a column's values read.
// explain sees every error of reading.
func NewSQLRows(rows *sql.Rows, render func(*sql.ColumnType) Render, explain func(error) error) (Cursor, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		rows.Close()
		return nil, err
	}
	c := &sqlRows{rows: rows, explain: explain, cells: make([]cell, len(types)), targets: make([]any, len(types)), texts: make([][]byte, len(types))}
	for i, t := range types {
		c.columns = append(c.columns, connectors.Column{Name: t.Name(), SourceType: typeName(t)})
		c.cells[i] = cell{of: c, render: render(t), column: i}
		c.targets[i] = &c.cells[i]
	}
	return c, nil
}

func (c *sqlRows) Columns() []connectors.Column { return c.columns }

func (c *sqlRows) Close() error { return c.rows.Close() }

func (c *sqlRows) Next() ([][]byte, error) {
	if !c.rows.Next() {
		if err := c.rows.Err(); err != nil {
			return nil, c.explain(err)
		}
		return nil, io.EOF
	}
	c.buffer = c.buffer[:0]
	if err := c.rows.Scan(c.targets...); err != nil {
		return nil, c.unreadable(err)
	}
	start := 0
	for i, cell := range c.cells {
		c.texts[i] = c.buffer[start:cell.end:cell.end]
		if cell.null {
			c.texts[i] = nil
		}
		start = cell.end
	}
	return c.texts, nil
}

// unreadable names the column whose value could not be rendered.
func (c *sqlRows) unreadable(err error) error {
	var render renderError
	if !errors.As(err, &render) {
		return c.explain(err)
	}
	column := c.columns[render.column]
	return connectors.NewError(connectors.SourceFault, "", render.error, "database.unsupported", column.Name, column.SourceType)
}

// renderError is a value for which there is no text.
type renderError struct {
	error
	column int
}

// Scan renders a value into the row's buffer.
func (c *cell) Scan(value any) (err error) {
	c.null = value == nil
	if !c.null {
		if c.of.buffer, err = c.render(c.of.buffer, value); err != nil {
			return renderError{err, c.column}
		}
	}
	c.end = len(c.of.buffer)
	return nil
}

// typeName is a column's type with what the driver knows of its size.
func typeName(t *sql.ColumnType) string {
	name := t.DatabaseTypeName()
	precision, scale, ok := t.DecimalSize()
	if ok && precision > 0 && precision <= 65 && scale >= 0 && scale <= precision && decimalName(name) {
		return fmt.Sprintf("%s(%d,%d)", name, precision, scale)
	}
	return name
}

func decimalName(name string) bool { return name == "DECIMAL" || name == "NUMERIC" || name == "NUMBER" }
