package parquet

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

var nested = arrow.StructOf(arrow.Field{Name: "街", Type: arrow.BinaryTypes.String, Nullable: true}, arrow.Field{Name: "n", Type: arrow.ListOf(arrow.PrimitiveTypes.Int32), Nullable: true})

// allTypes has one column for each type that departments' tools write, and is
// filled from rows of JSON.
func allTypes() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "姓名", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "i64", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
		{Name: "u32", Type: arrow.PrimitiveTypes.Uint32, Nullable: true},
		{Name: "f64", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "f32", Type: arrow.PrimitiveTypes.Float32, Nullable: true},
		{Name: "ok", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
		{Name: "money", Type: &arrow.Decimal128Type{Precision: 20, Scale: 2}, Nullable: true},
		{Name: "day", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
		{Name: "instant", Type: &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}, Nullable: true},
		// The library's writer marks exactly the zones other than UTC as naive.
		{Name: "naive", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Etc/GMT"}, Nullable: true},
		{Name: "clock", Type: arrow.FixedWidthTypes.Time64us, Nullable: true},
		{Name: "bytes", Type: arrow.BinaryTypes.Binary, Nullable: true},
		{Name: "list", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true},
		{Name: "address", Type: nested, Nullable: true},
	}, nil)
}

const goodRows = `
{"姓名":"张三","i64":"9007199254740993","u32":4294967295,"f64":1e21,"f32":0.1,"ok":true,"money":"-0.05","day":"2024-02-29","instant":"2024-02-29T16:00:00.5Z","naive":"2024-02-29T08:00:00","clock":"08:30:00","bytes":"AP8=","list":["a\"b",null],"address":{"街":"越秀","n":[1,2]}}
{"姓名":"","f64":-0.0000001,"money":"12345678901234567.80","naive":"2024-02-29T08:00:00.25","address":{"街":null,"n":null}}`

func encode(t testing.TB, schema *arrow.Schema, rows string) []byte {
	t.Helper()
	record, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, bytes.NewReader([]byte(rows)), array.WithMultipleDocs())
	if err != nil {
		t.Fatal(err)
	}
	return encodeRecord(t, record)
}

func encodeRecord(t testing.TB, record arrow.Record) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(record.Schema(), &out, parquet.NewWriterProperties(parquet.WithMaxRowGroupLength(10_000)), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(record); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func large(t testing.TB, rows int) []byte {
	t.Helper()
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.PrimitiveTypes.Int64}, {Name: "b", Type: arrow.BinaryTypes.String}}, nil))
	for i := range rows {
		builder.Field(0).(*array.Int64Builder).Append(int64(i))
		builder.Field(1).(*array.StringBuilder).Append(fmt.Sprint("值", i))
	}
	return encodeRecord(t, builder.NewRecord())
}

func put(t testing.TB, dir, name string, content []byte) connectors.Values {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return connectors.Values{"path": {name}}
}

func TestConformance(t *testing.T) {
	dir := t.TempDir()
	whole := encode(t, allTypes(), goodRows)
	columns := []string{}
	for _, f := range allTypes().Fields() {
		columns = append(columns, f.Name)
	}
	null := connectortest.Null
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(),
		Request: connectors.Request{Dir: dir, Zone: time.FixedZone("CST", 8*3600)},
		Good:    put(t, dir, "good.parquet", whole),
		Columns: columns,
		Rows: []connectortest.Row{
			{Number: 1, Cells: []string{"张三", "9007199254740993", "4294967295", "1000000000000000000000", "0.1", "true", "-0.05", "2024-02-29",
				"2024-03-01T00:00:00.5+08:00", "2024-02-29 08:00:00", "08:30:00", "00ff", `["a\"b",null]`, `{"街":"越秀","n":[1,2]}`}},
			{Number: 2, Cells: []string{"", null, null, "-0.0000001", null, null, "12345678901234567.80", null,
				null, "2024-02-29 08:00:00.25", null, null, null, `{"街":null,"n":null}`}},
		},
		Physical: 2,
		Large:    put(t, dir, "large.parquet", large(t, 3*connectors.BatchRows)),
		Absent:   connectors.Values{"path": {"none.parquet"}},
		Unreadable: []connectors.Values{
			put(t, dir, "empty.parquet", nil),
			put(t, dir, "text.parquet", []byte("a,b\n1,2\n")),
			put(t, dir, "cut.parquet", whole[:len(whole)/2]),
			put(t, dir, "head.parquet", whole[200:]),
		},
	})
}

// TestDamageNeverPanics flips bytes all over a file with nested columns: each
// damaged file is read or refused.
func TestDamageNeverPanics(t *testing.T) {
	whole := encode(t, allTypes(), goodRows)
	dir := t.TempDir()
	step := 5
	if testing.Short() {
		step = 31
	}
	for i := 4; i < len(whole); i += step {
		damaged := bytes.Clone(whole)
		damaged[i] ^= 0xff
		e, err := connectortest.TryOpen(Type(), put(t, dir, "x.parquet", damaged), connectors.Request{Dir: dir, Zone: time.UTC})
		if err == nil {
			_, _, err = connectortest.ReadAll(e)
		}
		if err != nil {
			connectortest.AsError(t, err)
		}
	}
}

func TestTextThatIsNotUTF8IsRejected(t *testing.T) {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.String}}, nil))
	builder.Field(0).(*array.StringBuilder).AppendValues([]string{"x", "y\xff", "z"}, nil)
	dir := t.TempDir()
	v := put(t, dir, "x.parquet", encodeRecord(t, builder.NewRecord()))
	rows, info, err := connectortest.ReadAll(connectortest.Open(t, Type(), v, connectors.Request{Dir: dir}))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[1].Number != 3 || len(info.Rejected) != 1 || info.Rejected[0].Raw != `a="y\xff"` {
		t.Error(rows, info.Rejected)
	}
}
