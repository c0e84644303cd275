package postgres

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/databasetest"
	"cdoscore/pipeline/snapshot"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

var benchRows = flag.Int("rows", 500_000, "rows of BenchmarkPostgresAgainstPsqlCopy")

// BenchmarkPostgresAgainstPsqlCopy freezes a table of 12 columns as a snapshot, and
// lets psql copy the same rows to a CSV file. The ratio of the times is of one run;
// heap is the highest seen while freezing, which must not grow with the rows.
func BenchmarkPostgresAgainstPsqlCopy(b *testing.B) {
	psql, err := exec.LookPath("psql")
	if err != nil {
		b.Skip("psql is not installed")
	}
	s := running.Get(b)
	do(b, s, "DROP TABLE IF EXISTS wide", fmt.Sprintf(`CREATE UNLOGGED TABLE wide AS SELECT i::bigint AS payment_id, '440106199003071234' AS id_no, '张三' || i %% 1000 AS name,
		'440106' AS district, (i %% 1000000)::numeric(12,2) / 100 AS amount, date '2024-01-01' + i %% 366 AS paid_on, timestamptz '2024-01-01 00:00:00+00' + i * interval '1 second' AS received_at,
		i %% 2 = 0 AS valid, CASE WHEN i %% 10 = 0 THEN NULL ELSE '备注' END AS remark, 'A' || i %% 50 AS code, i %% 97 AS score, timestamp '2024-01-01 08:00:00' + i * interval '1 minute' AS at
		FROM generate_series(1, %d) i`, *benchRows), "VACUUM ANALYZE wide")
	memory.DefaultAllocator = snapshot.Memory() // as the program does
	var ours, theirs time.Duration
	var heap uint64
	for b.Loop() {
		start := time.Now()
		if rows := copied(b, psql, s); rows == 0 {
			b.Fatal("psql copied nothing")
		}
		theirs += time.Since(start)
		start = time.Now()
		heap = max(heap, frozen(b, s))
		ours += time.Since(start)
	}
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-psql-copy")
	b.ReportMetric(float64(*benchRows)*float64(b.N)/ours.Seconds(), "rows/s")
	b.ReportMetric(float64(heap)/(1<<20), "heap-MiB")
}

// copied is the size of what psql copied.
func copied(b *testing.B, psql string, s *databasetest.Server) int64 {
	file := filepath.Join(b.TempDir(), "wide.csv")
	c := exec.Command(psql, s.PostgresDSN(databasetest.Database), "-qc", `\copy (SELECT * FROM wide) TO '`+file+`' WITH (FORMAT csv, HEADER)`)
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// frozen freezes the table and returns the highest heap seen meanwhile.
func frozen(b *testing.B, s *databasetest.Server) uint64 {
	e := connectortest.Open(b, Type(), on(s, "table", "wide"), request(b))
	defer e.Close()
	stop, highest := make(chan struct{}), make(chan uint64)
	go watchHeap(stop, highest)
	about := snapshot.About{Dataset: "alpha/wide", Slot: "2026-03-01", Version: 1, Clock: time.Now}
	m, err := snapshot.Freeze(b.Context(), filepath.Join(b.TempDir(), "v1"), e, about)
	close(stop)
	if err != nil || m.Rows != int64(*benchRows) || m.Rejected != 0 {
		b.Fatalf("%d rows, %v", m.Rows, err)
	}
	return <-highest
}

func watchHeap(stop <-chan struct{}, highest chan<- uint64) {
	var top uint64
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		top = max(top, m.HeapInuse)
		select {
		case <-stop:
			highest <- top
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
}
