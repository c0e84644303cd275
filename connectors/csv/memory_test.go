package csv

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// largeVariable sets the size, in MiB, of what TestMemoryDoesNotGrow reads: 10240 is
// ten gigabytes.
const largeVariable = "CDOSCORE_LARGE_MIB"

// TestMemoryDoesNotGrow reads a text many times the size of what may be held of it,
// bad records among the good ones. The file is one compressed member over and over,
// so that it takes no space.
func TestMemoryDoesNotGrow(t *testing.T) {
	size := 192
	if text := os.Getenv(largeVariable); text != "" {
		var err error
		if size, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s: %v", largeVariable, err)
		}
	}
	const limit = 96 << 20
	good := "440106199003071234,张三,\"天河区, 棠下\",2024-02-29,120.50\n"
	member := strings.Repeat(good, 16<<20/len(good)) + "too,few\n"
	dir := t.TempDir()
	packed := []byte(gzipped(t, member))
	head := []byte(gzipped(t, "id,name,place,day,amount\n"))
	repeats := size / 16
	content := io.MultiReader(bytes.NewReader(head), bytes.NewReader(bytes.Repeat(packed, repeats)))
	writeStream(t, filepath.Join(dir, "x.csv.gz"), content)
	v := connectors.Values{"path": {"x.csv.gz"}, "max_bytes": {strconv.Itoa(64 << 30)}}
	e := connectortest.Open(t, Type(), v, connectors.Request{Dir: dir})
	defer e.Close()
	rows, peak := drained(t, e)
	want := int64(repeats) * int64(strings.Count(member, "\n")-1)
	if info := e.Info(); rows != want || len(info.Rejected) != repeats || peak > limit {
		t.Errorf("%d rows, want %d; %d rejected, want %d; peak %d MB of %d", rows, want, len(info.Rejected), repeats, peak>>20, limit>>20)
	}
	t.Logf("%d MiB, %d rows, peak of the heap %d MB", size, rows, peak>>20)
}

// drained reads an extract and returns the highest heap that it met.
func drained(t *testing.T, e connectors.Extract) (rows int64, peak uint64) {
	t.Helper()
	var now runtime.MemStats
	for n := 0; ; n++ {
		record, err := e.Next(context.Background())
		if err == io.EOF {
			return rows, peak
		}
		if err != nil {
			t.Fatal(err)
		}
		rows += record.NumRows()
		record.Release()
		if n%8 == 0 {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapInuse)
		}
	}
}

func writeStream(t *testing.T, path string, content io.Reader) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(file, content); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
