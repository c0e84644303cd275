package jsonl

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

const (
	// maxLine bounds one line in bytes.
	maxLine = 16 << 20
	// The keys of the first sampleRecords records, or of the first sampleBytes,
	// are the columns.
	sampleRecords = 1000
	sampleBytes   = 16 << 20
	bufferBytes   = 256 << 10
)

var errLong = errors.New("a record is too long")

// line is one physical line that is not blank, or one element of an array.
type line struct {
	number int64
	text   []byte
}

// lines hands out the records of one file as texts. A text is valid until the next
// one is read. fault makes the failure of an extract of an error of next.
type lines interface {
	next() (line, error)
	fault(err error) error
}

// part reads one file.
type part struct {
	path    string
	content io.Closer
	source  lines
	unit    string // what a record is called where one is rejected
	sample  []line // read ahead to find the columns
	columns []connectors.Column
	index   map[string]int
	row     int64
	values  []value // of the current row, by column
}

func (s *source) openPart(_ context.Context, f *files.File, _ connectors.Request, before []connectors.Column) (files.Part, error) {
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	reader := bufio.NewReaderSize(content, bufferBytes)
	p := &part{path: f.Path, content: content, source: &text{path: f.Path, reader: reader}, unit: "line"}
	if err = p.skipMark(reader); err == nil {
		err = p.start(s.columns, before)
	}
	if err != nil {
		content.Close()
		return nil, err
	}
	return p, nil
}

func (p *part) Columns() []connectors.Column { return p.columns }

func (p *part) Close() error { return p.content.Close() }

func (p *part) Read(_ context.Context, w *connectors.RowWriter) error {
	l, err := p.next()
	if err != nil {
		return p.source.fault(err)
	}
	p.row++
	if why := p.fill(l.text); why != nil {
		w.Reject(connectors.Rejection{Row: p.row, Where: fmt.Sprintf("%s %d", p.unit, l.number), Reason: *why, Raw: string(l.text)})
		return nil
	}
	w.Begin(p.row)
	for _, v := range p.values {
		if v.null {
			w.Null()
		} else {
			w.Text(v.text)
		}
	}
	return nil
}

// skipMark passes over a byte order mark, and refuses UTF-16 by its own.
func (p *part) skipMark(reader *bufio.Reader) error {
	first, err := reader.Peek(4)
	if err != nil && err != io.EOF {
		return files.Fault(p.path, err)
	}
	if bytes.HasPrefix(first, []byte{0xff, 0xfe}) || bytes.HasPrefix(first, []byte{0xfe, 0xff}) {
		return connectors.NewError(connectors.Unreadable, p.path, nil, "file.utf16")
	}
	if bytes.HasPrefix(first, []byte("\ufeff")) {
		if _, err := reader.Discard(3); err != nil {
			return files.Fault(p.path, err)
		}
	}
	return nil
}

// start settles the columns: as declared, else as in the first file of the
// delivery, else the keys of the first records.
func (p *part) start(declared []string, before []connectors.Column) error {
	p.index = map[string]int{}
	for _, name := range declared {
		p.addColumn(name)
	}
	for _, c := range before {
		if len(declared) == 0 {
			p.addColumn(c.Name)
		}
	}
	return p.takeSample(len(declared) == 0 && before == nil)
}

// takeSample reads ahead.
func (p *part) takeSample(findColumns bool) error {
	for size := 0; len(p.sample) < sampleRecords && size < sampleBytes; {
		l, err := p.source.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return p.source.fault(err)
		}
		l.text = bytes.Clone(l.text)
		size += len(l.text)
		p.sample = append(p.sample, l)
		if findColumns {
			p.addKeys(l.text)
		}
	}
	return nil
}

func (p *part) addKeys(text []byte) {
	members, _ := parseObject(text) // a line that is rejected names no columns
	for _, m := range members {
		if _, known := p.index[m.key]; !known {
			p.addColumn(m.key)
		}
	}
}

func (p *part) addColumn(name string) {
	p.index[name] = len(p.columns)
	p.columns = append(p.columns, connectors.Column{Name: name})
}

// fill puts the values of a line into p.values, or says why it cannot.
func (p *part) fill(text []byte) *connectors.Reason {
	members, why := parseObject(text)
	if why != nil {
		return why
	}
	p.values = p.values[:0]
	for range p.columns {
		p.values = append(p.values, value{null: true})
	}
	for _, m := range members {
		column, known := p.index[m.key]
		if !known {
			return reason("jsonl.unknown_key", m.key)
		}
		p.values[column] = m.value
	}
	return nil
}

func (p *part) next() (line, error) {
	if len(p.sample) > 0 {
		l := p.sample[0]
		p.sample = p.sample[1:]
		return l, nil
	}
	return p.source.next()
}
