package oracle

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	oracle "github.com/sijms/go-ora/v2"
	"github.com/sijms/go-ora/v2/network"
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
		kind  oracle.TNSType
		value any
		want  string
	}{
		{oracle.NUMBER, "1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789"},
		{oracle.NUMBER, "-.5", "-0.5"},
		{oracle.NUMBER, "1e20", "100000000000000000000"},
		{oracle.IBFloat, float64(float32(0.1)), "0.1"},
		{oracle.IBDouble, 0.30000000000000004, "0.30000000000000004"},
		{oracle.DATE, at.Truncate(time.Second), "2024-02-29 08:00:00"},
		{oracle.DATE, time.Date(2024, 2, 29, 8, 0, 0, 0, time.FixedZone("", 3600)), "2024-02-29 08:00:00"},
		{oracle.TimeStampDTY, at, "2024-02-29 08:00:00.12"},
		{oracle.TimeStampTZ_DTY, at, "2024-02-29T16:00:00.12+08:00"},
		{oracle.TimeStampLTZ_DTY, at, "2024-02-29T16:00:00.12+08:00"},
		{oracle.IntervalYM_DTY, "+01-02", "+01-02"},
		{oracle.RAW, []byte{0, 0xff, 0xab}, "00ffab"},
		{oracle.OCIBlobLocator, []byte("张"), "e5bca0"},
		{oracle.OCIClobLocator, strings.Repeat("长", 349_526), strings.Repeat("长", 349_526)},
		{oracle.NCHAR, "𠮷😀 a\t'\"", "𠮷😀 a\t'\""},
		{oracle.CHAR, "ab  ", "ab  "},
		{oracle.Boolean, true, "true"},
	} {
		got, err := render(c.kind.String(), shanghai(t))(nil, c.value)
		if err != nil || string(got) != c.want {
			t.Errorf("%s %v: %.60q, %v; want %.60q", c.kind, c.value, got, err, c.want)
		}
	}
}

func TestExplain(t *testing.T) {
	for code, want := range map[int]string{
		1017: "database.sign_in", 28000: "database.sign_in", 28040: "database.sign_in_method", 12514: "database.absent", 942: "database.table_absent", 904: "database.table_absent",
		1031: "database.permission", 12519: "database.busy", 1555: "database.busy", 3113: "database.broken", 933: "database.query_failed", 1722: "database.query_failed", 1456: "database.query_failed",
	} {
		err := fmt.Errorf("wrapped: %w", &network.OracleError{ErrCode: code, ErrMsg: fmt.Sprintf("ORA-%05d: the value '张三'\n", code)})
		f, ok := explain(err, "h:1521/d")
		if !ok || f.Reason.Key != want || f.Class != connectors.SourceFault {
			t.Errorf("%d: %+v, want %s", code, f, want)
		}
		if code == 1722 && strings.Contains(f.Reason.English, "张三") {
			t.Errorf("a value stands in %q", f.Reason.English)
		}
	}
}

func TestServer(t *testing.T) {
	const password = `p@ss:w/rd %41;`
	byParts, wrong := newServer(database.Settings{Values: connectors.Values{}, Host: "db.example", Port: 1521, Database: "hrss", User: "reader", Password: password, Statement: time.Minute})
	if wrong != nil {
		t.Fatal(wrong)
	}
	byDSN, wrong := newServer(database.Settings{Values: connectors.Values{}, DSN: "oracle://reader:p%40ss%3Aw%2Frd%20%2541%3B@db.example:1521/hrss", Statement: time.Minute})
	if wrong != nil {
		t.Fatal(wrong)
	}
	for name, s := range map[string]database.Server{"parts": byParts, "dsn": byDSN} {
		config := s.(*server).config
		if s.Address() != "db.example:1521/hrss" || s.Secrets()[0] != password || config.PrefetchRows != 1000 || config.Timeout != time.Minute {
			t.Errorf("%s: %s, %q, %d rows, %s", name, s.Address(), s.Secrets(), config.PrefetchRows, config.Timeout)
		}
	}
	bySID, wrong := newServer(database.Settings{Values: connectors.Values{"sid": {"ORCL"}, "fetch_rows": {"7"}}, Host: "db.example", Port: 1521, Plain: true})
	if wrong != nil || bySID.Address() != "db.example:1521/ORCL" || bySID.(*server).config.PrefetchRows != 7 || bySID.(*server).config.SSL {
		t.Errorf("%v, %+v", wrong, bySID)
	}
	for _, s := range []database.Settings{{DSN: "oracle://u:geheim@h:po rt/d"}, {DSN: "oracle://u:geheim@h:1521"}, {Host: "h", Port: 1521, Password: "geheim"}} {
		s.Values = connectors.Values{}
		if _, wrong := newServer(s); wrong == nil || strings.Contains(wrong.Error(), "geheim") {
			t.Errorf("%v", wrong)
		}
	}
}

// TestUnquotedNamesAreOracles: Oracle writes names in capitals unless they were
// made in quotes.
func TestUnquotedNamesAreOracles(t *testing.T) {
	for name, want := range map[string]string{"hrss.payments": `"HRSS"."PAYMENTS"`, `hrss."Payments"`: `"HRSS"."Payments"`} {
		if got := database.QuotedName(name, '"', '"', strings.ToUpper); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
