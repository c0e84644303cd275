package excel

import (
	"context"
	"fmt"
	"maps"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

// defaultMaxBytes bounds the unzipped size of a workbook: 4 GiB.
const defaultMaxBytes = "4294967296"

// Type is the excel connector.
func Type() connectors.Type {
	options := files.Options()
	for i := range options {
		if options[i].Name == "max_bytes" {
			options[i].Default = defaultMaxBytes
		}
	}
	return connectors.Type{
		Name:    "excel",
		Summary: "Sheets of Excel workbooks (.xlsx, .xlsm).",
		Options: append(options,
			connectors.Option{Name: "sheet", Type: connectors.OptionText, Doc: "name of the sheet; default: the first visible one"},
			connectors.Option{Name: "header_row", Type: connectors.OptionInt, Default: "1", Doc: "row of the sheet that holds the column names"},
		),
		New: newSource,
	}
}

// source is a Source of workbooks.
type source struct {
	drop      *files.Drop
	sheet     string // empty: the first visible one
	headerRow int
}

func newSource(v connectors.Values) (connectors.Source, error) {
	if len(v["max_bytes"]) == 0 {
		v = maps.Clone(v)
		v["max_bytes"] = []string{defaultMaxBytes}
	}
	drop, err := files.New(v)
	if err != nil {
		return nil, err
	}
	row, err := v.Int("header_row", 1)
	if err != nil {
		return nil, err
	}
	if row < 1 || row > maxRows {
		return nil, &connectors.OptionError{Option: "header_row", Message: fmt.Sprintf("must be 1 to %d", maxRows)}
	}
	return &source{drop: drop, sheet: v.Text("sheet", ""), headerRow: int(row)}, nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	return s.drop.Open(ctx, r, s.openPart)
}
