package snapshot_test

import (
	"context"
	"fmt"
	"io"
	"testing"

	"cdoscore/connectors"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// replay hands out the same record of text again and again under new row numbers,
// so that the benchmark measures freezing alone.
type replay struct {
	schema *arrow.Schema
	texts  []arrow.Array
	left   int64
	rows   int64
}

func newReplay(rows int64, columns int) *replay {
	names := make([]string, columns)
	for i := range names {
		names[i] = fmt.Sprintf("column %d", i)
	}
	r := &replay{schema: newFake(names).schema, left: rows}
	for c := range columns {
		b := array.NewStringBuilder(memory.DefaultAllocator)
		for i := range connectors.BatchRows {
			b.Append(fmt.Sprintf("%d-%08d", c, i*7919%100_003))
		}
		r.texts = append(r.texts, b.NewArray())
	}
	return r
}

func (r *replay) Schema() *arrow.Schema { return r.schema }
func (r *replay) Info() connectors.Info { return connectors.Info{Physical: r.rows} }
func (r *replay) Close() error          { return nil }

func (r *replay) Next(context.Context) (arrow.Record, error) {
	n := min(r.left, connectors.BatchRows)
	if n == 0 {
		return nil, io.EOF
	}
	numbers := array.NewInt64Builder(memory.DefaultAllocator)
	for range n {
		r.rows++
		numbers.Append(r.rows)
	}
	r.left -= n
	columns := []arrow.Array{numbers.NewArray()}
	for _, c := range r.texts {
		columns = append(columns, array.NewSlice(c, 0, n))
	}
	return array.NewRecord(r.schema, columns, n), nil
}

func BenchmarkFreeze(b *testing.B) {
	const rows, columns = 1_000_000, 12
	root := b.TempDir()
	b.ReportAllocs()
	for b.Loop() {
		if _, m := freeze(b, root, newReplay(rows, columns), about()); m.Rows != rows {
			b.Fatalf("%d rows", m.Rows)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

var _ connectors.Extract = (*replay)(nil)
