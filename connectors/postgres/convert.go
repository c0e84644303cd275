package postgres

import (
	"bytes"

	"cdoscore/connectors"
)

// The types whose texts the server writes in forms of its own.
const (
	boolOID        = 16
	byteaOID       = 17
	int8OID        = 20
	int2OID        = 21
	int4OID        = 23
	oidOID         = 26
	jsonOID        = 114
	float4OID      = 700
	float8OID      = 701
	moneyOID       = 790
	timestamptzOID = 1184
	timetzOID      = 1266
	numericOID     = 1700
	jsonbOID       = 3802
)

// convert appends the canonical text of a server's text; nil: it is canonical.
type convert func(to, text []byte) []byte

func (c columnType) convert() convert {
	if c.element != 0 {
		return c.array
	}
	return scalar(c.oid, c.scale)
}

func scalar(oid uint32, scale int) convert {
	switch oid {
	case boolOID:
		return boolean
	case byteaOID:
		return func(to, text []byte) []byte { return append(to, bytes.TrimPrefix(text, []byte(`\x`))...) }
	case float4OID, float8OID:
		return float
	case moneyOID:
		return func(to, text []byte) []byte { return money(to, text, scale) }
	case timestamptzOID:
		return instant
	case timetzOID:
		return func(to, text []byte) []byte { return offset(append(to, text...)) }
	}
	return nil
}

func boolean(to, text []byte) []byte {
	if len(text) == 1 && text[0] == 't' {
		return append(to, "true"...)
	}
	return append(to, "false"...)
}

func float(to, text []byte) []byte {
	if bytes.IndexByte(text, 'e') >= 0 {
		if plain, ok := connectors.PlainDecimal(string(text)); ok {
			return append(to, plain...)
		}
	}
	return append(to, text...)
}

// money takes the digits of an amount, which the server's locale decorates.
func money(to, text []byte, scale int) []byte {
	if bytes.ContainsAny(text, "-(") || bytes.Contains(text, []byte("−")) {
		to = append(to, '-')
	}
	digits := onlyDigits(nil, text)
	for len(digits) <= scale {
		digits = append([]byte{'0'}, digits...)
	}
	to = append(to, digits[:len(digits)-scale]...)
	if scale == 0 {
		return to
	}
	return append(append(to, '.'), digits[len(digits)-scale:]...)
}

func onlyDigits(to, text []byte) []byte {
	for _, c := range text {
		if c >= '0' && c <= '9' {
			to = append(to, c)
		}
	}
	return to
}

// instant turns 2024-02-29 16:00:00.5+08 into RFC 3339; infinity stays. The server
// wrote it in the city's zone already.
func instant(to, text []byte) []byte {
	day, rest, timed := bytes.Cut(text, []byte{' '})
	if !timed {
		return append(to, text...)
	}
	clock, era, past := bytes.Cut(rest, []byte{' '})
	to = offset(append(append(append(to, day...), 'T'), clock...))
	if past { // BC
		to = append(append(to, ' '), era...)
	}
	return to
}

// offset completes the offset at the end of a time: +08 becomes +08:00, and UTC Z.
// One with minutes or seconds is whole.
func offset(text []byte) []byte {
	if n := len(text); n > 3 && (text[n-3] == '+' || text[n-3] == '-') {
		if text[n-2] == '0' && text[n-1] == '0' {
			return append(text[:n-3], 'Z')
		}
		return append(text, ":00"...)
	}
	return text
}
