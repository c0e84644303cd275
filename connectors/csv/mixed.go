package csv

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// manyHan is from how many characters on a line in GB18030 cannot be UTF-8 by
// chance: that of six common characters being four is below one in ten billion.
const manyHan = 4

// mixed finds lines of UTF-8 in a file that is GB18030, which its decoder takes for
// other characters (浣犲ソ in place of 你好), often without complaint.
type mixed struct {
	encoder transform.Transformer
	bytes   []byte // the result of encode
}

func newMixed() *mixed {
	return &mixed{encoder: simplifiedchinese.GB18030.NewEncoder().Transformer}
}

// original returns the bytes of which a decoded text was made, where these are
// UTF-8 of many Chinese characters; else nil. They are valid until the next call.
func (m *mixed) original(text []byte) []byte {
	at := 0
	for at < len(text) && text[at] < utf8.RuneSelf {
		at++
	}
	if at == len(text) || !m.encode(text[at:min(len(text), at+utf8.UTFMax)]) || m.bytes[0] < 0xe3 || m.bytes[0] > 0xe9 {
		return nil // most lines end here
	}
	if !m.encode(text) || !utf8.Valid(m.bytes) {
		return nil
	}
	han := 0
	for rest := m.bytes; len(rest) > 0; {
		_, size := utf8.DecodeRune(rest)
		if size == 3 {
			han++
		} else if size > 1 {
			return nil
		}
		rest = rest[size:]
	}
	if han < manyHan {
		return nil
	}
	return m.bytes
}

// encode turns decoded text back into m.bytes, the bytes behind an invalidMark as
// they were. A rune that is cut off at the end of text may be left out.
func (m *mixed) encode(text []byte) bool {
	m.bytes = m.bytes[:0]
	for len(text) > 0 {
		mark := bytes.IndexByte(text, invalidMark)
		sound := text
		if mark >= 0 {
			sound = text[:mark]
		}
		if err := m.append(sound); err != nil && err != transform.ErrShortSrc {
			return false
		}
		if mark < 0 || mark+1 == len(text) {
			break
		}
		m.bytes = append(m.bytes, text[mark+1])
		text = text[mark+2:]
	}
	return len(m.bytes) > 0
}

func (m *mixed) append(sound []byte) error {
	m.bytes = slices.Grow(m.bytes, 2*len(sound)+8)
	m.encoder.Reset()
	n, _, err := m.encoder.Transform(m.bytes[len(m.bytes):cap(m.bytes)], sound, false)
	m.bytes = m.bytes[:len(m.bytes)+n]
	return err
}
