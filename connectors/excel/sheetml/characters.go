package sheetml

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// charClass is what a byte of text asks for.
type charClass uint8

const (
	charAmp     charClass = 1 << iota // begins an entity
	charReturn                        // a line's end to be made \n
	charHigh                          // a part of a character outside ASCII
	charBracket                       // may begin ]]>
	charBad                           // no character of XML
	charTag                           // <
)

// charClasses gives the class of each byte; 0 for one that stands for itself.
var charClasses = func() (table [256]charClass) {
	for b := range 0x20 {
		table[b] = charBad
	}
	for b := 0x80; b < 0x100; b++ {
		table[b] = charHigh
	}
	table['\t'], table['\n'] = 0, 0
	table['\r'] = charReturn
	table['&'], table[']'], table['<'] = charAmp, charBracket, charTag
	return table
}()

// resolve checks the characters of a text and resolves its entities and line ends.
// seen are the classes that occur in raw.
func (t *tokenizer) resolve(raw []byte, seen charClass) ([]byte, error) {
	if seen&charBad != 0 {
		return nil, t.fail("a control character stands in a text")
	}
	if seen&charHigh != 0 {
		if !validText(raw) {
			return nil, t.fail("bytes that are not UTF-8, or no character of XML")
		}
		if t.foreign && bytes.ContainsRune(raw, utf8.RuneError) {
			return nil, t.fail("bytes that the declared encoding does not have")
		}
	}
	if seen&(charAmp|charReturn) == 0 {
		return raw, nil
	}
	from := len(t.scratch)
	for i := 0; i < len(raw); {
		switch b := raw[i]; {
		case b == '&' && seen&charAmp != 0:
			n, err := t.entity(raw[i:])
			if err != nil {
				return nil, err
			}
			i += n
		case b == '\r':
			t.scratch = append(t.scratch, '\n')
			if i++; i < len(raw) && raw[i] == '\n' {
				i++
			}
		default:
			t.scratch = append(t.scratch, b)
			i++
		}
	}
	return t.scratch[from:], nil
}

// entity appends what the entity at the start of raw stands for to scratch, and
// returns its length. There are only the five of XML, and numbers.
func (t *tokenizer) entity(raw []byte) (int, error) {
	end := bytes.IndexByte(raw[:min(len(raw), 16)], ';')
	if end < 0 {
		return 0, t.fail("an & that begins no entity")
	}
	name := raw[1:end]
	var char rune
	switch string(name) {
	case "amp":
		char = '&'
	case "lt":
		char = '<'
	case "gt":
		char = '>'
	case "quot":
		char = '"'
	case "apos":
		char = '\''
	default:
		if char = numericEntity(name); char < 0 {
			return 0, t.fail("the entity &%s; is not known", name)
		}
	}
	t.scratch = utf8.AppendRune(t.scratch, char)
	return end + 1, nil
}

// numericEntity is the character of #123 or #x7B; -1: there is none.
func numericEntity(name []byte) rune {
	if len(name) < 2 || name[0] != '#' {
		return -1
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || !xmlCharacter(rune(n)) {
		return -1
	}
	return rune(n)
}

// xmlCharacter is true for the characters that XML 1.0 allows.
func xmlCharacter(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r', r >= 0x20 && r <= 0xD7FF, r >= 0xE000 && r <= 0xFFFD, r >= 0x10000 && r <= utf8.MaxRune:
		return true
	}
	return false
}
