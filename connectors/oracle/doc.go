// Package oracle reads a table or the result of a query from Oracle databases,
// without Oracle's client, in a read-only transaction, which sees one moment. An
// empty text is NULL in Oracle, and arrives as such.
//
// The tests here prove the mapping of types. With CDOSCORE_TEST_ORACLE_DSN, the
// address of a live server, they run the conformance suite and the type table
// against it.
package oracle
