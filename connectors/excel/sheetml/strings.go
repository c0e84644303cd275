package sheetml

// stringChunk is how much memory the shared strings grow by.
const stringChunk = 1 << 20

// sharedStrings holds the shared strings: their bytes in large chunks, and where
// each lies. It is the one thing that grows with the workbook.
type sharedStrings struct {
	chunks [][]byte
	list   [][]sharedString // entryBlock in each but the last
	count  int
	memory int64
}

type sharedString struct{ chunk, from, to uint32 }

const (
	// entryMemory is what an entry costs beside its bytes.
	entryMemory = 12
	entryBlock  = 1 << 14
)

// read reads the part of the shared strings.
func (s *sharedStrings) read(a *archive, part string) error {
	content, err := a.open(part)
	if err != nil {
		return err
	}
	defer content.Close()
	t, err := newTokenizer(part, content)
	if err != nil {
		return err
	}
	var text []byte
	for {
		kind, err := t.next()
		switch {
		case err != nil || kind == endOfPart:
			return err
		case kind == textRun && !blank(t.text):
			return t.fail("text outside a shared string")
		case kind != startTag || t.depth() == 1 && t.is("sst"):
			continue
		case t.depth() == 1:
			return t.fail("<%s> stands where <sst> is due", shorten(t.tag.name))
		case !t.is("si"):
			if err := t.skip(); err != nil {
				return err
			}
			continue
		}
		if text, err = t.readString(text[:0]); err != nil {
			return err
		}
		if err := s.add(text, a.limits.Strings); err != nil {
			return err
		}
	}
}

func (s *sharedStrings) add(text []byte, most int64) error {
	if s.memory += int64(len(text)) + entryMemory; s.memory > most {
		return &LimitError{"Strings", most}
	}
	last := len(s.chunks) - 1
	if last < 0 || cap(s.chunks[last])-len(s.chunks[last]) < len(text) {
		s.chunks = append(s.chunks, make([]byte, 0, max(stringChunk, len(text))))
		last++
	}
	from := len(s.chunks[last])
	s.chunks[last] = append(s.chunks[last], text...)
	if s.count%entryBlock == 0 {
		s.list = append(s.list, make([]sharedString, 0, entryBlock))
	}
	entries := &s.list[s.count/entryBlock]
	*entries = append(*entries, sharedString{uint32(last), uint32(from), uint32(from + len(text))})
	s.count++
	return nil
}

func (s *sharedStrings) at(i int) []byte {
	e := s.list[i/entryBlock][i%entryBlock]
	return s.chunks[e.chunk][e.from:e.to]
}

// readString appends the text of the rich string, <si> or <is>, whose start was
// read last: its plain text, or all runs joined. Phonetic runs are no part of it.
func (t *tokenizer) readString(to []byte) ([]byte, error) {
	for depth := t.depth(); ; {
		kind, err := t.next()
		switch {
		case err != nil:
			return nil, err
		case kind == endTag && t.depth() < depth:
			return to, nil
		case kind == textRun && !blank(t.text):
			return nil, t.fail("text outside <t> in a string")
		case kind != startTag || t.is("r"):
			continue
		case t.is("t"):
			to, err = t.readStringText(to)
		default:
			err = t.skip()
		}
		if err != nil {
			return nil, err
		}
		if len(to) > maxToken {
			return nil, t.fail("a string of more than %d bytes", maxToken)
		}
	}
}

// readStringText appends the text of a <t>. As in Excel, white space around it
// counts only under xml:space="preserve", and _xHHHH_ stands for a character.
func (t *tokenizer) readStringText(to []byte) ([]byte, error) {
	from, keep := len(to), t.spaces.keepSpace()
	to, err := t.readValue(to)
	if err != nil {
		return nil, err
	}
	if !keep {
		kept := trimSpace(to[from:])
		to = to[:from+copy(to[from:], kept)]
	}
	return unescape(to, from), nil
}

// readValue appends the text of the element whose start was read last.
func (t *tokenizer) readValue(to []byte) ([]byte, error) {
	for from := len(to); ; {
		kind, err := t.next()
		if err != nil {
			return nil, err
		}
		switch kind {
		case textRun:
			to = append(to, t.text...)
		case endTag:
			return to, nil
		default:
			return nil, t.fail("<%s> stands inside a value", shorten(t.tag.name))
		}
		if len(to)-from > maxToken {
			return nil, t.fail("a text of more than %d bytes", maxToken)
		}
	}
}

func trimSpace(text []byte) []byte {
	text = text[spaceLength(text):]
	for n := len(text); n > 0 && blank(text[n-1:n]); n-- {
		text = text[:n-1]
	}
	return text
}
