// Package postgres reads a table or the result of a query from PostgreSQL, and from
// what speaks its protocol, in a read-only transaction of one snapshot. The server
// itself writes values as text, so that no value passes through a Go type; what it
// writes in forms of its own becomes the canonical one here.
package postgres
