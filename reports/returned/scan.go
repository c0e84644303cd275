package returned

import (
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// form is what a token of XML is.
type form int

const (
	other form = iota // text, comment, CDATA, instruction
	open              // a start tag
	empty             // a tag without content
	closing
	ended // the end of the part
)

// scanner cuts XML into tokens that, written one after the other, are the same
// bytes again. It does not judge: the connector has read the sheet strictly before,
// and of the other parts what cannot be cut is an error.
type scanner struct {
	part string
	src  io.Reader
	buf  []byte
	pos  int
	end  int
	eof  bool

	raw  []byte // of the token at hand, valid until the next one
	name []byte // of a tag, without its prefix
}

// longest bounds one token, and one row.
const longest = 128 << 20

func newScanner(part string, src io.Reader) (*scanner, error) {
	s := &scanner{part: part, src: src, buf: make([]byte, 128<<10)}
	if _, err := s.have(4); err != nil {
		return nil, err
	}
	// UTF-16 is the only other encoding that the standard allows.
	start := s.buf[:s.end]
	if bytes.HasPrefix(start, []byte("\xFF\xFE")) || bytes.HasPrefix(start, []byte("\xFE\xFF")) || bytes.HasPrefix(start, []byte("<\x00")) || bytes.HasPrefix(start, []byte("\x00<")) {
		order := unicode.LittleEndian
		if start[0] == 0xFE || start[0] == 0 {
			order = unicode.BigEndian
		}
		whole := io.MultiReader(bytes.NewReader(bytes.Clone(start)), src)
		s.src, s.end, s.eof = transform.NewReader(whole, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), 0, false
	}
	return s, nil
}

// more reads on, keeping what begins at pos; false: the part ends.
func (s *scanner) more() (bool, error) {
	if s.eof {
		return false, nil
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= longest {
			return false, s.fail("a tag or text of more than %d bytes", longest)
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		if err == io.EOF {
			s.eof = true
			return n > 0, nil
		}
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, io.ErrNoProgress
}

func (s *scanner) have(n int) (bool, error) {
	for s.end-s.pos < n {
		if ok, err := s.more(); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// until is the length of what ends with the mark, looked for behind from.
func (s *scanner) until(from int, mark string) (int, error) {
	for {
		window := s.buf[s.pos:s.end]
		if from < len(window) {
			if i := bytes.Index(window[from:], []byte(mark)); i >= 0 {
				return from + i + len(mark), nil
			}
		}
		from = max(from, len(window)-len(mark)+1)
		ok, err := s.more()
		if err != nil {
			return 0, err
		}
		if !ok {
			return 0, s.fail("the XML ends before %q", mark)
		}
	}
}

func (s *scanner) fail(format string, args ...any) error {
	return fmt.Errorf("%s: %s", s.part, fmt.Sprintf(format, args...))
}

// next cuts the next token.
func (s *scanner) next() (form, error) {
	s.raw, s.name = nil, nil
	ok, err := s.have(1)
	if err != nil {
		return ended, err
	}
	if !ok {
		return ended, nil
	}
	if s.buf[s.pos] != '<' {
		return other, s.text()
	}
	if _, err := s.have(9); err != nil {
		return ended, err
	}
	for _, m := range [][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if bytes.HasPrefix(s.buf[s.pos:s.end], []byte(m[0])) {
			n, err := s.until(len(m[0]), m[1])
			if err != nil {
				return ended, err
			}
			s.take(n)
			return other, nil
		}
	}
	if bytes.HasPrefix(s.buf[s.pos:s.end], []byte("<!")) {
		return ended, s.fail("a document type definition")
	}
	return s.tag()
}

// through is everything up to the end of the next such mark, where no comment or
// CDATA section, which might hold the mark as a text, stands before it; else nil, and
// nothing is taken. It is valid until the next call.
func (s *scanner) through(mark string) ([]byte, error) {
	n, err := s.until(0, mark)
	if err != nil {
		return nil, err
	}
	if bytes.Contains(s.buf[s.pos:s.pos+n], []byte("<!")) {
		return nil, nil
	}
	s.take(n)
	return s.raw, nil
}

// within scans a piece of the part.
func (s *scanner) within(piece []byte) *scanner {
	return &scanner{part: s.part, buf: piece, end: len(piece), eof: true}
}

func (s *scanner) take(n int) {
	s.raw = s.buf[s.pos : s.pos+n]
	s.pos += n
}

// text is everything up to the next tag.
func (s *scanner) text() error {
	for from := 0; ; {
		if i := bytes.IndexByte(s.buf[s.pos+from:s.end], '<'); i >= 0 {
			s.take(from + i)
			return nil
		}
		from = s.end - s.pos
		ok, err := s.more()
		if err != nil {
			return err
		}
		if !ok {
			s.take(from)
			return nil
		}
	}
}

// tag cuts a tag; a > may stand in an attribute.
func (s *scanner) tag() (form, error) {
	n := 0
	for {
		var err error
		if n, err = s.until(max(n, 1), ">"); err != nil {
			return ended, err
		}
		if wholeTag(s.buf[s.pos : s.pos+n]) {
			break
		}
	}
	s.take(n)
	kind, inner := open, s.raw[1:n-1]
	switch {
	case len(inner) > 0 && inner[0] == '/':
		kind, inner = closing, inner[1:]
	case len(inner) > 0 && inner[len(inner)-1] == '/':
		kind = empty
	}
	s.name = localName(inner)
	return kind, nil
}

// wholeTag reports whether no attribute is open at the end of a tag.
func wholeTag(raw []byte) bool {
	quote := byte(0)
	if bytes.IndexByte(raw, '\'') < 0 {
		return bytes.Count(raw, []byte{'"'})%2 == 0
	}
	for _, b := range raw {
		switch {
		case quote == 0 && (b == '"' || b == '\''):
			quote = b
		case b == quote:
			quote = 0
		}
	}
	return quote == 0
}

// localName is the name at the start of a tag, without its prefix.
func localName(inner []byte) []byte {
	from := 0
	for i, b := range inner {
		switch b {
		case ':':
			from = i + 1
		case ' ', '\t', '\n', '\r', '/', '>':
			return inner[from:i]
		}
	}
	return inner[from:]
}

// prefixOf is the prefix of a tag with its colon, or "".
func prefixOf(raw []byte) string {
	inner := bytes.TrimLeft(raw, "</")
	for i, b := range inner {
		switch b {
		case ':':
			return string(inner[:i+1])
		case ' ', '\t', '\n', '\r', '/', '>':
			return ""
		}
	}
	return ""
}
