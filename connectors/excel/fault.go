package excel

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	"github.com/xuri/excelize/v2"
)

// errEndOfSheet is the true end of a sheet; a bare io.EOF is a part cut short.
var errEndOfSheet = errors.New("end of the sheet")

// guard runs f and makes a failure of the extract of whatever goes wrong in it, a
// panic inside the library included: both mean that the workbook is damaged.
func (p *part) guard(origin string, f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = connectors.NewError(connectors.Unreadable, origin, fmt.Errorf("panic: %v", r), "excel.corrupt", "unexpected structure")
		}
	}()
	err = f()
	var known *connectors.Error
	var bounds *boundsError
	var disk *fs.PathError
	switch {
	case err == nil, err == errEndOfSheet, errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &bounds):
		return connectors.NewError(connectors.Unreadable, p.where(), err, "excel.out_of_bounds", bounds.cell)
	case errors.Is(err, excelize.ErrMaxRows):
		return connectors.NewError(connectors.Unreadable, p.where(), err, "excel.out_of_bounds", fmt.Sprintf("A%d", maxRows+1))
	case errors.As(err, &disk):
		return files.Fault(origin, err)
	case p.scanner != nil:
		origin = p.where()
	}
	return connectors.NewError(connectors.Unreadable, origin, err, "excel.corrupt", err.Error())
}

// where names the workbook and the sheet.
func (p *part) where() string { return p.book.origin + ", sheet " + p.sheet.name }

func (p *part) incomplete(place string) error {
	return connectors.NewError(connectors.Unreadable, p.where(), nil, "excel.incomplete", place)
}
