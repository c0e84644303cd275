package duck_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"pgregory.net/rapid"

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/plan"
)

// formatRows are the rows that each format is measured on.
const formatRows = 1_000_000

// BenchmarkFormats gives, per million rows and in seconds of processor time: scan,
// a plain scan that counts the column's texts; sql, the whole plan of the format's
// rule with its options on, trimming included; go, the same verdicts by the
// function. ratio is sql over scan.
func BenchmarkFormats(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "formats.parquet")
	pools := formatPools()
	writeFormatColumns(b, path, pools)
	engine := engineFor(b, dir, 1)
	cutoff := time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai(b))
	for i, f := range codes.Formats() {
		b.Run(f.Name, func(b *testing.B) {
			in := plan.Input{Path: path, Columns: []plan.Column{{Name: "x", Stored: fmt.Sprintf("c%d", i+1)}}, Cutoff: cutoff, Zone: cutoff.Location().String(),
				Fields: []rules.Field{{Name: "x", Type: rules.FieldType{Name: rules.TypeString}, Placeholders: rules.DefaultPlaceholders}}}
			list := formatRules(b, rules.Context{Fields: in.Fields, ParseExpr: engine.ParseExpr}, f.Name)
			in.Rules = list[len(list)-1:]
			scan := plan.Query{SQL: fmt.Sprintf("SELECT count(*) FILTER (WHERE strlen(c%d) > 0) FROM read_parquet('%s')", i+1, path), Measures: []string{"n"}}
			m := formatCost{engine: engine, in: in, scan: scan, pool: pools[i]}
			for b.Loop() {
				m.measure(b)
			}
			m.report(b)
		})
	}
}

// formatCost gathers what one format costs.
type formatCost struct {
	engine             *duck.Engine
	in                 plan.Input
	scan               plan.Query
	pool               []string
	scanned, sql, goes []cost
}

func (m *formatCost) measure(b *testing.B) {
	b.Helper()
	p := plan.Build(m.in)
	m.scanned = append(m.scanned, measured(b, func() { failedByHand(b, m.engine, m.scan) }))
	var failed, failedInGo int64
	m.sql = append(m.sql, measured(b, func() {
		answer, err := m.engine.Run(context.Background(), p)
		if err != nil {
			b.Fatal(err)
		}
		outcomes, _ := p.Outcomes(answer)
		failed = outcomes[m.in.Rules[0].ID].Failed
	}))
	m.goes = append(m.goes, measured(b, func() { failedInGo = failedByJudge(m.in, m.pool) }))
	if failed != failedInGo || failed == 0 || failed == formatRows {
		b.Fatalf("SQL fails %d rows, Go %d", failed, failedInGo)
	}
}

func (m *formatCost) report(b *testing.B) {
	b.Helper()
	_, scan := median(m.scanned)
	_, sql := median(m.sql)
	_, inGo := median(m.goes)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(scan, "scan-s")
	b.ReportMetric(sql, "sql-s")
	b.ReportMetric(sql/scan, "ratio")
	b.ReportMetric(inGo, "go-s")
}

// failedByJudge judges the rows in Go, as text that needs no trimming.
func failedByJudge(in plan.Input, pool []string) int64 {
	judge := in.Rules[0].Check.(rules.Judge)
	row := &plainText{cutoff: in.Cutoff}
	var failed int64
	for n := range formatRows {
		row.text = pool[n%len(pool)]
		failed += count(!judge.Holds(row))
	}
	return failed
}

// plainText is a row of one trimmed value.
type plainText struct {
	rules.Values
	text   string
	cutoff time.Time
}

func (r *plainText) Text(string) (string, bool) { return r.text, true }
func (r *plainText) Cutoff() time.Time          { return r.cutoff }

// formatPools are values of each format, some of them faulty, which repeat over
// the rows.
func formatPools() [][]string {
	var out [][]string
	for _, f := range codes.Formats() {
		random := rapid.Custom(validValues[f.Name])
		pool := make([]string, 4096)
		for seed := range pool {
			pool[seed] = random.Example(seed)
			if seed%16 == 0 {
				pool[seed] += "?"
			}
		}
		out = append(out, pool)
	}
	return out
}

func writeFormatColumns(b *testing.B, path string, pools [][]string) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	var fields []arrow.Field
	for i := range pools {
		fields = append(fields, arrow.Field{Name: fmt.Sprintf("c%d", i+1), Type: arrow.BinaryTypes.String, Nullable: true})
	}
	schema := arrow.NewSchema(append(fields, arrow.Field{Name: "_row", Type: arrow.PrimitiveTypes.Int64}), nil)
	properties := parquet.NewWriterProperties(parquet.WithDictionaryDefault(false), parquet.WithCompression(compress.Codecs.Snappy), parquet.WithMaxRowGroupLength(rowGroup))
	w, err := pqarrow.NewFileWriter(schema, file, properties, pqarrow.DefaultWriterProps())
	if err != nil {
		b.Fatal(err)
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for from := 0; from < formatRows; from += rowGroup {
		for n := from; n < min(from+rowGroup, formatRows); n++ {
			for i, pool := range pools {
				builder.Field(i).(*array.StringBuilder).Append(pool[n%len(pool)])
			}
			builder.Field(len(pools)).(*array.Int64Builder).Append(int64(n + 1))
		}
		record := builder.NewRecord()
		err := w.Write(record)
		record.Release()
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}
