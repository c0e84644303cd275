// Package parquet reads Parquet files and renders every value as canonical text:
// plain decimals, ISO dates, RFC 3339 times in the city's zone where the file says
// that a time is an instant, bare date-times where it does not, true and false,
// lower-case hex for bytes, JSON for nested values, NULL kept.
package parquet
