package sheetml

import "bytes"

// tag is the tag read last. For an end tag only the name counts.
type tag struct {
	name       []byte // as written, with its prefix
	local      []byte
	own        bool // in the namespace of the root element
	attributes []attribute
}

// attribute is one attribute, its entities resolved.
type attribute struct {
	name  []byte // as written, with its prefix
	value []byte
}

// attribute returns the value of the attribute with this name, without a prefix.
func (t *tokenizer) attribute(name string) []byte {
	for i := range t.tag.attributes {
		if string(t.tag.attributes[i].name) == name {
			return t.tag.attributes[i].value
		}
	}
	return nil
}

// relationID is the r:id of the tag. Its namespace differs between the two editions
// of the standard, so only the local name counts.
func (t *tokenizer) relationID() string {
	for _, a := range t.tag.attributes {
		if prefix, local, ok := bytes.Cut(a.name, []byte(":")); ok && string(local) == "id" && len(prefix) > 0 {
			return string(a.value)
		}
	}
	return ""
}

// readStart reads a start tag. A > may stand in an attribute: then the tag is tried
// anew up to the first > behind that attribute.
func (t *tokenizer) readStart() (token, error) {
	if t.rooted && len(t.marks) == 0 {
		return 0, t.fail("a second root element")
	}
	for from := 1; ; {
		end, err := t.tagEnd(from)
		if err != nil {
			return 0, err
		}
		open, err := t.parseStart(t.buf[t.pos+1 : t.pos+end])
		if err != nil {
			return 0, err
		}
		if open == 0 {
			t.pos += end + 1
			return startTag, t.push()
		}
		if from, err = t.findByte(open+2, t.buf[t.pos+1+open]); err != nil {
			return 0, err
		}
		if from < 0 {
			return 0, t.fail("the XML ends inside an attribute")
		}
	}
}

// tagEnd is how far behind pos the next > stands.
func (t *tokenizer) tagEnd(from int) (int, error) {
	end, err := t.findByte(from, '>')
	switch {
	case err != nil:
		return 0, err
	case end < 0:
		return 0, t.fail("the XML ends inside a tag")
	case end > maxTag:
		return 0, t.fail("a tag of more than %d bytes", maxTag)
	}
	return end, nil
}

// parseStart takes a start tag apart. Where the quote of an attribute is open at
// its end, it returns the quote's place, else 0.
func (t *tokenizer) parseStart(raw []byte) (open int, err error) {
	t.scratch = t.scratch[:0]
	t.tag.attributes = t.tag.attributes[:0]
	n := nameLength(raw)
	if n == 0 {
		return 0, t.fail("a < that begins no tag")
	}
	if t.tag.name = raw[:n]; !proper(raw[:n]) {
		return 0, t.fail("%q is not the name of an element", shorten(raw[:n]))
	}
	for {
		gap := spaceLength(raw[n:])
		n += gap
		switch {
		case n == len(raw):
			return 0, nil
		case raw[n] == '/' && n == len(raw)-1:
			t.closing = true
			return 0, nil
		case gap == 0:
			return 0, t.fail("<%s> is not a tag", shorten(t.tag.name))
		}
		used, whole, err := t.parseAttribute(raw[n:])
		if err != nil {
			return 0, err
		}
		n += used
		if !whole {
			return n, nil
		}
	}
}

// parseAttribute takes the attribute at the start of raw and returns its length;
// where its quote is not closed, the place of the quote.
func (t *tokenizer) parseAttribute(raw []byte) (n int, whole bool, err error) {
	n = nameLength(raw)
	name := raw[:n]
	n += spaceLength(raw[n:])
	if len(name) == 0 || n == len(raw) || raw[n] != '=' || !proper(name) {
		return 0, false, t.fail("an attribute of <%s> is not written as name=\"value\"", shorten(t.tag.name))
	}
	n++
	n += spaceLength(raw[n:])
	if n == len(raw) || raw[n] != '"' && raw[n] != '\'' {
		return 0, false, t.fail("the attribute %s of <%s> is not in quotes", shorten(name), shorten(t.tag.name))
	}
	var seen charClass
	for i := n + 1; i < len(raw); i++ {
		if raw[i] == raw[n] {
			return i + 1, true, t.addAttribute(name, raw[n+1:i], seen)
		}
		seen |= charClasses[raw[i]]
	}
	return n, false, nil
}

