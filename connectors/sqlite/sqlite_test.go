package sqlite

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// makeFile makes a database file from statements and gives the options to read it.
func makeFile(t testing.TB, dir, name string, statements ...string) connectors.Values {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return connectors.Values{"path": {name}, "table": {"t"}}
}

func put(t testing.TB, dir, name string, content []byte) connectors.Values {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return connectors.Values{"path": {name}, "table": {"t"}}
}

func request(dir string) connectors.Request {
	zone := time.FixedZone("CST", 8*3600)
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, zone)
	return connectors.Request{Dir: dir, Zone: zone, Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}}
}

const series = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO t SELECT i, 'x' || i FROM n"

func TestConformance(t *testing.T) {
	dir := t.TempDir()
	good := makeFile(t, dir, "good # 库%41.db",
		`CREATE TABLE t ("no" INTEGER, "" TEXT, paid DATE, at DATETIME, amount REAL, photo BLOB, ok BOOLEAN)`,
		`INSERT INTO t VALUES (9007199254740993, '张三', '2024/2/9', '2024-02-29T08:00:00Z', 1e20, x'00FF', TRUE)`,
		`INSERT INTO t VALUES (NULL, '', NULL, 1709164800, 0.1, NULL, 0)`,
		`INSERT INTO t VALUES (3, CAST(x'61FF' AS TEXT), NULL, NULL, NULL, NULL, NULL)`)
	large := makeFile(t, dir, "large.db", `CREATE TABLE t (id INTEGER, name TEXT)`, fmt.Sprintf(series, 3*connectors.BatchRows))
	whole, err := os.ReadFile(filepath.Join(dir, "large.db"))
	if err != nil {
		t.Fatal(err)
	}
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(),
		Request: request(dir),
		Good:    connectors.Values{"path": {"good # 库%41.db"}, "table": good["table"]},
		Columns: []string{"no", "", "paid", "at", "amount", "photo", "ok"},
		Rows: []connectortest.Row{
			{Number: 1, Cells: []string{"9007199254740993", "张三", "2024/2/9", "2024-02-29T08:00:00Z", "100000000000000000000", "00ff", "1"}},
			{Number: 2, Cells: []string{connectortest.Null, "", connectortest.Null, "1709164800", "0.1", connectortest.Null, "0"}},
		},
		Physical: 3,
		Large:    large,
		Absent:   connectors.Values{"path": {"none.db"}, "table": {"t"}},
		Unreadable: []connectors.Values{
			put(t, dir, "text.db", []byte("id,name\n")),
			put(t, dir, "empty.db", nil),
			put(t, dir, "cut.db", whole[:len(whole)/2]),
			put(t, dir, "damaged.db", append(whole[:100:100], make([]byte, len(whole)-100)...)),
		},
	})
}

func TestQueryWithTheSlot(t *testing.T) {
	dir := t.TempDir()
	v := makeFile(t, dir, "x.db", `CREATE TABLE t (id INTEGER, paid DATETIME)`,
		`INSERT INTO t VALUES (1, '2026-02-28 23:59:59'), (2, '2026-03-01 00:00:00'), (3, '2026-03-01 23:59:59'), (4, '2026-03-02 00:00:00')`)
	delete(v, "table")
	v["query"] = []string{"SELECT id, id, paid FROM t WHERE paid >= :slot_start AND paid < :slot_end ORDER BY id DESC -- newest first\n;"}
	e := connectortest.Open(t, Type(), v, request(dir))
	if s := e.Schema(); s.Field(1).Name != "id" || s.Field(2).Name != "id" || s.Field(3).Metadata.Values()[0] != "DATETIME" {
		t.Error(s)
	}
	rows, _, err := connectortest.ReadAll(e)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || strings.Join(rows[0].Cells, ",") != "3,3,2026-03-01 23:59:59" || rows[1].Cells[0] != "2" {
		t.Error(rows)
	}
}

