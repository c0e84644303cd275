package upload_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/csv"
	"cdoscore/connectors/excel"
	"cdoscore/connectors/upload"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

func formats() []connectors.Type { return []connectors.Type{csv.Type(), excel.Type()} }

func request(dir string) connectors.Request {
	return connectors.Request{Dir: dir, Zone: time.UTC, Alloc: memory.DefaultAllocator}
}

func TestNothingHandedInIsAbsent(t *testing.T) {
	_, err := connectortest.TryOpen(upload.Type(formats()), connectors.Values{"sheet": {"明细"}, "header_rows": {"2"}}, request(t.TempDir()))
	var e *connectors.Error
	if !errors.As(err, &e) || e.Class != connectors.Absent || e.Reason.Key != "source.nothing_handed_in" {
		t.Errorf("got %v", err)
	}
}

func TestOptionsAreThoseOfTheFormats(t *testing.T) {
	typ := upload.Type(formats())
	for name, v := range map[string]connectors.Values{
		"a place":                  {"path": {"in/x.csv"}},
		"a limit":                  {"max_bytes": {"5"}},
		"a secret":                 {"password": {"x"}},
		"a wrong header row":       {"header_row": {"0"}},
		"a delimiter of two":       {"delimiter": {"ab"}},
		"header_rows that is none": {"header_rows": {"many"}},
	} {
		if _, err := connectortest.TryOpen(typ, v, request(t.TempDir())); err == nil {
			t.Errorf("%s is accepted", name)
		} else if e := (*connectors.Error)(nil); errors.As(err, &e) {
			t.Errorf("%s is accepted, and then: %v", name, err)
		}
	}
}

// TestOf reads a file by its content's encoding, whatever the dataset's own source
// says of places and encodings, and by that source's hints.
func TestOf(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "original")
	if err := os.WriteFile(path, []byte("a;b\r\n\xd6\xd0;1\r\n"), 0o600); err != nil { // 中 in GB18030
		t.Fatal(err)
	}
	own := connectors.Values{"path": {"in/other.csv"}, "marker": {"in/ready"}, "delimiter": {";"}, "encoding": {"utf-8"}}
	source, err := upload.Of(formats(), own, upload.File{Path: path, Format: "csv", Encoding: "gb18030"})
	if err != nil {
		t.Fatal(err)
	}
	x, err := source.Open(context.Background(), request(dir))
	if err != nil {
		t.Fatal(err)
	}
	rows, info, err := connectortest.ReadAll(x)
	if err != nil || len(rows) != 1 || info.Physical != 1 {
		t.Fatalf("%v, %+v, %v", rows, info, err)
	}
	if v := rows[0].Cells; v[0] != "中" || v[1] != "1" {
		t.Errorf("read %q", v)
	}
}

func TestOfAnUnknownFormat(t *testing.T) {
	if _, err := upload.Of(formats(), nil, upload.File{Path: "x", Format: "pdf"}); err == nil {
		t.Error("no error")
	}
}
