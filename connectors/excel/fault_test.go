package excel

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"syscall"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/excel/sheetml"
)

func TestFaults(t *testing.T) {
	cases := []struct {
		err   error
		key   string
		class connectors.Class
	}{
		{&sheetml.LimitError{Limit: "Bytes", Max: 1}, "excel.too_large", connectors.Unreadable},
		{fmt.Errorf("part: %w", &sheetml.LimitError{Limit: "Ratio", Max: 1}), "excel.too_dense", connectors.Unreadable},
		{&sheetml.BoundsError{Cell: "XFE1"}, "excel.out_of_bounds", connectors.Unreadable},
		{sheetml.ErrNotWorkbook, "excel.not_a_workbook", connectors.Unreadable},
		{sheetml.ErrBinary, "excel.binary", connectors.Unreadable},
		{&sheetml.SyntaxError{Err: sheetml.ErrDTD}, "excel.dtd", connectors.Unreadable},
		{&sheetml.SyntaxError{Text: "x"}, "excel.corrupt", connectors.Unreadable},
		{&fs.PathError{Op: "read", Path: "x", Err: syscall.EIO}, "source.read_failed", connectors.SourceFault},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EMFILE}, "source.platform", connectors.Platform},
	}
	p := &part{origin: "x.xlsx", sheet: sheetml.Sheet{Name: "明细"}}
	for _, c := range cases {
		var failure *connectors.Error
		if err := p.fault(c.err); !errors.As(err, &failure) || failure.Reason.Key != c.key || failure.Class != c.class {
			t.Errorf("%v became %v", c.err, err)
		}
	}
	for _, err := range []error{nil, context.Canceled} {
		if got := p.fault(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
}

// TestEveryLimitHasAReason holds the reasons to the limits that the reader has.
func TestEveryLimitHasAReason(t *testing.T) {
	limits := reflect.TypeFor[sheetml.Limits]()
	for i := range limits.NumField() {
		if limitReasons[limits.Field(i).Name] == "" {
			t.Errorf("limit %s has no reason", limits.Field(i).Name)
		}
	}
}
