package databasetest

import (
	"database/sql"
	"os"
	"testing"
)

// Live opens the server that an environment variable names, whose account may
// create tables, or skips the test; example is how the variable is written.
func Live(t *testing.T, driver, variable, example string) (*sql.DB, string) {
	t.Helper()
	dsn := os.Getenv(variable)
	if dsn == "" {
		t.Skipf("no live server: %s is not set, as %s", variable, example)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, dsn
}

// Run runs statements.
func Run(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%.200s: %v", s, err)
		}
	}
}
