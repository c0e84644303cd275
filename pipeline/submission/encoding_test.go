package submission

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestUTF8IsToldAcrossTheBordersOfWrites compares with the library, which sees all
// at once, over random bytes that are mostly right and cut anywhere.
func TestUTF8IsToldAcrossTheBordersOfWrites(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	valid := 0
	for range 50_000 {
		var text []byte
		for range random.IntN(12) {
			text = utf8.AppendRune(text, []rune{'a', 'é', '中', '𠀀', '\n'}[random.IntN(5)])
		}
		if len(text) > 0 && random.IntN(3) == 0 {
			text[random.IntN(len(text))] = byte(random.IntN(256))
		}
		if len(text) > 0 && random.IntN(4) == 0 {
			text = text[:random.IntN(len(text))]
		}
		var c utf8Check
		for rest := text; len(rest) > 0; {
			n := 1 + random.IntN(len(rest))
			c.write(rest[:n])
			rest = rest[n:]
		}
		if c.valid() != utf8.Valid(text) {
			t.Fatalf("%q: told %v", text, c.valid())
		}
		if utf8.Valid(text) {
			valid++
		}
	}
	if valid < 10_000 || valid > 49_000 {
		t.Errorf("%d of 50,000 texts were valid: the test shows little", valid)
	}
}

// TestGB18030IsTold encodes every character that the library can, in random order.
func TestGB18030IsTold(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	encoder := simplifiedchinese.GB18030.NewEncoder()
	var c gbCheck
	for range 100_000 {
		r := rune(random.IntN(0x30000))
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		raw, err := encoder.Bytes([]byte(string(r)))
		if err != nil {
			continue
		}
		c.write(raw)
		if !c.valid() {
			t.Fatalf("%U as % x is not taken", r, raw)
		}
	}
	for _, wrong := range []string{"\xff", "\x80", "\x81\x20", "\x81\x30\x20", "\x81\x30\x81\x20", "\x81"} {
		var c gbCheck
		c.write([]byte(wrong))
		if c.valid() {
			t.Errorf("% x is taken", wrong)
		}
	}
}