func (t *tokenizer) addAttribute(name, value []byte, seen charClass) (err error) {
	if seen&charTag != 0 {
		return t.fail("a < stands in the attribute %s of <%s>", shorten(name), shorten(t.tag.name))
	}
	if seen != 0 {
		if value, err = t.resolve(value, seen); err != nil {
			return err
		}
	}
	for i := range t.tag.attributes {
		if bytes.Equal(t.tag.attributes[i].name, name) {
			return t.fail("the attribute %s of <%s> stands twice", shorten(name), shorten(t.tag.name))
		}
	}
	if len(t.tag.attributes) == maxAttributes {
		return t.fail("<%s> has more than %d attributes", shorten(t.tag.name), maxAttributes)
	}
	t.tag.attributes = append(t.tag.attributes, attribute{name, value})
	return nil
}

// push opens the element of the start tag just read.
func (t *tokenizer) push() error {
	if len(t.marks) == maxDepth {
		return t.fail("more than %d elements inside one another", maxDepth)
	}
	t.marks = append(t.marks, len(t.names))
	t.names = append(t.names, t.tag.name...)
	if err := t.declareSpaces(); err != nil {
		return err
	}
	t.rooted = true
	return nil
}

// pop closes the innermost element and leaves its name in the tag.
func (t *tokenizer) pop() {
	last := len(t.marks) - 1
	t.tag.name = t.names[t.marks[last]:]
	t.names = t.names[:t.marks[last]]
	t.closeSpaces()
	t.marks = t.marks[:last]
}

// readEnd reads an end tag, which must be that of the innermost element.
func (t *tokenizer) readEnd() (token, error) {
	end, err := t.tagEnd(2)
	if err != nil {
		return 0, err
	}
	name := t.buf[t.pos+2 : t.pos+end]
	if len(t.marks) == 0 {
		return 0, t.fail("</%s> ends nothing", shorten(name))
	}
	open := t.names[t.marks[len(t.marks)-1]:]
	if !bytes.Equal(name, open) && !(bytes.HasPrefix(name, open) && spaceLength(name[len(open):]) == len(name)-len(open)) {
		return 0, t.fail("</%s> stands where </%s> is due", shorten(name), shorten(open))
	}
	t.pos += end + 1
	t.pop()
	return endTag, nil
}

// nameLength is how many bytes of raw are a name.
func nameLength(raw []byte) int {
	for i, b := range raw {
		if nameBytes[b] && (i > 0 || b > '9' || b == ':') {
			continue
		}
		return i
	}
	return len(raw)
}

// proper is true for a name with a prefix and a colon, or with neither.
func proper(name []byte) bool {
	i := bytes.IndexByte(name, ':')
	return i < 0 || i > 0 && i < len(name)-1 && bytes.IndexByte(name[i+1:], ':') < 0
}

// nameBytes are the bytes of names. Those outside ASCII are let pass: no name of
// SpreadsheetML has any.
var nameBytes = func() (table [256]bool) {
	for b := range 256 {
		c := byte(b)
		table[b] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == ':' || c == '-' || c == '.' || c >= 0x80
	}
	return table
}()

func spaceLength(raw []byte) int {
	for i, b := range raw {
		if b != ' ' && b != '\n' && b != '\t' && b != '\r' {
			return i
		}
	}
	return len(raw)
}

// shorten keeps error messages short.
func shorten(text []byte) string {
	const longest = 40
	if len(text) > longest {
		return string(text[:longest]) + "…"
	}
	return string(text)
}
