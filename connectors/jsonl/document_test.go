package jsonl

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

func TestDocumentConformance(t *testing.T) {
	dir := t.TempDir()
	in := func(v connectors.Values, records string) connectors.Values {
		v["records"] = []string{records}
		return v
	}
	connectortest.Run(t, connectortest.Harness{
		Type:    DocumentType(),
		Request: connectors.Request{Dir: dir},
		Good: in(write(t, dir, "good.json", "\ufeff"+`{"code":0,"data":{"before":[[1],{"items":[0]}],"items":[
			{"id":12345678901234567890,"name":"张三"}, {"name":null,"x":[1, 2.50]},
			7, {"a":1,"a":2}, {"id":1e2,"x":{"k": true}}],"after":"]}"},"end":[]}`), "data.items"),
		Columns: []string{"id", "name", "x"},
		Rows: []connectortest.Row{
			{Number: 1, Cells: []string{"12345678901234567890", "张三", connectortest.Null}},
			{Number: 2, Cells: []string{connectortest.Null, connectortest.Null, "[1,2.50]"}},
			{Number: 5, Cells: []string{"100", connectortest.Null, `{"k":true}`}},
		},
		Physical: 5,
		Large:    write(t, dir, "large.json", "["+strings.Repeat(`{"a":"x"},`, 3*connectors.BatchRows)+`{"a":"y"}]`),
		Absent:   connectors.Values{"path": {"none.json"}},
		Unreadable: []connectors.Values{
			write(t, dir, "empty.json", ""), write(t, dir, "object.json", `{"a":1}`), write(t, dir, "utf16.json", "\xff\xfe[\x00"),
			write(t, dir, "cut.json", `[{"a":1},{"a":`), write(t, dir, "open.json", `[{"a":1}`), write(t, dir, "two.json", `[{"a":1}] [{"a":2}]`), write(t, dir, "comma.json", `[{"a":1,}]`),
			in(write(t, dir, "tail.json", `{"r":[{"a":1}],"x":`), "r"), in(write(t, dir, "twice.json", `{"r":[{"a":1}],"r":[{"a":2}]}`), "r"),
			in(write(t, dir, "text.json", `{"r":"x"}`), "r"), in(write(t, dir, "below.json", `{"r":[1]}`), "r.x"), in(write(t, dir, "none.json.json", `{"s":[]}`), "r"),
			write(t, dir, "long.json", `[{"a":"`+strings.Repeat("x", maxLine+bufferBytes)+`"}]`),
		},
	})
}

func TestDocumentPlaces(t *testing.T) {
	dir := t.TempDir()
	v := write(t, dir, "x.json", `{"a":{"b":{}}}`)
	v["records"] = []string{"a.b.c"}
	_, err := connectortest.TryOpen(DocumentType(), v, connectors.Request{Dir: dir})
	if failure := connectortest.AsError(t, err); failure.Reason.Key != "json.no_array" || failure.Reason.Args[0] != "$.a.b.c" {
		t.Error(err)
	}
	_, info, err := connectortest.ReadAll(connectortest.Open(t, DocumentType(), write(t, dir, "y.json", `[{"a":1}, [2]]`), connectors.Request{Dir: dir}))
	if err != nil || fmt.Sprint(info.Rejected[0].Where, info.Rejected[0].Raw) != "record 2[2]" {
		t.Errorf("%+v, %v", info, err)
	}
}

// TestDocumentsStream reads a document that is many times larger than what may be
// held of it.
func TestDocumentsStream(t *testing.T) {
	dir := t.TempDir()
	file, err := os.Create(filepath.Join(dir, "x.json"))
	if err != nil {
		t.Fatal(err)
	}
	chunk := strings.Repeat(fmt.Sprintf(`{"a":%q},`, strings.Repeat("x", 1000)), 1000)
	fmt.Fprint(file, "[")
	for range 64 {
		fmt.Fprint(file, chunk)
	}
	fmt.Fprint(file, `{"a":"end"}]`)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	e := connectortest.Open(t, DocumentType(), connectors.Values{"path": {"x.json"}}, connectors.Request{Dir: dir})
	defer e.Close()
	var rows int64
	for {
		record, err := e.Next(t.Context())
		if err != nil {
			break
		}
		rows += record.NumRows()
		record.Release()
	}
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	if rows != 64_001 || now.HeapInuse > 48<<20 {
		t.Errorf("%d rows, %d MB in use", rows, now.HeapInuse>>20)
	}
}
