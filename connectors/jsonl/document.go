package jsonl

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

// DocumentType is the json connector: one document with an array of objects.
func DocumentType() connectors.Type {
	return connectors.Type{
		Name:    "json",
		Summary: "JSON documents with an array of objects, plain, gzip or zstd.",
		Options: append(files.Options(),
			connectors.Option{Name: "records", Type: connectors.OptionText, Doc: "where the array stands: the keys from the top, joined by dots, as in data.items; default: the document is the array"},
			columnsOption(),
		),
		New: newDocumentSource,
	}
}

// documentSource is a Source of JSON documents.
type documentSource struct {
	drop    *files.Drop
	records []string // the keys that lead to the array
	columns []string
}

func newDocumentSource(v connectors.Values) (connectors.Source, error) {
	s := &documentSource{}
	var err error
	if s.drop, err = files.New(v); err != nil {
		return nil, err
	}
	if s.columns, err = readColumns(v); err != nil {
		return nil, err
	}
	if keys := v.Text("records", ""); keys != "" {
		s.records = strings.Split(keys, ".")
	}
	for _, key := range s.records {
		if key == "" {
			return nil, &connectors.OptionError{Option: "records", Message: "must be keys joined by dots, such as data.items"}
		}
	}
	return s, nil
}

func (s *documentSource) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	return s.drop.Open(ctx, r, s.openPart)
}

func (s *documentSource) Reach(_ context.Context, r connectors.Request) error { return s.drop.Reach(r) }

func (s *documentSource) openPart(_ context.Context, f *files.File, _ connectors.Request, before []connectors.Column) (files.Part, error) {
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	d := &document{path: f.Path, keys: s.records}
	p := &part{path: f.Path, content: content, source: d, unit: "record"}
	reader := bufio.NewReaderSize(content, bufferBytes)
	if err = p.skipMark(reader); err == nil {
		d.open(reader)
		err = p.start(s.columns, before)
	}
	if err != nil {
		content.Close()
		return nil, err
	}
	return p, nil
}

func (d *document) fault(err error) error {
	switch {
	case err == io.EOF:
		return io.EOF
	case errors.Is(err, errLong):
		return connectors.NewError(connectors.Unreadable, d.path, err, "json.record_too_long", fmt.Sprint(d.number+1), fmt.Sprint(maxLine))
	case errors.Is(err, errNoArray):
		return connectors.NewError(connectors.Unreadable, d.path, err, "json.no_array", d.place())
	case errors.Is(err, errTwice):
		return connectors.NewError(connectors.Unreadable, d.path, err, "json.array_twice", d.place())
	case errors.Is(err, errSyntax):
		return connectors.NewError(connectors.Unreadable, d.path, err, "json.malformed", fmt.Sprint(d.decoder.InputOffset()))
	}
	return files.Fault(d.path, err)
}

// place is where the array should stand, for messages.
func (d *document) place() string {
	if len(d.keys) == 0 {
		return "$"
	}
	return "$." + strings.Join(d.keys, ".")
}
