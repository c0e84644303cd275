package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
)

var errArray = errors.New("the first line opens an array")

// text cuts a file of JSON Lines into lines.
type text struct {
	path   string
	reader *bufio.Reader
	number int64 // of the last line read
	begun  bool
}

// next reads the next line that is not blank. A file whose first line opens an
// array is one JSON document, not JSON Lines.
func (t *text) next() (line, error) {
	for {
		text, err := t.readPhysical()
		if err != nil && (err != io.EOF || len(text) == 0) {
			return line{}, err
		}
		t.number++
		text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte{'\n'}), []byte{'\r'})
		content := bytes.TrimSpace(text)
		if len(content) == 0 {
			continue
		}
		if !t.begun && content[0] == '[' {
			return line{}, errArray
		}
		t.begun = true
		return line{number: t.number, text: text}, nil
	}
}

func (t *text) readPhysical() ([]byte, error) {
	text, err := t.reader.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return text, err
	}
	long := bytes.Clone(text)
	for err == bufio.ErrBufferFull {
		if len(long) > maxLine {
			return nil, errLong
		}
		text, err = t.reader.ReadSlice('\n')
		long = append(long, text...)
	}
	return long, err
}

func (t *text) fault(err error) error {
	switch {
	case err == io.EOF:
		return io.EOF
	case errors.Is(err, errArray):
		return connectors.NewError(connectors.Unreadable, t.path, nil, "jsonl.one_array")
	case errors.Is(err, errLong):
		return connectors.NewError(connectors.Unreadable, t.path, err, "jsonl.line_too_long", fmt.Sprint(t.number+1), fmt.Sprint(maxLine))
	}
	return files.Fault(t.path, err)
}
