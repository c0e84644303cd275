package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/reports"
	"cdoscore/rules/plan"
)

// BenchmarkYearOfWorkbooks makes what leadership receives of a year of 12 million
// outcomes: every unit's workbook, the city's, and the pages. It reports the time of
// each phase, and of all, as a ratio to the engine's own grouped scan of the same
// files, by the clock and by the processor: the median of some years to the median of
// some scans before and some after, each by a new engine. The first year and the first
// scan find the machine's memory and caches cold. The phases are those of the last year.
// CDOSCORE_BENCH_YEAR names a folder that keeps the year from one run to the next;
// generating it takes minutes.
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
		s := openBigYear(b, dir)
		scans := scansOfBigYear(b, s)
		var years []spent
		for range bigYears {
			years = append(years, writeBigYear(b, s))
			debug.FreeOSMemory()
		}
		all, scan := medianOf(years), medianOf(append(scans, scansOfBigYear(b, s)...))
		s.Close()
		b.ReportMetric(scan.wall, "scan-s")
		b.ReportMetric(scan.cpu, "scan-cpu-s")
		b.ReportMetric(all.wall/scan.wall, "all/scan")
		b.ReportMetric(all.cpu/scan.cpu, "all/scan-cpu")
	}
	b.ReportMetric(float64(resident(b, "VmHWM"))/(1<<20), "peak-MB")
}

// spent is seconds of the clock and of the process's processor time.
type spent struct{ wall, cpu float64 }

func measured(work func()) spent {
	start, before := time.Now(), processorSeconds()
	work()
	return spent{time.Since(start).Seconds(), processorSeconds() - before}
}

func processorSeconds() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // fails for a wrong argument alone
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// writeBigYear makes the sums, the workbooks and the pages as the command does, in
// one language: 33 workbooks of units and the city's, and as many pages.
func writeBigYear(b *testing.B, s *site) spent {
	span, err := s.w.Period("2026")
	if err != nil {
		b.Fatal(err)
	}
	defer roomy()()
	dir := filepath.Join(s.w.ScorecardsDir(), span.Name)
	var edition *reports.Edition
	var all spent
	for _, phase := range []struct {
		name string
		work func() error
	}{
		{"sums", func() (err error) { edition, err = s.builder().Period(b.Context(), span); return err }},
		{"files", func() error {
			return issue{books: dir, pages: filepath.Join(dir, pagesFolder), languages: s.w.Languages[:1]}.write(b.Context(), edition)
		}},
	} {
		took := measured(func() {
			if err := phase.work(); err != nil {
				b.Fatal(err)
			}
		})
		b.ReportMetric(took.wall, phase.name+"-s")
		b.ReportMetric(took.cpu, phase.name+"-cpu-s")
		all.wall, all.cpu = all.wall+took.wall, all.cpu+took.cpu
	}
	return all
}

const (
	bigYears = 3
	bigScans = 3 // before the years, and after them
)

func scansOfBigYear(b *testing.B, s *site) []spent {
	var out []spent
	for range bigScans {
		engine, err := openEngine(s.w, false)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, measured(func() { scanBigYear(b, s, engine) }))
		if err := engine.Close(); err != nil {
			b.Fatal(err)
		}
	}
	return out
}

// medianOf are the upper medians of the clock's and of the processor's seconds.
func medianOf(list []spent) spent {
	var wall, cpu []float64
	for _, x := range list {
		wall, cpu = append(wall, x.wall), append(cpu, x.cpu)
	}
	slices.Sort(wall)
	slices.Sort(cpu)
	return spent{wall[len(wall)/2], cpu[len(cpu)/2]}
}

// scanBigYear is the engine's own sum of all counts of all outcomes of the year, by
// unit, dataset and rule.
func scanBigYear(b *testing.B, s *site, engine *duck.Engine) {
	runs, err := s.ledger.Runs(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var paths []string
	for _, r := range runs {
		paths = append(paths, "'"+s.ledger.ResultsPath(r.ID)+"'")
	}
	counts, err := engine.Counts(b.Context(), plan.Query{Measures: []string{"groups", "outcomes", "total", "applicable", "missing", "evaluated", "failed", "exempt", "equal"}, SQL: `
SELECT count(*), CAST(sum(n) AS BIGINT), CAST(sum(a) AS BIGINT), CAST(sum(b) AS BIGINT), CAST(sum(c) AS BIGINT), CAST(sum(d) AS BIGINT), CAST(sum(e) AS BIGINT), CAST(sum(f) AS BIGINT), CAST(sum(g) AS BIGINT) FROM (
  SELECT unit, dataset, rule, count(*) AS n, sum(total) AS a, sum(applicable) AS b, sum(missing) AS c, sum(evaluated) AS d, sum(failed) AS e, sum(exempt) AS f, sum(groups) AS g
  FROM read_parquet([` + strings.Join(paths, ", ") + `]) WHERE record = 'rule' GROUP BY unit, dataset, rule)`})
	if err != nil {
		b.Fatal(err)
	}
	if want := int64(33 * bigDatasets * bigRules * bigNights); counts[1] != want {
		b.Fatalf("%d outcomes, want %d", counts[1], want)
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
