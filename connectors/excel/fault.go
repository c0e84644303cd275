package excel

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"cdoscore/connectors"
	"cdoscore/connectors/excel/sheetml"
	"cdoscore/connectors/files"
)

// limitReasons are the reasons for workbooks that exceed a limit of the reader.
var limitReasons = map[string]string{
	"Bytes":   "excel.too_large",
	"Ratio":   "excel.too_dense",
	"Strings": "excel.too_many_strings",
	"Rows":    "excel.too_many_rows",
}

// fault makes a failure of the extract of whatever went wrong: all but the disk's
// faults mean that the workbook is damaged, or too much.
func (p *part) fault(err error) error {
	var known *connectors.Error
	var limit *sheetml.LimitError
	var bounds *sheetml.BoundsError
	var disk *fs.PathError
	unreadable := func(key string, args ...string) error {
		return connectors.NewError(connectors.Unreadable, p.where(), err, key, args...)
	}
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &limit):
		return unreadable(limitReasons[limit.Limit], fmt.Sprint(limit.Max))
	case errors.As(err, &bounds):
		return unreadable("excel.out_of_bounds", bounds.Cell)
	case errors.Is(err, sheetml.ErrNotWorkbook):
		return unreadable("excel.not_a_workbook")
	case errors.Is(err, sheetml.ErrBinary):
		return unreadable("excel.binary")
	case errors.Is(err, sheetml.ErrDTD):
		return unreadable("excel.dtd")
	case errors.As(err, &disk):
		return files.Fault(p.origin, err)
	}
	return unreadable("excel.corrupt", err.Error())
}

// where names the workbook and, once it is chosen, the sheet.
func (p *part) where() string {
	if p.sheet.Name == "" {
		return p.origin
	}
	return p.origin + ", sheet " + p.sheet.Name
}
