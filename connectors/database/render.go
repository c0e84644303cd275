package database

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"cdoscore/connectors"
)

// Render appends the canonical text of a value that is not NULL.
type Render func(to []byte, value any) ([]byte, error)

// Layouts of the canonical texts of times; fractions end at their last digit.
const (
	naiveLayout = "2006-01-02 15:04:05.999999999"
	clockLayout = "15:04:05.999999999"
)

// Plain renders numbers, texts, booleans and decimals: a decimal comes from every
// driver as text, and stays one. Times need a render that says what they mean.
func Plain(to []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case string:
		return append(to, v...), nil
	case []byte:
		return append(to, v...), nil
	case int64:
		return strconv.AppendInt(to, v, 10), nil
	case uint64:
		return strconv.AppendUint(to, v, 10), nil
	case float64:
		return append(to, connectors.PlainFloat(v, 64)...), nil
	case float32:
		return append(to, connectors.PlainFloat(float64(v), 32)...), nil
	case bool:
		return strconv.AppendBool(to, v), nil
	}
	return to, fmt.Errorf("a value of type %T, for which there is no text", value)
}

// Bytes renders bytes as lower-case hex.
func Bytes(to []byte, value any) ([]byte, error) {
	if v, ok := value.([]byte); ok {
		return hex.AppendEncode(to, v), nil
	}
	return Plain(to, value)
}

// Single renders a float of 32 bits that a driver has widened to 64.
func Single(to []byte, value any) ([]byte, error) {
	if v, ok := value.(float64); ok {
		return append(to, connectors.PlainFloat(v, 32)...), nil
	}
	return Plain(to, value)
}

// Decimal renders a decimal without exponent and with a digit before its point.
func Decimal(to []byte, value any) ([]byte, error) {
	var text string
	switch v := value.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return Plain(to, value)
	}
	if plain, ok := connectors.PlainDecimal(text); ok {
		text = plain
	}
	return append(to, text...), nil
}

// Date renders a date of no zone.
func Date(to []byte, value any) ([]byte, error) { return layout(to, value, time.DateOnly) }

// Naive renders a date and time of no zone, whichever zone the driver put it in.
func Naive(to []byte, value any) ([]byte, error) { return layout(to, value, naiveLayout) }

// Clock renders a time of day.
func Clock(to []byte, value any) ([]byte, error) { return layout(to, value, clockLayout) }

// Instant renders moments in the city's zone, with the offset.
func Instant(zone *time.Location) Render {
	return func(to []byte, value any) ([]byte, error) {
		if v, ok := value.(time.Time); ok {
			return v.In(zone).AppendFormat(to, time.RFC3339Nano), nil
		}
		return Plain(to, value)
	}
}

func layout(to []byte, value any, layout string) ([]byte, error) {
	if v, ok := value.(time.Time); ok {
		return v.AppendFormat(to, layout), nil
	}
	return Plain(to, value)
}
