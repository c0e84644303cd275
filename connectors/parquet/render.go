package parquet

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cdoscore/connectors"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// render gives the canonical text of one value of a column. field is the column's
// place in the file's schema.
func (p *part) render(field *pqarrow.SchemaField, column arrow.Array, at int) text {
	if column.IsNull(at) {
		return text{null: true}
	}
	switch column.(type) {
	case *array.List, *array.LargeList, *array.FixedSizeList, *array.Struct, *array.Map:
		var b strings.Builder
		p.appendJSON(&b, field, column, at)
		return text{text: b.String()}
	}
	return text{text: p.scalar(field, column, at)}
}

// scalar renders a value that is not NULL and not nested.
func (p *part) scalar(field *pqarrow.SchemaField, column arrow.Array, at int) string {
	switch c := column.(type) {
	case *array.String:
		return c.Value(at)
	case *array.LargeString:
		return c.Value(at)
	case *array.Binary:
		return hex.EncodeToString(c.Value(at))
	case *array.LargeBinary:
		return hex.EncodeToString(c.Value(at))
	case *array.FixedSizeBinary:
		return hex.EncodeToString(c.Value(at))
	case *array.Boolean:
		return strconv.FormatBool(c.Value(at))
	case *array.Decimal128:
		return decimalText(c.Value(at).BigInt(), c.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Decimal256:
		return decimalText(c.Value(at).BigInt(), c.DataType().(*arrow.Decimal256Type).Scale)
	case *array.Dictionary:
		return p.scalar(field, c.Dictionary(), c.GetValueIndex(at))
	}
	if text, ok := numberText(column, at); ok {
		return text
	}
	return p.timeText(field, column, at)
}

func numberText(column arrow.Array, at int) (string, bool) {
	switch c := column.(type) {
	case *array.Int8:
		return strconv.FormatInt(int64(c.Value(at)), 10), true
	case *array.Int16:
		return strconv.FormatInt(int64(c.Value(at)), 10), true
	case *array.Int32:
		return strconv.FormatInt(int64(c.Value(at)), 10), true
	case *array.Int64:
		return strconv.FormatInt(c.Value(at), 10), true
	case *array.Uint8:
		return strconv.FormatUint(uint64(c.Value(at)), 10), true
	case *array.Uint16:
		return strconv.FormatUint(uint64(c.Value(at)), 10), true
	case *array.Uint32:
		return strconv.FormatUint(uint64(c.Value(at)), 10), true
	case *array.Uint64:
		return strconv.FormatUint(c.Value(at), 10), true
	case *array.Float16:
		return connectors.PlainFloat(float64(c.Value(at).Float32()), 32), true
	case *array.Float32:
		return connectors.PlainFloat(float64(c.Value(at)), 32), true
	case *array.Float64:
		return connectors.PlainFloat(c.Value(at), 64), true
	}
	return "", false
}

// timeText renders dates and times. An instant is shown in the city's zone with
// its offset, a time without zone as it stands.
func (p *part) timeText(field *pqarrow.SchemaField, column arrow.Array, at int) string {
	switch c := column.(type) {
	case *array.Date32:
		return c.Value(at).ToTime().Format(time.DateOnly)
	case *array.Date64:
		return c.Value(at).ToTime().Format(time.DateOnly)
	case *array.Time32:
		return c.Value(at).ToTime(c.DataType().(*arrow.Time32Type).Unit).Format("15:04:05.999999999")
	case *array.Time64:
		return c.Value(at).ToTime(c.DataType().(*arrow.Time64Type).Unit).Format("15:04:05.999999999")
	case *array.Timestamp:
		kind := c.DataType().(*arrow.TimestampType)
		moment := c.Value(at).ToTime(kind.Unit)
		if p.instant(field) {
			return moment.In(p.zone).Format(time.RFC3339Nano)
		}
		return moment.Format("2006-01-02 15:04:05.999999999")
	}
	if column.DataType().ID() == arrow.NULL {
		return ""
	}
	panic(fmt.Sprintf("no text for values of type %s", column.DataType()))
}

// instant asks the file itself whether a timestamp is adjusted to UTC: the library
// gives every timestamp a zone, the naive ones too. A file of the old format, which
// cannot say so, means naive ones.
func (p *part) instant(field *pqarrow.SchemaField) bool {
	logical, ok := p.reader.MetaData().Schema.Column(field.ColIndex).LogicalType().(*schema.TimestampLogicalType)
	return ok && logical.IsAdjustedToUTC() && !logical.IsFromConvertedType()
}

// decimalText writes unscaled × 10^-scale with all its decimals.
func decimalText(unscaled *big.Int, scale int32) string {
	digits := new(big.Int).Abs(unscaled).String()
	sign := ""
	if unscaled.Sign() < 0 {
		sign = "-"
	}
	if scale <= 0 {
		if unscaled.Sign() == 0 {
			return "0"
		}
		return sign + digits + strings.Repeat("0", int(-scale))
	}
	if missing := int(scale) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - int(scale)
	return sign + digits[:point] + "." + digits[point:]
}

// appendJSON writes a value as JSON: numbers and booleans bare, all other scalars
// as the strings of their canonical texts, a map as an array of [key, value].
func (p *part) appendJSON(b *strings.Builder, field *pqarrow.SchemaField, column arrow.Array, at int) {
	if column.IsNull(at) {
		b.WriteString("null")
		return
	}
	switch c := column.(type) {
	case *array.Struct:
		p.appendStruct(b, field, c, at)
	case *array.Map:
		p.appendMap(b, &field.Children[0], c, at)
	case array.ListLike:
		start, end := c.ValueOffsets(at)
		p.appendElements(b, &field.Children[0], c.ListValues(), start, end)
	default:
		p.appendScalar(b, field, column, at)
	}
}

func (p *part) appendElements(b *strings.Builder, field *pqarrow.SchemaField, values arrow.Array, start, end int64) {
	b.WriteByte('[')
	for i := start; i < end; i++ {
		if i > start {
			b.WriteByte(',')
		}
		p.appendJSON(b, field, values, int(i))
	}
	b.WriteByte(']')
}

func (p *part) appendStruct(b *strings.Builder, field *pqarrow.SchemaField, c *array.Struct, at int) {
	b.WriteByte('{')
	for i, member := range c.DataType().(*arrow.StructType).Fields() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(jsonString(member.Name))
		b.WriteByte(':')
		p.appendJSON(b, &field.Children[i], c.Field(i), at)
	}
	b.WriteByte('}')
}

