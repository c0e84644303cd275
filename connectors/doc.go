// Package connectors defines what a source of extracts is: something that, asked
// for one slot of one dataset, hands over Arrow records of text.
//
// A connector knows nothing of rules, snapshots or DuckDB. Each lies in a folder
// of its own, passes the conformance suite of connectors/connectortest, and is
// named in the explicit list of cmd/cdoscore. Those that read files share
// connectors/files, those that fetch from elsewhere connectors/spool.
package connectors
