package csv

import (
	"context"
	"strings"
	"unicode/utf8"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

const (
	encodingUTF8    = "utf-8"
	encodingGB18030 = "gb18030"
	encodingGBK     = "gbk"
	noQuote         = "none"
)

// Type is the csv connector.
func Type() connectors.Type {
	return connectors.Type{
		Name:    "csv",
		Summary: "Delimited text files, plain, gzip or zstd.",
		Options: append(files.Options(),
			connectors.Option{Name: "delimiter", Type: connectors.OptionText, Default: ",", Doc: `the character between fields; "tab" for a tab; by default also what a first line such as sep=; says`},
			connectors.Option{Name: "quote", Type: connectors.OptionText, Default: `"`, Doc: `the character around quoted fields; "none" when quotes mean nothing`},
			connectors.Option{Name: "header", Type: connectors.OptionInt, Default: "1", Doc: "line of the header; 0 when there is none, with columns"},
			connectors.Option{Name: "columns", Type: connectors.OptionList, Doc: "names of the columns of a file without a header"},
			connectors.Option{Name: "encoding", Type: connectors.OptionText, Default: encodingUTF8, Words: []string{encodingUTF8, encodingGB18030, encodingGBK}, Doc: "encoding of the text"},
		),
		New: newSource,
	}
}

// source is a Source of CSV files.
type source struct {
	drop    *files.Drop
	dialect dialect
}

// dialect is how the text is written.
type dialect struct {
	delimiter byte
	declared  bool // the delimiter, by the dataset
	quote     byte // 0: quotes mean nothing
	header    int64
	columns   []string // when header is 0
	gb18030   bool
}

func newSource(v connectors.Values) (connectors.Source, error) {
	drop, err := files.New(v)
	if err != nil {
		return nil, err
	}
	s := &source{drop: drop}
	if s.dialect, err = newDialect(v); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	return s.drop.Open(ctx, r, s.openPart)
}

func (s *source) Reach(_ context.Context, r connectors.Request) error { return s.drop.Reach(r) }

func newDialect(v connectors.Values) (dialect, error) {
	d := dialect{columns: v.List("columns"), declared: len(v["delimiter"]) > 0, gb18030: v.Text("encoding", encodingUTF8) != encodingUTF8}
	var err error
	if d.delimiter, err = oneByte(v, "delimiter", ","); err != nil {
		return d, err
	}
	if v.Text("quote", "") != noQuote {
		if d.quote, err = oneByte(v, "quote", `"`); err != nil {
			return d, err
		}
	}
	if d.quote == d.delimiter {
		return d, &connectors.OptionError{Option: "quote", Message: "must differ from the delimiter"}
	}
	if d.header, err = v.Int("header", 1); err != nil {
		return d, err
	}
	return d, d.checkHeader()
}

func (d dialect) checkHeader() error {
	switch {
	case d.header < 0:
		return &connectors.OptionError{Option: "header", Message: "must be 0 or more"}
	case d.header == 0 && len(d.columns) == 0:
		return &connectors.OptionError{Option: "columns", Message: "is required when header is 0"}
	case d.header > 0 && len(d.columns) > 0:
		return &connectors.OptionError{Option: "columns", Message: "only goes with header: 0; the header names the columns"}
	}
	return nil
}

// oneByte reads an option of one ASCII character. The tokenizer splits UTF-8 at
// it, so it cannot be part of another character.
func oneByte(v connectors.Values, name, def string) (byte, error) {
	text := v.Text(name, def)
	switch strings.ToLower(text) {
	case "tab", `\t`:
		text = "\t"
	}
	if len(text) != 1 || text[0] >= utf8.RuneSelf || strings.ContainsAny(text, "\r\n\x00") {
		return 0, &connectors.OptionError{Option: name, Message: "must be one ASCII character other than a line end"}
	}
	return text[0], nil
}
