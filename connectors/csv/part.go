package csv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	"golang.org/x/text/transform"
)

var utf8BOM = []byte{0xef, 0xbb, 0xbf}

// part reads the records of one file.
type part struct {
	path    string
	dialect dialect
	content io.Closer
	tokens  *tokenizer
	columns []connectors.Column
	mixed   *mixed // of a file in GB18030
	row     int64
}

func (s *source) openPart(_ context.Context, f *files.File, _ connectors.Request, _ []connectors.Column) (files.Part, error) {
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	p := &part{path: f.Path, dialect: s.dialect, content: content, tokens: newTokenizer(content, s.dialect)}
	if err := p.start(content); err != nil {
		content.Close()
		return nil, err
	}
	return p, nil
}

func (p *part) Columns() []connectors.Column { return p.columns }

func (p *part) Close() error { return p.content.Close() }

func (p *part) Read(_ context.Context, w *connectors.RowWriter) error {
	rec, err := p.tokens.next()
	if err != nil {
		return p.fault(err)
	}
	p.row++
	if reason := p.reject(rec); reason != nil {
		w.Reject(connectors.Rejection{Row: p.row, Where: fmt.Sprintf("line %d", rec.line), Reason: *reason, Raw: string(rec.raw)})
		return nil
	}
	w.Begin(p.row)
	for _, field := range rec.fields {
		w.Bytes(field)
	}
	return nil
}

// start looks at the first bytes, chooses the decoder and reads the header.
func (p *part) start(content io.Reader) error {
	first, err := p.tokens.peek(512)
	if err != nil {
		return p.fault(err)
	}
	if key, args := notCSV(first); key != "" {
		return p.unreadable(nil, key, args...)
	}
	switch {
	case bytes.HasPrefix(first, utf8BOM):
		p.tokens.start += len(utf8BOM)
		p.dialect.gb18030 = false // the mark says what it is
	case p.dialect.gb18030:
		p.decodeGB18030(content)
	}
	if err := p.heedMark(); err != nil {
		return err
	}
	if p.dialect.header == 0 {
		p.name(p.dialect.columns)
		return nil
	}
	return p.readHeader()
}

func (p *part) decodeGB18030(content io.Reader) {
	peeked := bytes.Clone(p.tokens.buffer[p.tokens.start:p.tokens.end])
	all := io.MultiReader(bytes.NewReader(peeked), content)
	p.tokens = newTokenizer(transform.NewReader(all, newGB18030()), p.dialect)
	p.mixed = newMixed()
}

func (p *part) readHeader() error {
	absent := fmt.Sprint(p.dialect.header)
	for p.tokens.line < p.dialect.header {
		if err := p.tokens.skipLine(); err == io.EOF {
			return p.unreadable(nil, "csv.no_header", absent)
		} else if err != nil {
			return p.fault(err)
		}
	}
	rec, err := p.tokens.next()
	if err == io.EOF {
		return p.unreadable(nil, "csv.no_header", absent)
	}
	if err != nil {
		return p.fault(err)
	}
	if reason := p.illegible(rec); reason != nil {
		return p.unreadable(nil, "csv.bad_header", reason.English)
	}
	names := make([]string, len(rec.fields))
	for i, field := range rec.fields {
		names[i] = string(field)
	}
	p.name(names)
	return nil
}

func (p *part) name(columns []string) {
	for _, name := range columns {
		p.columns = append(p.columns, connectors.Column{Name: name})
	}
}

// reject says why a record cannot be a row, or nil.
func (p *part) reject(rec *record) *connectors.Reason {
	if reason := p.illegible(rec); reason != nil {
		return reason
	}
	switch want, got := len(p.columns), len(rec.fields); {
	case got < want:
		return reason("csv.fields_few", want, got)
	case got > want:
		return reason("csv.fields_many", want, got)
	}
	return nil
}

// illegible says why a record's text cannot be trusted, or nil.
func (p *part) illegible(rec *record) *connectors.Reason {
	if i := bytes.IndexByte(rec.raw, 0); i >= 0 {
		line, _ := place(rec, i)
		return reason("csv.nul", line)
	}
	if p.mixed != nil {
		if original := p.mixed.original(rec.raw); original != nil {
			rec.raw = original
			return reason("csv.mixed_utf8", rec.line)
		}
	}
	if !utf8.Valid(rec.raw) {
		line, column := place(rec, invalidAt(rec.raw))
		if p.dialect.gb18030 {
			return reason("csv.invalid_gb18030", line)
		}
		if isGB18030(rec.raw) {
			return reason("csv.mixed_gb18030", line, column)
		}
		return reason("csv.invalid_utf8", line, column)
	}
	if rec.afterText > 0 {
		return reason("csv.text_after_quote", rec.afterText)
	}
	return nil
}

func reason(key string, args ...any) *connectors.Reason {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = fmt.Sprint(a)
	}
	r := connectors.NewReason(key, texts...)
	return &r
}

// place gives the line and, in that line, the byte (from 1) of rec.raw[at].
func place(rec *record, at int) (line int64, column int) {
	before := rec.raw[:at]
	return rec.line + int64(bytes.Count(before, []byte{'\n'})), at - bytes.LastIndexByte(before, '\n')
}

func invalidAt(text []byte) int {
	at := 0
	for {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

func (p *part) unreadable(cause error, key string, args ...string) error {
	return connectors.NewError(connectors.Unreadable, p.path, cause, key, args...)
}

func (p *part) fault(err error) error {
	switch {
	case err == io.EOF:
		return io.EOF
	case errors.Is(err, errOpenQuote):
		return p.unreadable(err, "csv.unterminated_quote", fmt.Sprint(p.tokens.openQuote))
	case errors.Is(err, errTooLong):
		return p.unreadable(err, "csv.record_too_long", fmt.Sprint(p.tokens.line), fmt.Sprint(maxRecord))
	}
	return files.Fault(p.path, err)
}

// notCSV tells files of other kinds by their first bytes, and returns the reason
// to refuse them.
func notCSV(first []byte) (key string, args []string) {
	if bytes.HasPrefix(first, []byte{0xff, 0xfe}) || bytes.HasPrefix(first, []byte{0xfe, 0xff}) {
		return "file.utf16", nil
	}
	for _, kind := range []struct{ magic, name string }{
		{"PK\x03\x04", "ZIP/XLSX"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS/OLE"},
		{"PAR1", "Parquet"},
		{"SQLite format 3\x00", "SQLite"},
		{"%PDF-", "PDF"},
		{"\x1f\x8b", "gzip"},
		{"\x28\xb5\x2f\xfd", "zstd"},
	} {
		if bytes.HasPrefix(first, []byte(kind.magic)) {
			return "csv.not_csv", []string{kind.name}
		}
	}
	page := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(first, utf8BOM))))
	if strings.HasPrefix(page, "<!doctype html") || strings.HasPrefix(page, "<html") {
		return "csv.not_csv", []string{"HTML"}
	}
	return "", nil
}
