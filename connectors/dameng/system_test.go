//go:build dm8

package dameng

import (
	"os"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// TestWithoutDriver: a build with the tag and without the driver says so.
func TestWithoutDriver(t *testing.T) {
	if os.Getenv("CDOSCORE_TEST_DM8_DSN") != "" {
		t.Skip("this build is meant to have a driver")
	}
	_, err := connectortest.TryOpen(Type(), connectors.Values{"host": {"h"}, "password": {"geheim"}, "table": {"t"}}, connectors.Request{})
	if failure := connectortest.AsError(t, err); failure.Class != connectors.Platform || strings.Contains(failure.Error(), "geheim") {
		t.Errorf("%+v", failure)
	}
}

func TestDecimalsAreNeverFloats(t *testing.T) {
	if got, err := render("DECIMAL", time.UTC)(nil, 1.5); err == nil {
		t.Errorf("a float passes as %q", got)
	}
	if got, err := render("DECIMAL", time.UTC)(nil, "12345678901234567890.10"); err != nil || string(got) != "12345678901234567890.10" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestLive(t *testing.T) {
	dsn := os.Getenv("CDOSCORE_TEST_DM8_DSN")
	if dsn == "" {
		t.Skip("no live server: CDOSCORE_TEST_DM8_DSN is not set, as dm://user:password@host:5236")
	}
	on := func(query string) connectors.Values {
		return connectors.Values{"dsn": {dsn}, "retries": {"0"}, "query": {query}}
	}
	connectortest.Run(t, connectortest.Harness{
		Type:     Type(),
		Request:  connectors.Request{Zone: time.UTC},
		Good:     on("SELECT CAST('1.50' AS DECIMAL(38,10)) AS A, '张三' AS B, CAST(NULL AS INT) AS C FROM DUAL"),
		Columns:  []string{"A", "B", "C"},
		Rows:     []connectortest.Row{{Number: 1, Cells: []string{"1.5000000000", "张三", connectortest.Null}}},
		Physical: 1,
		Large:    on("SELECT LEVEL FROM DUAL CONNECT BY LEVEL <= 30000"),
		Refusing: []connectors.Values{on("SELECT * FROM CDOSCORE_NONE"), on("SELEC 1")},
		Secret:   dsn,
	})
}
