package jsonl

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

func write(t testing.TB, dir, name, content string) connectors.Values {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return connectors.Values{"path": {name}}
}

func TestConformance(t *testing.T) {
	dir := t.TempDir()
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(),
		Request: connectors.Request{Dir: dir},
		Good: write(t, dir, "good.jsonl", "\ufeff"+`{"id":12345678901234567890,"name":"张三"}`+"\r\n\n"+
			`{"name":null,"x":[1, 2.50]}`+"\n"+`{"id":1,}`+"\n"+`{"id":1e2,"x":true}`),
		Columns: []string{"id", "name", "x"},
		Rows: []connectortest.Row{
			{Number: 1, Cells: []string{"12345678901234567890", "张三", connectortest.Null}},
			{Number: 2, Cells: []string{connectortest.Null, connectortest.Null, "[1,2.50]"}},
			{Number: 4, Cells: []string{"100", connectortest.Null, "true"}},
		},
		Physical:   4,
		Large:      write(t, dir, "large.jsonl", strings.Repeat(`{"a":"x"}`+"\n", 3*connectors.BatchRows)),
		Absent:     connectors.Values{"path": {"none.jsonl"}},
		Unreadable: []connectors.Values{write(t, dir, "array.json", "[\n{\"a\":1}\n]\n"), write(t, dir, "utf16.jsonl", "\xff\xfe{\x00")},
	})
}

func TestRejectedLines(t *testing.T) {
	cases := []struct{ name, line, key string }{
		{"cut", `{"a":"x`, "jsonl.malformed"},
		{"two objects", `{"a":1}{"a":2}`, "jsonl.malformed"},
		{"text behind", `{"a":1} x`, "jsonl.malformed"},
		{"single quotes", `{'a':1}`, "jsonl.malformed"},
		{"NaN", `{"a":NaN}`, "jsonl.malformed"},
		{"leading zero", `{"a":01}`, "jsonl.malformed"},
		{"number", `7`, "jsonl.not_object"},
		{"array", `[1]`, "jsonl.not_object"},
		{"same key twice", `{"a":1,"a":2}`, "jsonl.duplicate_key"},
		{"unknown key", `{"a":1,"b":2}`, "jsonl.unknown_key"},
		{"huge exponent", `{"a":1e999999}`, "jsonl.number"},
		{"half a character", `{"a":"\ud800"}`, "jsonl.invalid_utf8"},
		{"not UTF-8", "{\"a\":\"\xff\"}", "jsonl.invalid_utf8"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rows, info := readText(t, `{"a":1}`+"\n"+c.line+"\n"+`{"a":"\ufffd�"}`+"\n", "a")
			if len(rows) != 2 || info.Physical != 3 || rows[1].Number != 3 || rows[1].Cells[0] != "��" {
				t.Fatalf("rows %v, physical %d", rows, info.Physical)
			}
			if r := info.Rejected[0]; r.Reason.Key != c.key || r.Raw != c.line || r.Where != "line 2" || r.Row != 2 {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestKeyAfterTheSample(t *testing.T) {
	rows, info := readText(t, strings.Repeat(`{"a":1}`+"\n", sampleRecords)+`{"b":1}`+"\n"+`{"a":2}`+"\n")
	if len(rows) != sampleRecords+1 || len(info.Rejected) != 1 || info.Rejected[0].Reason.Args[0] != "b" {
		t.Errorf("%d rows, rejected %+v", len(rows), info.Rejected)
	}
}

func TestEmptyFileHasNoColumns(t *testing.T) {
	rows, info := readText(t, "")
	if len(rows) != 0 || info.Physical != 0 {
		t.Error(rows, info)
	}
}

func TestColumnsOfTheFirstFileHold(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.jsonl", `{"a":1,"b":2}`+"\n")
	write(t, dir, "b.jsonl", `{"b":3}`+"\nx\n")
	rows, info, err := connectortest.ReadAll(connectortest.Open(t, Type(), connectors.Values{"path": {"*.jsonl"}}, connectors.Request{Dir: dir}))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%q", []any{rows[0].Cells, rows[1].Cells, rows[1].Number}); got != `[["1" "2"] ["\x00NULL" "3"] '\x02']` {
		t.Error(got)
	}
	if r := info.Rejected[0]; r.Row != 3 || r.Where != "b.jsonl, line 2" {
		t.Errorf("%+v", r)
	}
}

func readText(t *testing.T, content string, columns ...string) ([]connectortest.Row, connectors.Info) {
	t.Helper()
	dir := t.TempDir()
	v := write(t, dir, "x.jsonl", content)
	if len(columns) > 0 {
		v["columns"] = columns
	}
	rows, info, err := connectortest.ReadAll(connectortest.Open(t, Type(), v, connectors.Request{Dir: dir}))
	if err != nil {
		t.Fatal(err)
	}
	return rows, info
}
