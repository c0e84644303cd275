// Package mysql reads a table or the result of a query from MySQL and MariaDB, and
// from what speaks their protocol (TiDB, OceanBase, Doris, StarRocks), in a
// read-only transaction of one snapshot. Statements are prepared: the protocol's
// texts would round FLOAT to six digits.
package mysql
