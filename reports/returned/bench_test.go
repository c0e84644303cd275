package returned_test

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/excel"

	"github.com/xuri/excelize/v2"
)

const benchSpec = `
title: 缴费
key: [c0]
fields:
  - {name: c0, required: true}
  - {name: c1, required: true, format: resident_id}
  - {name: c2, required: true}
  - {name: c3, type: date}
  - {name: c4, type: "decimal(12,2)", range: {min: 0}}
  - {name: c5, in: [正常, 中断]}
  - {name: c6, type: integer}
  - {name: c7}
  - {name: c8}
  - {name: c9, length: {max: 20}}
  - {name: c10}
  - {name: c11, type: date}
rules:
  - {id: order, expr: "c3 <= c11"}
`

const benchRows = 100_000

// streamed writes the workbook of the benchmark by excelize's StreamWriter, with a
// fault in every fiftieth row.
func streamed(b *testing.B, path string) {
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		b.Fatal(err)
	}
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	header := make([]any, 12)
	for i := range header {
		header[i] = fmt.Sprintf("c%d", i)
	}
	if err := w.SetRow("A1", header); err != nil {
		b.Fatal(err)
	}
	for i := range benchRows {
		status, amount := "正常", float64(i%5000)+0.5
		switch i % 150 {
		case 0:
			status = "未知状态"
		case 50:
			amount = -1
		}
		day := excelize.Cell{StyleID: date, Value: 46000 + i%300}
		later := excelize.Cell{StyleID: date, Value: 46000 + i%300 + 3}
		if i%150 == 100 {
			later.Value = 45000
		}
		row := []any{fmt.Sprintf("P%08d", i), "11010519491231002X", fmt.Sprintf("张%d", i%900), day, amount, status, i, "广州市越秀区府前路一号", "社保核心平台", "020-83330000", i * 3, later}
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkReturned checks a workbook of 100,000 rows and 12 columns and gives it
// back, and in the same run reads it by the connector and writes it by excelize's
// StreamWriter. It reports the ratio, which must be at most 2, and by how much the
// heap of Go grew at most.
func BenchmarkReturned(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "x.xlsx")
	streamed(b, path)
	var ours, theirs time.Duration
	peak := watchHeap(b)
	for b.Loop() {
		start := time.Now()
		f := newFixture(b, benchSpec)
		f.check(b, path)
		f.giveBack(b, filepath.Join(dir, "r.xlsx"), nil)
		ours += time.Since(start)
		peak.stop()
		start = time.Now()
		readWhole(b, path)
		streamed(b, filepath.Join(dir, "y.xlsx"))
		theirs += time.Since(start)
	}
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "ratio")
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/checked-and-returned")
	b.ReportMetric(float64(peak.most.Load())/(1<<20), "MiB-heap")
}

func readWhole(b *testing.B, path string) {
	x := connectortest.Open(b, excel.Type(), connectors.Values{"path": {path}}, connectors.Request{Dir: filepath.Dir(path)})
	defer x.Close()
	for {
		record, err := x.Next(context.Background())
		if err == io.EOF {
			return
		}
		if err != nil {
			b.Fatal(err)
		}
		record.Release()
	}
}

// heap is the highest heap seen.
type heap struct {
	most atomic.Uint64
	done chan struct{}
	over atomic.Bool
}

func watchHeap(b *testing.B) *heap {
	h := &heap{done: make(chan struct{})}
	runtime.GC()
	go func() {
		for {
			select {
			case <-h.done:
				return
			case <-time.After(20 * time.Millisecond):
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if !h.over.Load() && m.HeapInuse > h.most.Load() {
				h.most.Store(m.HeapInuse)
			}
		}
	}()
	b.Cleanup(func() { close(h.done) })
	return h
}

func (h *heap) stop() { h.over.Store(true) }
