package submission

import "unicode/utf8"

// utf8Check tells whether everything written is UTF-8, across the borders of
// writes.
type utf8Check struct {
	rest   []byte // an unfinished character
	failed bool
}

func (c *utf8Check) write(p []byte) {
	if c.failed {
		return
	}
	for len(c.rest) > 0 && len(p) > 0 && !utf8.FullRune(c.rest) {
		c.rest = append(c.rest, p[0])
		p = p[1:]
	}
	if !utf8.FullRune(c.rest) && len(c.rest) > 0 {
		return
	}
	if !utf8.Valid(c.rest) {
		c.failed = true
		return
	}
	c.rest = c.rest[:0]
	end := len(p)
	for back := 1; back <= utf8.UTFMax-1 && back <= len(p); back++ {
		if tail := p[len(p)-back:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				end = len(p) - back
			}
			break
		}
	}
	c.rest = append(c.rest, p[end:]...)
	c.failed = !utf8.Valid(p[:end])
}

func (c *utf8Check) valid() bool { return !c.failed && len(c.rest) == 0 }

// gbCheck tells whether everything written has the form of GB18030: one byte below
// 0x80, two bytes, or four. Whether each pair is a character is a question to the
// rules (garbled).
type gbCheck struct {
	place  int // bytes of the character so far
	failed bool
}

func (c *gbCheck) write(p []byte) {
	for _, b := range p {
		if c.failed {
			return
		}
		c.step(b)
	}
}

func (c *gbCheck) step(b byte) {
	lead, digit := b >= 0x81 && b <= 0xfe, b >= '0' && b <= '9'
	switch {
	case c.place == 0 && b < 0x80:
	case c.place == 0 && lead, c.place == 1 && digit, c.place == 2 && lead:
		c.place++
	case c.place == 1 && b >= 0x40 && b != 0x7f && b != 0xff, c.place == 3 && digit:
		c.place = 0
	default:
		c.failed = true
	}
}

func (c *gbCheck) valid() bool { return !c.failed && c.place == 0 }
