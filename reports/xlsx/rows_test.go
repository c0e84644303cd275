package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// sheetValue draws what a cell may hold: plain and odd texts, numbers of few and of
// many digits, and nothing.
func sheetValue() *rapid.Generator[any] {
	texts := rapid.OneOf(
		rapid.SampledFrom([]string{"", "准时", "a b", " led", "trailed ", "<&>", `"`, "'", "two\nlines", "_x0041_", "_x005F_x0041_", "=1+1", "\uFFFE", strings.Repeat("长", 40)}),
		rapid.String(),
	)
	return rapid.OneOf(
		rapid.Map(texts, func(s string) any { return s }),
		rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.Float64(), func(x float64) any { return x }),
		rapid.Map(rapid.IntRange(0, 60_000_000), func(minutes int) any { return float64(minutes) / 1440 }),
		rapid.SampledFrom([]any{nil, 0.0, math.Copysign(0, -1), 1e15, 999_999_999_999_999.9, 123_456_789_012_345.6, 1e-9, math.NaN(), math.Inf(1)}),
	)
}

// TestRowsAreExcelizes writes sheets by rows, with excelize's own among them, and by
// excelize alone: the part of the sheet is the same.
func TestRowsAreExcelizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mixed, alone := newSheet1(t), newSheet1(t)
		own := &rows{}
		row := 0
		for range rapid.IntRange(0, 8).Draw(t, "rows") {
			row += rapid.IntRange(1, 3).Draw(t, "step")
			height := rapid.SampledFrom([]float64{0, 15, 18.75, 409}).Draw(t, "height")
			var cells []placedCell
			var values []any
			for range rapid.IntRange(0, 30).Draw(t, "cells") {
				c := placed(rapid.IntRange(0, 1).Draw(t, "style"), sheetValue().Draw(t, "value"))
				cells, values = append(cells, c), append(values, excelize.Cell{StyleID: c.style, Value: c.value})
			}
			alone.set(t, row, height, values)
			if !own.add(row, height, cells) {
				mixed.set(t, row, height, values)
			}
		}
		got, want := mixed.part(t, sheetRows{"xl/worksheets/sheet1.xml": own}), alone.part(t, nil)
		if got != want {
			t.Fatalf("rows wrote\n%s\nexcelize writes\n%s", got, want)
		}
	})
}

// TestPlainRowsAreAppended: what fills a long sheet is not left to excelize.
func TestPlainRowsAreAppended(t *testing.T) {
	cells := []placedCell{placed(1, "企业登记"), placed(2, "2026-03-15"), placed(3, 46_081.125), placed(4, int64(1_234_567)), placed(5, "deadbeef"), placed(6, nil)}
	if r := (&rows{}); !r.add(7, 18, cells) {
		t.Error("a plain row was not appended")
	}
}

type sheet1 struct {
	file *excelize.File
	out  *excelize.StreamWriter
}

func newSheet1(t *rapid.T) sheet1 {
	f := excelize.NewFile()
	out, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	return sheet1{f, out}
}

func (s sheet1) set(t *rapid.T, row int, height float64, values []any) {
	at, err := excelize.CoordinatesToCellName(1, row)
	if err == nil {
		err = s.out.SetRow(at, values, excelize.RowOpts{Height: height})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// part is the finished part of the sheet.
func (s sheet1) part(t *rapid.T, own sheetRows) string {
	defer s.file.Close()
	if err := s.out.Flush(); err != nil {
		t.Fatal(err)
	}
	s.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter {
		return newArchive(w, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), own)
	})
	packed, err := s.file.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func placed(style int, value any) placedCell {
	s, is := value.(string)
	return placedCell{style: style, value: value, plain: is && plain(s)}
}
