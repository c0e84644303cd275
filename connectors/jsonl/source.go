package jsonl

import (
	"context"
	"slices"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

// Type is the jsonl connector.
func Type() connectors.Type {
	return connectors.Type{
		Name:    "jsonl",
		Summary: "JSON Lines files: one object per line, plain, gzip or zstd.",
		Options: append(files.Options(), columnsOption()),
		New:     newSource,
	}
}

// source is a Source of JSON Lines files.
type source struct {
	drop    *files.Drop
	columns []string
}

func newSource(v connectors.Values) (connectors.Source, error) {
	drop, err := files.New(v)
	if err != nil {
		return nil, err
	}
	columns, err := readColumns(v)
	if err != nil {
		return nil, err
	}
	return &source{drop: drop, columns: columns}, nil
}

func columnsOption() connectors.Option {
	return connectors.Option{Name: "columns", Type: connectors.OptionList, Doc: "keys to take as columns, in this order; default: the keys of the first 1,000 records"}
}

func readColumns(v connectors.Values) ([]string, error) {
	columns := v.List("columns")
	for i, name := range columns {
		if slices.Contains(columns[:i], name) {
			return nil, &connectors.OptionError{Option: "columns", Message: "names " + name + " twice"}
		}
	}
	return columns, nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	return s.drop.Open(ctx, r, s.openPart)
}

func (s *source) Reach(_ context.Context, r connectors.Request) error { return s.drop.Reach(r) }
