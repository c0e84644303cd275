package csv

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// BenchmarkRead reads 500,000 records of 12 fields, without quotes and with every
// field quoted.
func BenchmarkRead(b *testing.B) {
	const records = 500_000
	for name, format := range map[string]string{
		"plain":  "%d,440106199003071234,张三,天河区,2024-02-29,120.50,CNY,A1,正常,,2024-02-29 08:00:00,备注\n",
		"quoted": `"%d","440106199003071234","张三","天河区","2024-02-29","120.50","CNY","A1","正常","","2024-02-29 08:00:00","备""注"` + "\n",
	} {
		b.Run(name, func(b *testing.B) {
			var text bytes.Buffer
			text.WriteString("a,b,c,d,e,f,g,h,i,j,k,l\n")
			for i := range records {
				fmt.Fprintf(&text, format, i)
			}
			dir := b.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "x.csv"), text.Bytes(), 0o600); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(text.Len()))
			b.ReportAllocs()
			for b.Loop() {
				e := connectortest.Open(b, Type(), connectors.Values{"path": {"x.csv"}}, connectors.Request{Dir: dir})
				if rows := countRows(b, e); rows != records {
					b.Fatalf("%d rows", rows)
				}
			}
		})
	}
}

func countRows(b *testing.B, e connectors.Extract) int64 {
	defer e.Close()
	var rows int64
	for {
		record, err := e.Next(context.Background())
		if err == io.EOF {
			return rows
		}
		if err != nil {
			b.Fatal(err)
		}
		rows += record.NumRows()
		record.Release()
	}
}
