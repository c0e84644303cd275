package excel

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/excel/sheetml"
)

// Layout is where in a workbook the connector finds its rows: what must be known to
// write into the workbook what was found in the rows.
type Layout struct {
	Sheet   string
	Part    string // of the sheet, in the archive
	Header  int    // the last row of the header
	Columns []int  // of the sheet, from 1, by the extract's columns
	Own     int    // the column that this program wrote earlier, from 1; 0: none
	// Examples are the rows of a template that its own column marks as no data.
	Examples []int
	Marks    Marks
}

// Locate reads a workbook up to its header, with the options of an extract.
func Locate(ctx context.Context, path string, v connectors.Values, titles []string) (_ Layout, err error) {
	made, err := newSource(v)
	if err != nil {
		return Layout{}, err
	}
	s := made.(*source)
	p := &part{source: s, origin: path, ends: time.Now().Add(s.time), ctx: ctx, days: map[string][]byte{}}
	defer func() {
		if err != nil {
			err = p.fault(err)
		}
		err = errors.Join(err, p.Close())
	}()
	if err := p.openPath(path); err != nil {
		return Layout{}, err
	}
	if err := p.begin(titles); err != nil {
		return Layout{}, err
	}
	out := Layout{Sheet: p.sheet.Name, Part: p.sheet.Part(), Header: p.data - 1, Marks: p.marks}
	for column := p.left + 1; column <= p.left+p.width; column++ {
		if !p.own[column] {
			out.Columns = append(out.Columns, column)
		}
	}
	for column := range p.own {
		out.Own = max(out.Own, column)
	}
	if out.Own > 0 {
		out.Examples, err = p.examples()
	}
	return out, err
}

// examples reads the sheet on to its end.
func (p *part) examples() ([]int, error) {
	var out []int
	for {
		row, err := p.nextRow()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if p.isExample(row, p.texts(row)) {
			out = append(out, row.Number)
		}
	}
}

// Identify reads the marks of a workbook. Marks that are not present: the workbook
// is none of this program's.
func Identify(ctx context.Context, path, password string) (_ Marks, err error) {
	v := connectors.Values{"path": {"."}}
	if password != "" {
		v["password"] = []string{password}
	}
	made, err := newSource(v)
	if err != nil {
		return Marks{}, err
	}
	s := made.(*source)
	p := &part{source: s, origin: path, ends: time.Now().Add(s.time), ctx: ctx}
	defer func() {
		if err != nil {
			err = p.fault(err)
		}
		err = errors.Join(err, p.Close())
	}()
	if err := p.openPath(path); err != nil {
		return Marks{}, err
	}
	return readMarks(p.book)
}

// IsWorkbook tells by its first bytes whether a file can be a workbook as it is, not
// packed once more: the name of an upload says nothing.
func IsWorkbook(path string) (_ bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	start := make([]byte, len(oleMagic))
	if _, err := io.ReadFull(file, start); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return false, err
	}
	return bytes.HasPrefix(start, zipMagic) || bytes.Equal(start, oleMagic), nil
}

// OpenArchive opens the archive of a workbook, decrypted in memory where a password
// protects it.
func OpenArchive(path, password string) (archive io.ReaderAt, size int64, close func() error, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, nil, err
	}
	archive, size, err = openZip(file, path, password)
	if err != nil {
		return nil, 0, nil, errors.Join(err, file.Close())
	}
	return archive, size, file.Close, nil
}

// openPath opens a plain file.
func (p *part) openPath(path string) error {
	archive, size, release, err := OpenArchive(path, p.source.password)
	if err != nil {
		return err
	}
	p.release = append(p.release, release)
	p.book, err = sheetml.Open(archive, size, p.source.limits, p.check)
	return err
}
