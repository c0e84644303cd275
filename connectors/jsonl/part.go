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
)

var errLongLine = errors.New("a line is too long")

// line is one physical line that is not blank.
type line struct {
	number int64
	text   []byte
}

// part reads one file.
type part struct {
	path    string
	content io.Closer
	reader  *bufio.Reader
	number  int64  // of the last line read
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
	p := &part{path: f.Path, content: content, reader: bufio.NewReaderSize(content, 256<<10)}
	if err := p.start(s.columns, before); err != nil {
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
		return p.fault(err)
	}
	p.row++
	if why := p.fill(l.text); why != nil {
		w.Reject(connectors.Rejection{Row: p.row, Where: fmt.Sprintf("line %d", l.number), Reason: *why, Raw: string(l.text)})
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

// start looks at the first bytes and settles the columns: as declared, else as in
// the first file of the delivery, else the keys of the first records.
func (p *part) start(declared []string, before []connectors.Column) error {
	first, err := p.reader.Peek(4)
	if err != nil && err != io.EOF {
		return p.fault(err)
	}
	if bytes.HasPrefix(first, []byte{0xff, 0xfe}) || bytes.HasPrefix(first, []byte{0xfe, 0xff}) {
		return connectors.NewError(connectors.Unreadable, p.path, nil, "file.utf16")
	}
	if bytes.HasPrefix(first, []byte("\ufeff")) {
		if _, err := p.reader.Discard(3); err != nil {
			return p.fault(err)
		}
	}
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

// takeSample reads ahead. A file whose first line opens an array is one JSON
// document, not JSON Lines.
func (p *part) takeSample(findColumns bool) error {
	for size := 0; len(p.sample) < sampleRecords && size < sampleBytes; {
		l, err := p.readLine()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return p.fault(err)
		}
		if len(p.sample) == 0 && bytes.TrimSpace(l.text)[0] == '[' {
			return connectors.NewError(connectors.Unreadable, p.path, nil, "jsonl.one_array")
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
	return p.readLine()
}

// readLine reads the next line that is not blank. Its text is valid until the
// next one is read.
func (p *part) readLine() (line, error) {
	for {
		text, err := p.readPhysical()
		if err != nil && (err != io.EOF || len(text) == 0) {
			return line{}, err
		}
		p.number++
		text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte{'\n'}), []byte{'\r'})
		if len(bytes.TrimSpace(text)) > 0 {
			return line{number: p.number, text: text}, nil
		}
	}
}

func (p *part) readPhysical() ([]byte, error) {
	text, err := p.reader.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return text, err
	}
	long := bytes.Clone(text)
	for err == bufio.ErrBufferFull {
		if len(long) > maxLine {
			return nil, errLongLine
		}
		text, err = p.reader.ReadSlice('\n')
		long = append(long, text...)
	}
	return long, err
}

func (p *part) fault(err error) error {
	switch {
	case err == io.EOF:
		return io.EOF
	case errors.Is(err, errLongLine):
		return connectors.NewError(connectors.Unreadable, p.path, err, "jsonl.line_too_long", fmt.Sprint(p.number+1), fmt.Sprint(maxLine))
	}
	return files.Fault(p.path, err)
}
