package guangzhou

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// batchColumn tells the slot of a row in a database that holds many.
const batchColumn = "batch_at"

var fromTable = regexp.MustCompile(`\bFROM (\w+)`)

// encodeSQLite writes a database with the rows of all given extracts.
func encodeSQLite(extracts []*extract) (data []byte, err error) {
	dir, err := os.MkdirTemp("", "guangzhou")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "extract.db")
	if err := writeDatabase(path, extracts); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func writeDatabase(path string, extracts []*extract) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	table, batched := tableOf(extracts[0].dataset)
	if _, err := db.Exec(createTable(table, batched, extracts[0].columns)); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, x := range extracts {
		if err := insertRows(tx, table, batched, x); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// tableOf returns the table that the source reads, and whether it asks for the
// rows of a slot.
func tableOf(d *dataset) (table string, batched bool) {
	if table = d.option("table"); table != "" {
		return table, false
	}
	query := d.option("query")
	return fromTable.FindStringSubmatch(query)[1], strings.Contains(query, batchColumn)
}

func createTable(table string, batched bool, columns []received) string {
	var parts []string
	for _, c := range columns {
		affinity := "TEXT"
		switch {
		case c.field.Type == "integer":
			affinity = "INTEGER"
		case isNumeric(c.field):
			affinity = "NUMERIC"
		case c.field.Type == "date":
			affinity = "DATE"
		}
		parts = append(parts, c.title+" "+affinity)
	}
	if batched {
		parts = append(parts, batchColumn+" TEXT NOT NULL")
	}
	return fmt.Sprintf("CREATE TABLE %s (%s)", table, strings.Join(parts, ", "))
}

func insertRows(tx *sql.Tx, table string, batched bool, x *extract) error {
	marks := strings.Repeat(", ?", len(x.columns))[2:]
	if batched {
		marks += ", ?"
	}
	insert, err := tx.Prepare(fmt.Sprintf("INSERT INTO %s VALUES (%s)", table, marks))
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, r := range x.rows {
		var values []any
		for _, cell := range x.cells(r) {
			if cell == "" {
				values = append(values, nil)
			} else {
				values = append(values, cell)
			}
		}
		if batched {
			values = append(values, x.slot.start.Add(12*time.Hour).Format(time.DateTime))
		}
		if _, err := insert.Exec(values...); err != nil {
			return err
		}
	}
	return nil
}