func (p *part) appendMap(b *strings.Builder, entry *pqarrow.SchemaField, c *array.Map, at int) {
	start, end := c.ValueOffsets(at)
	b.WriteByte('[')
	for i := start; i < end; i++ {
		if i > start {
			b.WriteByte(',')
		}
		b.WriteByte('[')
		p.appendJSON(b, &entry.Children[0], c.Keys(), int(i))
		b.WriteByte(',')
		p.appendJSON(b, &entry.Children[1], c.Items(), int(i))
		b.WriteByte(']')
	}
	b.WriteByte(']')
}

func (p *part) appendScalar(b *strings.Builder, field *pqarrow.SchemaField, column arrow.Array, at int) {
	text := p.scalar(field, column, at)
	_, number := numberText(column, at)
	_, boolean := column.(*array.Boolean)
	if _, plain := connectors.PlainDecimal(text); number && plain || boolean || isDecimal(column) {
		b.WriteString(text)
		return
	}
	b.WriteString(jsonString(text))
}

func isDecimal(column arrow.Array) bool {
	id := column.DataType().ID()
	return id == arrow.DECIMAL128 || id == arrow.DECIMAL256
}

// jsonString keeps bytes that are not UTF-8, which JSON would replace in silence:
// the row is then rejected for them.
func jsonString(s string) string {
	if !utf8.ValidString(s) {
		return `"` + s + `"`
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}
