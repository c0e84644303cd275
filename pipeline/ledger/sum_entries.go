package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
)

// errDamaged is of a page that does not hold what it says.
var errDamaged = errors.New("a page of it is damaged")

// readTable reads a column without nulls whose pages hold numbers of entries of its
// dictionary. The Parquet library would look them up value by value: here the few
// entries are turned into what is wanted once, by entry, which is handed what is left of
// the dictionary and returns what is left after it; hundreds of millions of values then
// become elements of a table. It reports false where the file has given the dictionary
// up since it had grown too large, or is laid out in another way.
func readTable[T any](c *sumColumns, group *file.RowGroupReader, name string, to *[]T, table *[]T, entry func(data []byte) (T, []byte, error)) (bool, error) {
	pages, err := group.GetColumnPageReader(c.places[name])
	if err != nil {
		return false, fmt.Errorf("column %s: %w", name, err)
	}
	*to = resized(*to, c.rows)
	rows := 0
	for pages.Next() {
		switch page := pages.Page().(type) {
		case *file.DictionaryPage:
			*table, err = readDictionary((*table)[:0], page.Data(), int(page.NumValues()), entry)
		case *file.DataPageV1:
			switch parquet.Encoding(page.Encoding()) {
			case parquet.Encodings.RLEDict, parquet.Encodings.PlainDict:
				n := int(page.NumValues())
				if n > c.rows-rows {
					err = errDamaged
					break
				}
				err = readEntries((*to)[rows:rows+n], page.Data(), *table)
				rows += n
			default:
				return false, nil
			}
		default:
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("column %s: %w", name, err)
		}
	}
	if err := pages.Err(); err != nil {
		return false, fmt.Errorf("column %s: %w", name, err)
	}
	if rows != c.rows {
		return false, fmt.Errorf("column %s has %d of %d rows", name, rows, c.rows)
	}
	return true, nil
}

func readDictionary[T any](table []T, data []byte, entries int, entry func([]byte) (T, []byte, error)) ([]T, error) {
	for range entries {
		x, rest, err := entry(data)
		if err != nil {
			return table, err
		}
		table, data = append(table, x), rest
	}
	return table, nil
}

// readEntries fills to with the entries of a table that a page numbers: the width of the
// numbers in bits, then runs that are one number again and again, or numbers packed
// eight by eight (the hybrid encoding of the Parquet format).
func readEntries[T any](to []T, data []byte, table []T) error {
	if len(data) == 0 {
		return errDamaged
	}
	width, data := int(data[0]), data[1:]
	if width > 31 {
		return errDamaged
	}
	for len(to) > 0 {
		header, size := binary.Uvarint(data)
		if size <= 0 {
			return errDamaged
		}
		data = data[size:]
		read := readPacked[T]
		if header&1 == 0 {
			read = readRepeated[T]
		}
		run, used, err := read(to, data, width, header>>1, table)
		if err != nil {
			return err
		}
		to, data = to[run:], data[used:]
	}
	return nil
}

func readRepeated[T any](to []T, data []byte, width int, times uint64, table []T) (run, used int, err error) {
	used = (width + 7) / 8
	if times == 0 || len(data) < used {
		return 0, 0, errDamaged
	}
	number := 0
	for i := range used {
		number |= int(data[i]) << (8 * i)
	}
	if number >= len(table) {
		return 0, 0, errDamaged
	}
	run = int(min(times, uint64(len(to))))
	entry := table[number]
	for i := range to[:run] {
		to[i] = entry
	}
	return run, used, nil
}

// readPacked may find that the last eight are more than are wanted.
func readPacked[T any](to []T, data []byte, width int, eights uint64, table []T) (run, used int, err error) {
	if eights == 0 || eights > 1<<28 {
		return 0, 0, errDamaged
	}
	used = min(int(eights)*width, len(data))
	run = min(int(eights)*8, len(to))
	if used*8 < run*width {
		return 0, 0, errDamaged
	}
	mask := uint64(1)<<width - 1
	for i := range to[:run] {
		at := i * width
		number := word(data, at>>3) >> (at & 7) & mask
		if number >= uint64(len(table)) {
			return 0, 0, errDamaged
		}
		to[i] = table[number]
	}
	return run, used, nil
}

// word is the number of the eight bytes at a place, as if zeros followed the data.
func word(data []byte, at int) uint64 {
	if at+8 <= len(data) {
		return binary.LittleEndian.Uint64(data[at:])
	}
	var last [8]byte
	if at < len(data) {
		copy(last[:], data[at:])
	}
	return binary.LittleEndian.Uint64(last[:])
}

// readCodes reads a column of texts.
func (c *sumColumns) readCodes(group *file.RowGroupReader, name string, to *codes) error {
	coded, err := readTable(c, group, name, &to.of, &c.codes, func(data []byte) (int32, []byte, error) {
		if len(data) < 4 {
			return 0, nil, errDamaged
		}
		n := binary.LittleEndian.Uint32(data)
		if data = data[4:]; uint64(n) > uint64(len(data)) {
			return 0, nil, errDamaged
		}
		return to.code(data[:n]), data[n:], nil
	})
	if coded || err != nil {
		return err
	}
	if err := readColumn(c, group, name, &c.texts, nil, (*file.ByteArrayColumnChunkReader).ReadBatch); err != nil {
		return err
	}
	to.of = to.of[:0]
	for _, text := range c.texts {
		to.of = append(to.of, to.code(text))
	}
	return nil
}

// readCounts reads a column of counts.
func (c *sumColumns) readCounts(group *file.RowGroupReader, name string, to *[]int64) error {
	coded, err := readTable(c, group, name, to, &c.numbers, func(data []byte) (int64, []byte, error) {
		if len(data) < 8 {
			return 0, nil, errDamaged
		}
		return int64(binary.LittleEndian.Uint64(data)), data[8:], nil
	})
	if coded || err != nil {
		return err
	}
	return readColumn(c, group, name, to, nil, (*file.Int64ColumnChunkReader).ReadBatch)
}

// readWeights reads a column of weights.
func (c *sumColumns) readWeights(group *file.RowGroupReader, name string, to *[]int32) error {
	coded, err := readTable(c, group, name, to, &c.codes, func(data []byte) (int32, []byte, error) {
		if len(data) < 4 {
			return 0, nil, errDamaged
		}
		return int32(binary.LittleEndian.Uint32(data)), data[4:], nil
	})
	if coded || err != nil {
		return err
	}
	return readColumn(c, group, name, to, nil, (*file.Int32ColumnChunkReader).ReadBatch)
}
