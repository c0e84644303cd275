// Package assessment computes figures over a period (a month, a quarter, a year or
// an assessment cycle) from the ledger: each unit's data quality, and the annual
// assessment by the unified indicators, every point with its evidence.
//
// It stands behind the results: it reads counts that runs have published, and
// neither snapshots nor sources.
package assessment
