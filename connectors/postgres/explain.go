package postgres

import (
	"errors"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/database"

	"github.com/jackc/pgx/v5/pgconn"
)

// methods are the sign-in methods of the driver.
const methods = "scram-sha-256, md5, password (with TLS)"

// explain tells what an error of the server or the driver means. Messages of the
// server are passed on only where they name things of the database: others may
// repeat values.
func explain(err error, address string) (database.Failure, bool) {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return spoken(err, address)
	}
	fail := func(transient bool, key string, args ...string) (database.Failure, bool) {
		return database.Fail(connectors.SourceFault, transient, key, args...), true
	}
	switch e.Code {
	case "28P01", "28000":
		return fail(false, "database.sign_in", address)
	case "3D000":
		return fail(false, "database.absent", e.Message)
	case "42P01", "42703", "3F000":
		return fail(false, "database.table_absent", e.Message)
	case "42501":
		return fail(false, "database.permission", e.Message)
	case "40001", "40P01", "55P03", "55006", "57P03":
		return fail(true, "database.busy", address, e.Code)
	case "57P01", "57P02", "57P05":
		return fail(true, "database.broken", address)
	}
	switch e.Code[:min(2, len(e.Code))] {
	case "53":
		return fail(true, "database.busy", address, e.Code)
	case "08":
		return fail(true, "database.broken", address)
	case "42", "25", "0A":
		return fail(false, "database.query_failed", e.Code+" "+e.Message)
	}
	return fail(false, "database.query_failed", "SQLSTATE "+e.Code)
}

// spoken tells of a server that does not speak TLS, or asks for a sign-in which the
// driver does not speak: by the driver's words, since it has no types for that.
// openGauss names its own SHA256 by the number that PostgreSQL gave to SASL.
func spoken(err error, address string) (database.Failure, bool) {
	text := err.Error()
	method := ""
	switch {
	case strings.Contains(text, "server refused TLS connection"):
		return database.Fail(connectors.SourceFault, false, "database.tls", address), true
	case strings.Contains(text, "AuthenticationSASL"), strings.Contains(text, "server does not support SCRAM-SHA-256"):
		method = "SASL without SCRAM-SHA-256, or openGauss SHA256"
	case strings.Contains(text, "failed GSS auth"):
		method = "GSSAPI"
	case strings.Contains(text, "unknown authentication type: "):
		_, method, _ = strings.Cut(text, "unknown authentication type: ")
	case strings.Contains(text, "AuthTypeSSPI"), strings.Contains(text, "AuthTypeSCMCreds"):
		method = "SSPI, SCM"
	default:
		return database.Failure{}, false
	}
	return database.Fail(connectors.SourceFault, false, "database.sign_in_method", address, method, methods+"; openGauss: password_encryption_type = 1, md5"), true
}
