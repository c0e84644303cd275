package returned_test

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/excel"
	"cdoscore/rules"

	"github.com/xuri/excelize/v2"
)

// TestRealWorkbooks gives back workbooks that others made, judged by "every cell is
// required": as many cells are filled as a plain loop finds missing, every other
// cell is unchanged, excelize reopens each, and the reader finds the same data again.
func TestRealWorkbooks(t *testing.T) {
	const largest, every = 256 << 10, 5
	done, refused := 0, 0
	for i, file := range connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx", ".xlsm") {
		if info, err := os.Stat(file); err != nil || info.Size() > largest || i%every > 0 || !usual(file) {
			continue
		}
		rows, info, err := connectortest.ReadFile(excel.Type(), nil, file)
		if err != nil || len(rows) == 0 {
			refused++
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) { realWorkbook(t, file, rows, len(info.Rejected)) })
		done++
	}
	t.Logf("%d workbooks given back, %d refused by the reader", done, refused)
}

// usual reports whether the parts have the names that the test's own reader expects.
func usual(file string) bool {
	z, err := zip.OpenReader(file)
	if err != nil {
		return false
	}
	defer z.Close()
	return slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "xl/workbook.xml" })
}

func realWorkbook(t *testing.T, file string, rows []connectortest.Row, rejected int) {
	layout, err := excel.Locate(t.Context(), file, map[string][]string{"path": {"x"}}, nil)
	must(t, err)
	names := headings(t, file)
	var spec strings.Builder
	spec.WriteString("title: 真\nallow_empty: true\nfields:\n")
	judged := map[int]bool{}
	for i, name := range names {
		if strings.TrimSpace(name) != "" && slices.Index(names, name) == i && !strings.ContainsAny(name, "\x00\r") {
			judged[i] = true
			fmt.Fprintf(&spec, "  - {name: %q, required: true}\n", name)
		}
	}
	if len(judged) == 0 {
		t.Skip("no column has a name of its own")
	}
	missing := 0
	for _, r := range rows {
		for i, cell := range r.Cells {
			text := strings.TrimSpace(cell)
			if judged[i] && (cell == connectortest.Null || text == "" || slices.Contains(rules.DefaultPlaceholders, text)) {
				missing++
			}
		}
	}
	f := newFixture(t, spec.String())
	r := f.check(t, file)
	back := filepath.Join(t.TempDir(), "r.xlsx")
	f.giveBack(t, back, nil)
	was, is := readBook(t, file), readBook(t, back)
	marked := is.filled(layout.Sheet)
	if len(marked) != missing {
		t.Errorf("%d cells are filled, %d are missing", len(marked), missing)
	}
	own := lettersOf(ownColumn(is, layout.Sheet))
	sameCells(t, was, is, layout.Sheet, own, marked)
	b, err := excelize.OpenFile(back)
	must(t, err)
	must(t, b.Close())
	again, info, err := connectortest.ReadFile(excel.Type(), nil, back)
	must(t, err)
	if int64(len(again)) != r.Manifest.Rows || len(info.Rejected) != rejected {
		t.Errorf("%d rows and %d rejected again, before %d and %d", len(again), len(info.Rejected), r.Manifest.Rows, rejected)
	}
}

// headings are the names of the columns as the reader finds them.
func headings(t *testing.T, file string) []string {
	t.Helper()
	e, err := connectortest.TryOpen(excel.Type(), map[string][]string{"path": {strings.NewReplacer("*", `\*`, "[", `\[`).Replace(file)}}, connectors.Request{Zone: time.UTC})
	must(t, err)
	defer e.Close()
	var out []string
	for _, f := range e.Schema().Fields()[1:] {
		out = append(out, f.Name)
	}
	return out
}

// ownColumn is the column whose cell is the heading of the words.
func ownColumn(b rawBook, sheet string) int {
	for name, c := range b.sheets[sheet] {
		if c.value == "text 【错误说明】" {
			return columnOf(name)
		}
	}
	return 0
}
