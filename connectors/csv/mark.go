package csv

import "bytes"

// markLine is how many bytes the line sep=; takes at most, with quotes and line end.
const markLine = 9

// heedMark takes the delimiter from a first line such as sep=; which Excel writes
// and reads, and passes over it. The header is then the next line, unless a later
// one is declared. Where the dataset declares another delimiter, one of the two is
// wrong, and the file is refused.
func (p *part) heedMark() error {
	first, err := p.tokens.peek(markLine)
	if err != nil {
		return p.fault(err)
	}
	delimiter, found := markedDelimiter(first)
	if !found {
		return nil
	}
	if p.dialect.declared && delimiter != p.dialect.delimiter {
		return p.unreadable(nil, "csv.sep_differs", string(delimiter), string(p.dialect.delimiter))
	}
	p.dialect.delimiter, p.tokens.delimiter = delimiter, delimiter
	if err := p.tokens.skipLine(); err != nil {
		return p.fault(err)
	}
	return nil
}

// markedDelimiter reads sep=; or "sep=;" at the start of text.
func markedDelimiter(text []byte) (byte, bool) {
	line, _, ended := bytes.Cut(text, []byte{'\n'})
	line = withoutCR(line)
	if len(line) == 7 && line[0] == '"' && line[6] == '"' {
		line = line[1:6]
	}
	if !ended || len(line) != 5 || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0, false
	}
	d := line[4]
	return d, d < 0x80 && d != '"' && d != 0
}
