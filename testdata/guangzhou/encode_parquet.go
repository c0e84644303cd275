package guangzhou

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// encodeParquet writes typed columns, null for an empty value. A value that is
// not of its column's type is an error.
func encodeParquet(x *extract) ([]byte, error) {
	fields := make([]arrow.Field, len(x.columns))
	for i, c := range x.columns {
		fields[i] = arrow.Field{Name: c.title, Type: arrowType(c.field, x.maker.zoned), Nullable: true}
	}
	schema := arrow.NewSchema(fields, nil)
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for i, r := range x.rows {
		for j, value := range x.cells(r) {
			if err := appendValue(builder.Field(j), value); err != nil {
				return nil, fmt.Errorf("row %d, column %s: %w", i+1, fields[j].Name, err)
			}
		}
	}
	record := builder.NewRecord()
	defer record.Release()
	var b bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &b, parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy)), pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, err
	}
	if err := w.Write(record); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func arrowType(f field, zoned bool) arrow.DataType {
	switch {
	case f.Type == "integer":
		return arrow.PrimitiveTypes.Int64
	case strings.HasPrefix(f.Type, "decimal"):
		precision, decimals := digits(f)
		return &arrow.Decimal128Type{Precision: int32(precision), Scale: int32(decimals)}
	case f.Type == "date":
		return arrow.FixedWidthTypes.Date32
	case f.Type == "timestamp" && zoned:
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: Zone.String()}
	case f.Type == "timestamp":
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	case f.Type == "boolean":
		return arrow.FixedWidthTypes.Boolean
	}
	return arrow.BinaryTypes.String
}

func appendValue(to array.Builder, value string) error {
	if value == "" {
		to.AppendNull()
		return nil
	}
	switch b := to.(type) {
	case *array.Int64Builder:
		v, err := strconv.ParseInt(value, 10, 64)
		b.Append(v)
		return err
	case *array.Decimal128Builder:
		t := b.Type().(*arrow.Decimal128Type)
		v, err := decimal128.FromString(value, t.Precision, t.Scale)
		b.Append(v)
		return err
	case *array.Date32Builder:
		v, err := time.Parse(time.DateOnly, value)
		b.Append(arrow.Date32FromTime(v))
		return err
	case *array.TimestampBuilder:
		zone := time.UTC
		if b.Type().(*arrow.TimestampType).TimeZone != "" {
			zone = Zone
		}
		v, err := time.ParseInLocation(time.DateTime, value, zone)
		b.Append(arrow.Timestamp(v.UnixMicro()))
		return err
	case *array.BooleanBuilder:
		v, err := strconv.ParseBool(value)
		b.Append(v)
		return err
	case *array.StringBuilder:
		b.Append(value)
		return nil
	}
	return fmt.Errorf("no column of type %s is planned", to.Type())
}
