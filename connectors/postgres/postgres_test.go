package postgres

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/databasetest"
)

var running = &databasetest.Lazy{Start: databasetest.StartPostgres}

func TestMain(m *testing.M) { os.Exit(databasetest.Main(m, running)) }

// on gives options of the server, and changes to them.
func on(s *databasetest.Server, changes ...string) connectors.Values {
	v := connectors.Values{"host": {databasetest.Host}, "port": {strconv.Itoa(s.Port)}, "database": {databasetest.Database}, "user": {databasetest.User},
		"password": {databasetest.Password}, "retries": {"0"}}
	for i := 0; i < len(changes); i += 2 {
		v[changes[i]] = []string{changes[i+1]}
		if changes[i+1] == "" {
			delete(v, changes[i])
		}
	}
	return v
}

func request(t testing.TB) connectors.Request {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, zone)
	return connectors.Request{Dir: t.TempDir(), Zone: zone, Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}}
}

func do(t testing.TB, s *databasetest.Server, statements ...string) {
	t.Helper()
	if err := s.Postgres(statements...); err != nil {
		t.Fatal(err)
	}
}

func TestConformance(t *testing.T) {
	s := running.Get(t)
	do(t, s, `CREATE TABLE "付款 ""a" (id bigint PRIMARY KEY, "姓 名" text, amount numeric(12,2), at timestamptz)`,
		`INSERT INTO "付款 ""a" VALUES (9007199254740993, '张三', 120.50, '2026-02-28T16:00:00Z'), (9007199254740994, '', NULL, NULL)`)
	const password = "wr0ng p@ss%41"
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(),
		Request: request(t),
		Good:    on(s, "table", `public."付款 ""a"`),
		Columns: []string{"id", "姓 名", "amount", "at"},
		Rows: []connectortest.Row{
			{Number: 1, Cells: []string{"9007199254740993", "张三", "120.50", "2026-03-01T00:00:00+08:00"}},
			{Number: 2, Cells: []string{"9007199254740994", "", connectortest.Null, connectortest.Null}},
		},
		Physical: 2,
		Large:    on(s, "query", fmt.Sprintf("SELECT i, 'x' || i AS name FROM generate_series(1, %d) i", 3*connectors.BatchRows)),
		Refusing: []connectors.Values{
			on(s, "table", "none"),
			on(s, "query", "SELECT nothing FROM pg_class"),
			on(s, "query", "SELECT 1 / 0"),
			on(s, "query", "CREATE TABLE written (a int)"),
			on(s, "query", "SELECT 1", "database", "none"),
			on(s, "query", "SELECT 1", "password", password),
			on(s, "query", "SELECT 1", "host", "", "port", "", "user", "", "password", "", "database", "",
				"dsn", "postgres://"+databasetest.User+":wr0ng%20p%40ss%2541@"+s.Address()+"/hrss?sslmode=disable"),
			on(s, "query", "SELECT 1", "port", "1", "password", password),
		},
		Secret: password,
	})
}

const null = connectortest.Null

