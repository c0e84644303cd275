package mysql

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

var running = &databasetest.Lazy{Start: databasetest.StartMariaDB}

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
	if err := s.MariaDB(statements...); err != nil {
		t.Fatal(err)
	}
}

func TestConformance(t *testing.T) {
	s := running.Get(t)
	do(t, s, "CREATE TABLE `付款 ``a` (id bigint unsigned PRIMARY KEY, `姓 名` varchar(20) CHARACTER SET utf8mb4, amount decimal(12,2), at timestamp NULL)",
		"SET time_zone = '+00:00'",
		"INSERT INTO `付款 ``a` VALUES (18446744073709551614, '张三', 120.50, '2026-02-28 16:00:00'), (18446744073709551615, '', NULL, NULL)")
	const password = "wr0ng p@ss%41"
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(),
		Request: request(t),
		Good:    on(s, "table", "hrss.`付款 ``a`"),
		Columns: []string{"id", "姓 名", "amount", "at"},
		Rows: []connectortest.Row{
			{Number: 1, Cells: []string{"18446744073709551614", "张三", "120.50", "2026-03-01T00:00:00+08:00"}},
			{Number: 2, Cells: []string{"18446744073709551615", "", connectortest.Null, connectortest.Null}},
		},
		Physical: 2,
		Large:    on(s, "query", fmt.Sprintf("SELECT seq, concat('x', seq) AS name FROM seq_1_to_%d", 3*connectors.BatchRows)),
		Refusing: []connectors.Values{
			on(s, "table", "none"),
			on(s, "query", "SELECT nothing FROM `付款 ``a`"),
			on(s, "query", "SELEC 1"),
			on(s, "query", "INSERT INTO `付款 ``a` (id) VALUES (7)"),
			on(s, "query", "SELECT 1", "database", "none"),
			on(s, "query", "SELECT 1", "password", password),
			on(s, "query", "SELECT 1", "host", "", "port", "", "user", "", "password", "", "database", "",
				"dsn", databasetest.User+":"+password+"@tcp("+s.Address()+")/hrss"),
			on(s, "query", "SELECT 1", "port", "1", "password", password),
		},
		Secret: password,
	})
}

const null = connectortest.Null

// torture is every type: its column, what is put into it, and its canonical text.
var torture = []struct{ column, value, want string }{
	{"tinyint", "-128", "-128"},
	{"boolean", "true", "1"},
	{"tinyint unsigned", "255", "255"},
	{"mediumint unsigned", "16777215", "16777215"},
	{"int unsigned zerofill", "7", "7"},
	{"bigint", "-9223372036854775808", "-9223372036854775808"},
	{"bigint unsigned", "18446744073709551615", "18446744073709551615"},
	{"decimal(65,30)", "12345678901234567890123456789012345.123456789012345678901234567890", "12345678901234567890123456789012345.123456789012345678901234567890"},
	{"decimal(12,2)", "-0.5", "-0.50"},
	{"float", "16777216", "16777216"},
	{"float", "0.1", "0.1"},
	{"double", "1e20", "100000000000000000000"},
	{"double", "0.1e0 + 0.2e0", "0.30000000000000004"},
	{"bit(1)", "b'1'", "1"},
	{"bit(64)", "18446744073709551615", "18446744073709551615"},
	{"date", "'2024-02-29'", "2024-02-29"},
	{"date", "'0000-00-00'", "0000-00-00"},
	{"date", "'2024-00-00'", "2024-00-00"},
	{"datetime", "'2024-02-29 08:00:00'", "2024-02-29 08:00:00"},
	{"datetime(6)", "'2024-02-29 08:00:00.120000'", "2024-02-29 08:00:00.12"},
	{"datetime(3)", "'2024-02-29 08:00:00'", "2024-02-29 08:00:00"},
	{"datetime", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00"},
	{"datetime", "'9999-12-31 23:59:59'", "9999-12-31 23:59:59"},
	{"timestamp NULL", "'2024-02-29 16:00:00'", "2024-03-01T00:00:00+08:00"},
	{"timestamp(6) NULL", "'2024-02-29 16:00:00.500000'", "2024-03-01T00:00:00.5+08:00"},
	{"timestamp NULL", "'1986-07-01 00:00:00'", "1986-07-01T09:00:00+09:00"},
	{"timestamp NULL", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00"},
	{"time", "'-838:59:59'", "-838:59:59"},
	{"time(6)", "'23:59:59.000001'", "23:59:59.000001"},
	{"year", "2024", "2024"},
	{"year", "0", "0000"},
	{"char(4)", "'ab'", "ab"},
	{"varchar(40)", `'𠮷😀 a\tb\n"c'',\\'`, "𠮷😀 a\tb\n\"c',\\"},
	{"varchar(10) CHARACTER SET gbk", "'张三'", "张三"},
	{"varchar(10)", "''", ""},
	{"varchar(10)", "NULL", null},
	{"enum('喜','忧')", "'忧'", "忧"},
	{"set('a','b','丙')", "'a,丙'", "a,丙"},
	{"blob", "x'00FFab'", "00ffab"},
	{"blob", "''", ""},
	{"binary(3)", "x'01'", "010000"},
	{"varbinary(10)", "'张'", "e5bca0"},
	{"json", `'{"b": 1,  "a": [true,null]}'`, `{"b": 1,  "a": [true,null]}`},
	{"uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
	{"inet6", "'2001:db8::1'", "2001:db8::1"},
	{"point", "point(1, 2)", "000000000101000000000000000000f03f0000000000000040"},
	{"longtext", "repeat('长', 349526)", strings.Repeat("长", 349526)},
}

func TestTypes(t *testing.T) {
	s := running.Get(t)
	var columns, values []string
	for i, c := range torture {
		columns, values = append(columns, fmt.Sprintf("c%d %s", i, c.column)), append(values, c.value)
	}
	do(t, s, "CREATE TABLE torture ("+strings.Join(columns, ", ")+") CHARACTER SET utf8mb4", "SET sql_mode = ''", "SET time_zone = '+00:00'",
		"INSERT INTO torture VALUES ("+strings.Join(values, ", ")+")")
	rows, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), on(s, "table", "torture"), request(t)))
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range torture {
		if got := rows[0].Cells[i]; got != c.want {
			t.Errorf("%s: %.50s reads %.80q, want %.80q", c.column, c.value, got, c.want)
		}
	}
}
