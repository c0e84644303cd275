package sqlserver

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
	return databasetest.Live(t, "sqlserver", "CDOSCORE_TEST_SQLSERVER_DSN", "sqlserver://user:password@host:1433?database=name")
}

func request(t *testing.T) connectors.Request {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, shanghai(t))
	return connectors.Request{Dir: t.TempDir(), Zone: shanghai(t), Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}}
}

func TestLiveConformance(t *testing.T) {
	db, dsn := live(t)
	databasetest.Run(t, db, "DROP TABLE IF EXISTS cdoscore_test", "CREATE TABLE cdoscore_test (id bigint, [姓]] 名] nvarchar(20), amount decimal(12,2), at datetimeoffset)",
		"INSERT INTO cdoscore_test VALUES (9007199254740993, N'张三', 120.50, '2026-02-28T16:00:00Z'), (9007199254740994, '', NULL, NULL)")
	t.Cleanup(func() { databasetest.Run(t, db, "DROP TABLE cdoscore_test") })
	on := func(option, text string) connectors.Values {
		return connectors.Values{"dsn": {dsn}, "retries": {"0"}, option: {text}}
	}
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(),
		Request: request(t),
		Good:    on("query", "SELECT * FROM cdoscore_test ORDER BY id"),
		Columns: []string{"id", "姓] 名", "amount", "at"},
		Rows: []connectortest.Row{
			{Number: 1, Cells: []string{"9007199254740993", "张三", "120.50", "2026-03-01T00:00:00+08:00"}},
			{Number: 2, Cells: []string{"9007199254740994", "", connectortest.Null, connectortest.Null}},
		},
		Physical: 2,
		Large: on("query", fmt.Sprintf("SELECT TOP %d row_number() OVER (ORDER BY a.object_id) AS i, 'x' AS name FROM sys.all_columns a CROSS JOIN sys.all_columns b",
			3*connectors.BatchRows)),
		Refusing: []connectors.Values{on("table", "cdoscore_none"), on("query", "SELECT nothing FROM cdoscore_test"), on("query", "SELEC 1")},
		Secret:   dsn,
	})
}

// liveTypes is every type: its expression and the canonical text.
var liveTypes = []struct{ value, want string }{
	{"CAST(-9223372036854775808 AS bigint)", "-9223372036854775808"},
	{"CAST(1 AS bit)", "true"},
	{"CAST('1234567890123456789012345678.0123456789' AS decimal(38,10))", "1234567890123456789012345678.0123456789"},
	{"CAST(-0.05 AS money)", "-0.0500"},
	{"CAST(0.1 AS real)", "0.1"},
	{"CAST(1e20 AS float)", "100000000000000000000"},
	{"CAST('2024-02-29' AS date)", "2024-02-29"},
	{"CAST('2024-02-29T08:00:00.120' AS datetime)", "2024-02-29 08:00:00.12"},
	{"CAST('2024-02-29T08:00:00.1234567' AS datetime2(7))", "2024-02-29 08:00:00.1234567"},
	{"CAST('2024-02-29T16:00:00.5+00:00' AS datetimeoffset)", "2024-03-01T00:00:00.5+08:00"},
	{"CAST('23:59:59.000001' AS time)", "23:59:59.000001"},
	{"CAST('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' AS uniqueidentifier)", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
	{"0x00FFAB", "00ffab"},
	{"N'𠮷😀'", "𠮷😀"},
	{"CAST('<a>1</a>' AS xml)", "<a>1</a>"},
	{"CAST(NULL AS int)", connectortest.Null},
	{"replicate(CAST(N'长' AS nvarchar(max)), 349526)", strings.Repeat("长", 349526)},
}

func TestLiveTypes(t *testing.T) {
	_, dsn := live(t)
	var columns []string
	for i, c := range liveTypes {
		columns = append(columns, fmt.Sprintf("%s AS c%d", c.value, i))
	}
	query := "SELECT " + strings.Join(columns, ", ") + " WHERE CAST('2026-03-01' AS date) >= :slot_start AND CAST('2026-03-01T23:59:59' AS datetime) < :slot_end"
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
