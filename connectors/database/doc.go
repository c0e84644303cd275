// Package database is what the connectors of databases share: their options, the
// binding of the slot's bounds, the read-only session, retries before the first
// row, the account of what failed without secrets, and the canonical texts of
// values. Each database adds how it is reached and how its types read.
package database
