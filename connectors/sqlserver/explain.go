package sqlserver

import (
	"errors"
	"strconv"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	driver "github.com/microsoft/go-mssqldb"
)

// explain tells what an error of the server or the driver means. Messages of the
// server are passed on only where they name things of the database: others may
// repeat values.
func explain(err error, address string) (database.Failure, bool) {
	fail := func(transient bool, key string, args ...string) (database.Failure, bool) {
		return database.Fail(connectors.SourceFault, transient, key, args...), true
	}
	var e driver.Error
	if !errors.As(err, &e) {
		if strings.Contains(err.Error(), "TLS Handshake failed") {
			return fail(false, "database.tls", address)
		}
		return database.Failure{}, false
	}
	number := "SQL Server " + strconv.Itoa(int(e.Number))
	switch e.Number {
	case 18452:
		return fail(false, "database.sign_in_method", address, "Windows", "SQL Server authentication; DOMAIN\\user (NTLM)")
	case 18456, 18461, 18470, 18486, 18487, 18488:
		return fail(false, "database.sign_in", address)
	case 4060, 911, 916:
		return fail(false, "database.absent", e.Message)
	case 207, 208, 2812:
		return fail(false, "database.table_absent", e.Message)
	case 229, 230, 297, 300:
		return fail(false, "database.permission", e.Message)
	case 1205, 1222, 3960, 40501, 40613, 10928, 10929, 17830, 17142, 6005:
		return fail(true, "database.busy", address, number)
	case 596, 10053, 10054, 40197, 6002:
		return fail(true, "database.broken", address)
	}
	if e.Number > 100 && e.Number < 220 { // what the parser and the binder say
		return fail(false, "database.query_failed", number+" "+e.Message)
	}
	return fail(false, "database.query_failed", number)
}
