package csv

import (
	"bytes"
	"compress/gzip"
	stdcsv "encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

var realFolders = []string{"csv", "ncov-daily-cn", "dotgov-domains", "china-division"}

func TestRealFiles(t *testing.T) {
	paths := connectortest.RealFiles(t, realFolders, ".csv", ".tsv", ".txt", ".gz", ".xls", ".xlsx", ".zst")
	connectortest.ReadOrRefuse(t, Type(), nil, paths)
}

// TestRealFilesAreReadToTheLastRecord counts the physical records of every real file
// byte by byte, and where the standard library takes the file, by that too. Rows
// and rejections together must be as many; a file that is refused must be one in
// which there is nothing to count.
func TestRealFilesAreReadToTheLastRecord(t *testing.T) {
	var files, records, byLibrary int
	for _, path := range connectortest.RealFiles(t, realFolders, ".csv", ".tsv", ".gz") {
		text, ok := plainText(t, path)
		if !ok {
			continue
		}
		v, delimiter := connectors.Values{"path": {literal(path)}}, byte(',')
		if strings.Contains(filepath.Base(path), ".tsv") {
			v["delimiter"], delimiter = []string{"tab"}, '\t'
		}
		want, open := countRecords(text, delimiter)
		rows, info, err := readAll(v)
		if err != nil {
			refusedRightly(t, path, text, want, open, err)
			continue
		}
		if got := len(rows) + len(info.Rejected); got != want-1 || info.Physical != int64(got) || open {
			t.Errorf("%s: %d rows, %d reported, but %d records below the header, open quote %v", path, len(rows), len(info.Rejected), want-1, open)
		}
		if n, ok := countByLibrary(text, delimiter); ok && len(info.Rejected) == 0 {
			if n != len(rows) {
				t.Errorf("%s: %d rows, the standard library has %d", path, len(rows), n)
			}
			byLibrary++
		}
		files, records = files+1, records+want-1
	}
	t.Logf("%d files with %d records are read to the last; %d of them counted by the standard library too", files, records, byLibrary)
}

// refusedRightly: nothing is lost of a file of which a quote stays open, that has
// no header, or that is no text in one of the encodings.
func refusedRightly(t *testing.T, path string, text []byte, records int, open bool, err error) {
	t.Helper()
	failure := connectortest.AsError(t, err)
	right := map[string]bool{
		"csv.unterminated_quote": open,
		"csv.no_header":          records == 0,
		"csv.bad_header":         true,
		"csv.not_csv":            !bytes.ContainsRune(text[:min(len(text), 4)], ','),
		"file.utf16":             bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}),
		"csv.record_too_long":    len(text) > maxRecord,
	}
	if !right[failure.Reason.Key] {
		t.Errorf("%s is refused: %v, though it has %d records", path, err, records)
	}
	t.Logf("refused: %v", err)
}

// countRecords counts records that are not blank lines, one byte at a time.
func countRecords(text []byte, delimiter byte) (records int, open bool) {
	text = bytes.TrimPrefix(text, utf8BOM)
	const (
		fieldStart = iota
		unquoted
		quoted
		quoteInQuoted
	)
	state, blank := fieldStart, true
	for i, b := range text {
		switch {
		case state == quoted:
			if b == '"' {
				state = quoteInQuoted
			}
			continue
		case state == quoteInQuoted && b == '"', state == fieldStart && b == '"':
			state, blank = quoted, false
			continue
		case b == '\n':
			if !blank {
				records++
			}
			state, blank = fieldStart, true
			continue
		case b == delimiter:
			state = fieldStart
		default:
			state = unquoted
		}
		if b != '\r' || i+1 < len(text) && text[i+1] != '\n' {
			blank = false
		}
	}
	if !blank {
		records++
	}
	return records, state == quoted
}

func countByLibrary(text []byte, delimiter byte) (rows int, ok bool) {
	r := stdcsv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, utf8BOM)))
	r.Comma = rune(delimiter)
	for {
		_, err := r.Read()
		if err == io.EOF {
			return rows - 1, true
		}
		if err != nil {
			return 0, false
		}
		rows++
	}
}

// plainText is a file's text; false for an archive that is damaged.
func plainText(t *testing.T, path string) ([]byte, bool) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(text, []byte{0x1f, 0x8b}) {
		return text, true
	}
	r, err := gzip.NewReader(bytes.NewReader(text))
	if err == nil {
		text, err = io.ReadAll(r)
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Logf("not counted, a damaged archive: %s: %v", path, err)
	}
	return text, err == nil
}

func readAll(v connectors.Values) ([]connectortest.Row, connectors.Info, error) {
	e, err := connectortest.TryOpen(Type(), v, connectors.Request{})
	if err != nil {
		return nil, connectors.Info{}, err
	}
	return connectortest.ReadAll(e)
}

func literal(path string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