func TestWriteAheadLogIsRead(t *testing.T) {
	dir := t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(dir, "wal.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{"PRAGMA journal_mode=WAL", "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1), (2)"} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), connectors.Values{"path": {"wal.db"}, "table": {"t"}}, request(dir)))
	if err != nil || len(rows) != 2 {
		t.Errorf("%d rows of a database with a write-ahead log, %v", len(rows), err)
	}
}

func TestFaults(t *testing.T) {
	dir := t.TempDir()
	makeFile(t, dir, "x.db", `CREATE TABLE t (id INTEGER)`)
	cases := []struct {
		name, option, text, key string
	}{
		{"no such table", "table", "u", "sqlite.table_absent"},
		{"no such column", "query", "SELECT nope FROM t", "sqlite.query_failed"},
		{"syntax", "query", "SELEC 1", "sqlite.query_failed"},
		{"writing", "query", "DELETE FROM t", "sqlite.busy"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, err := connectortest.TryOpen(Type(), connectors.Values{"path": {"x.db"}, c.option: {c.text}}, request(dir))
			if err == nil {
				_, _, err = connectortest.ReadAll(e)
			}
			if failure := connectortest.AsError(t, err); failure.Class != connectors.SourceFault || failure.Reason.Key != c.key {
				t.Errorf("%s: %v", failure.Reason.Key, failure)
			}
		})
	}
}

func TestTableOrQuery(t *testing.T) {
	for name, v := range map[string]connectors.Values{"none": {"path": {"x"}}, "both": {"path": {"x"}, "table": {"t"}, "query": {"SELECT 1"}}} {
		if _, err := Type().New(v); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestTypes is what stands in a file, and its canonical text: by storage class,
// whatever the column was declared.
func TestTypes(t *testing.T) {
	dir := t.TempDir()
	cases := []struct{ declared, value, want string }{
		{"INTEGER", "-9223372036854775808", "-9223372036854775808"},
		{"DECIMAL(38,10)", "'1234567890123456789012345678.0123456789x'", "1234567890123456789012345678.0123456789x"},
		{"TEXT", "'1.10'", "1.10"},
		{"REAL", "1e20", "100000000000000000000"},
		{"REAL", "1e-7", "0.0000001"},
		{"REAL", "0.1 + 0.2", "0.30000000000000004"},
		{"REAL", "9e999", "Infinity"},
		{"DATE", "'0000-00-00'", "0000-00-00"},
		{"TIMESTAMP", "'2024-02-29 08:00:00.120'", "2024-02-29 08:00:00.120"},
		{"BLOB", "x'00FFab'", "00ffab"},
		{"BLOB", "x''", ""},
		{"JSON", `'{"b": 1,  "a": []}'`, `{"b": 1,  "a": []}`},
		{"VARCHAR(2)", "'𠮷😀 a''\"'", "𠮷😀 a'\""},
		{"TEXT", "''", ""},
		{"TEXT", "NULL", connectortest.Null},
		{"TEXT", "replace(printf('%349526s', ''), ' ', '长')", strings.Repeat("长", 349526)},
	}
	var columns, values []string
	for i, c := range cases {
		columns, values = append(columns, fmt.Sprintf("c%d %s", i, c.declared)), append(values, c.value)
	}
	v := makeFile(t, dir, "types.db", "CREATE TABLE t ("+strings.Join(columns, ", ")+")", "INSERT INTO t VALUES ("+strings.Join(values, ", ")+")")
	rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), v, request(dir)))
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		if got := rows[0].Cells[i]; got != c.want {
			t.Errorf("%s: %.50s reads %.80q, want %.80q", c.declared, c.value, got, c.want)
		}
	}
}

// TestMarkersInTextsAreNone: what only looks like a marker is not bound.
func TestMarkersInTextsAreNone(t *testing.T) {
	dir := t.TempDir()
	v := makeFile(t, dir, "x.db", "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)")
	delete(v, "table")
	v["query"] = []string{"SELECT ':slot_end', :slot_start, :slot_start FROM t /* :slot_end */"}
	rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), v, request(dir)))
	if err != nil || strings.Join(rows[0].Cells, ",") != ":slot_end,2026-03-01 00:00:00,2026-03-01 00:00:00" {
		t.Error(rows, err)
	}
}
