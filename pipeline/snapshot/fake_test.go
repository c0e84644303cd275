package snapshot_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/snapshot"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

var (
	zone     = time.FixedZone("CST", 8*3600)
	started  = time.Date(2026, 3, 3, 3, 0, 0, 0, zone)
	finished = time.Date(2026, 3, 3, 3, 0, 7, 0, zone)
)

// row is one row of a fake extract; a nil cell is NULL.
type row struct {
	number int64
	cells  []*string
}

func text(s string) *string { return &s }

// fake is an extract in memory, in records of batch rows. After its rows it
// returns err, where there is one, in place of io.EOF.
type fake struct {
	schema *arrow.Schema
	rows   []row
	batch  int
	info   connectors.Info
	err    error
	onNext func()
	alloc  memory.Allocator
	at     int
}

func newFake(names []string, rows ...row) *fake {
	fields := []arrow.Field{{Name: connectors.RowColumn, Type: arrow.PrimitiveTypes.Int64}}
	for _, n := range names {
		fields = append(fields, arrow.Field{
			Name: n, Type: arrow.BinaryTypes.String, Nullable: true,
			Metadata: arrow.NewMetadata([]string{connectors.SourceTypeKey}, []string{"varchar"}),
		})
	}
	return &fake{
		schema: arrow.NewSchema(fields, nil),
		rows:   rows,
		batch:  connectors.BatchRows,
		info:   connectors.Info{Origin: "drop/a.csv", Modified: started.Add(-time.Hour), Physical: int64(len(rows))},
		alloc:  memory.DefaultAllocator,
	}
}

func (f *fake) Schema() *arrow.Schema { return f.schema }
func (f *fake) Info() connectors.Info { return f.info }
func (f *fake) Close() error          { return nil }

func (f *fake) Next(ctx context.Context) (arrow.Record, error) {
	if f.onNext != nil {
		f.onNext()
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if f.at >= len(f.rows) {
		if f.err != nil {
			return nil, f.err
		}
		return nil, io.EOF
	}
	b := array.NewRecordBuilder(f.alloc, f.schema)
	defer b.Release()
	for end := min(len(f.rows), f.at+f.batch); f.at < end; f.at++ {
		b.Field(0).(*array.Int64Builder).Append(f.rows[f.at].number)
		for i, cell := range f.rows[f.at].cells {
			if cell == nil {
				b.Field(i + 1).AppendNull()
			} else {
				b.Field(i + 1).(*array.StringBuilder).Append(*cell)
			}
		}
	}
	return b.NewRecord(), nil
}

func about() snapshot.About {
	return snapshot.About{
		Dataset: "hrss/payments", Slot: "2026-03-02", Version: 1,
		Started: started, Clock: func() time.Time { return finished },
	}
}

func freeze(t testing.TB, root string, x connectors.Extract, a snapshot.About) (string, snapshot.Manifest) {
	t.Helper()
	dir := snapshot.Dir(root, a.Dataset, a.Slot, a.Version)
	m, err := snapshot.Freeze(context.Background(), dir, x, a)
	if err != nil {
		t.Fatal(err)
	}
	return dir, m
}

// stored is a snapshot's Parquet read back.
type stored struct {
	names     []string
	rows      []row
	groups    []int64
	createdBy string
}

func readData(t *testing.T, dir string) stored {
	t.Helper()
	r, err := file.OpenParquetFile(filepath.Join(dir, snapshot.DataFile), false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	fr, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{BatchSize: 1000}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := fr.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	s := stored{createdBy: r.MetaData().GetCreatedBy()}
	for i := range r.NumRowGroups() {
		s.groups = append(s.groups, r.MetaData().RowGroup(i).NumRows())
	}
	for _, f := range table.Schema().Fields() {
		s.names = append(s.names, f.Name)
	}
	records := array.NewTableReader(table, 1000)
	defer records.Release()
	for records.Next() {
		s.rows = append(s.rows, rowsOf(records.Record())...)
	}
	return s
}

func rowsOf(record arrow.Record) []row {
	var out []row
	for i := range int(record.NumRows()) {
		r := row{number: record.Column(0).(*array.Int64).Value(i)}
		for _, c := range record.Columns()[1:] {
			if c.IsNull(i) {
				r.cells = append(r.cells, nil)
			} else {
				r.cells = append(r.cells, text(c.(*array.String).Value(i)))
			}
		}
		out = append(out, r)
	}
	return out
}

// leftovers lists the files and temporary folders below root; empty folders of the
// layout do not count.
func leftovers(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); !d.IsDir() || name[0] == '.' || name[0] == 'v' {
			out = append(out, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
