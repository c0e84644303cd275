package snapshot

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"cdoscore/connectors"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// contentHash digests names and values column by column, each value with its
// length in front, so that neither the size of records nor the Parquet's encoding
// shows in the result.
type contentHash struct {
	columns []Column
	values  []hash.Hash // one for each column
	buffer  []byte
}

func newContentHash(columns []Column) *contentHash {
	c := &contentHash{columns: columns, values: make([]hash.Hash, len(columns))}
	for i := range c.values {
		c.values[i] = sha256.New()
	}
	return c
}

// add digests a record, which stays the caller's. Text is length+1 and the bytes,
// NULL is 0.
func (c *contentHash) add(record arrow.Record) {
	for i, h := range c.values {
		column := record.Column(i + 1).(*array.String)
		c.buffer = c.buffer[:0]
		for row := range column.Len() {
			if column.IsNull(row) {
				c.buffer = append(c.buffer, 0)
				continue
			}
			c.appendText(column.Value(row))
		}
		h.Write(c.buffer)
	}
}

// sum closes the account with the rejected records as they stood.
func (c *contentHash) sum(rejected []connectors.Rejection) string {
	c.buffer = binary.AppendUvarint(c.buffer[:0], uint64(len(c.columns)))
	for i, column := range c.columns {
		c.appendText(column.Name)
		c.buffer = c.values[i].Sum(c.buffer)
	}
	for _, r := range rejected {
		c.appendText(r.Raw)
	}
	all := sha256.Sum256(c.buffer)
	return hex.EncodeToString(all[:])
}

func (c *contentHash) appendText(s string) {
	c.buffer = binary.AppendUvarint(c.buffer, uint64(len(s))+1)
	c.buffer = append(c.buffer, s...)
}
