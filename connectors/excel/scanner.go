package excel

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

const (
	maxRows    = 1_048_576
	maxColumns = 16_384
)

// cell is a cell as the sheet's XML has it.
type cell struct {
	column     int    // from 1
	kind       string // the t attribute: s, str, inlineStr, b, e, d, n or nothing
	style      int
	raw        string // of v
	filled     bool   // there is a text in v or in is
	uncomputed bool   // a formula without a v
}

// scannedRow is one row element. Valid until the next one is read.
type scannedRow struct {
	number int
	cells  []cell
}

// scanner walks the XML of a sheet strictly: to its very end, with rows and cells
// in order and inside Excel's bounds.
type scanner struct {
	decoder *xml.Decoder
	row     scannedRow
	inData  bool
	ended   bool // the end of sheetData
}

// boundsError is a cell or row outside what Excel can hold.
type boundsError struct{ cell string }

func (e *boundsError) Error() string { return "cell " + e.cell + " is out of bounds" }

func newScanner(r io.Reader) *scanner { return &scanner{decoder: newDecoder(r)} }

// next reads the next row. io.EOF means that the XML was well-formed to its end.
func (s *scanner) next() (*scannedRow, error) {
	for {
		token, err := s.decoder.Token()
		if err == io.EOF && !s.ended {
			return nil, fmt.Errorf("the sheet has no data element")
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch {
			case t.Name.Local == "sheetData":
				s.inData = true
			case s.inData && t.Name.Local == "row":
				return s.scanRow(t)
			}
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				s.inData, s.ended = false, true
			}
		}
	}
}

func (s *scanner) scanRow(start xml.StartElement) (*scannedRow, error) {
	number := s.row.number + 1
	if text, ok := attribute(start, "r"); ok {
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("row number %q", text)
		}
		if n < number {
			return nil, fmt.Errorf("row %d follows row %d", n, s.row.number)
		}
		number = n
	}
	if number > maxRows {
		return nil, &boundsError{cell: fmt.Sprintf("A%d", number)}
	}
	s.row.number, s.row.cells = number, s.row.cells[:0]
	return &s.row, s.scanCells()
}

func (s *scanner) scanCells() error {
	for {
		token, err := s.decoder.Token()
		if err != nil {
			return unexpectedEnd(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if t.Name.Local != "c" {
				if err := s.decoder.Skip(); err != nil {
					return unexpectedEnd(err)
				}
				continue
			}
			if err := s.scanCell(t); err != nil {
				return err
			}
		}
	}
}

func (s *scanner) scanCell(start xml.StartElement) error {
	c, err := s.describe(start)
	if err != nil {
		return err
	}
	formula, value := false, false
	for {
		token, err := s.decoder.Token()
		if err != nil {
			return unexpectedEnd(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			c.uncomputed = formula && !value
			s.row.cells = append(s.row.cells, c)
			return nil
		case xml.StartElement:
			text, err := s.text()
			if err != nil {
				return err
			}
			switch t.Name.Local {
			case "f":
				formula = true
			case "v":
				c.raw, value = text, true
				c.filled = c.filled || text != ""
			case "is":
				c.filled = c.filled || text != ""
			}
		}
	}
}

// describe reads the attributes of a cell and checks its place.
func (s *scanner) describe(start xml.StartElement) (cell, error) {
	c := cell{column: 1}
	if n := len(s.row.cells); n > 0 {
		c.column = s.row.cells[n-1].column + 1
	}
	c.kind, _ = attribute(start, "t")
	if text, ok := attribute(start, "s"); ok {
		style, err := strconv.Atoi(text)
		if err != nil {
			return c, fmt.Errorf("style %q in row %d", text, s.row.number)
		}
		c.style = style
	}
	if ref, ok := attribute(start, "r"); ok {
		column, row, err := excelize.CellNameToCoordinates(ref)
		if err != nil {
			return c, &boundsError{cell: ref}
		}
		if row != s.row.number || column < c.column {
			return c, fmt.Errorf("cell %s stands out of order in row %d", ref, s.row.number)
		}
		c.column = column
	}
	if c.column > maxColumns {
		return c, &boundsError{cell: fmt.Sprintf("row %d, column %d", s.row.number, c.column)}
	}
	return c, nil
}

// text gathers the character data of the element just begun, up to its end.
func (s *scanner) text() (string, error) {
	var b strings.Builder
	for depth := 1; ; {
		token, err := s.decoder.Token()
		if err != nil {
			return "", unexpectedEnd(err)
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return b.String(), nil
			}
		}
	}
}

func attribute(start xml.StartElement, name string) (string, bool) {
	for _, a := range start.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value, true
		}
	}
	return "", false
}

func unexpectedEnd(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
