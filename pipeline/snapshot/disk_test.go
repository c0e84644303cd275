package snapshot

import (
	"errors"
	"os"
	"syscall"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// A full disk is met by whatever writes next: the Parquet writer must say so, not
// close as if all were well.
func TestTableWriterReportsAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("this system has no /dev/full: %v", err)
	}
	defer full.Close()
	alloc := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer alloc.AssertSize(t, 0)
	table, err := newTableWriter(full, []Column{{Name: "a", Stored: "c1"}})
	if err != nil {
		t.Fatal(err)
	}
	b := array.NewRecordBuilder(alloc, table.schema)
	defer b.Release()
	b.Field(0).(*array.Int64Builder).Append(1)
	b.Field(1).(*array.StringBuilder).Append("x")
	record := b.NewRecord()
	defer record.Release()
	if err := addAndClose(table, record); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v, want that the disk is full", err)
	}
}

func addAndClose(table *tableWriter, record arrow.Record) error {
	if err := table.add(record); err != nil {
		table.close()
		return err
	}
	return table.close()
}
