package csv

import (
	"bytes"
	"errors"
	"io"
)

const (
	firstBuffer = 256 << 10
	// maxRecord bounds one record in bytes: a longer one is a quote left open.
	maxRecord = 16 << 20
)

// The faults of a text as a whole.
var (
	errOpenQuote = errors.New("a quoted field is not closed at the end")
	errTooLong   = errors.New("a record is too long")
)

// record is one physical record. Its slices are valid until the next one is read.
type record struct {
	line      int64    // where it begins, from 1
	raw       []byte   // without the line end
	fields    [][]byte // quotes resolved
	afterText int      // the first field, from 1, with text after its closing quote; 0: none
}

// tokenizer cuts text into records.
type tokenizer struct {
	source    io.Reader
	delimiter byte
	quote     byte

	buffer     []byte
	start, end int // of what is not yet tokenized
	atEOF      bool
	line       int64 // of buffer[start]
	rec        record
	scratch    []byte // fields with doubled quotes, resolved
	openQuote  int64  // line of the field that was open when the text ended
}

func newTokenizer(source io.Reader, d dialect) *tokenizer {
	return &tokenizer{source: source, delimiter: d.delimiter, quote: d.quote, buffer: make([]byte, firstBuffer), line: 1}
}

// next reads the next record, blank lines passed over, or returns io.EOF,
// errOpenQuote, errTooLong or the source's error. line tells where.
func (t *tokenizer) next() (*record, error) {
	for {
		consumed, complete := t.parse(t.buffer[t.start:t.end])
		if !complete {
			if err := t.more(); err != nil {
				return nil, err
			}
			continue
		}
		t.rec.line = t.line
		t.line += int64(bytes.Count(t.buffer[t.start:t.start+consumed], []byte{'\n'}))
		t.start += consumed
		if len(t.rec.raw) > 0 {
			return &t.rec, nil
		}
	}
}

// skipLine passes over one physical line, quotes or not.
func (t *tokenizer) skipLine() error {
	for {
		if i := bytes.IndexByte(t.buffer[t.start:t.end], '\n'); i >= 0 {
			t.start += i + 1
			t.line++
			return nil
		}
		if t.atEOF {
			t.start = t.end
			return io.EOF
		}
		if err := t.more(); err != nil {
			return err
		}
	}
}

// peek shows the first bytes of the text, at most n.
func (t *tokenizer) peek(n int) ([]byte, error) {
	for t.end-t.start < n && !t.atEOF {
		if err := t.more(); err != nil {
			return nil, err
		}
	}
	return t.buffer[t.start:min(t.end, t.start+n)], nil
}

// more reads on, behind what is not yet tokenized.
func (t *tokenizer) more() error {
	if t.atEOF {
		if t.start < t.end {
			return errOpenQuote
		}
		return io.EOF
	}
	if t.end-t.start >= maxRecord {
		return errTooLong
	}
	t.makeRoom()
	n, err := io.ReadFull(t.source, t.buffer[t.end:])
	t.end += n
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		t.atEOF = true
		return nil
	}
	return err
}

func (t *tokenizer) makeRoom() {
	if t.start > 0 {
		t.end = copy(t.buffer, t.buffer[t.start:t.end])
		t.start = 0
	}
	if t.end == len(t.buffer) {
		t.buffer = append(t.buffer, make([]byte, len(t.buffer))...)
	}
}

// parse cuts the first record of text into fields. It reports how many bytes it
// took, or that the record is not complete yet.
func (t *tokenizer) parse(text []byte) (consumed int, complete bool) {
	t.rec.fields, t.rec.afterText, t.scratch = t.rec.fields[:0], 0, t.scratch[:0]
	lineEnd := bytes.IndexByte(text, '\n')
	if lineEnd < 0 && !t.atEOF || len(text) == 0 {
		return 0, false
	}
	if lineEnd < 0 {
		lineEnd = len(text)
	}
	if t.quote == 0 || bytes.IndexByte(text[:lineEnd], t.quote) < 0 {
		t.rec.raw = withoutCR(text[:lineEnd])
		t.splitPlain(t.rec.raw)
		return min(lineEnd+1, len(text)), true
	}
	return t.parseQuoted(text)
}

// splitPlain splits a record without quotes.
func (t *tokenizer) splitPlain(raw []byte) {
	for {
		i := bytes.IndexByte(raw, t.delimiter)
		if i < 0 {
			t.rec.fields = append(t.rec.fields, raw)
			return
		}
		t.rec.fields = append(t.rec.fields, raw[:i])
		raw = raw[i+1:]
	}
}

// parseQuoted cuts a record in which quotes may hold delimiters and line ends.
func (t *tokenizer) parseQuoted(text []byte) (consumed int, complete bool) {
	at := 0
	for {
		var field []byte
		from := at
		if at < len(text) && text[at] == t.quote {
			field, at, complete = t.quotedField(text, at)
			if !complete {
				t.openQuote = t.line + int64(bytes.Count(text[:from], []byte{'\n'}))
				return 0, false
			}
		}
		stop := t.fieldEnd(text[at:])
		if stop < 0 && !t.atEOF {
			return 0, false
		}
		if stop < 0 {
			stop = len(text) - at
		}
		t.endField(text, from, at, at+stop, field)
		at += stop
		if at == len(text) || text[at] == '\n' {
			t.rec.raw = withoutCR(text[:at])
			return min(at+1, len(text)), true
		}
		at++
	}
}

// fieldEnd is where an unquoted field ends, -1 when it does not.
func (t *tokenizer) fieldEnd(text []byte) int {
	for i, b := range text {
		if b == t.delimiter || b == '\n' {
			return i
		}
	}
	return -1
}

// quotedField reads the field that opens at the quote text[at] and returns its
// value and the place after its closing quote.
func (t *tokenizer) quotedField(text []byte, at int) (value []byte, after int, complete bool) {
	from, kept := at+1, len(t.scratch)
	doubled := false
	for at = from; ; {
		i := bytes.IndexByte(text[at:], t.quote)
		if i < 0 || at+i+1 == len(text) && !t.atEOF {
			return nil, 0, false
		}
		at += i + 1
		if at == len(text) || text[at] != t.quote {
			break
		}
		doubled = true
		t.scratch = append(t.scratch, text[from:at]...)
		at++
		from = at
	}
	if !doubled {
		return text[from : at-1], at, true
	}
	t.scratch = append(t.scratch, text[from:at-1]...)
	return t.scratch[kept:len(t.scratch):len(t.scratch)], at, true
}

// endField adds the field text[from:stop]; when it was quoted, value is what the
// quotes held, up to text[after].
func (t *tokenizer) endField(text []byte, from, after, stop int, value []byte) {
	rest := text[after:stop]
	if stop == len(text) || text[stop] == '\n' {
		rest = withoutCR(rest)
	}
	if after == from {
		t.rec.fields = append(t.rec.fields, rest)
		return
	}
	t.rec.fields = append(t.rec.fields, value)
	if len(rest) > 0 && t.rec.afterText == 0 {
		t.rec.afterText = len(t.rec.fields)
	}
}

func withoutCR(line []byte) []byte { return bytes.TrimSuffix(line, []byte{'\r'}) }
