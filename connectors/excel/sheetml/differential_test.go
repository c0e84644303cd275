package sheetml

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors/connectortest"

	"github.com/xuri/excelize/v2"
)

// disagreement is a workbook of which excelize reads some cells otherwise.
type disagreement struct {
	file   string
	cell   string // the first such cell, sheet!cell in the order of the sheet
	cells  int    // how many there are
	why    string // which is right, and why
	excuse func(ours, theirs string) bool
}

// excelTrims: without xml:space="preserve" Excel drops the white space around a
// text; excelize keeps it.
const excelTrims = `ours: the text has white space around it without xml:space="preserve", which Excel drops`

func trimmed(ours, theirs string) bool { return ours == strings.Trim(theirs, " \t\r\n") }

var disagreements = []disagreement{
	{"empty_s_attribute.xlsx", "Sheet1!A1", 10, `ours: cells with s="" are cells; excelize reads none of the rows and gives no error`, func(_, theirs string) bool { return theirs == "" }},
	{"encoded_entities.xlsx", "Sheet1!A2", 1, excelTrims, trimmed},
	{"issue_174.xlsx", "Sheet1!E1", 1, excelTrims, trimmed},
	{"minimal_package.xlsx", "Sheet1!E4", 2093, excelTrims, trimmed},
	{"whitespace_trim.xlsx", "inlineStr!A1", 6, excelTrims, trimmed},
}

// refusals are the workbooks that are not read, and why that is right.
var refusals = map[string]string{
	"pass_protected.xlsx": "encrypted", "encryptAES.xlsx": "encrypted", "encryptSHA1.xlsx": "encrypted", "encryptSHA512.xlsx": "encrypted",
	"issue252.xlsx": "the checksum of a part that is read does not fit; excelize does not look at it",
}

const (
	timeLimit   = 20 * time.Second
	memoryLimit = 512 << 20
)

// TestAgainstExcelize reads every sheet of the real workbooks and compares each cell
// with what excelize reads raw.
func TestAgainstExcelize(t *testing.T) {
	paths := connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx", ".xlsm")
	known := map[string]*disagreement{}
	for i := range disagreements {
		known[disagreements[i].file] = &disagreements[i]
	}
	read, cells := 0, 0
	for _, path := range paths {
		name := filepath.Base(path)
		got, err := readAll(t, path)
		if (err != nil) != (refusals[name] != "") {
			t.Errorf("%s: %v; refusal expected: %q", name, err, refusals[name])
		}
		if err != nil {
			continue
		}
		read++
		cells += len(got.order)
		got.compare(t, name, path, known[name])
	}
	t.Logf("%d of %d workbooks read, %d cells", read, len(paths), cells)
	if 100*read < 95*len(paths) {
		t.Errorf("only %d of %d workbooks are read", read, len(paths))
	}
}

// table is every cell with a value of a workbook, by sheet!cell.
type table struct {
	sheets []string
	order  []string
	texts  map[string]string
}

func (got table) compare(t *testing.T, name, path string, known *disagreement) {
	t.Helper()
	theirs, err := readExcelize(path, got.sheets)
	if err != nil {
		t.Errorf("%s: excelize: %v", name, err)
		return
	}
	first, count := "", 0
	differs := func(cell, ours, other string) {
		if count++; count == 1 {
			first = cell
		}
		if known == nil || !known.excuse(ours, other) {
			t.Errorf("%s, %s: %q here, %q in excelize", name, cell, ours, other)
		}
	}
	for _, cell := range got.order {
		if got.texts[cell] != theirs.texts[cell] {
			differs(cell, got.texts[cell], theirs.texts[cell])
		}
	}
	for _, cell := range theirs.order {
		if _, ok := got.texts[cell]; !ok {
			differs(cell, "", theirs.texts[cell])
		}
	}
	if known != nil && (first != known.cell || count != known.cells) {
		t.Errorf("%s: %d cells differ, the first is %s; the table says %d and %s", name, count, first, known.cells, known.cell)
	}
}

// readAll reads a workbook within the limits of time and memory. All that is
// allocated bounds what is held at once.
func readAll(t *testing.T, path string) (table, error) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	got, err := readFile(path)
	runtime.ReadMemStats(&after)
	if took := time.Since(start); took > timeLimit {
		t.Errorf("%s took %v", path, took)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > memoryLimit {
		t.Errorf("%s allocated %d bytes", path, allocated)
	}
	return got, err
}

func readFile(path string) (table, error) {
	got := table{texts: map[string]string{}}
	f, err := os.Open(path)
	if err != nil {
		return got, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return got, err
	}
	w, err := Open(f, info.Size(), testLimits, unchecked)
	if err != nil {
		return got, err
	}
	for _, s := range w.Sheets {
		if err := got.add(w, s); err != nil {
			return got, err
		}
	}
	return got, nil
}

// testLimits are far above what any test reads.
var testLimits = Limits{Bytes: 1 << 30, Ratio: 500, Strings: 256 << 20, Rows: MaxRows}

func unchecked() error { return nil }

func (got *table) add(w *Workbook, s Sheet) error {
	got.sheets = append(got.sheets, s.Name)
	rows, err := w.Rows(s)
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for _, c := range row.Cells {
			if text := string(row.Text(c)); text != "" {
				cell := s.Name + "!" + CellName(c.Column, row.Number)
				got.order = append(got.order, cell)
				got.texts[cell] = text
			}
		}
	}
}

func readExcelize(path string, sheets []string) (table, error) {
	theirs := table{texts: map[string]string{}}
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return theirs, err
	}
	for _, sheet := range sheets {
		rows, err := f.Rows(sheet)
		if err != nil {
			return theirs, err
		}
		for n := 1; rows.Next(); n++ {
			values, err := rows.Columns()
			if err != nil {
				return theirs, err
			}
			for i, text := range values {
				if text != "" {
					cell := sheet + "!" + CellName(i+1, n)
					theirs.order = append(theirs.order, cell)
					theirs.texts[cell] = text
				}
			}
		}
		if err := rows.Close(); err != nil {
			return theirs, err
		}
	}
	return theirs, f.Close()
}

// TestRefusedRealFiles sees that what is no workbook of this form is refused as
// what it is.
func TestRefusedRealFiles(t *testing.T) {
	for _, path := range connectortest.RealFiles(t, []string{"xlsx"}, ".xlsb", ".ods") {
		_, err := readAll(t, path)
		if filepath.Ext(path) == ".xlsb" && !errors.Is(err, ErrBinary) && filepath.Base(path) != "pass_protected.xlsb" || err == nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}
