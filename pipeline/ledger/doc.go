// Package ledger is the pipeline's memory: which extracts arrived when and in what
// state, which runs scored them, and with which snapshots of other datasets.
//
// It is one SQLite database beside the folder of runs. The database holds what is
// recorded once and never changed: arrivals, deliveries, runs, bindings. Outcomes
// are not in it: they lie in runs/<run>/results.parquet, one file for each run,
// which counts only when a transaction has published its SHA-256. Many results are
// read through History, which the engine implements; Sum adds up those of a period.
package ledger
