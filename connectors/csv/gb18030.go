package csv

import (
	"bytes"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// invalidMark stands before every byte that is not GB18030. It is never valid in
// UTF-8, so that the record is rejected, and nothing of it is lost.
const invalidMark = 0xff

var (
	replacement        = []byte("\uFFFD")
	encodedReplacement = []byte{0x84, 0x31, 0xa4, 0x37} // U+FFFD, honestly sent
)

// gb18030 decodes GB18030, of which GBK is a part, to UTF-8. The decoder of x/text
// never fails but writes U+FFFD; this one lets a true U+FFFD pass and makes
// everything else invalid.
type gb18030 struct {
	transform.NopResetter
	decoder transform.Transformer
}

func newGB18030() transform.Transformer {
	return &gb18030{decoder: simplifiedchinese.GB18030.NewDecoder().Transformer}
}

// Transform decodes in bulk and only looks at single characters where the bulk
// holds a replacement.
func (g *gb18030) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	nDst, nSrc, err = g.decoder.Transform(dst, src, atEOF)
	if !bytes.Contains(dst[:nDst], replacement) {
		return nDst, nSrc, err
	}
	return g.bySingle(dst, src, atEOF)
}

func (g *gb18030) bySingle(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		size := charSize(src[nSrc:])
		if nSrc+size > len(src) {
			if !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			size = 1
		}
		var char [8]byte
		n := g.single(char[:], src[nSrc:nSrc+size])
		if n == 0 {
			n, size = copy(char[:], []byte{invalidMark, src[nSrc]}), 1
		}
		if nDst+n > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += copy(dst[nDst:], char[:n])
		nSrc += size
	}
	return nDst, nSrc, nil
}

// single decodes one character and returns its length in UTF-8; 0: it is none.
func (g *gb18030) single(dst, char []byte) int {
	n, _, err := g.decoder.Transform(dst, char, true)
	if err != nil || bytes.Equal(dst[:n], replacement) && !bytes.Equal(char, encodedReplacement) {
		return 0
	}
	if bytes.Contains(dst[:n], replacement) && n > len(replacement) {
		return 0 // a bad lead byte and, after it, an innocent one
	}
	return n
}

// charSize is how many bytes the character at the start of src takes, by its
// first two bytes; where the second is not there yet, 2.
func charSize(src []byte) int {
	switch {
	case src[0] < 0x80:
		return 1
	case len(src) > 1 && src[1] >= 0x30 && src[1] <= 0x39:
		return 4
	}
	return 2
}

// isGB18030 is true for text that could be GB18030 from end to end.
func isGB18030(text []byte) bool {
	decoded, _, err := transform.Bytes(newGB18030(), text)
	return err == nil && bytes.IndexByte(decoded, invalidMark) < 0
}
