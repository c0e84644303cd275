package csv

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func write(t testing.TB, dir, name, content string) connectors.Values {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return connectors.Values{"path": {name}}
}

func gzipped(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestConformance(t *testing.T) {
	dir := t.TempDir()
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	large := "a,b\n" + strings.Repeat("1,二\n", 3*connectors.BatchRows)
	write(t, dir, "permits-2026-03-01.csv", "no,name,\n1,\"张, 三\",\n2,x\n3,\"a\r\n\"\"b\"\"\",\"\"\n")
	connectortest.Run(t, connectortest.Harness{
		Type:     Type(),
		Request:  connectors.Request{Dir: dir, Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}, Zone: time.UTC},
		Good:     connectors.Values{"path": {"permits-{slot:2006-01-02}.csv"}},
		Columns:  []string{"no", "name", ""},
		Rows:     []connectortest.Row{{Number: 1, Cells: []string{"1", "张, 三", ""}}, {Number: 3, Cells: []string{"3", "a\r\n\"b\"", ""}}},
		Physical: 3,
		Large:    write(t, dir, "large.csv.gz", gzipped(t, large)),
		Absent:   connectors.Values{"path": {"none-*.csv"}},
		Unreadable: []connectors.Values{
			write(t, dir, "empty.csv", ""),
			write(t, dir, "open.csv", "a,b\n1,\"2\n"),
			write(t, dir, "cut.csv.gz", gzipped(t, large)[:200]),
			write(t, dir, "sums.csv.gz", gzipped(t, large)[:len(gzipped(t, large))-3]),
			write(t, dir, "book.csv", "PK\x03\x04xxxx"),
			write(t, dir, "utf16.csv", "\xff\xfea\x00"),
			with(write(t, dir, "marked.csv", "sep=|\na|b\n"), "delimiter", ","),
			write(t, dir, "login.csv", "<!DOCTYPE html><html>"),
			write(t, dir, "badheader.csv", "a,\xff\n"),
		},
	})
}

func with(v connectors.Values, option, text string) connectors.Values {
	v[option] = []string{text}
	return v
}

