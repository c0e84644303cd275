// Package sqlserver reads a table or the result of a query from Microsoft SQL
// Server, in a snapshot where the database allows one, and rolls back whatever the
// query did: SQL Server has no read-only transactions, so that the account should
// have no right but to read.
//
// The slot's bounds are bound as DATETIME2 in the city's zone. Beside a
// DATETIMEOFFSET a query says so: at >= TODATETIMEOFFSET(:slot_start, '+08:00').
//
// The tests here prove the mapping of types. With CDOSCORE_TEST_SQLSERVER_DSN, the
// address of a live server, they run the conformance suite and the type table
// against it.
package sqlserver
