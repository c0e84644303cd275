package duck_test

import (
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

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/kinds"
	"cdoscore/rules/plan"
)

// cell is a value as received; nil is NULL.
type cell = *string

func val(s string) cell { return &s }

// extract is a small snapshot in memory.
type extract struct {
	columns []string // as received
	rows    [][]cell // in column order
	numbers []int64  // _row of each row
}

// write puts the extract into Parquet as a snapshot is: text columns c1 … and _row.
func (x extract) write(t failer, dir string) (path string, columns []plan.Column) {
	t.Helper()
	var fields []arrow.Field
	for i, name := range x.columns {
		stored := fmt.Sprintf("c%d", i+1)
		fields = append(fields, arrow.Field{Name: stored, Type: arrow.BinaryTypes.String, Nullable: true})
		columns = append(columns, plan.Column{Name: name, Stored: stored})
	}
	fields = append(fields, arrow.Field{Name: "_row", Type: arrow.PrimitiveTypes.Int64})
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i, row := range x.rows {
		for c, v := range row {
			column := b.Field(c).(*array.StringBuilder)
			if v == nil {
				column.AppendNull()
			} else {
				column.Append(*v)
			}
		}
		b.Field(len(x.columns)).(*array.Int64Builder).Append(x.numbers[i])
	}
	record := b.NewRecord()
	defer record.Release()
	path = filepath.Join(dir, "extract.parquet")
	writeRecord(t, path, record)
	return path, columns
}

func writeRecord(t failer, path string, record arrow.Record) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatalf("%v", err)
	}
	properties := parquet.NewWriterProperties(parquet.WithDictionaryDefault(false), parquet.WithCompression(compress.Codecs.Snappy))
	w, err := pqarrow.NewFileWriter(record.Schema(), file, properties, pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatalf("write %s: %v", path, err)
	}
	if err := w.Write(record); err != nil {
		t.Fatalf("write %s: %v", path, err)
	}
	if err := w.Close(); err != nil { // closes the file too
		t.Fatalf("write %s: %v", path, err)
	}
}

// engineFor opens an engine that may read one folder.
func engineFor(t testing.TB, dir string, threads int) *duck.Engine {
	t.Helper()
	e, err := duck.Open(duck.Options{Dirs: []string{dir}, Temp: t.TempDir(), Zone: shanghai(t), Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func shanghai(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Nodes of a dataset file.

func textNode(s string) *rules.Node { return &rules.Node{Type: rules.String, Text: s} }
func intNode(n int) *rules.Node     { return &rules.Node{Type: rules.Int, Text: fmt.Sprint(n)} }
func boolNode(b bool) *rules.Node   { return &rules.Node{Type: rules.Bool, Text: fmt.Sprint(b)} }

func listNode(values []string) *rules.Node {
	n := &rules.Node{Type: rules.List}
	for _, v := range values {
		n.Items = append(n.Items, textNode(v))
	}
	return n
}

// mapNode takes keys and nodes in turn.
func mapNode(pairs ...any) *rules.Node {
	n := &rules.Node{Type: rules.Map}
	for i := 0; i < len(pairs); i += 2 {
		n.Entries = append(n.Entries, rules.Entry{Key: pairs[i].(string), Value: pairs[i+1].(*rules.Node)})
	}
	return n
}

// failer is what *testing.T and *rapid.T have in common.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// newRule reads a rule of a kind through the catalogue.
func newRule(t failer, c rules.Context, id, kind string, options *rules.Node) *rules.Rule {
	t.Helper()
	k := kinds.Named(kind)
	c.Node, c.Diags = options, &rules.Diagnostics{}
	check := k.Parse(&c)
	if err := c.Diags.Err(); err != nil || check == nil {
		t.Fatalf("rule %s of kind %s: no check: %v", id, kind, err)
	}
	return &rules.Rule{ID: id, Kind: k, Indicator: k.Indicator, Severity: rules.Major, Weight: 3, Check: check}
}
