// Package snapshot freezes what a source delivered for one slot: a folder with
// the rows as Parquet, a manifest, and every record that could not become a row.
//
// It stands between connectors, which hand over Arrow records, and the engine,
// which scores the Parquet. A snapshot is written once and never changed; its
// retention deletes the data and keeps the manifest. All files are readable by
// their owner only, because they hold unmasked values.
package snapshot
