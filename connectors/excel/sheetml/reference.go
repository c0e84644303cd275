package sheetml

import "strconv"

// CellName is the name of a cell, such as C1042, from its column and row, which
// count from 1.
func CellName(column, row int) string { return ColumnName(column) + strconv.Itoa(row) }

// ColumnName is the letters of a column, which counts from 1.
func ColumnName(column int) string {
	var letters [8]byte
	i := len(letters)
	for ; column > 0 && i > 0; column = (column - 1) / 26 {
		i--
		letters[i] = byte('A' + (column-1)%26)
	}
	return string(letters[i:])
}

// ParseCell reads the name of a cell, such as C1042, in letters of either case.
func ParseCell(name []byte) (column, row int, ok bool) { return parseReference(name) }

// parseReference reads a cell's name, in letters of either case. Numbers beyond a
// billion come back as such: they are out of bounds all the same.
func parseReference(text []byte) (column, row int, ok bool) {
	const most = 1 << 30
	i := 0
	for ; i < len(text); i++ {
		letter := text[i] &^ 0x20
		if letter < 'A' || letter > 'Z' {
			break
		}
		column = min(column*26+int(letter-'A')+1, most)
	}
	digits := text[i:]
	if i == 0 || len(digits) == 0 || digits[0] == '0' {
		return 0, 0, false
	}
	row, ok = parseNumber(digits)
	return column, row, ok
}

// parseNumber reads plain digits; what is above a billion stays at that.
func parseNumber(text []byte) (n int, ok bool) {
	const most = 1 << 30
	for _, b := range text {
		if b < '0' || b > '9' {
			return 0, false
		}
		n = min(n*10+int(b-'0'), most)
	}
	return n, len(text) > 0
}

// Range is a rectangle of cells; its bounds belong to it.
type Range struct{ FromColumn, FromRow, ToColumn, ToRow int }

// String is the range as Excel writes it, such as A5:A9.
func (r Range) String() string {
	return CellName(r.FromColumn, r.FromRow) + ":" + CellName(r.ToColumn, r.ToRow)
}
