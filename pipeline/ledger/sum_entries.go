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

// readEntries reads a column without nulls as numbers of entries of its dictionary,
// which the Parquet library would look up value by value: the few entries are turned
// into what is wanted once, and hundreds of millions of values become a table's
// elements. It reports false where the file has given the dictionary up since it had
// grown too large, or is laid out in another way.
func (c *sumColumns) readEntries(group *file.RowGroupReader, name string, dictionary func(data []byte, entries int) error) (bool, error) {
	pages, err := group.GetColumnPageReader(c.places[name])
	if err != nil {
		return false, fmt.Errorf("column %s: %w", name, err)
	}
	c.entries = resized(c.entries, c.rows)[:0]
	for pages.Next() {
		switch page := pages.Page().(type) {
		case *file.DictionaryPage:
			err = dictionary(page.Data(), int(page.NumValues()))
		case *file.DataPageV1:
			switch parquet.Encoding(page.Encoding()) {
			case parquet.Encodings.RLEDict, parquet.Encodings.PlainDict:
				c.entries, err = appendEntries(c.entries, page.Data(), int(page.NumValues()))
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
	if len(c.entries) != c.rows {
		return false, fmt.Errorf("column %s has %d of %d rows", name, len(c.entries), c.rows)
	}
	return true, nil
}

// appendEntries decodes the numbers of a page: their width in bits, then runs that
// are one number again and again, or numbers packed eight by eight (the hybrid
// encoding of the Parquet format).
func appendEntries(out []int32, data []byte, n int) ([]int32, error) {
	if len(data) == 0 {
		return out, errDamaged
	}
	width, data := int(data[0]), data[1:]
	if width > 31 {
		return out, errDamaged
	}
	for n > 0 {
		header, size := binary.Uvarint(data)
		if size <= 0 {
			return out, errDamaged
		}
		data = data[size:]
		run, used, err := 0, 0, error(nil)
		if header&1 == 0 {
			out, run, used, err = appendRepeated(out, data, width, header>>1, n)
		} else {
			out, run, used, err = appendPacked(out, data, width, header>>1, n)
		}
		if err != nil {
			return out, err
		}
		n, data = n-run, data[used:]
	}
	return out, nil
}

func appendRepeated(out []int32, data []byte, width int, times uint64, n int) (_ []int32, run, used int, err error) {
	used = (width + 7) / 8
	if times == 0 || len(data) < used {
		return out, 0, 0, errDamaged
	}
	var entry int32
	for i := range used {
		entry |= int32(data[i]) << (8 * i)
	}
	run = int(min(times, uint64(n)))
	for range run {
		out = append(out, entry)
	}
	return out, run, used, nil
}

// appendPacked may find that the last eight are more than are left.
func appendPacked(out []int32, data []byte, width int, eights uint64, n int) (_ []int32, run, used int, err error) {
	if eights == 0 || eights > 1<<28 {
		return out, 0, 0, errDamaged
	}
	used = min(int(eights)*width, len(data))
	run = min(int(eights)*8, n)
	if used*8 < run*width {
		return out, 0, 0, errDamaged
	}
	mask, bits, held, next := uint64(1)<<width-1, uint64(0), 0, 0
	for range run {
		for held < width {
			bits |= uint64(data[next]) << held
			held, next = held+8, next+1
		}
		out = append(out, int32(bits&mask))
		bits, held = bits>>width, held-width
	}
	return out, run, used, nil
}

// readCodes reads a column of texts.
func (c *sumColumns) readCodes(group *file.RowGroupReader, name string, to *codes) error {
	c.codes = c.codes[:0]
	coded, err := c.readEntries(group, name, func(data []byte, entries int) error {
		for range entries {
			if len(data) < 4 {
				return errDamaged
			}
			n := binary.LittleEndian.Uint32(data)
			if data = data[4:]; uint64(n) > uint64(len(data)) {
				return errDamaged
			}
			c.codes = append(c.codes, to.code(data[:n]))
			data = data[n:]
		}
		return nil
	})
	if err != nil {
		return err
	}
	if coded {
		to.of = resized(to.of, c.rows)
		return lookUp(to.of, c.entries, c.codes)
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
	c.numbers = c.numbers[:0]
	coded, err := c.readEntries(group, name, func(data []byte, entries int) error {
		if len(data) < 8*entries {
			return errDamaged
		}
		for i := range entries {
			c.numbers = append(c.numbers, int64(binary.LittleEndian.Uint64(data[8*i:])))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if coded {
		*to = resized(*to, c.rows)
		return lookUp(*to, c.entries, c.numbers)
	}
	return readColumn(c, group, name, to, nil, (*file.Int64ColumnChunkReader).ReadBatch)
}

func lookUp[T any](to []T, entries []int32, table []T) error {
	for i, entry := range entries {
		if int(entry) >= len(table) {
			return errDamaged
		}
		to[i] = table[entry]
	}
	return nil
}
