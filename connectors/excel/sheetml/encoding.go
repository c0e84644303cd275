package sheetml

import (
	"bytes"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// begin passes over the byte order mark and the XML declaration, and sets a
// decoder in front of a part that is not in UTF-8.
func (t *tokenizer) begin() error {
	if _, err := t.have(4); err != nil {
		return err
	}
	start := t.buf[t.pos:t.end]
	switch {
	case bytes.HasPrefix(start, []byte("\xEF\xBB\xBF")):
		t.pos += 3
	case bytes.HasPrefix(start, []byte("\xFF\xFE")), bytes.HasPrefix(start, []byte("<\x00")):
		t.transcode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case bytes.HasPrefix(start, []byte("\xFE\xFF")), bytes.HasPrefix(start, []byte("\x00<")):
		t.transcode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	}
	return t.readDeclaration()
}

// readDeclaration reads <?xml … ?> where there is one.
func (t *tokenizer) readDeclaration() error {
	const open = "<?xml"
	if ok, err := t.have(len(open) + 1); err != nil || !ok {
		return err
	}
	start := t.buf[t.pos:t.end]
	if !bytes.HasPrefix(start, []byte(open)) || spaceLength(start[len(open):]) == 0 {
		return nil
	}
	end, err := t.find(len(open), "?>")
	if err != nil {
		return err
	}
	if end < 0 || end > maxTag {
		return t.fail("the XML declaration is not closed")
	}
	if _, err := t.parseStart(t.buf[t.pos+2 : t.pos+end]); err != nil {
		return err
	}
	if version := t.attribute("version"); string(version) != "1.0" {
		return t.fail("the XML is of version %q", shorten(version))
	}
	label := string(t.attribute("encoding"))
	t.pos += end + 2
	return t.declared(label)
}

// declared sets the decoder of a declared encoding. OOXML allows UTF-8 and UTF-16
// only; the others are read all the same.
func (t *tokenizer) declared(label string) error {
	if label == "" || t.foreign {
		return nil
	}
	decoder, err := htmlindex.Get(label)
	if err != nil {
		return t.fail("the encoding %q is not known", shorten([]byte(label)))
	}
	if name, err := htmlindex.Name(decoder); err != nil || name != "utf-8" {
		t.transcode(decoder)
	}
	return nil
}

// transcode reads what is left of the part through a decoder.
func (t *tokenizer) transcode(from encoding.Encoding) {
	rest := bytes.Clone(t.buf[t.pos:t.end])
	t.base += int64(t.pos)
	t.pos, t.end = 0, 0
	var source io.Reader = bytes.NewReader(rest)
	if !t.eof {
		source = io.MultiReader(source, t.src)
	}
	t.src, t.eof, t.foreign = transform.NewReader(source, from.NewDecoder()), false, true
}
