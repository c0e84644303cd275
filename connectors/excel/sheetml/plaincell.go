package sheetml

// The marks of a cell written in the plainest way.
const (
	valueOpen = "<v>"
	cellEnd   = "</v></c>"
)

// readPlainCell reads the cell at hand where it is written in the plainest way, as
// nearly all cells are: <c r="B2" s="1" t="s"><v>17</v></c>, whole in the buffer
// and without a prefix, an entity or a character outside ASCII. It reports false,
// having read nothing, for everything else, faults included: then the tokenizer
// reads it. Whatever it accepts, the tokenizer would read as the same cell.
func (r *Rows) readPlainCell() bool {
	t := r.tokens
	if t.closing || !t.spaces.own {
		return false
	}
	window := t.buf[t.pos:t.end]
	if len(window) < 3 || window[0] != '<' || window[1] != 'c' {
		return false
	}
	c, form, n, ok := r.plainTag(window)
	if !ok {
		return false
	}
	if window[n-2] == '/' { // a cell without content
		r.column = c.Column
		t.pos += n
		return true
	}
	if len(window) < n+len(valueOpen) || string(window[n:n+len(valueOpen)]) != valueOpen {
		return false
	}
	from := n + len(valueOpen)
	to := from
	for to < len(window) && charClasses[window[to]] == 0 && window[to] != '_' {
		to++
	}
	if to == from || len(window) < to+len(cellEnd) || string(window[to:to+len(cellEnd)]) != cellEnd {
		return false
	}
	if !r.keepPlain(c, form, window[from:to]) {
		return false
	}
	t.pos += to + len(cellEnd)
	return true
}

// plainTag reads the start tag of a plain cell and returns its length.
func (r *Rows) plainTag(window []byte) (c Cell, form string, n int, ok bool) {
	c.Column = r.column + 1
	seen := byte(0)
	for n = 2; n+4 < len(window) && window[n] == ' '; {
		if window[n+2] != '=' || window[n+3] != '"' {
			return c, "", 0, false
		}
		from := n + 4
		to := from
		for to < len(window) && nameBytes[window[to]] && window[to] < 0x80 {
			to++
		}
		if to == len(window) || to == from || window[to] != '"' {
			return c, "", 0, false
		}
		bit := r.plainAttribute(&c, &form, window[n+1], window[from:to])
		if bit == 0 || seen&bit != 0 {
			return c, "", 0, false
		}
		seen |= bit
		n = to + 1
	}
	switch {
	case c.Column > MaxColumns || n+1 >= len(window):
		return c, "", 0, false
	case window[n] == '/':
		n++
	}
	return c, form, n + 1, window[n] == '>'
}

// plainAttribute takes an attribute of a plain cell and returns the bit that stands
// for it; 0: it is none, or wrong.
func (r *Rows) plainAttribute(c *Cell, form *string, name byte, value []byte) (bit byte) {
	var err error
	ok := true
	switch name {
	case 'r':
		bit = 1
		c.Column, err = r.place(value)
	case 's':
		bit = 2
		c.Style, ok = parseNumber(value)
	case 't':
		bit = 4
		c.Kind, *form, err = r.kind(value)
	}
	if err != nil || !ok {
		return 0
	}
	return bit
}

// keepPlain keeps a plain cell with its value.
func (r *Rows) keepPlain(c Cell, form string, value []byte) bool {
	c.Filled = true
	if form == "s" {
		index, ok := parseNumber(value)
		if !ok || index >= r.row.shared.count {
			return false
		}
		c.shared, c.from, c.to = true, index, index
	} else {
		c.from = len(r.row.text)
		r.row.text = append(r.row.text, value...)
		c.to = len(r.row.text)
	}
	r.column = c.Column
	r.row.Cells = append(r.row.Cells, c)
	return len(r.row.text) <= maxRowText
}