func TestRecords(t *testing.T) {
	cases := []struct {
		name, content string
		options       connectors.Values
		columns, rows string // as %q
		rejected      string // row, place, key, raw
	}{
		{name: "last line without end", content: "a,b\n1,2", columns: `["a" "b"]`, rows: `1["1" "2"]`},
		{name: "CR LF and blank lines", content: "a\r\n\r\n1\r\n\n2\r\n", columns: `["a"]`, rows: `1["1"]2["2"]`},
		{name: "quoted empty is a record", content: "a\n\"\"\n", columns: `["a"]`, rows: `1[""]`},
		{name: "quote inside unquoted is text", content: "a,b\n5\" pipe,x \"y\"\n", columns: `["a" "b"]`, rows: `1["5\" pipe" "x \"y\""]`},
		{name: "spaces kept", content: "a,b\n 1 , \"2\"\n", columns: `["a" "b"]`, rows: `1[" 1 " " \"2\""]`},
		{name: "doubled quotes", content: "a,b\n\"\"\"x\"\"\",\"y\"\"\"\n", columns: `["a" "b"]`, rows: `1["\"x\"" "y\""]`},
		{name: "header quoted over two lines", content: "\"a\nb\",c\n1,2\n", columns: `["a\nb" "c"]`, rows: `1["1" "2"]`},
		{name: "header only", content: "a,b\n", columns: `["a" "b"]`},
		{name: "byte order mark", content: "\ufeffa\n1\n", columns: `["a"]`, rows: `1["1"]`},
		{name: "repeated and empty names", content: "a,,a\n1,2,3\n", columns: `["a" "" "a"]`, rows: `1["1" "2" "3"]`},
		{name: "header line three", content: "市\" 统计表,,\n\nid\n7\n", options: connectors.Values{"header": {"3"}}, columns: `["id"]`, rows: `1["7"]`},
		{name: "no header", content: "1;x\n", options: connectors.Values{"header": {"0"}, "columns": {"a", "b"}, "delimiter": {";"}}, columns: `["a" "b"]`, rows: `1["1" "x"]`},
		{name: "tab, no quotes", content: "a\tb\n\"1\t2\"\n", options: connectors.Values{"delimiter": {"tab"}, "quote": {"none"}}, columns: `["a" "b"]`, rows: `1["\"1" "2\""]`},
		{name: "too few, too many", content: "a,b\n1\n1,2,3\n1,2\n", columns: `["a" "b"]`, rows: `3["1" "2"]`,
			rejected: `1|line 2|csv.fields_few|"1";2|line 3|csv.fields_many|"1,2,3";`},
		{name: "text after quote", content: "a,b\n\"1\"x,2\n3,4\n", columns: `["a" "b"]`, rows: `2["3" "4"]`, rejected: `1|line 2|csv.text_after_quote|"\"1\"x,2";`},
		{name: "invalid UTF-8 in a second line", content: "a,b\n\"x\ny\xff\",2\n3,4\n", columns: `["a" "b"]`, rows: `2["3" "4"]`, rejected: `1|line 2|csv.invalid_utf8|"\"x\ny\xff\",2";`},
		{name: "NUL", content: "a\n1\x00\n2\n", columns: `["a"]`, rows: `2["2"]`, rejected: `1|line 2|csv.nul|"1\x00";`},
		{name: "sep= line", content: "sep=;\r\na;b\r\n1;2,3\r\n", columns: `["a" "b"]`, rows: `1["1" "2,3"]`},
		{name: "sep= line in quotes, after a mark", content: "\ufeff\"SEP=\t\"\na\tb\n1\t2\n", columns: `["a" "b"]`, rows: `1["1" "2"]`},
		{name: "sep= line before a later header", content: "sep=|\ntitle\na|b\nx\n", options: connectors.Values{"header": {"3"}}, columns: `["a" "b"]`, rejected: `1|line 4|csv.fields_few|"x";`},
		{name: "sep= line as declared", content: "sep=|\na|b\n1|2\n", options: connectors.Values{"delimiter": {"|"}}, columns: `["a" "b"]`, rows: `1["1" "2"]`},
		{name: "sep= line without a header", content: "sep=;\n1;2\n", options: connectors.Values{"header": {"0"}, "columns": {"a", "b"}}, columns: `["a" "b"]`, rows: `1["1" "2"]`},
		{name: "sep= that is a column", content: "sep=;x\n1\n", columns: `["sep=;x"]`, rows: `1["1"]`},
		{name: "GBK line in a UTF-8 file", content: "a,b\n1,\xd5\xc5\n2,张\n", columns: `["a" "b"]`, rows: `2["2" "张"]`, rejected: `1|line 2|csv.mixed_gb18030|"1,\xd5\xc5";`},
		{name: "lines counted over quotes", content: "a,b\n\"1\n\n1\",2\n\nx\n", columns: `["a" "b"]`, rows: `1["1\n\n1" "2"]`, rejected: `2|line 6|csv.fields_few|"x";`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			columns, rows, rejected := readText(t, c.content, c.options)
			if columns != c.columns || rows != c.rows || rejected != c.rejected {
				t.Errorf("columns  %s\nrows     %s\nrejected %s", columns, rows, rejected)
			}
		})
	}
}

