package sheetml

import "strconv"

// What is lower or narrower than this is not seen.
const (
	leastHeight = 2   // points
	leastWidth  = 0.5 // characters
)

// Columns are neighbouring columns, from 1.
type Columns struct{ From, To int }

// Hidden are the columns that are hidden, or too narrow to be seen, in their order.
// They stand before the rows, so that they are known once Next was called.
func (r *Rows) Hidden() []Columns { return r.hidden }

// noteColumns takes note of the columns whose tag was read last, if they are hidden. How
// columns look refuses no workbook: what names none is passed over.
func (r *Rows) noteColumns() {
	t := r.tokens
	if len(r.hidden) == MaxColumns || !t.hidden("width", leastWidth) {
		return
	}
	from, ok := parseNumber(t.attribute("min"))
	to, too := parseNumber(t.attribute("max"))
	if ok && too && from >= 1 && from <= to {
		r.hidden = append(r.hidden, Columns{from, min(to, MaxColumns)})
	}
}

// hidden reports whether the row or the columns whose tag was read last are hidden, or
// measure less than is seen.
func (t *tokenizer) hidden(measure string, least float64) bool {
	switch string(t.attribute("hidden")) {
	case "1", "true":
		return true
	}
	size := t.attribute(measure)
	if len(size) == 0 {
		return false
	}
	n, err := strconv.ParseFloat(string(size), 64)
	return err == nil && n < least
}
