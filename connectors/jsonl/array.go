package jsonl

import (
	"encoding/json"
	"errors"
	"io"
)

// The faults of a document as a whole.
var (
	errNoArray = errors.New("there is no array at the declared place")
	errTwice   = errors.New("the declared place stands twice in the document")
	errSyntax  = errors.New("the document is not valid JSON")
)

// document walks through a JSON document and hands out the elements of its array,
// one by one, whatever the document's size. After the array the rest is read too:
// a document that is cut short is not taken for whole.
type document struct {
	path    string
	keys    []string // that lead to the array; none: the document is the array
	input   *watched
	decoder *json.Decoder
	inside  bool // the array
	ended   bool
	number  int64
}

// watched tells failures of the input from those of the text, and bounds how much
// one element may take.
type watched struct {
	reader io.Reader
	left   int
	err    error
}

func (w *watched) Read(p []byte) (int, error) {
	if w.left <= 0 {
		w.err = errLong
		return 0, errLong
	}
	n, err := w.reader.Read(p[:min(len(p), w.left)])
	w.left -= n
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

func (d *document) open(reader io.Reader) {
	d.input = &watched{reader: reader, left: maxLine}
	d.decoder = json.NewDecoder(d.input)
}

// next reads the next element; its text is valid until the one after.
func (d *document) next() (line, error) {
	if d.ended {
		return line{}, io.EOF
	}
	if !d.inside {
		if err := d.enter(d.keys); err != nil {
			return line{}, err
		}
		d.inside = true
	}
	d.input.left = maxLine
	if !d.decoder.More() {
		return line{}, d.leave()
	}
	var raw json.RawMessage
	if err := d.decoder.Decode(&raw); err != nil {
		return line{}, d.failed(err)
	}
	d.number++
	return line{number: d.number, text: raw}, nil
}

// enter reads up to the array's opening bracket.
func (d *document) enter(keys []string) error {
	first, err := d.decoder.Token()
	switch {
	case err != nil:
		return d.failed(err)
	case len(keys) == 0 && first == json.Delim('['):
		return nil
	case len(keys) == 0 || first != json.Delim('{'):
		return errNoArray
	}
	for d.decoder.More() {
		key, err := d.decoder.Token()
		if err != nil {
			return d.failed(err)
		}
		if key == keys[0] {
			return d.enter(keys[1:])
		}
		if err := d.skip(); err != nil {
			return err
		}
	}
	if _, err := d.decoder.Token(); err != nil {
		return d.failed(err)
	}
	return errNoArray
}

// leave reads from the array's closing bracket to the end of the document, which
// must hold no second value at the same place, and returns io.EOF.
func (d *document) leave() error {
	if _, err := d.decoder.Token(); err != nil {
		return d.failed(err)
	}
	for depth := len(d.keys); depth > 0; depth-- {
		for d.decoder.More() {
			key, err := d.decoder.Token()
			if err != nil {
				return d.failed(err)
			}
			if key == d.keys[depth-1] {
				return errTwice
			}
			if err := d.skip(); err != nil {
				return err
			}
		}
		if _, err := d.decoder.Token(); err != nil {
			return d.failed(err)
		}
	}
	if _, err := d.decoder.Token(); err != io.EOF {
		return d.failed(err)
	}
	d.ended = true
	return io.EOF
}

// skip passes over one value, however long it is.
func (d *document) skip() error {
	for depth := 0; ; {
		d.input.left = maxLine
		token, err := d.decoder.Token()
		if err != nil {
			return d.failed(err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// failed is the input's own failure, where there is one, else a fault of the text.
func (d *document) failed(err error) error {
	if d.input.err != nil {
		return d.input.err
	}
	return errors.Join(errSyntax, err)
}
