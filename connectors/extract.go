package connectors

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

const (
	// batchBytes ends a record early: Arrow counts the text of a column in
	// int32, and a record must not hold the memory of a whole extract.
	batchBytes = 32 << 20
	// offsetBytes is what a value costs beside its text, be it NULL: very wide
	// rows must not fill the memory either.
	offsetBytes = 4
	// maxRejectedBytes bounds what Info keeps of rejected records, each taken for
	// its texts and rejectionBytes more.
	maxRejectedBytes = 512 << 20
	rejectionBytes   = 256
	// cancelEvery is how many records are read between two looks at the context.
	cancelEvery = 128
)

// Column is one column of an extract, named as received.
type Column struct {
	Name       string
	SourceType string // as the source names it; empty: it has none
}

// Records reads physical records one after the other. Most connectors are one,
// and become an Extract by NewExtract.
type Records interface {
	// Read takes the next physical record and either writes it as one row or
	// rejects it; after the last one it returns io.EOF. Other errors are of
	// type *Error, and final.
	Read(ctx context.Context, w *RowWriter) error
	Close() error
}

// NewExtract batches the rows of records into Arrow records of text, and keeps
// the account: after every read exactly one row or one rejection must have been
// added. It owns records. Origin and modified go to Info.
func NewExtract(r Request, columns []Column, records Records, origin string, modified time.Time) Extract {
	schema := extractSchema(columns)
	return &extract{
		schema:  schema,
		records: records,
		rows:    newRowWriter(allocator(r), schema),
		info:    Info{Origin: origin, Modified: modified},
	}
}

// RowWriter receives the rows of an extract.
type RowWriter struct {
	builder   *array.RecordBuilder
	numbers   *array.Int64Builder
	texts     []*array.StringBuilder
	column    int
	last      int64
	bytes     int
	rejected  []Rejection
	rawBytes  int
	rows      int
	offset    int64
	wherePart string
	warnings  []Warning
}

// Begin starts the row with the given number. It is followed by exactly one
// Text, Bytes or Null for each column, in order. Numbers ascend.
func (w *RowWriter) Begin(row int64) {
	w.last = row + w.offset
	w.numbers.Append(w.last)
	w.rows++
	w.column = 0
	w.bytes += offsetBytes * len(w.texts)
}

// Text appends a value, which must be valid UTF-8.
func (w *RowWriter) Text(s string) {
	w.texts[w.column].Append(s)
	w.column++
	w.bytes += len(s)
}

// Bytes is Text for a value that the caller goes on to overwrite.
func (w *RowWriter) Bytes(b []byte) {
	w.texts[w.column].BinaryBuilder.Append(b)
	w.column++
	w.bytes += len(b)
}

// Null appends a NULL.
func (w *RowWriter) Null() {
	w.texts[w.column].AppendNull()
	w.column++
}

// Reject reports a record that cannot become a row.
func (w *RowWriter) Reject(r Rejection) {
	r.Row += w.offset
	r.Where = w.wherePart + r.Where
	w.last = r.Row
	w.rejected = append(w.rejected, r)
	w.rawBytes += len(r.Raw) + rejectionBytes
}

// Warn counts something to be known, at a place. Its arguments must not vary from
// record to record: warnings with the same key and arguments are counted together.
func (w *RowWriter) Warn(where, key string, args ...string) {
	i := slices.IndexFunc(w.warnings, func(k Warning) bool { return k.Reason.Key == key && slices.Equal(k.Reason.Args, args) })
	if i < 0 {
		i = len(w.warnings)
		w.warnings = append(w.warnings, Warning{Reason: NewReason(key, args...)})
	}
	warning := &w.warnings[i]
	warning.Count++
	if len(warning.Examples) < MaxExamples {
		warning.Examples = append(warning.Examples, w.wherePart+where)
	}
}

