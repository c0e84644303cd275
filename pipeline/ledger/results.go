package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// ReadResults reads a whole results.parquet. It is for one run at a time; the
// history of many is read through History.
func ReadResults(path string) ([]Row, error) {
	rows, err := readResults(path)
	if err != nil {
		return nil, fmt.Errorf("read results %s: %w", path, err)
	}
	return rows, nil
}

// column ties a column of results.parquet to a field of Row.
type column struct {
	name     string
	typ      arrow.DataType
	nullable bool
	put      func(array.Builder, *Row)
	get      func(arrow.Array, int, *Row)
}

// columns lists the columns in file order.
func columns() []column {
	return []column{
		textColumn("record", func(r *Row) *string { return &r.Record }),
		textColumn("unit", func(r *Row) *string { return &r.Unit }),
		textColumn("dataset", func(r *Row) *string { return &r.Dataset }),
		textColumn("slot", func(r *Row) *string { return &r.Slot }),
		textColumn("rule", func(r *Row) *string { return &r.Rule }),
		textColumn("kind", func(r *Row) *string { return &r.Kind }),
		textColumn("indicator", func(r *Row) *string { return &r.Indicator }),
		textColumn("fields", func(r *Row) *string { return &r.Fields }),
		textColumn("check_group", func(r *Row) *string { return &r.Group }),
		textColumn("severity", func(r *Row) *string { return &r.Severity }),
		weightColumn(),
		scoredColumn(),
		countColumn("total", func(r *Row) *int64 { return &r.Total }),
		countColumn("applicable", func(r *Row) *int64 { return &r.Applicable }),
		countColumn("missing", func(r *Row) *int64 { return &r.Missing }),
		countColumn("evaluated", func(r *Row) *int64 { return &r.Evaluated }),
		countColumn("failed", func(r *Row) *int64 { return &r.Failed }),
		countColumn("exempt", func(r *Row) *int64 { return &r.Exempt }),
		countColumn("groups", func(r *Row) *int64 { return &r.Groups }),
		creditColumn(),
		scoreColumn("score", func(r *Row) **int64 { return &r.Score }),
		scoreColumn("score_no_waivers", func(r *Row) **int64 { return &r.ScoreNoWaivers }),
		scoreColumn("judged", func(r *Row) **int64 { return &r.Judged }),
		textColumn("version", func(r *Row) *string { return &r.Version }),
		textColumn("note", func(r *Row) *string { return &r.Note }),
	}
}

func textColumn(name string, field func(*Row) *string) column {
	return column{name, arrow.BinaryTypes.String, false,
		func(b array.Builder, r *Row) { b.(*array.StringBuilder).Append(*field(r)) },
		func(a arrow.Array, i int, r *Row) { *field(r) = a.(*array.String).Value(i) }}
}

func countColumn(name string, field func(*Row) *int64) column {
	return column{name, arrow.PrimitiveTypes.Int64, false,
		func(b array.Builder, r *Row) { b.(*array.Int64Builder).Append(*field(r)) },
		func(a arrow.Array, i int, r *Row) { *field(r) = a.(*array.Int64).Value(i) }}
}

func scoreColumn(name string, field func(*Row) **int64) column {
	return column{name, arrow.PrimitiveTypes.Int64, true,
		func(b array.Builder, r *Row) {
			if v := *field(r); v != nil {
				b.(*array.Int64Builder).Append(*v)
			} else {
				b.AppendNull()
			}
		},
		func(a arrow.Array, i int, r *Row) {
			if a.IsValid(i) {
				*field(r) = new(a.(*array.Int64).Value(i))
			}
		}}
}

func weightColumn() column {
	return column{"weight", arrow.PrimitiveTypes.Int32, false,
		func(b array.Builder, r *Row) { b.(*array.Int32Builder).Append(r.Weight) },
		func(a arrow.Array, i int, r *Row) { r.Weight = a.(*array.Int32).Value(i) }}
}

