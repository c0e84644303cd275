//go:build duckdb_go

package duck

import (
	"database/sql/driver"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// newConnector is the same over the driver's successor, which embeds a newer
// DuckDB: `go build -tags duckdb_go`.
func newConnector(init func(exec func(sql string) error) error) (driver.Connector, error) {
	return duckdb.NewConnector("", func(conn driver.ExecerContext) error {
		return init(func(sql string) error {
			_, err := conn.ExecContext(background, sql, nil)
			return err
		})
	})
}
