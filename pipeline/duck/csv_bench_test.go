package duck_test

import (
	"bufio"
	"context"
	"database/sql"
	stdcsv "encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/csv"
	"cdoscore/pipeline/snapshot"
)

// csvRows is how many rows BenchmarkCSVToSnapshot reads, unless csvRowsVariable
// names another number: 5000000 is a large night's extract.
const (
	csvRows         = 1_000_000
	csvRowsVariable = "CDOSCORE_BENCH_ROWS"
)

// BenchmarkCSVToSnapshot sets the way of a CSV file into a snapshot, hashes and
// manifest and all, against DuckDB's own copy of the same file to Parquet on the
// same two threads. ratio is the first's time over the second's, of one run.
func BenchmarkCSVToSnapshot(b *testing.B) {
	rows := csvRows
	if text := os.Getenv(csvRowsVariable); text != "" {
		var err error
		if rows, err = strconv.Atoi(text); err != nil {
			b.Fatalf("%s: %v", csvRowsVariable, err)
		}
	}
	dir := b.TempDir()
	path := filepath.Join(dir, "payments.csv")
	writeBenchCSV(b, path, rows)
	var ours, theirs []cost
	var peak float64 // before DuckDB has worked
	for b.Loop() {
		for range 3 {
			ours = append(ours, measured(b, func() { freezeCSV(b, dir, int64(rows)) }))
			if len(ours) == 1 {
				peak = peakMemory(b)
			}
			theirs = append(theirs, measured(b, func() { copyCSV(b, path, filepath.Join(dir, "copy.parquet"), int64(rows)) }))
		}
	}
	ourWall, ourCPU := median(ours)
	theirWall, theirCPU := median(theirs)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ourWall, "snapshot-s")
	b.ReportMetric(theirWall, "duckdb-s")
	b.ReportMetric(ourWall/theirWall, "ratio")
	b.ReportMetric(ourCPU/theirCPU, "cpu-ratio")
	b.ReportMetric(float64(rows)/ourWall, "rows/s")
	b.ReportMetric(peak, "snapshot-peak-MB")
}

func writeBenchCSV(b *testing.B, path string, rows int) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	buffered := bufio.NewWriterSize(file, 1<<20)
	w := stdcsv.NewWriter(buffered)
	header := make([]string, len(benchFields))
	for i, f := range benchFields {
		header[i] = f.Name
	}
	if err := w.Write(header); err != nil {
		b.Fatal(err)
	}
	for i := range rows {
		row := benchRow(i)
		if err := w.Write(row[:]); err != nil {
			b.Fatal(err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		b.Fatal(err)
	}
	if err := buffered.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

func freezeCSV(b *testing.B, dir string, rows int64) {
	b.Helper()
	ctx := context.Background()
	source, err := csv.Type().New(connectors.Values{"path": {"payments.csv"}})
	if err != nil {
		b.Fatal(err)
	}
	x, err := source.Open(ctx, connectors.Request{Dir: dir, Zone: time.UTC})
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	m, err := snapshot.Freeze(ctx, filepath.Join(dir, "snapshot"), x, snapshot.About{Dataset: "hrss/payments", Slot: "2026-01-01", Version: 1, Clock: time.Now})
	if err != nil || m.Rows != rows || m.Rejected != 0 {
		b.Fatalf("%d rows, %d rejected, want %d: %v", m.Rows, m.Rejected, rows, err)
	}
}

// copyCSV is DuckDB as it comes, with the machine's two threads.
func copyCSV(b *testing.B, from, to string, rows int64) {
	b.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("SET threads = 2"); err != nil {
		b.Fatal(err)
	}
	result, err := db.Exec(fmt.Sprintf("COPY (FROM read_csv('%s', all_varchar = true)) TO '%s' (FORMAT parquet)", from, to))
	if err != nil {
		b.Fatal(err)
	}
	if n, err := result.RowsAffected(); err != nil || n != rows {
		b.Fatalf("DuckDB copied %d rows, want %d: %v", n, rows, err)
	}
}
