// Package duck is the only importer of the DuckDB driver. It opens sandboxed
// in-memory databases, runs the plans of rules/plan over snapshots, parses the
// expressions that users write, and reads the results of past runs.
//
// A DuckDB database is scratch here, never a record: everything that lasts is
// Parquet, SQLite or a workbook.
package duck