func scoredColumn() column {
	return column{"scored", arrow.FixedWidthTypes.Boolean, false,
		func(b array.Builder, r *Row) { b.(*array.BooleanBuilder).Append(r.Scored) },
		func(a arrow.Array, i int, r *Row) { r.Scored = a.(*array.Boolean).Value(i) }}
}

func creditColumn() column {
	return column{"credit", arrow.PrimitiveTypes.Int32, true,
		func(b array.Builder, r *Row) {
			if r.Credit != nil {
				b.(*array.Int32Builder).Append(*r.Credit)
			} else {
				b.AppendNull()
			}
		},
		func(a arrow.Array, i int, r *Row) {
			if a.IsValid(i) {
				r.Credit = new(a.(*array.Int32).Value(i))
			}
		}}
}

func resultsSchema() *arrow.Schema {
	var fields []arrow.Field
	for _, c := range columns() {
		fields = append(fields, arrow.Field{Name: c.name, Type: c.typ, Nullable: c.nullable})
	}
	return arrow.NewSchema(fields, nil)
}

// resultsBatch bounds the memory of reading and writing, and is also the row
// group's size: the engine prunes groups by the sorted columns' statistics.
const resultsBatch = 32_768

// writeResults writes sorted rows. The same rows give the same bytes.
func writeResults(w io.Writer, rows []Row) error {
	schema := resultsSchema()
	out := &sink{to: w}
	table, err := pqarrow.NewFileWriter(schema, out, parquet.NewWriterProperties(
		parquet.WithDictionaryDefault(true),
		parquet.WithCompression(compress.Codecs.Snappy),
		parquet.WithCreatedBy("cdoscore"),
	), pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	for from := 0; from < len(rows) && out.err == nil; from += resultsBatch {
		record := newRecord(schema, rows[from:min(len(rows), from+resultsBatch)])
		err := table.Write(record)
		record.Release()
		if err != nil {
			return err
		}
	}
	return errors.Join(table.Close(), out.err)
}

func newRecord(schema *arrow.Schema, rows []Row) arrow.Record {
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for c, col := range columns() {
		for i := range rows {
			col.put(b.Field(c), &rows[i])
		}
	}
	return b.NewRecord()
}

func readResults(path string) ([]Row, error) {
	parquetFile, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	defer parquetFile.Close()
	reader, err := pqarrow.NewFileReader(parquetFile, pqarrow.ArrowReadProperties{BatchSize: resultsBatch}, memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	if err := checkColumns(reader); err != nil {
		return nil, err
	}
	if parquetFile.NumRows() == 0 {
		return nil, nil
	}
	return readRecords(reader)
}

// checkColumns refuses a file of other columns.
func checkColumns(reader *pqarrow.FileReader) error {
	got, err := reader.Schema()
	if err != nil {
		return err
	}
	if want := resultsSchema(); !sameColumns(got, want) {
		return fmt.Errorf("its columns are %v, want %v: it is of another version of this program", got.Fields(), want.Fields())
	}
	return nil
}

func readRecords(reader *pqarrow.FileReader) ([]Row, error) {
	records, err := reader.GetRecordReader(context.Background(), nil, nil)
	if err != nil {
		return nil, err
	}
	defer records.Release()
	var rows []Row
	for records.Next() {
		record := records.Record()
		from := len(rows)
		rows = append(rows, make([]Row, record.NumRows())...)
		for c, col := range columns() {
			for i := range int(record.NumRows()) {
				col.get(record.Column(c), i, &rows[from+i])
			}
		}
	}
	if err := records.Err(); err != nil && err != io.EOF {
		return nil, err
	}
	return rows, nil
}

func sameColumns(got, want *arrow.Schema) bool {
	if got.NumFields() != want.NumFields() {
		return false
	}
	for i, f := range want.Fields() {
		if g := got.Field(i); g.Name != f.Name || !arrow.TypeEqual(g.Type, f.Type) {
			return false
		}
	}
	return true
}

// sink keeps the first error of writing: the Parquet library panics when the disk
// is full at the file's first bytes.
type sink struct {
	to  io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	if s.err == nil {
		_, s.err = s.to.Write(p)
	}
	return len(p), nil
}
