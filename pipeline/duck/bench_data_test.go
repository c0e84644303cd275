package duck_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// rowGroup is that of a snapshot.
const rowGroup = 122_880

// writeBenchExtract writes rows first to first + n − 1 of an endless register, in
// the form of a snapshot.
func writeBenchExtract(b *testing.B, path string, first, n int) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	var fields []arrow.Field
	for i := range benchFields {
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
	for from := first; from < first+n; from += rowGroup {
		for i := from; i < min(from+rowGroup, first+n); i++ {
			appendBenchRow(builder, i)
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

func appendBenchRow(builder *array.RecordBuilder, i int) {
	for c, v := range benchRow(i) {
		column := builder.Field(c).(*array.StringBuilder)
		if v == "" && i%2 == 0 {
			column.AppendNull()
		} else {
			column.Append(v)
		}
	}
	builder.Field(len(benchFields)).(*array.Int64Builder).Append(int64(i + 1))
}

// benchRow is a row of the register, with a fault of some sort every hundred
// rows or so. scatter decides which, so that faults do not move in step.
func benchRow(i int) [12]string {
	faulty := func(salt, every int) bool { return scatter(i, salt)%every == 0 }
	day := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, scatter(i, 1)%300)
	row := [12]string{
		fmt.Sprintf("P%010d", i),
		benchResident(i, faulty(2, 90)),
		[]string{"张伟", "王芳", "李娜", "欧阳建国", "陈小明"}[scatter(i, 3)%5],
		[]string{"440104", "440105", "440111", "440112", "440113", "440115", "440118"}[scatter(i, 4)%7],
		fmt.Sprintf("%d.%02d", scatter(i, 5)%9000, i%100),
		day.Format(time.DateOnly),
		day.Add(time.Duration(scatter(i, 6)%86400) * time.Second).Format(time.DateTime),
		fmt.Sprintf("91440100%09dX", scatter(i, 7)%1_000_000_000),
		fmt.Sprintf("138%08d", scatter(i, 8)%100_000_000),
		[]string{"正常", "正常", "正常", "补缴", "停缴"}[scatter(i, 9)%5],
		fmt.Sprint(1 + scatter(i, 10)%12),
		[]string{"", "按月缴费", "线上办理，已核对", "无"}[scatter(i, 11)%4],
	}
	for c, fault := range benchFaults {
		if faulty(20+c, 60+7*c) {
			row[c] = fault[scatter(i, 40+c)%len(fault)]
		}
	}
	return row
}

// benchFaults are what each column holds at times.
var benchFaults = [12][]string{
	{"", "p0000000001", " P0000000001 "},
	{"", "无", "　440104199001011232"},
	{"", "未知", "张", "　王芳　"},
	{"440102", "999999", " 440104", "-"},
	{"1e5", "12.345", "-3.00", "95000.00", "1,234.50", "0.00"},
	{"", "2026-02-30", "2026/01/01", "26-1-1", "2026-01-01 junk"},
	{"2026-13-01 00:00:00", "2027-01-01 00:00:00", "2025-01-01T00:00:00+08:00", ""},
	{"91440100", "", "９１４４０１００"},
	{"12800138000", "020-83330000", "/"},
	{"注销", "正常 ", "N/A"},
	{"0", "13", "1.0", "十二", "0x1A"},
	{" ", "--", "补充说明"},
}

// benchResident is a valid number unless it is to be faulty.
func benchResident(i int, faulty bool) string {
	born := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, scatter(i, 12)%20000)
	s := fmt.Sprintf("440104%s%03d", born.Format("20060102"), scatter(i, 13)%1000)
	sum := 0
	for k, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[k]-'0') * w
	}
	if faulty {
		sum++
	}
	return s + string("10X98765432"[sum%11])
}

// scatter is a fixed pseudo-random number of a row (SplitMix64).
func scatter(i, salt int) int {
	z := uint64(i)*0x9E3779B97F4A7C15 + uint64(salt)*0xD1B54A32D192ED03
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int((z ^ z>>31) >> 2)
}