// torture is every type: what stands in the database, and its canonical text.
var torture = []struct{ name, value, want string }{
	{"smallint", "(-32768)::smallint", "-32768"},
	{"bigint", "9223372036854775807::bigint", "9223372036854775807"},
	{"numeric(38,10)", "1234567890123456789012345678.0123456789::numeric(38,10)", "1234567890123456789012345678.0123456789"},
	{"numeric keeps its decimals", "1.10::numeric(10,2)", "1.10"},
	{"numeric, small", "0.00000000000000000001::numeric", "0.00000000000000000001"},
	{"numeric NaN", "'NaN'::numeric", "NaN"},
	{"real", "16777216::real", "16777216"},
	{"real, tenth", "0.1::real", "0.1"},
	{"double, large", "1e20::float8", "100000000000000000000"},
	{"double, small", "1e-7::float8", "0.0000001"},
	{"double, all digits", "0.1::float8 + 0.2::float8", "0.30000000000000004"},
	{"double NaN", "'NaN'::float8", "NaN"},
	{"double -infinity", "'-inf'::float8", "-Infinity"},
	{"money", "1234567.89::numeric::money", "1234567.89"},
	{"money, negative", "(-0.05)::numeric::money", "-0.05"},
	{"boolean", "true", "true"},
	{"false", "false", "false"},
	{"date", "date '2024-02-29'", "2024-02-29"},
	{"date, infinity", "date 'infinity'", "infinity"},
	{"date, BC", "date '0044-03-15 BC'", "0044-03-15 BC"},
	{"timestamp", "timestamp '2024-02-29 08:00:00.120'", "2024-02-29 08:00:00.12"},
	{"timestamp, -infinity", "timestamp '-infinity'", "-infinity"},
	{"timestamptz", "timestamptz '2024-02-29 16:00:00.5+00'", "2024-03-01T00:00:00.5+08:00"},
	{"timestamptz, infinity", "timestamptz 'infinity'", "infinity"},
	{"timestamptz, summer time of 1986", "timestamptz '1986-07-01 00:00:00Z'", "1986-07-01T09:00:00+09:00"},
	{"timestamptz, BC", "timestamptz '0044-03-15 12:00:00Z BC'", "0044-03-15T20:05:43+08:05:43 BC"},
	{"timestamptz, far", "timestamptz '20240-02-29 16:00:00Z'", "20240-03-01T00:00:00+08:00"},
	{"time", "time '23:59:59.000001'", "23:59:59.000001"},
	{"timetz", "timetz '08:00:00+08'", "08:00:00+08:00"},
	{"interval", "interval '1 year 2 months 3 days 04:05:06.7'", "P1Y2M3DT4H5M6.7S"},
	{"uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
	{"inet", "inet '192.168.1.7/24'", "192.168.1.7/24"},
	{"cidr", "cidr '2001:db8::/32'", "2001:db8::/32"},
	{"bytea", `'\x00FFab'::bytea`, "00ffab"},
	{"bytea, empty", `''::bytea`, ""},
	{"json as written", `'{"b": 1,  "a": 1e2}'::json`, `{"b": 1,  "a": 1e2}`},
	{"jsonb", `'{"b":1,"a":[true,null]}'::jsonb`, `{"a": [true, null], "b": 1}`},
	{"bit", "B'0101'", "0101"},
	{"enum", "'忧'::mood", "忧"},
	{"char, padded", "'ab'::char(4)", "ab  "},
	{"text with everything", `E'a\tb\n"c'',\\ 𠮷😀'`, "a\tb\n\"c',\\ 𠮷😀"},
	{"empty text", "''", ""},
	{"null", "NULL::text", null},
	{"int array", "ARRAY[[1,2],[3,NULL]]", "[[1,2],[3,null]]"},
	{"text array", `ARRAY['a,b', 'NULL', NULL, '', 'q"\', '张']`, `["a,b","NULL",null,"","q\"\\","张"]`},
	{"numeric array", "ARRAY[1.10, 'NaN'::numeric]", `[1.10,"NaN"]`},
	{"float array", "ARRAY[1e20, 'inf']::float8[]", `[100000000000000000000,"Infinity"]`},
	{"boolean array", "ARRAY[true,false]", "[true,false]"},
	{"timestamptz array", "ARRAY[timestamptz '2024-02-29 16:00:00+00']", `["2024-03-01T00:00:00+08:00"]`},
	{"bytea array", `ARRAY['\xFF'::bytea]`, `["ff"]`},
	{"jsonb array", `ARRAY['{"a": "}"}'::jsonb]`, `[{"a": "}"}]`},
	{"enum array", "ARRAY['喜','忧']::mood[]", `["喜","忧"]`},
	{"money array", "ARRAY[1::money]", "[1.00]"},
	{"domain array", "ARRAY[1.5]::rate[]", "[1.50]"},
	{"array with bounds", "'[0:1]={1,2}'::int[]", "[1,2]"},
	{"empty array", "'{}'::int[]", "[]"},
	{"box array", "'{(1,1),(0,0);(2,2),(1,1)}'::box[]", `["(1,1),(0,0)","(2,2),(1,1)"]`},
	{"int2vector", "'1 2'::int2vector", "1 2"},
	{"range", "int4range(1,5)", "[1,5)"},
	{"domain", "1.50::rate", "1.50"},
	{"text of 1 MB", "repeat('长', 349526)", strings.Repeat("长", 349526)},
}

func TestTypes(t *testing.T) {
	s := running.Get(t)
	do(t, s, "CREATE TYPE mood AS ENUM ('喜', '忧')", "CREATE DOMAIN rate AS numeric(10,2)")
	query := "SELECT "
	for i, c := range torture {
		query += fmt.Sprintf("%s AS c%d, ", c.value, i)
	}
	rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), on(s, "query", query+"1 AS last"), request(t)))
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range torture {
		if got := rows[0].Cells[i]; got != c.want {
			t.Errorf("%s: %s reads %.80q, want %.80q", c.name, c.value, got, c.want)
		}
	}
}
