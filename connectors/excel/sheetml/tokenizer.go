package sheetml

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// token is what the tokenizer stands on.
type token int

const (
	startTag token = iota + 1
	endTag
	textRun // of text or CDATA; one text may come in several runs
	endOfPart
)

const bufferSize = 128 << 10

// tokenizer walks one XML part strictly: well-formed to its very end, without a
// DTD. An element without content counts as a start and an end. Everything it
// hands out lies in its buffer and is valid until the next call of next.
type tokenizer struct {
	part string
	src  io.Reader
	buf  []byte
	pos  int // next byte to look at
	end  int // of what is read
	base int64
	eof  bool

	text    []byte // of a textRun, entities resolved
	scratch []byte // where texts with entities are resolved
	tag     tag
	spaces  namespaces
	names   []byte // of the open elements, one after the other
	marks   []int  // where each begins in names
	closing bool   // an end tag is due for an element without content
	rooted  bool   // the root element has begun
	foreign bool   // the part is not in UTF-8: U+FFFD stands for a byte that had no meaning
}

// newTokenizer reads a part from its first byte. part is its name for errors.
func newTokenizer(part string, src io.Reader) (*tokenizer, error) {
	t := &tokenizer{part: part, src: src, buf: make([]byte, bufferSize)}
	return t, t.begin()
}

// depth is the number of open elements, the one just begun included.
func (t *tokenizer) depth() int { return len(t.marks) }

// is reports whether the tag is of the named element of the root's namespace.
func (t *tokenizer) is(name string) bool { return t.tag.own && string(t.tag.local) == name }

// next moves on to the next token.
func (t *tokenizer) next() (token, error) {
	t.scratch = t.scratch[:0]
	if t.closing {
		t.closing = false
		t.pop()
		return endTag, nil
	}
	for {
		if t.pos == t.end {
			if ok, err := t.more(); err != nil {
				return 0, err
			} else if !ok {
				return t.finish()
			}
		}
		if t.buf[t.pos] != '<' {
			return t.readText()
		}
		if ok, err := t.have(2); err != nil {
			return 0, err
		} else if !ok {
			return 0, t.fail("the XML ends inside a tag")
		}
		switch t.buf[t.pos+1] {
		case '/':
			return t.readEnd()
		case '?':
			if err := t.skipInstruction(); err != nil {
				return 0, err
			}
		case '!':
			if kind, err := t.readMarked(); kind != 0 || err != nil {
				return kind, err
			}
		default:
			return t.readStart()
		}
	}
}

// skip passes over the rest of the element whose start was read last.
func (t *tokenizer) skip() error {
	for depth := t.depth(); ; {
		kind, err := t.next()
		if err != nil {
			return err
		}
		if kind == endTag && t.depth() < depth {
			return nil
		}
	}
}

// fail is a syntax error where the tokenizer stands.
func (t *tokenizer) fail(format string, args ...any) error {
	return &SyntaxError{Part: t.part, Offset: t.base + int64(t.pos), Text: fmt.Sprintf(format, args...)}
}

