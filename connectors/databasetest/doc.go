// Package databasetest starts private PostgreSQL and MariaDB servers for tests: on
// loopback, with a free port and data folders of their own, as an account without
// rights where the tests run as root, and ends them again.
package databasetest
