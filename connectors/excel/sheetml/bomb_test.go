package sheetml

import (
	"bytes"
	"compress/flate"
	"errors"
	"runtime"
	"testing"
	"time"
)

// repeatedDeflate compresses start once, and a block that is then repeated as it
// stands.
func repeatedDeflate(t testing.TB, start string, block []byte, times int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	write := func(b []byte) []byte {
		out.Reset()
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		return bytes.Clone(out.Bytes())
	}
	all := write([]byte(start))
	all = append(all, write(block)...) // from here on the window is full of it
	again := write(block)
	for range times - 1 {
		all = append(all, again...)
	}
	return all
}

// TestBomb sees that 1 GB in 1 MB is given up early and cheaply, in a sheet and in
// the shared strings.
func TestBomb(t *testing.T) {
	cases := []struct{ part, start, block string }{
		{"xl/worksheets/sheet1.xml", `<worksheet ` + mainSpace + `><sheetData><row><c><v>1</v></c></row>`, "<x/>"},
		{"xl/sharedStrings.xml", `<sst ` + mainSpace + `><si><t>x</t></si>`, "<si/>"},
	}
	for _, c := range cases {
		t.Run(c.part, func(t *testing.T) {
			p := workbookParts(inSheet(""), inStrings(""), "")
			p[c.part] = c.start
			archive := bomb(t, p, c.part, c.block)
			if len(archive) > 1<<21 {
				t.Fatalf("the bomb takes %d bytes", len(archive))
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			w, err := open(archive, testLimits)
			if err == nil {
				_, err = dump(w)
			}
			runtime.ReadMemStats(&after)
			var limit *LimitError
			if !errors.As(err, &limit) || limit.Limit != "Ratio" {
				t.Errorf("%v", err)
			}
			if after.TotalAlloc-before.TotalAlloc > 64<<20 || time.Since(start) > timeLimit {
				t.Errorf("%d bytes allocated, %v", after.TotalAlloc-before.TotalAlloc, time.Since(start))
			}
		})
	}
}
