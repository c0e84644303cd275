package snapshot

import (
	"errors"
	"fmt"
	"io"

	"cdoscore/connectors"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

const (
	// groupRows is the engine's own row group size: it scans groups in parallel.
	groupRows = 122_880
	// groupBytes ends a group of wide rows early: a group is held in memory until
	// it is whole.
	groupBytes = 256 << 20
	// createdBy is constant, so that equal rows give equal bytes.
	createdBy = "cdoscore"
)

// storedColumns names the columns of an extract for the engine, or tells in what
// the schema breaks the agreement of connectors.Extract.
func storedColumns(s *arrow.Schema) ([]Column, error) {
	if s.NumFields() == 0 || s.Field(0).Name != connectors.RowColumn || s.Field(0).Type.ID() != arrow.INT64 {
		return nil, fmt.Errorf("the first column is not %s, int64", connectors.RowColumn)
	}
	columns := make([]Column, 0, s.NumFields()-1)
	for i, f := range s.Fields()[1:] {
		if f.Type.ID() != arrow.STRING {
			return nil, fmt.Errorf("column %d, %q, is %s and not text", i+1, f.Name, f.Type)
		}
		c := Column{Name: f.Name, Stored: fmt.Sprintf("c%d", i+1)}
		if k := f.Metadata.FindKey(connectors.SourceTypeKey); k >= 0 {
			c.SourceType = f.Metadata.Values()[k]
		}
		columns = append(columns, c)
	}
	return columns, nil
}

// tableWriter writes records as one Parquet file. It holds at most one row group.
type tableWriter struct {
	file       *pqarrow.FileWriter
	sink       *sink
	schema     *arrow.Schema
	rows       int64 // written so far
	last       int64 // the last row's number
	groupRows  int64
	groupBytes int64
}

func newTableWriter(w io.Writer, columns []Column) (*tableWriter, error) {
	fields := []arrow.Field{{Name: connectors.RowColumn, Type: arrow.PrimitiveTypes.Int64}}
	for _, c := range columns {
		fields = append(fields, arrow.Field{Name: c.Stored, Type: arrow.BinaryTypes.String, Nullable: true})
	}
	schema := arrow.NewSchema(fields, nil)
	out := &sink{to: w}
	file, err := pqarrow.NewFileWriter(schema, out, properties(), pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, err
	}
	return &tableWriter{file: file, sink: out, schema: schema}, nil
}

// properties switches dictionaries off, which doubles the speed of writing, and the
// statistics of text, which no plan asks for. Memory is Go's: the library never
// releases one small buffer per column and group, which a counting or a C
// allocator would lose.
func properties() *parquet.WriterProperties {
	return parquet.NewWriterProperties(
		parquet.WithAllocator(memory.NewGoAllocator()),
		parquet.WithDictionaryDefault(false),
		parquet.WithStats(false),
		parquet.WithStatsFor(connectors.RowColumn, true),
		parquet.WithCompression(compress.Codecs.Snappy),
		parquet.WithMaxRowGroupLength(groupRows),
		parquet.WithCreatedBy(createdBy),
	)
}

// add appends a record, which stays the caller's.
func (t *tableWriter) add(record arrow.Record) error {
	if got, want := record.NumCols(), int64(t.schema.NumFields()); got != want {
		return platformError("", nil, "snapshot.schema", fmt.Sprintf("a record of %d columns where %d were announced", got, want))
	}
	if err := t.checkNumbers(record.Column(0)); err != nil {
		return err
	}
	renamed := array.NewRecord(t.schema, record.Columns(), record.NumRows())
	defer renamed.Release()
	for from := int64(0); from < renamed.NumRows(); {
		t.makeRoom()
		to := min(renamed.NumRows(), from+groupRows-t.groupRows)
		if err := t.addSlice(renamed, from, to); err != nil {
			return err
		}
		from = to
	}
	t.rows += renamed.NumRows()
	return t.sink.err
}

func (t *tableWriter) makeRoom() {
	if t.groupRows >= groupRows || t.groupBytes >= groupBytes {
		t.file.NewBufferedRowGroup()
		t.groupRows, t.groupBytes = 0, 0
	}
}

func (t *tableWriter) addSlice(record arrow.Record, from, to int64) error {
	slice := record.NewSlice(from, to)
	defer slice.Release()
	if err := t.file.WriteBuffered(slice); err != nil {
		return err
	}
	t.groupRows += slice.NumRows()
	for _, column := range slice.Columns()[1:] {
		t.groupBytes += int64(len(column.(*array.String).ValueBytes()))
	}
	return nil
}

// checkNumbers asserts that the row numbers go on ascending.
func (t *tableWriter) checkNumbers(column arrow.Array) error {
	numbers, ok := column.(*array.Int64)
	if !ok || numbers.NullN() > 0 {
		return platformError("", nil, "snapshot.schema", "row numbers that are not int64, or NULL")
	}
	for i, n := range numbers.Int64Values() {
		if n <= t.last && (t.rows > 0 || i > 0) {
			return platformError("", nil, "snapshot.row_order", fmt.Sprint(t.last), fmt.Sprint(n))
		}
		t.last = n
	}
	return nil
}

// close writes what is held and the file's footer.
func (t *tableWriter) close() error { return errors.Join(t.file.Close(), t.sink.err) }

// sink keeps the first error of writing for the tableWriter to find: the Parquet
// library panics when the disk is full at the file's first bytes.
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
