package connectors

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// script is Records of which each step is played once.
type script []func(w *RowWriter)

func (s *script) Read(_ context.Context, w *RowWriter) error {
	if len(*s) == 0 {
		return io.EOF
	}
	(*s)[0](w)
	*s = (*s)[1:]
	return nil
}

func (s *script) Close() error { return nil }

func row(number int64) func(w *RowWriter) {
	return func(w *RowWriter) {
		w.Begin(number)
		w.Null()
	}
}

// TestWarnings sees that equal warnings are counted together, with the first places,
// and that the part of a delivery stands in front of each place.
func TestWarnings(t *testing.T) {
	records := script{}
	for i := range int64(MaxExamples + 2) {
		records = append(records, func(w *RowWriter) {
			w.Warn(fmt.Sprintf("row %d", i+1), "excel.totals")
			row(i + 1)(w)
		})
	}
	records = append(records, func(w *RowWriter) {
		w.Continue("b.xlsx, ")
		w.Warn("sheet x", "excel.hidden_sheets", "甲")
		w.Warn("sheet x", "excel.hidden_sheets", "乙")
		row(1)(w)
	})
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(t, 0)
	e := NewExtract(Request{Alloc: alloc}, []Column{{Name: "a"}}, &records, "x", time.Time{})
	defer e.Close()
	record, err := e.Next(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	record.Release()
	var got []string
	for _, w := range e.Info().Warnings {
		got = append(got, fmt.Sprintf("%s %s ×%d: %s", w.Reason.Key, w.Reason.Args, w.Count, strings.Join(w.Examples, "; ")))
	}
	want := []string{
		"excel.totals [] ×7: row 1; row 2; row 3; row 4; row 5",
		"excel.hidden_sheets [甲] ×1: b.xlsx, sheet x", "excel.hidden_sheets [乙] ×1: b.xlsx, sheet x",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}
