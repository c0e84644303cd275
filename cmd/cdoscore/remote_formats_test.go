package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/xuri/excelize/v2"
)

// TestEveryFormatFromElsewhere reads the same three records in every format that
// the wiring hands to the connectors that fetch.
func TestEveryFormatFromElsewhere(t *testing.T) {
	contents := map[string][]byte{
		"csv":     []byte("no,name\n1,张三\n2,李四\n3,\n"),
		"jsonl":   []byte(`{"no":1,"name":"张三"}` + "\n" + `{"no":2,"name":"李四"}` + "\n" + `{"no":3,"name":""}` + "\n"),
		"json":    []byte(`[{"no":1,"name":"张三"},{"no":2,"name":"李四"},{"no":3,"name":""}]`),
		"excel":   workbookOf(t),
		"parquet": parquetOf(t),
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(contents[strings.TrimPrefix(r.URL.Path, "/")])
	}))
	defer s.Close()
	contents["csv.gz"] = packed(t, contents["csv"])
	fetcher, _ := connectorType("http")
	for name := range contents {
		format, _, _ := strings.Cut(name, ".")
		x := connectortest.Open(t, fetcher, connectors.Values{"url": {s.URL + "/" + name}, "format": {format}}, connectors.Request{Zone: time.UTC})
		rows, info, err := connectortest.ReadAll(x)
		var cells []string
		for _, r := range rows {
			cells = append(cells, strings.Join(r.Cells, ":"))
		}
		got := strings.ReplaceAll(strings.Join(cells, " "), connectortest.Null, "")
		if err != nil || got != "1:张三 2:李四 3:" || info.Origin != s.URL+"/"+name {
			t.Errorf("%s: %q from %s, %v", name, got, info.Origin, err)
		}
	}
	if len(contents)-1 != len(fileFormats()) {
		t.Errorf("%d formats are tried of %d", len(contents)-1, len(fileFormats()))
	}
}

func workbookOf(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{{"no", "name"}, {1, "张三"}, {2, "李四"}, {3, ""}} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func parquetOf(t *testing.T) []byte {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "no", Type: arrow.PrimitiveTypes.Int64}, {Name: "name", Type: arrow.BinaryTypes.String}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Field(0).(*array.Int64Builder).AppendValues([]int64{1, 2, 3}, nil)
	b.Field(1).(*array.StringBuilder).AppendValues([]string{"张三", "李四", ""}, nil)
	record := b.NewRecord()
	defer record.Release()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
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

func packed(t *testing.T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