// Continue lets a further part of the extract follow: the part's rows, which
// start at 1 again, are numbered on, and where it rejects a record, the part is
// named in front.
func (w *RowWriter) Continue(part string) {
	w.offset = w.last
	w.wherePart = part
}

func newRowWriter(alloc memory.Allocator, schema *arrow.Schema) *RowWriter {
	w := &RowWriter{builder: array.NewRecordBuilder(alloc, schema)}
	w.numbers = w.builder.Field(0).(*array.Int64Builder)
	for i := 1; i < schema.NumFields(); i++ {
		w.texts = append(w.texts, w.builder.Field(i).(*array.StringBuilder))
	}
	return w
}

func (w *RowWriter) full() bool { return w.rows >= BatchRows || w.bytes >= batchBytes }

// flush hands over the rows as a record. After a full one it makes room for
// another like it at once, rather than by doubling again.
func (w *RowWriter) flush() arrow.Record {
	full := w.rows >= BatchRows
	w.rows, w.bytes = 0, 0
	record := w.builder.NewRecord()
	if full {
		w.numbers.Reserve(BatchRows)
		for i, texts := range w.texts {
			texts.Reserve(BatchRows)
			texts.ReserveData(len(record.Column(i + 1).(*array.String).ValueBytes()))
		}
	}
	return record
}

type extract struct {
	schema  *arrow.Schema
	records Records
	rows    *RowWriter
	info    Info
	failed  error // what every further Next returns
	closed  bool
}

func (e *extract) Schema() *arrow.Schema { return e.schema }

func (e *extract) Info() Info {
	info := e.info
	info.Rejected = e.rows.rejected
	info.Warnings = slices.Clone(e.rows.warnings)
	return info
}

func (e *extract) Next(ctx context.Context) (arrow.Record, error) {
	if e.closed {
		return nil, fmt.Errorf("read of %s: the extract is closed", e.info.Origin)
	}
	for e.failed == nil && !e.rows.full() {
		if e.info.Physical%cancelEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e.failed = e.readOne(ctx)
	}
	if e.failed == nil || e.failed == io.EOF && e.rows.rows > 0 {
		return e.rows.flush(), nil
	}
	return nil, e.failed
}

func (e *extract) readOne(ctx context.Context) error {
	w := e.rows
	rows, rejected := w.rows, len(w.rejected)
	if err := e.records.Read(ctx, w); err != nil {
		return err
	}
	e.info.Physical++
	if w.rows-rows+len(w.rejected)-rejected != 1 {
		return fmt.Errorf("read of %s: record %d became %d rows and %d rejections; the connector must be mended",
			e.info.Origin, e.info.Physical, w.rows-rows, len(w.rejected)-rejected)
	}
	if w.rows > rows && w.column != len(w.texts) {
		return fmt.Errorf("read of %s: row %d has %d of %d columns; the connector must be mended", e.info.Origin, w.last, w.column, len(w.texts))
	}
	if w.rawBytes > maxRejectedBytes {
		return NewError(Unreadable, e.info.Origin, nil, "source.too_many_rejected", fmt.Sprint(len(w.rejected)))
	}
	return nil
}

func (e *extract) Close() error {
	if e.closed {
		return nil
	}
	e.closed = true
	e.rows.builder.Release()
	return e.records.Close()
}

func extractSchema(columns []Column) *arrow.Schema {
	fields := []arrow.Field{{Name: RowColumn, Type: arrow.PrimitiveTypes.Int64}}
	for _, c := range columns {
		f := arrow.Field{Name: c.Name, Type: arrow.BinaryTypes.String, Nullable: true}
		if c.SourceType != "" {
			f.Metadata = arrow.NewMetadata([]string{SourceTypeKey}, []string{c.SourceType})
		}
		fields = append(fields, f)
	}
	return arrow.NewSchema(fields, nil)
}

func allocator(r Request) memory.Allocator {
	if r.Alloc == nil {
		return memory.DefaultAllocator
	}
	return r.Alloc
}
