package guangzhou

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// emptyRowAfter is the number of rows before an empty one, which is no record.
const emptyRowAfter = 5

// encodeExcel writes a workbook with numbers and dates as such where they are.
func encodeExcel(x *extract) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	sheet := "Sheet1"
	if name := x.dataset.option("sheet"); name != "" {
		sheet = name
		if err := book.SetSheetName("Sheet1", sheet); err != nil {
			return nil, err
		}
	}
	if err := fillSheet(book, sheet, x); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		return nil, err
	}
	return sortArchive(b.Bytes())
}

func fillSheet(book *excelize.File, sheet string, x *extract) error {
	styles, err := newDateStyles(book)
	if err != nil {
		return err
	}
	w, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	line := 1
	if x.dataset.option("header_row") == "2" {
		if err := w.SetRow("A1", []any{"广州市示例数据报送表"}); err != nil {
			return err
		}
		line++
	}
	header := make([]any, len(x.columns))
	for i, c := range x.columns {
		header[i] = c.title
	}
	if err := w.SetRow(fmt.Sprintf("A%d", line), header); err != nil {
		return err
	}
	for i, r := range x.rows {
		line++
		if i == emptyRowAfter {
			line++
		}
		if err := w.SetRow(fmt.Sprintf("A%d", line), styles.cells(x, r)); err != nil {
			return err
		}
	}
	return w.Flush()
}

type dateStyles struct{ date, moment int }

func newDateStyles(book *excelize.File) (dateStyles, error) {
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
	date, err := book.NewStyle(&excelize.Style{CustomNumFmt: &day})
	if err != nil {
		return dateStyles{}, err
	}
	at, err := book.NewStyle(&excelize.Style{CustomNumFmt: &moment})
	return dateStyles{date, at}, err
}

func (s dateStyles) cells(x *extract, r row) []any {
	out := make([]any, len(x.columns))
	for i, value := range x.cells(r) {
		out[i] = s.cell(x.columns[i].field, value)
	}
	return out
}

func (s dateStyles) cell(f field, value string) any {
	if value == "" {
		return nil
	}
	if isNumeric(f) && jsonNumber.MatchString(value) {
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			return v
		}
	}
	if at, err := time.Parse(time.DateOnly, value); err == nil && f.Type == "date" && at.Year() > 1900 {
		return excelize.Cell{StyleID: s.date, Value: at}
	}
	if at, err := time.Parse(time.DateTime, value); err == nil && f.Type == "timestamp" {
		return excelize.Cell{StyleID: s.moment, Value: at}
	}
	return value
}

func isNumeric(f field) bool { return f.Type == "integer" || strings.HasPrefix(f.Type, "decimal") }

// sortArchive rewrites a workbook with its entries in order and without times:
// the writer's own order is another each time.
func sortArchive(data []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	entries := slices.Clone(r.File)
	slices.SortFunc(entries, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		if err := copyEntry(w, e); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

var contentType = regexp.MustCompile(`<(?:Override|Default) [^>]*>(?:</(?:Override|Default)>)?`)

func copyEntry(w *zip.Writer, e *zip.File) error {
	r, err := e.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if e.Name == "[Content_Types].xml" {
		types := contentType.FindAllString(string(data), -1)
		slices.Sort(types)
		next := 0
		data = contentType.ReplaceAllFunc(data, func([]byte) []byte { next++; return []byte(types[next-1]) })
	}
	target, err := w.Create(e.Name)
	if err != nil {
		return err
	}
	_, err = target.Write(data)
	return err
}
