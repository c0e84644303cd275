//go:build !duckdb_go

package duck

import (
	"database/sql/driver"

	duckdb "github.com/marcboeker/go-duckdb/v2"
)

// newConnector opens an in-memory database; each connector is a database of its
// own. init runs on every new connection. This file, and its
// twin for the successor, are all that name a driver.
func newConnector(init func(exec func(sql string) error) error) (driver.Connector, error) {
	return duckdb.NewConnector("", func(conn driver.ExecerContext) error {
		return init(func(sql string) error {
			_, err := conn.ExecContext(background, sql, nil)
			return err
		})
	})
}
