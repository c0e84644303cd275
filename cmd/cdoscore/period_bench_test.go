package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"cdoscore/rules/plan"
)

// BenchmarkYearOfWorkbooks writes the workbooks of a year of 12 million outcomes, and
// reports the time as a ratio to the engine's own grouped scan of the same files:
// of the model alone, and of all workbooks. CDOSCORE_BENCH_YEAR names a folder that
// keeps the year from one run to the next; generating it takes minutes.
func BenchmarkYearOfWorkbooks(b *testing.B) {
	dir := os.Getenv("CDOSCORE_BENCH_YEAR")
	if dir == "" {
		dir = b.TempDir()
	}
	if _, err := os.Stat(filepath.Join(dir, "filled")); err != nil {
		writeBigCity(b, dir)
		fillBigYear(b, dir, bigNights)
		if err := os.WriteFile(filepath.Join(dir, "filled"), nil, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	debug.FreeOSMemory()
	resetPeak(b)
	for b.Loop() {
		scan := scanBigYear(b, dir)
		start := time.Now()
		modelBigYear(b, dir)
		model := time.Since(start)
		start = time.Now()
		if code := Main(context.Background(), []string{"scorecards", dir, "--period", "2026", "--now", "2027-01-02T06:00:00+08:00"}, b.Output(), b.Output()); code != exitDone {
			b.Fatalf("scorecards: exit code %d", code)
		}
		books := time.Since(start)
		b.ReportMetric(scan.Seconds(), "scan-s")
		b.ReportMetric(model.Seconds(), "model-s")
		b.ReportMetric(model.Seconds()/scan.Seconds(), "model/scan")
		b.ReportMetric(books.Seconds()/scan.Seconds(), "workbooks/scan")
	}
	b.ReportMetric(float64(resident(b, "VmHWM"))/(1<<20), "peak-MB")
}

// scanBigYear is the engine's own sum of every rule's counts over the year.
func scanBigYear(b *testing.B, dir string) time.Duration {
	s := openBigYear(b, dir)
	defer s.Close()
	runs, err := s.ledger.Runs(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var paths []string
	for _, r := range runs {
		paths = append(paths, "'"+s.ledger.ResultsPath(r.ID)+"'")
	}
	start := time.Now()
	counts, err := s.engine.Counts(b.Context(), plan.Query{Measures: []string{"groups", "outcomes"}, SQL: `
SELECT count(*), CAST(sum(n) FILTER (WHERE record = 'rule') AS BIGINT) FROM (
  SELECT dataset, record, rule, count(*) AS n, sum(evaluated), sum(failed), sum(exempt)
  FROM read_parquet([` + strings.Join(paths, ", ") + `]) GROUP BY dataset, record, rule)`})
	if err != nil {
		b.Fatal(err)
	}
	if want := int64(33 * bigDatasets * bigRules * bigNights); counts[1] != want {
		b.Fatalf("%d outcomes, want %d", counts[1], want)
	}
	return time.Since(start)
}

// modelBigYear makes the model of every workbook of the year.
func modelBigYear(b *testing.B, dir string) {
	s := openBigYear(b, dir)
	defer s.Close()
	span, err := s.w.Period("2026")
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	edition, err := s.builder().Period(b.Context(), span)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("sums: %.1f s", time.Since(start).Seconds())
	lines := 0
	for _, id := range edition.Units() {
		u, err := edition.Unit(b.Context(), id, "zh-Hans")
		if err != nil {
			b.Fatal(err)
		}
		lines += len(u.Rules)
	}
	if _, err := edition.City(b.Context()); err != nil {
		b.Fatal(err)
	}
	if lines != 33*bigDatasets*bigRules {
		b.Fatalf("%d lines of rules, want %d", lines, 33*bigDatasets*bigRules)
	}
}

func openBigYear(b *testing.B, dir string) *site {
	g := globals{workspace: dir, now: "2027-01-02T06:00:00+08:00"}
	s, err := g.open(b.Context(), false)
	if err != nil {
		b.Fatal(err)
	}
	return s
}
