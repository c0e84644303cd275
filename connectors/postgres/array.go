package postgres

import (
	"bytes"

	"cdoscore/connectors"
	"cdoscore/connectors/database"
)

// array renders an array as JSON: numbers, booleans and JSON bare, all else as
// strings of the canonical texts. A text that is no array, as some old types have,
// stays as it is.
func (c columnType) array(to, text []byte) []byte {
	body := text
	if len(body) > 0 && body[0] == '[' { // [0:2]={…}: the bounds say nothing of the values
		_, body, _ = bytes.Cut(body, []byte{'='})
	}
	if len(body) == 0 || body[0] != '{' {
		return append(to, text...)
	}
	start := len(to)
	r := arrayReader{text: body, of: c, element: scalar(c.element, c.scale)}
	if to = r.list(to); r.broken || r.at != len(body) {
		return append(to[:start], text...)
	}
	return to
}

// arrayReader reads one array's text.
type arrayReader struct {
	text    []byte
	at      int
	of      columnType
	element convert
	broken  bool // it is no array
}

// list reads {a,"b",{…}}.
func (r *arrayReader) list(to []byte) []byte {
	to = append(to, '[')
	r.at++
	for first := true; ; first = false {
		switch {
		case r.at >= len(r.text):
			r.broken = true
			return to
		case r.text[r.at] == '}':
			r.at++
			return append(to, ']')
		case first:
		case r.text[r.at] == r.of.delimiter:
			r.at++
			to = append(to, ',')
		default:
			r.broken = true
			return to
		}
		if to = r.item(to); r.broken {
			return to
		}
	}
}

func (r *arrayReader) item(to []byte) []byte {
	switch {
	case r.at >= len(r.text):
		r.broken = true
		return to
	case r.text[r.at] == '{':
		return r.list(to)
	case r.text[r.at] == '"':
		return r.value(to, r.quoted())
	}
	end := r.at
	for end < len(r.text) && r.text[end] != r.of.delimiter && r.text[end] != '}' {
		end++
	}
	word := r.text[r.at:end]
	r.at = end
	if string(word) == "NULL" {
		return append(to, "null"...)
	}
	return r.value(to, word)
}

// quoted reads "…" and takes its backslashes away.
func (r *arrayReader) quoted() []byte {
	var out []byte
	for r.at++; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '"':
			r.at++
			return out
		case '\\':
			r.at++
			if r.at == len(r.text) {
				r.broken = true
				return out
			}
		}
		out = append(out, r.text[r.at])
	}
	r.broken = true
	return out
}

func (r *arrayReader) value(to, text []byte) []byte {
	canonical := text
	if r.element != nil {
		canonical = r.element(nil, text)
	}
	switch r.of.element {
	case boolOID, jsonOID, jsonbOID:
		return append(to, canonical...)
	case int2OID, int4OID, int8OID, oidOID, float4OID, float8OID, numericOID, moneyOID:
		if _, number := connectors.PlainDecimal(string(canonical)); number {
			return append(to, canonical...)
		}
	}
	return database.AppendJSONString(to, string(canonical))
}
