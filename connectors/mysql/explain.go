package mysql

import (
	"errors"
	"strconv"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	driver "github.com/go-sql-driver/mysql"
)

// spoken are the sign-in methods of the driver.
const spoken = "caching_sha2_password, mysql_native_password, sha256_password, client_ed25519"

// explain tells what an error of the server or the driver means. Messages of the
// server are passed on only where they name things of the database: others may
// repeat values.
func explain(err error, address string) (database.Failure, bool) {
	fail := func(transient bool, key string, args ...string) (database.Failure, bool) {
		return database.Fail(connectors.SourceFault, transient, key, args...), true
	}
	var snapshot errSnapshot
	if errors.As(err, &snapshot) {
		return fail(false, "database.no_snapshot", "MySQL "+strconv.Itoa(int(snapshot.Number)))
	}
	if method := signInMethod(err); method != "" {
		return fail(false, "database.sign_in_method", address, method, spoken)
	}
	switch {
	case errors.Is(err, driver.ErrNoTLS):
		return fail(false, "database.tls", address)
	case errors.Is(err, driver.ErrInvalidConn):
		return fail(true, "database.broken", address)
	}
	var e *driver.MySQLError
	if !errors.As(err, &e) {
		return database.Failure{}, false
	}
	number := "MySQL " + strconv.Itoa(int(e.Number))
	switch e.Number {
	case 1045, 1130, 1698, 1862, 3118, 3955, 4151:
		return fail(false, "database.sign_in", address)
	case 1044, 1049:
		return fail(false, "database.absent", e.Message)
	case 1051, 1054, 1146:
		return fail(false, "database.table_absent", e.Message)
	case 1142, 1143, 1227, 1356, 1370:
		return fail(false, "database.permission", e.Message)
	case 1251, 1275, 2059:
		return fail(false, "database.sign_in_method", address, number, spoken)
	case 1040, 1203, 1226, 1205, 1213, 1041:
		return fail(true, "database.busy", address, number)
	case 1053, 1077, 1079, 1152, 1159, 1161, 1184, 1317, 1927:
		return fail(true, "database.broken", address)
	case 1064, 1060, 1066, 1052, 1055, 1792, 1305, 1109, 1248:
		return fail(false, "database.query_failed", number+" "+e.Message)
	}
	return fail(false, "database.query_failed", number)
}

// signInMethod is what the server asked for and the driver does not speak, or
// nothing.
func signInMethod(err error) string {
	switch {
	case errors.Is(err, driver.ErrUnknownPlugin):
		return "authentication plugin"
	case errors.Is(err, driver.ErrCleartextPassword):
		return "mysql_clear_password (PAM, LDAP)"
	case errors.Is(err, driver.ErrNativePassword):
		return "mysql_native_password"
	case errors.Is(err, driver.ErrOldPassword):
		return "mysql_old_password"
	case errors.Is(err, driver.ErrOldProtocol):
		return "protocol before 4.1"
	}
	return ""
}
