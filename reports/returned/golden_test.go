package returned_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden dumps the index and the summary, in every language, of a second check in
// which something was fixed.
func TestGolden(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
		t.Run(lang, func(t *testing.T) {
			dir := t.TempDir()
			file, first, second := filepath.Join(dir, "x.xlsx"), filepath.Join(dir, "r.xlsx"), filepath.Join(dir, "r2.xlsx")
			plant(t, file)
			f := newFixture(t, spec)
			f.lang = lang
			f.check(t, file)
			record := f.giveBack(t, first, nil).Record
			b, err := excelize.OpenFile(first)
			must(t, err)
			must(t, b.SetCellValue(dataSheet, "D5", 3))
			must(t, b.SetCellValue(dataSheet, "C4", ""))
			must(t, b.SaveAs(first))
			must(t, b.Close())
			f.check(t, first)
			f.giveBack(t, second, record)
			golden := filepath.Join("testdata", "returned."+lang+".txt")
			got := dump(t, second)
			if *update {
				must(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			must(t, err)
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("%s (-update writes it anew): %s", golden, d)
			}
		})
	}
}

// dump writes the cells of the index and the summary, row by row.
func dump(t *testing.T, file string) string {
	t.Helper()
	f, err := excelize.OpenFile(file, excelize.Options{RawCellValue: true})
	must(t, err)
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList()[2:4] {
		b.WriteString("== " + sheet + "\n")
		rows, err := f.GetRows(sheet)
		must(t, err)
		for _, r := range rows {
			b.WriteString(strings.TrimRight(strings.Join(r, " | "), " |") + "\n")
		}
	}
	return b.String()
}

// TestEncrypted opens a workbook by its password and says that it comes back without
// one.
func TestEncrypted(t *testing.T) {
	dir := t.TempDir()
	plain, file, back := filepath.Join(dir, "x.xlsx"), filepath.Join(dir, "locked.xlsx"), filepath.Join(dir, "r.xlsx")
	plant(t, plain)
	raw, err := os.ReadFile(plain)
	must(t, err)
	locked, err := excelize.Encrypt(raw, &excelize.Options{Password: "geheim-4711"})
	must(t, err)
	must(t, os.WriteFile(file, locked, 0o600))
	f := newFixture(t, strings.Replace(spec, "totals: [合计]", "totals: [合计], password: geheim-4711", 1))
	f.check(t, file)
	f.giveBack(t, back, nil)
	is := readBook(t, back)
	sameCells(t, readBook(t, plain), is, dataSheet, "G", planted)
	said := strings.Join(is.column("检查结果汇总", "A"), "\n")
	if !strings.Contains(said, "返回的文件没有密码") || strings.Contains(said, "geheim") {
		t.Error(said)
	}
}
