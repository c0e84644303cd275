package oracle

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/databasetest"
)

func live(t *testing.T) (*sql.DB, string) {
	t.Helper()
	return databasetest.Live(t, "oracle", "CDOSCORE_TEST_ORACLE_DSN", "oracle://user:password@host:1521/service")
}

func request(t *testing.T) connectors.Request {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, shanghai(t))
	return connectors.Request{Dir: t.TempDir(), Zone: shanghai(t), Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}}
}

func TestLiveConformance(t *testing.T) {
	db, dsn := live(t)
	databasetest.Run(t, db, `CREATE TABLE cdoscore_test (id number(19), "姓 名" varchar2(60), amount number(12,2), at timestamp with time zone)`,
		`INSERT INTO cdoscore_test VALUES (9007199254740993, '张三', 120.5, TIMESTAMP '2026-02-28 16:00:00 +00:00')`,
		`INSERT INTO cdoscore_test VALUES (9007199254740994, '', NULL, NULL)`)
	t.Cleanup(func() { databasetest.Run(t, db, "DROP TABLE cdoscore_test PURGE") })
	on := func(option, text string) connectors.Values {
		return connectors.Values{"dsn": {dsn}, "retries": {"0"}, option: {text}}
	}
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(),
		Request: request(t),
		Good:    on("query", "SELECT * FROM cdoscore_test ORDER BY id"),
		Columns: []string{"ID", "姓 名", "AMOUNT", "AT"},
		Rows: []connectortest.Row{
			{Number: 1, Cells: []string{"9007199254740993", "张三", "120.5", "2026-03-01T00:00:00+08:00"}},
			{Number: 2, Cells: []string{"9007199254740994", connectortest.Null, connectortest.Null, connectortest.Null}},
		},
		Physical: 2,
		Large:    on("query", fmt.Sprintf("SELECT level AS i, 'x' AS name FROM dual CONNECT BY level <= %d", 3*connectors.BatchRows)),
		Refusing: []connectors.Values{on("table", "cdoscore_none"), on("query", "SELECT nothing FROM cdoscore_test"), on("query", "SELEC 1"), on("query", "DELETE FROM cdoscore_test")},
		Secret:   dsn,
	})
}

// liveTypes is every type: its expression and the canonical text.
var liveTypes = []struct{ value, want string }{
	{"CAST(1234567890123456789012345678.0123456789 AS number(38,10))", "1234567890123456789012345678.0123456789"},
	{"CAST(-0.5 AS number)", "-0.5"},
	{"CAST(1e20 AS number)", "100000000000000000000"},
	{"CAST(0.1 AS binary_float)", "0.1"},
	{"CAST(0.1 AS binary_double)", "0.1"},
	{"binary_double_nan", "NaN"},
	{"DATE '2024-02-29'", "2024-02-29 00:00:00"},
	{"TIMESTAMP '2024-02-29 08:00:00.120'", "2024-02-29 08:00:00.12"},
	{"TIMESTAMP '2024-02-29 16:00:00.5 +00:00'", "2024-03-01T00:00:00.5+08:00"},
	{"hextoraw('00FFAB')", "00ffab"},
	{"to_blob(hextoraw('00FFAB'))", "00ffab"},
	{"to_clob('张')", "张"},
	{"N'😀'", "😀"},
	{"CAST('ab' AS char(4))", "ab  "},
	{"''", connectortest.Null},
}

func TestLiveTypes(t *testing.T) {
	_, dsn := live(t)
	var columns []string
	for i, c := range liveTypes {
		columns = append(columns, fmt.Sprintf("%s AS c%d", c.value, i))
	}
	query := "SELECT " + strings.Join(columns, ", ") + " FROM dual WHERE DATE '2026-03-01' >= :slot_start AND TIMESTAMP '2026-03-01 23:59:59' < :slot_end AND DATE '2026-03-01' >= :slot_start"
	rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), connectors.Values{"dsn": {dsn}, "query": {query}}, request(t)))
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, c := range liveTypes {
		if got := rows[0].Cells[i]; got != c.want {
			t.Errorf("%s reads %.80q, want %.80q", c.value, got, c.want)
		}
	}
}
