package sqlserver

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	driver "github.com/microsoft/go-mssqldb"
)

func shanghai(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestRender: values as the driver gives them, by the name it gives their type.
func TestRender(t *testing.T) {
	at := time.Date(2024, 2, 29, 8, 0, 0, 120_000_000, time.UTC)
	for _, c := range []struct {
		typeName string
		value    any
		want     string
	}{
		{"BIGINT", int64(math.MinInt64), "-9223372036854775808"},
		{"TINYINT", int64(255), "255"},
		{"BIT", true, "true"},
		{"DECIMAL", []byte("1234567890123456789012345678.0123456789"), "1234567890123456789012345678.0123456789"},
		{"DECIMAL", []byte("-0.50"), "-0.50"},
		{"MONEY", []byte("922337203685477.5807"), "922337203685477.5807"},
		{"SMALLMONEY", []byte("-0.0500"), "-0.0500"},
		{"FLOAT", 1e20, "100000000000000000000"},
		{"FLOAT", 0.30000000000000004, "0.30000000000000004"},
		{"REAL", float64(float32(0.1)), "0.1"},
		{"REAL", float64(float32(16777216)), "16777216"},
		{"DATE", at, "2024-02-29"},
		{"TIME", time.Date(1, 1, 1, 23, 59, 59, 1000, time.UTC), "23:59:59.000001"},
		{"DATETIME", at, "2024-02-29 08:00:00.12"},
		{"DATETIME2", at, "2024-02-29 08:00:00.12"},
		{"SMALLDATETIME", at.Truncate(time.Minute), "2024-02-29 08:00:00"},
		{"DATETIMEOFFSET", at.In(time.FixedZone("", -5*3600)), "2024-02-29T16:00:00.12+08:00"},
		{"UNIQUEIDENTIFIER", []byte{0x99, 0xbc, 0xee, 0xa0, 0x0b, 0x9c, 0xf8, 0x4e, 0xbb, 0x6d, 0x6b, 0xb9, 0xbd, 0x38, 0x0a, 0x11}, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
		{"VARBINARY", []byte{0, 0xff, 0xab}, "00ffab"},
		{"BINARY", []byte{}, ""},
		{"IMAGE", []byte("张"), "e5bca0"},
		{"GEOGRAPHY", []byte{1, 2}, "0102"},
		{"NVARCHAR", "𠮷😀 a\t'\"", "𠮷😀 a\t'\""},
		{"VARCHAR", "", ""},
		{"XML", "<a>1</a>", "<a>1</a>"},
		{"NTEXT", strings.Repeat("长", 349_526), strings.Repeat("长", 349_526)},
		{"SQL_VARIANT", int64(7), "7"},
		{"SQL_VARIANT", "text", "text"},
	} {
		got, err := render(c.typeName, shanghai(t))(nil, c.value)
		if err != nil || string(got) != c.want {
			t.Errorf("%s %v: %.60q, %v; want %.60q", c.typeName, c.value, got, err, c.want)
		}
	}
}

// TestVariantIsNotGuessed: bytes and times of a variant could be several things.
func TestVariantIsNotGuessed(t *testing.T) {
	for _, value := range []any{[]byte("1.50"), time.Now()} {
		if got, err := render("SQL_VARIANT", time.UTC)(nil, value); err == nil {
			t.Errorf("%T becomes %q", value, got)
		}
	}
}

func TestExplain(t *testing.T) {
	for number, want := range map[int32]string{
		18456: "database.sign_in", 18452: "database.sign_in_method", 4060: "database.absent", 208: "database.table_absent", 207: "database.table_absent",
		229: "database.permission", 1205: "database.busy", 596: "database.broken", 102: "database.query_failed", 245: "database.query_failed",
	} {
		f, ok := explain(fmt.Errorf("wrapped: %w", driver.Error{Number: number, Message: "the value '张三'"}), "h:1/d")
		if !ok || f.Reason.Key != want || f.Class != connectors.SourceFault {
			t.Errorf("%d: %+v, want %s", number, f, want)
		}
		if number == 245 && strings.Contains(f.Reason.English, "张三") {
			t.Errorf("a value stands in %q", f.Reason.English)
		}
	}
}

func TestServer(t *testing.T) {
	const password = `p@ss:w/rd %41;`
	values := connectors.Values{}
	byParts, wrong := newServer(database.Settings{Values: values, Host: "db.example", Port: 1433, Database: "hrss", User: "reader", Password: password})
	if wrong != nil {
		t.Fatal(wrong)
	}
	byDSN, wrong := newServer(database.Settings{Values: values, DSN: "sqlserver://reader:p%40ss%3Aw%2Frd%20%2541%3B@db.example:1433?database=hrss"})
	if wrong != nil {
		t.Fatal(wrong)
	}
	for name, s := range map[string]database.Server{"parts": byParts, "dsn": byDSN} {
		if s.Address() != "db.example:1433/hrss" || s.Secrets()[0] != password || !s.(*server).config.ReadOnlyIntent {
			t.Errorf("%s: %s, %q", name, s.Address(), s.Secrets())
		}
	}
	if _, wrong := newServer(database.Settings{Values: values, DSN: "sqlserver://u:geheim@h:port"}); wrong == nil || strings.Contains(wrong.Error(), "geheim") {
		t.Errorf("%v", wrong)
	}
}
