package excel

import (
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"

	"github.com/xuri/excelize/v2"
)

const (
	benchRows    = 500_000
	benchColumns = 10
	benchStrings = 50_000
)

// BenchmarkExcelAgainstExcelize reads a sheet of 500,000 rows and 10 columns
// through the connector, to Arrow records, and by excelize's streamed raw Rows,
// one after the other in the same run, and reports how many times faster it is.
func BenchmarkExcelAgainstExcelize(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "large.xlsx")
	if err := writeLarge(path, benchRows); err != nil {
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		if rows := readConnector(b, dir); rows != benchRows {
			b.Fatalf("%d rows", rows)
		}
		ours += time.Since(start)
		start = time.Now()
		if cells := readExcelize(b, path); cells != (benchRows+1)*benchColumns {
			b.Fatalf("excelize reads %d cells", cells)
		}
		theirs += time.Since(start)
	}
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "times-faster")
	b.ReportMetric(benchRows*benchColumns*float64(b.N)/ours.Seconds()/1e6, "Mcells/s")
	b.ReportMetric(benchRows*benchColumns*float64(b.N)/theirs.Seconds()/1e6, "excelize-Mcells/s")
}

// BenchmarkRead is the same without excelize, for profiles.
func BenchmarkRead(b *testing.B) {
	dir := b.TempDir()
	if err := writeLarge(filepath.Join(dir, "large.xlsx"), benchRows); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if rows := readConnector(b, dir); rows != benchRows {
			b.Fatalf("%d rows", rows)
		}
	}
	b.ReportMetric(benchRows*benchColumns*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mcells/s")
}

func readConnector(b *testing.B, dir string) (rows int64) {
	e := connectortest.Open(b, Type(), connectors.Values{"path": {"large.xlsx"}}, connectors.Request{Dir: dir})
	defer e.Close()
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

func readExcelize(b *testing.B, path string) (cells int) {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows("明细")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		values, err := rows.Columns()
		if err != nil {
			b.Fatal(err)
		}
		cells += len(values)
	}
	return cells
}

// writeLarge streams a workbook as Excel writes one: whole numbers, amounts, dates
// and shared strings.
func writeLarge(path string, rows int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	z := zip.NewWriter(file)
	b := book{styles: `<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>`}
	for _, part := range b.parts() {
		f, err := z.Create(part[0])
		if err != nil {
			return err
		}
		w := bufio.NewWriterSize(f, 1<<16)
		switch part[0] {
		case "xl/sharedStrings.xml":
			writeLargeStrings(w)
		case "xl/worksheets/sheet1.xml":
			writeLargeSheet(w, rows)
		default:
			w.WriteString(part[1])
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return z.Close()
}

func writeLargeStrings(w *bufio.Writer) {
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><sst %s>`, mainSpace)
	for i := range benchStrings {
		fmt.Fprintf(w, `<si><t>越秀区第%d号单位</t></si>`, i)
	}
	w.WriteString(`</sst>`)
}

func writeLargeSheet(w *bufio.Writer, rows int) {
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet %s><sheetData><row r="1" spans="1:10">`, mainSpace)
	for c := range benchColumns {
		fmt.Fprintf(w, `<c r="%c1" t="s"><v>%d</v></c>`, 'A'+c, c)
	}
	w.WriteString(`</row>`)
	for i := range rows {
		n := i*7919%benchStrings + 1
		r := i + 2
		fmt.Fprintf(w, `<row r="%d" spans="1:10">`, r)
		fmt.Fprintf(w, `<c r="A%d"><v>%d</v></c><c r="B%d" t="s"><v>%d</v></c><c r="C%d" t="s"><v>%d</v></c>`, r, i, r, n-1, r, n*3%benchStrings)
		fmt.Fprintf(w, `<c r="D%d" s="1"><v>%d</v></c><c r="E%d"><v>%d.%02d</v></c><c r="F%d"><v>%d</v></c>`, r, 40000+n%5000, r, n*13, n%100, r, n%2)
		fmt.Fprintf(w, `<c r="G%d" t="s"><v>%d</v></c><c r="H%d"><v>%d.5</v></c><c r="I%d" t="s"><v>%d</v></c><c r="J%d"><v>%d</v></c></row>`, r, n*5%benchStrings, r, n, r, n%40, r, 44010000+n)
	}
	w.WriteString(`</sheetData></worksheet>`)
}
