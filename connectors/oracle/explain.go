package oracle

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	"github.com/sijms/go-ora/v2/network"
)

// spoken is the sign-in method of the driver.
const spoken = "O5LOGON, SQLNET.ALLOWED_LOGON_VERSION_SERVER <= 12a"

// explain tells what an error of the server or the driver means. Messages of the
// server are passed on only where they name things of the database: others may
// repeat values.
func explain(err error, address string) (database.Failure, bool) {
	fail := func(transient bool, key string, args ...string) (database.Failure, bool) {
		return database.Fail(connectors.SourceFault, transient, key, args...), true
	}
	var e *network.OracleError
	if !errors.As(err, &e) {
		return database.Failure{}, false
	}
	number := fmt.Sprintf("ORA-%05d", e.ErrCode)
	message := number + " " + strings.TrimSpace(strings.TrimPrefix(e.ErrMsg, number+":"))
	switch code := e.ErrCode; {
	case code == 28040:
		return fail(false, "database.sign_in_method", address, number, spoken)
	case slices.Contains([]int{1005, 1017, 1045, 28000, 28001, 28002, 28009}, code):
		return fail(false, "database.sign_in", address)
	case slices.Contains([]int{12505, 12514, 12154}, code):
		return fail(false, "database.absent", address)
	case slices.Contains([]int{904, 942, 4043}, code):
		return fail(false, "database.table_absent", message)
	case slices.Contains([]int{1031, 1720, 41900}, code):
		return fail(false, "database.permission", message)
	case slices.Contains([]int{18, 20, 54, 60, 1033, 1034, 1555, 8177, 12516, 12519, 12520, 12528, 30006}, code):
		return fail(true, "database.busy", address, number)
	case slices.Contains([]int{28, 1012, 1089, 1090, 1092, 3113, 3114, 3135, 12170, 12537, 12541, 12543, 12547}, code):
		return fail(true, "database.broken", address)
	case code >= 900 && code < 1000 || code == 1456:
		return fail(false, "database.query_failed", message)
	}
	return fail(false, "database.query_failed", number)
}
