package parquet

import (
	"context"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

// Type is the parquet connector.
func Type() connectors.Type {
	return connectors.Type{
		Name:    "parquet",
		Summary: "Parquet files.",
		Options: files.Options(),
		New:     newSource,
	}
}

// source is a Source of Parquet files.
type source struct {
	drop *files.Drop
}

func newSource(v connectors.Values) (connectors.Source, error) {
	drop, err := files.New(v)
	if err != nil {
		return nil, err
	}
	return &source{drop: drop}, nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	return s.drop.Open(ctx, r, s.openPart)
}

func (s *source) Reach(_ context.Context, r connectors.Request) error { return s.drop.Reach(r) }
