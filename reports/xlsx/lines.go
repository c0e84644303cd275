package xlsx

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// The bounds of a sheet and of a cell.
const (
	maxLines    = 1_048_576
	maxCellText = 32_767
)

// Lines writes lines of texts as a plain workbook, however many there are: what does
// not fit on one sheet goes on on the next. Every cell is text, whatever its first
// character; a text that no cell can hold is an error and not cut.
type Lines struct {
	to     io.Writer
	title  string
	file   *excelize.File
	sheet  *excelize.StreamWriter
	style  int
	sheets int
	line   int
	most   int // lines of one sheet
}

// NewLines begins a workbook; title names its sheets.
func NewLines(to io.Writer, title string) (*Lines, error) {
	l := &Lines{to: to, title: sheetName(title), file: excelize.NewFile(), most: maxLines}
	var err error
	if l.style, err = l.file.NewStyle(&excelize.Style{NumFmt: formatTextID}); err == nil {
		err = l.next()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("begin workbook: %w", err), l.file.Close())
	}
	return l, nil
}

// formatTextID is the built-in number format of texts.
const formatTextID = 49

// sheetName leaves out what the name of a sheet must not hold.
func sheetName(title string) string {
	const most = 24 // of 31, so that a number fits behind
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return '-'
		}
		return r
	}, title)
	if utf8.RuneCountInString(clean) > most {
		clean = string([]rune(clean)[:most])
	}
	if clean == "" {
		return "1"
	}
	return clean
}

// next begins the next sheet.
func (l *Lines) next() error {
	l.sheets++
	name := l.title
	var err error
	if l.sheets == 1 {
		err = l.file.SetSheetName(l.file.GetSheetName(0), name)
	} else {
		name = fmt.Sprintf("%s-%d", l.title, l.sheets)
		err = errors.Join(l.sheet.Flush(), newSheet(l.file, name))
	}
	if err != nil {
		return err
	}
	l.line = 0
	l.sheet, err = l.file.NewStreamWriter(name)
	return err
}

func newSheet(f *excelize.File, name string) error {
	_, err := f.NewSheet(name)
	return err
}

// Line writes one line.
func (l *Lines) Line(cells []string) error {
	if l.line == l.most {
		if err := l.next(); err != nil {
			return fmt.Errorf("next sheet: %w", err)
		}
	}
	l.line++
	row := make([]any, len(cells))
	for i, text := range cells {
		if utf8.RuneCountInString(text) > maxCellText {
			return fmt.Errorf("line %d, column %d: a text of %d characters, and a cell holds %d: export as csv", l.line, i+1, utf8.RuneCountInString(text), maxCellText)
		}
		row[i] = excelize.Cell{StyleID: l.style, Value: text}
	}
	at, err := excelize.CoordinatesToCellName(1, l.line)
	if err != nil {
		return err
	}
	return l.sheet.SetRow(at, row)
}

// Close writes the workbook.
func (l *Lines) Close() error {
	err := l.sheet.Flush()
	if err == nil {
		err = l.file.Write(l.to)
	}
	return errors.Join(err, l.file.Close())
}
