package sqlite

import (
	"context"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/database"
	"cdoscore/connectors/files"
)

// Type is the sqlite connector.
func Type() connectors.Type {
	return connectors.Type{
		Name:    "sqlite",
		Summary: "SQLite database files, read-only.",
		Options: append(files.Options(), database.QueryOptions()...),
		New:     newSource,
	}
}

// source is a Source of database files.
type source struct {
	drop  *files.Drop
	query database.Query
}

func newSource(v connectors.Values) (connectors.Source, error) {
	drop, err := files.New(v)
	if err != nil {
		return nil, err
	}
	query, wrong := database.ReadQuery(v, quoted)
	if wrong != nil {
		return nil, wrong
	}
	return &source{drop: drop, query: query}, nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	return s.drop.Open(ctx, r, s.openPart)
}

func (s *source) Reach(_ context.Context, r connectors.Request) error { return s.drop.Reach(r) }

// syntax is how SQLite quotes; it knows the markers by their own names.
func syntax() database.Syntax {
	return database.Syntax{Backtick: true, Bracket: true, Marker: func(name string, _ int) string { return ":" + name }}
}

// quoted is the name of a table, dots and all: a file has no schemas.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
