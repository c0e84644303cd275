package excel

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// TestCellInTheLastColumn reads 20,000 rows with a cell in XFD each: all are there,
// as rejected records where no header reaches so far.
func TestCellInTheLastColumn(t *testing.T) {
	const rows = 20_000
	var far strings.Builder
	for i := 2; i <= rows+1; i++ {
		fmt.Fprintf(&far, `<row r="%d"><c r="A%d"><v>%d</v></c><c r="XFD%d"><v>9</v></c></row>`, i, i, i, i)
	}
	got, info, err := read(t, book{sheet: header + far.String()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 0 || len(info.Rejected) != rows || info.Physical != rows {
		t.Errorf("%d rows, %d rejected, %d physical", len(got), len(info.Rejected), info.Physical)
	}
	last := info.Rejected[rows-1]
	if last.Raw != `A20001="20001" XFD20001="9"` || last.Row != rows+1 || last.Reason.Args[0] != "XFD20001" {
		t.Errorf("%+v", last)
	}
	_, _, err = read(t, book{sheet: `<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>` + far.String()}, nil)
	if failure := connectortest.AsError(t, err); failure.Reason.Key != "excel.too_many_columns" {
		t.Error(err)
	}
}

// TestVeryWideRows reads rows of all 16,384 columns in records that stay small.
func TestVeryWideRows(t *testing.T) {
	var rows strings.Builder
	for i := 1; i <= 600; i++ {
		fmt.Fprintf(&rows, `<row r="%d"><c r="XFD%d"><v>%d</v></c></row>`, i, i, i)
	}
	e, err := tryOpen(t, book{sheet: rows.String()}.bytes(t), connectors.Values{"max_columns": {"16384"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var total int64
	for {
		record, err := e.Next(t.Context())
		if err != nil {
			break
		}
		if cells := record.NumRows() * record.NumCols(); cells > 10_000_000 {
			t.Errorf("a record of %d cells", cells)
		}
		total += record.NumRows()
		record.Release()
	}
	if total != 599 {
		t.Errorf("%d rows", total)
	}
}

// TestCutAnywhere cuts a sheet at every byte: it is never read in part. (Package
// sheetml cuts whole archives.)
func TestCutAnywhere(t *testing.T) {
	rows := header + `<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3" t="str"><v>x&amp;y</v></c></row>`
	for n := range rows {
		if got, _, err := read(t, book{sheet: rows[:n], tail: " "}, nil); err == nil {
			t.Fatalf("cut at byte %d it reads as %v", n, got)
		}
	}
}

// TestTooSlow sees that the limit of time ends the reading.
func TestTooSlow(t *testing.T) {
	dir := t.TempDir()
	s, err := Type().New(put(t, dir, "x.xlsx", book{sheet: header}.bytes(t)))
	if err != nil {
		t.Fatal(err)
	}
	s.(*source).time = -time.Second
	_, err = s.Open(t.Context(), connectors.Request{Dir: dir})
	if failure := connectortest.AsError(t, err); failure.Reason.Key != "excel.too_slow" {
		t.Error(err)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct{ option, value string }{
		{"header_row", "0"}, {"header_row", "1048577"}, {"header_rows", "0"}, {"header_rows", "51"}, {"max_ratio", "0"}, {"max_rows", "0"}, {"max_columns", "16385"},
		{"max_strings", "-1"}, {"max_seconds", "0"}, {"max_seconds", "86401"}, {"max_bytes", "0"}, {"totals", " "}, {"header_row", "x"},
	} {
		_, err := Type().New(connectors.Values{"path": {"x.xlsx"}, c.option: {c.value}})
		fault, ok := err.(*connectors.OptionError)
		if !ok || fault.Option != c.option {
			t.Errorf("%s: %s: %v", c.option, c.value, err)
		}
	}
}
