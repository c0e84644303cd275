package xlsx

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"cdoscore/reports/message"
	"cdoscore/rules"
)

// book is a workbook while it is written, by one goroutine.
type book struct {
	file   *excelize.File
	text   *message.Catalog
	zone   *time.Location
	form   form
	looks  map[look]int // styles made so far
	tables int          // forms numbered so far
	open   openCells    // that people fill in, noted while they are written
	rows   sheetRows
}

// openCells are the cells that people fill in, by sheet.
type openCells map[string]map[cellPlace]bool

func (o openCells) note(sheet string, row, column int) {
	if o[sheet] == nil {
		o[sheet] = map[cellPlace]bool{}
	}
	o[sheet][cellPlace{row, column}] = true
}

// form is what stands around every table: whose it is, of which day, and under
// which document.
type form struct {
	series           int // 1: unit workbook, 2: city workbook, 3: review form, 4: annual result
	title            string
	subject          string
	issuer, document string
	validUntil       time.Time
	cutoff           time.Time
	period, dated    string // what is assessed, and by when its data had come; dated may be empty
}

func openBook(text *message.Catalog, zone *time.Location) (*book, error) {
	b := &book{file: excelize.NewFile(), text: text, zone: zone, looks: map[look]int{}, open: openCells{}, rows: sheetRows{}}
	if err := b.file.SetDefaultFont(fontsOf(text.Lang()).body); err != nil {
		b.close()
		return nil, fmt.Errorf("default font: %w", err)
	}
	return b, nil
}

// close removes the temporary files of long sheets. An error leaves nothing to
// mend: the workbook is complete in memory or was given up already.
func (b *book) close() { _ = b.file.Close() }

// in returns a text of the model in the language of the book.
func (b *book) in(t rules.Text) string { return t.In(b.text.Lang()) }

// bytes returns the finished file.
func (b *book) bytes() ([]byte, error) {
	moment := b.form.cutoff.UTC().Format(time.RFC3339)
	err := b.file.SetDocProps(&excelize.DocProperties{
		Title: b.form.title, Subject: b.form.subject, Creator: b.form.issuer, LastModifiedBy: b.form.issuer,
		Created: moment, Modified: moment, Language: b.text.Lang(),
	})
	if err != nil {
		return nil, fmt.Errorf("document properties: %w", err)
	}
	b.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return newArchive(w, b.form.cutoff, b.rows) })
	packed, err := b.file.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("pack workbook: %w", err)
	}
	return packed.Bytes(), nil
}

// keep hands the rows of a sheet to the archive. New files name the part of a sheet
// by its number.
func (b *book) keep(sheet string, r *rows) error {
	for number, name := range b.file.GetSheetMap() {
		if name == sheet {
			b.rows[fmt.Sprintf("xl/worksheets/sheet%d.xml", number)] = r
			return nil
		}
	}
	return fmt.Errorf("the workbook has no sheet %s", sheet)
}

// addSheets makes the empty sheets of these keys, in order; a new file has one
// already, which becomes the first.
func (b *book) addSheets(keys []string) error {
	for i, key := range keys {
		name := b.text.Text(key)
		if i == 0 {
			if err := b.file.SetSheetName(b.file.GetSheetName(0), name); err != nil {
				return fmt.Errorf("sheet %s: %w", name, err)
			}
			continue
		}
		if _, err := b.file.NewSheet(name); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
	}
	return nil
}

// hide hides a sheet. It must come before any sheet is written: excelize reads
// every sheet back to find the visible ones.
func (b *book) hide(key string) error {
	name := b.text.Text(key)
	if err := b.file.SetSheetVisible(name, false); err != nil {
		return fmt.Errorf("hide sheet %s: %w", name, err)
	}
	return nil
}

// serial is the number by which a spreadsheet knows a moment of the city's
// clock: days since 1899-12-30.
func (b *book) serial(t time.Time) float64 {
	const epoch = 25_569 // days to 1970-01-01
	_, offset := t.In(b.zone).Zone()
	return float64(t.Unix()+int64(offset)+epoch*86400) / 86400
}