// more reads on, keeping the bytes from pos, which becomes 0. It reports false at
// the end of the part.
func (t *tokenizer) more() (bool, error) {
	if t.eof {
		return false, nil
	}
	if t.pos > 0 {
		copy(t.buf, t.buf[t.pos:t.end])
		t.base += int64(t.pos)
		t.end -= t.pos
		t.pos = 0
	}
	if t.end == len(t.buf) {
		if len(t.buf) >= maxToken {
			return false, t.fail("a tag or text of more than %d bytes", maxToken)
		}
		t.buf = append(t.buf, make([]byte, len(t.buf))...)
	}
	for range 100 {
		n, err := t.src.Read(t.buf[t.end:])
		t.end += n
		if err == io.EOF {
			t.eof = true
			return n > 0, nil
		}
		if err != nil {
			return false, err
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, io.ErrNoProgress
}

// have reads on until n bytes from pos are there, and reports false where the part
// ends before.
func (t *tokenizer) have(n int) (bool, error) {
	for t.end-t.pos < n {
		if ok, err := t.more(); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// findByte is how far behind pos the byte stands, looked for from there on and
// reading on as far as needed; -1 where the part ends before.
func (t *tokenizer) findByte(from int, b byte) (int, error) {
	for {
		if i := bytes.IndexByte(t.buf[min(t.pos+from, t.end):t.end], b); i >= 0 {
			return from + i, nil
		}
		from = t.end - t.pos
		if ok, err := t.more(); err != nil || !ok {
			return -1, err
		}
	}
}

// find is findByte for a mark of several bytes.
func (t *tokenizer) find(from int, mark string) (int, error) {
	for {
		if i := bytes.Index(t.buf[min(t.pos+from, t.end):t.end], []byte(mark)); i >= 0 {
			return from + i, nil
		}
		from = max(from, t.end-t.pos-len(mark)+1)
		if ok, err := t.more(); err != nil || !ok {
			return -1, err
		}
	}
}

func (t *tokenizer) finish() (token, error) {
	switch {
	case len(t.marks) > 0:
		return 0, t.fail("the XML ends inside <%s>", t.names[t.marks[len(t.marks)-1]:])
	case !t.rooted:
		return 0, t.fail("the XML holds no element")
	}
	return endOfPart, nil
}

// readText reads text up to the next tag.
func (t *tokenizer) readText() (token, error) {
	i := 0
	var seen charClass
	for {
		window := t.buf[t.pos:t.end]
		for i < len(window) {
			c := charClasses[window[i]]
			if c == charTag {
				return t.takeText(i, seen)
			}
			seen |= c
			i++
		}
		ok, err := t.more()
		if err != nil {
			return 0, err
		}
		if !ok {
			return t.takeText(i, seen)
		}
	}
}

// takeText checks the text of n bytes and resolves what it holds.
func (t *tokenizer) takeText(n int, seen charClass) (token, error) {
	raw := t.buf[t.pos : t.pos+n]
	if seen != 0 {
		if seen&charBracket != 0 && bytes.Contains(raw, []byte("]]>")) {
			return 0, t.fail("]]> stands in a text")
		}
		var err error
		if raw, err = t.resolve(raw, seen); err != nil {
			return 0, err
		}
	}
	if len(t.marks) == 0 && !blank(raw) {
		return 0, t.fail("text outside the root element")
	}
	t.text = raw
	t.pos += n
	return textRun, nil
}

// readMarked reads what begins with <!: CDATA becomes text, a comment is passed
// over with kind 0, a DTD is refused.
func (t *tokenizer) readMarked() (token, error) {
	const comment, cdata = "<!--", "<![CDATA["
	if ok, err := t.have(len(cdata)); err != nil {
		return 0, err
	} else if ok && string(t.buf[t.pos:t.pos+len(cdata)]) == cdata {
		return t.readCDATA(len(cdata))
	}
	if !bytes.HasPrefix(t.buf[t.pos:t.end], []byte(comment)) {
		return 0, &SyntaxError{Part: t.part, Offset: t.base + int64(t.pos), Text: ErrDTD.Error(), Err: ErrDTD}
	}
	i, err := t.find(len(comment), "--")
	if err != nil {
		return 0, err
	}
	if ok, err := t.have(i + 3); err != nil {
		return 0, err
	} else if i < 0 || !ok || t.buf[t.pos+i+2] != '>' {
		return 0, t.fail("a comment is not closed as it must be")
	}
	t.pos += i + 3
	return 0, nil
}

func (t *tokenizer) readCDATA(from int) (token, error) {
	if len(t.marks) == 0 {
		return 0, t.fail("text outside the root element")
	}
	i, err := t.find(from, "]]>")
	if err != nil {
		return 0, err
	}
	if i < 0 {
		return 0, t.fail("a CDATA section is not closed")
	}
	raw := t.buf[t.pos+from : t.pos+i]
	var seen charClass
	for _, b := range raw {
		seen |= charClasses[b]
	}
	if t.text, err = t.resolve(raw, seen&^(charAmp|charTag|charBracket)); err != nil {
		return 0, err
	}
	t.pos += i + 3
	return textRun, nil
}

// skipInstruction passes over a processing instruction; a second XML declaration
// is none.
func (t *tokenizer) skipInstruction() error {
	i, err := t.find(2, "?>")
	if err != nil {
		return err
	}
	if i < 0 {
		return t.fail("a processing instruction is not closed")
	}
	target := t.buf[t.pos+2 : t.pos+i]
	if n := nameLength(target); n == 0 || bytes.EqualFold(target[:n], []byte("xml")) {
		return t.fail("a processing instruction without a name of its own")
	}
	t.pos += i + 2
	return nil
}

// blank is true for XML white space only.
func blank(text []byte) bool {
	for _, b := range text {
		if b != ' ' && b != '\n' && b != '\t' && b != '\r' {
			return false
		}
	}
	return true
}

// validText reports whether the bytes are UTF-8 and characters of XML. Control
// characters below U+0020 were seen before.
func validText(b []byte) bool {
	return utf8.Valid(b) && !bytes.Contains(b, []byte("\uFFFE")) && !bytes.Contains(b, []byte("\uFFFF"))
}
