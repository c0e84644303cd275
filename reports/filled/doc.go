// Package filled reads back the sheets that a unit fills in and returns: it finds a
// sheet by its name and its columns by their headings, in any of the languages in
// which they are handed out, so that rows may be sorted and columns moved.
//
// It reads with the strict reader of connectors/excel: a sheet is read to its last
// byte or refused.
package filled
