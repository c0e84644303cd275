// Package http fetches over HTTP: a file, or the pages of a JSON interface, of which
// each holds an array of records.
//
// Messages name a server and a path, never a query, a header or an account. Nothing
// is sent to another host than the declared one: redirections and links to
// elsewhere are refused, since the headers may hold a token.
package http
