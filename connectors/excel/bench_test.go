package excel

import (
	"context"
	"io"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// BenchmarkRead reads a sheet of 100,000 rows with a text and a number each.
func BenchmarkRead(b *testing.B) {
	const rows = 100_000
	dir := b.TempDir()
	v := put(b, dir, "x.xlsx", large(b, rows))
	b.ReportAllocs()
	for b.Loop() {
		e := connectortest.Open(b, Type(), v, connectors.Request{Dir: dir})
		for {
			record, err := e.Next(context.Background())
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			record.Release()
		}
		if info := e.Info(); info.Physical != rows-1 {
			b.Fatalf("%d records", info.Physical)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
