package csv

import (
	"bytes"
	stdcsv "encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"

	"pgregory.net/rapid"
)

// TestWrittenRecordsComeBack writes random fields with the standard library's
// writer and expects them back, byte for byte.
func TestWrittenRecordsComeBack(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		field := rapid.StringOf(rapid.SampledFrom([]rune{'a', '张', ',', '"', '\n', ' ', ';', '𠮷', '\t'}))
		records := rapid.SliceOf(rapid.SliceOfN(field, width, width)).Draw(t, "records")
		var text bytes.Buffer
		w := stdcsv.NewWriter(&text)
		w.UseCRLF = false
		if err := w.Write(slices.Repeat([]string{"h"}, width)); err != nil {
			t.Fatal(err)
		}
		if err := w.WriteAll(records); err != nil {
			t.Fatal(err)
		}
		rows, info, err := readBytes(dir, text.Bytes())
		if err != nil || len(info.Rejected) > 0 || len(rows) != len(records) {
			t.Fatalf("%d rows of %d, rejected %v, %v", len(rows), len(records), info.Rejected, err)
		}
		for i, row := range rows {
			if !slices.Equal(row.Cells, records[i]) {
				t.Fatalf("record %d: %q, want %q", i, row.Cells, records[i])
			}
		}
	})
}

// FuzzRead feeds anything: it is read, with an account that adds up, or refused.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "a\n\"x\ny\"\r\n", "a,b\n\"1\"x,2\n\xff,\x00\n", "\ufeff\"a\"\n\"", ""} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		rows, info, err := readBytes(dir, text)
		var failure *connectors.Error
		switch {
		case err == nil && int64(len(rows)+len(info.Rejected)) != info.Physical:
			t.Errorf("read %d + rejected %d, physical %d", len(rows), len(info.Rejected), info.Physical)
		case err != nil && !errors.As(err, &failure):
			t.Errorf("%v", err)
		}
	})
}

// TestRealFilesAgreeWithTheStandardLibrary compares every cell of real deliveries.
func TestRealFilesAgreeWithTheStandardLibrary(t *testing.T) {
	compared, cells := 0, 0
	for _, path := range connectortest.RealFiles(t, []string{"ncov-daily-cn", "dotgov-domains"}, ".csv") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		reader := stdcsv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, utf8BOM)))
		want, err := reader.ReadAll()
		if err != nil || strings.Contains(string(text), "\x00") {
			t.Logf("not compared, the standard library refuses it: %s: %v", path, err)
			continue
		}
		rows, info, err := connectortest.ReadAll(connectortest.Open(t, Type(), connectors.Values{"path": {path}}, connectors.Request{}))
		if err != nil || len(info.Rejected) > 0 || len(rows) != len(want)-1 {
			t.Errorf("%s: %d rows of %d, %d rejected, %v", path, len(rows), len(want)-1, len(info.Rejected), err)
			continue
		}
		for i, row := range rows {
			if !slices.Equal(row.Cells, want[i+1]) {
				t.Errorf("%s, record %d: %q, want %q", path, i+1, row.Cells, want[i+1])
			}
			cells += len(row.Cells)
		}
		compared++
	}
	t.Logf("%d files, %d cells agree", compared, cells)
}

func readBytes(dir string, text []byte) ([]connectortest.Row, connectors.Info, error) {
	if err := os.WriteFile(filepath.Join(dir, "x.csv"), text, 0o600); err != nil {
		return nil, connectors.Info{}, err
	}
	e, err := connectortest.TryOpen(Type(), connectors.Values{"path": {"x.csv"}, "compression": {"none"}}, connectors.Request{Dir: dir})
	if err != nil {
		return nil, connectors.Info{}, err
	}
	return connectortest.ReadAll(e)
}
