package sheetml

import (
	"errors"
	"fmt"
)

const (
	// MaxRows and MaxColumns are Excel's own bounds of a sheet.
	MaxRows    = 1_048_576
	MaxColumns = 16_384

	// maxToken bounds one run of text: a cell of Excel holds 32,767
	// characters.
	maxToken = 16 << 20
	// maxTag and maxAttributes bound one tag.
	maxTag        = 1 << 20
	maxAttributes = 256
	// maxRowText bounds the texts of one row, all cells together.
	maxRowText = 64 << 20
	// maxSmallPart bounds the parts that describe the sheets.
	maxSmallPart = 64 << 20
	// maxStyles bounds cell styles and number formats: Excel has 65,490.
	maxStyles = 1_000_000
	// maxDepth bounds the nesting of elements.
	maxDepth = 1_000
	// ratioFrom is the unzipped size from which the ratio counts: small parts of
	// blanks are harmless.
	ratioFrom = 16 << 20
)

// Limits bound what a workbook may cost. All must be positive.
type Limits struct {
	Bytes   int64 // unzipped, of all parts that are read
	Ratio   int64 // unzipped to zipped size of one part
	Strings int64 // bytes of memory for the shared strings
	Rows    int64 // rows of a sheet that hold anything
}

// LimitError says which limit a workbook exceeds.
type LimitError struct {
	Limit string // the field of Limits
	Max   int64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("more than the limit %s of %d", e.Limit, e.Max)
}

// BoundsError is a cell or row outside what Excel can hold.
type BoundsError struct{ Cell string }

func (e *BoundsError) Error() string { return "cell " + e.Cell + " is out of bounds" }

var (
	// ErrNotWorkbook is a zip archive that holds no workbook.
	ErrNotWorkbook = errors.New("the archive holds no workbook")
	// ErrBinary is a workbook in the binary form (.xlsb).
	ErrBinary = errors.New("the workbook is in the binary form")
	// ErrDTD is a document type definition, which no workbook has.
	ErrDTD = errors.New("the XML has a document type definition")

	errNoPart = errors.New("the part is not in the archive")
)

// SyntaxError is XML, or SpreadsheetML, that is not as it must be.
type SyntaxError struct {
	Part   string
	Offset int64 // bytes of unzipped content before it
	Row    int   // the last row begun; 0: none, or no sheet
	Text   string
	Err    error // the cause, or nil
}

func (e *SyntaxError) Error() string {
	where := fmt.Sprintf("%s, byte %d", e.Part, e.Offset)
	if e.Row > 0 {
		where += fmt.Sprintf(", row %d", e.Row)
	}
	return where + ": " + e.Text
}

func (e *SyntaxError) Unwrap() error { return e.Err }
