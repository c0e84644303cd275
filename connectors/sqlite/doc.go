// Package sqlite reads a table or the result of a query from SQLite database
// files, read-only. Values are taken by their storage class, not by the declared
// type of their column: text as it is stored, also in columns declared DATE.
package sqlite
