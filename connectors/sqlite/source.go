package sqlite

import (
	"context"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

// Type is the sqlite connector.
func Type() connectors.Type {
	return connectors.Type{
		Name:    "sqlite",
		Summary: "SQLite database files, read-only.",
		Options: append(files.Options(),
			connectors.Option{Name: "table", Type: connectors.OptionText, Doc: "table or view to read; this or query"},
			connectors.Option{Name: "query", Type: connectors.OptionText,
				Doc: "SELECT to read; :slot_start and :slot_end are bound as text, YYYY-MM-DD HH:MM:SS in the city's zone; this or table"},
		),
		New: newSource,
	}
}

// source is a Source of database files.
type source struct {
	drop  *files.Drop
	table string
	query string
}

func newSource(v connectors.Values) (connectors.Source, error) {
	drop, err := files.New(v)
	if err != nil {
		return nil, err
	}
	s := &source{drop: drop, table: v.Text("table", ""), query: strings.TrimRight(v.Text("query", ""), "; \t\r\n")}
	if (s.table == "") == (s.query == "") {
		return nil, &connectors.OptionError{Option: "table", Message: "give either table or query"}
	}
	if s.table != "" {
		s.query = "SELECT * FROM " + quoted(s.table)
	}
	return s, nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	return s.drop.Open(ctx, r, s.openPart)
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