func TestGB18030(t *testing.T) {
	encode := func(s string) string {
		out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	content := encode("姓名|地址\n张三|𠮷祥路 €\n真\uFFFD|x\n") + "\xff李|y\n\x81|z\n" + encode("王五|尾")
	columns, rows, rejected := readText(t, content, connectors.Values{"encoding": {"gb18030"}, "delimiter": {"|"}})
	if columns != `["姓名" "地址"]` {
		t.Error(columns)
	}
	if want := `1["张三" "𠮷祥路 €"]2["真�" "x"]5["王五" "尾"]`; rows != want {
		t.Errorf("rows %s", rows)
	}
	if strings.Count(rejected, "csv.invalid_gb18030")+strings.Count(rejected, "csv.fields_few") != 2 {
		t.Errorf("rejected %s", rejected)
	}
}

// TestUTF8LinesInAGB18030File: they are named by their line and kept readable;
// honest text is never taken for one, not even where its bytes are UTF-8 by chance.
func TestUTF8LinesInAGB18030File(t *testing.T) {
	encode := func(s string) string {
		out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	honest := []string{"联通", "浣犲ソ", "锟斤拷锟斤拷", "滕王阁序，落霞与孤鹜齐飞", "阌乡县—阌底镇"}
	content := encode("名,址\n"+honest[0]+","+honest[1]+"\n") + "7,广州市越秀区\n8,广州市天河区政务\n" + encode(strings.Join(honest[2:4], ",")+"\n"+honest[4]+",x\n")
	_, rows, rejected := readText(t, content, connectors.Values{"encoding": {"gb18030"}})
	if want := fmt.Sprintf("1%q4%q5%q", honest[:2], honest[2:4], []string{honest[4], "x"}); rows != want {
		t.Errorf("rows %s, want %s", rows, want)
	}
	if want := `2|line 3|csv.mixed_utf8|"7,广州市越秀区";3|line 4|csv.mixed_utf8|"8,广州市天河区政务";`; rejected != want {
		t.Errorf("rejected %s", rejected)
	}
}

func TestGB18030AcrossBuffers(t *testing.T) {
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String("名\n" + strings.Repeat("广州市越秀区𠮷\n", 40000))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	v := write(t, dir, "x.csv", encoded+"\xff坏\n"+encoded)
	v["encoding"] = []string{"gbk"}
	rows, info, err := connectortest.ReadAll(connectortest.Open(t, Type(), v, connectors.Request{Dir: dir}))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 80001 || len(info.Rejected) != 1 || rows[39999].Cells[0] != "广州市越秀区𠮷" || rows[80000].Cells[0] != "广州市越秀区𠮷" {
		t.Errorf("%d rows, %d rejected", len(rows), len(info.Rejected))
	}
}

func TestLongRecords(t *testing.T) {
	long := strings.Repeat("长", 400_000)
	columns, rows, _ := readText(t, "a,b\n1,\""+long+"\n\"\"\"\n2,"+long+"\n", nil)
	if columns != `["a" "b"]` || rows != fmt.Sprintf("1%q2%q", []string{"1", long + "\n\""}, []string{"2", long}) {
		t.Error("a record longer than the buffer is not read whole")
	}
	dir := t.TempDir()
	v := write(t, dir, "x.csv", "a\n\""+strings.Repeat("x\n", maxRecord))
	_, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), v, connectors.Request{Dir: dir}))
	if failure := connectortest.AsError(t, err); failure.Reason.Key != "csv.record_too_long" {
		t.Error(failure)
	}
}

func TestOpenQuoteNamesItsLine(t *testing.T) {
	dir := t.TempDir()
	v := write(t, dir, "x.csv", "a,b\n1,2\n\"3\n\",\"4\n5,6\n")
	_, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), v, connectors.Request{Dir: dir}))
	failure := connectortest.AsError(t, err)
	if failure.Reason.Key != "csv.unterminated_quote" || failure.Reason.Args[0] != "4" {
		t.Errorf("%+v", failure.Reason)
	}
}

func TestOptions(t *testing.T) {
	for name, v := range map[string]connectors.Values{
		"delimiter of two": {"delimiter": {"::"}}, "Chinese delimiter": {"delimiter": {"，"}}, "quote is delimiter": {"quote": {","}},
		"no columns": {"header": {"0"}}, "columns beside a header": {"columns": {"a"}}, "negative header": {"header": {"-1"}},
		"bad date": {"path": {"x-{slott:2006}.csv"}}, "bad wildcard": {"path": {"x-[.csv"}},
	} {
		if _, ok := v["path"]; !ok {
			v["path"] = []string{"x.csv"}
		}
		if _, err := Type().New(v); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// readText reads content and shows columns, rows and rejections as short texts.
func readText(t *testing.T, content string, options connectors.Values) (columns, rows, rejected string) {
	t.Helper()
	dir := t.TempDir()
	v := write(t, dir, "x.csv", content)
	for name, texts := range options {
		v[name] = texts
	}
	e := connectortest.Open(t, Type(), v, connectors.Request{Dir: dir})
	var names []string
	for _, f := range e.Schema().Fields()[1:] {
		names = append(names, f.Name)
	}
	read, info, err := connectortest.ReadAll(e)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range read {
		rows += fmt.Sprintf("%d%q", r.Number, r.Cells)
	}
	for _, r := range info.Rejected {
		rejected += fmt.Sprintf("%d|%s|%s|%q;", r.Row, r.Where, r.Reason.Key, r.Raw)
	}
	return fmt.Sprintf("%q", names), rows, rejected
}
