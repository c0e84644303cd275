package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"cdoscore/connectors"
)

// value is the canonical text of a JSON value, or NULL.
type value struct {
	text string
	null bool
}

// member is one key of an object with its value.
type member struct {
	key   string
	value value
}

// parseObject reads the members of the object on a line, in their order, or says
// why the line is rejected.
func parseObject(line []byte) ([]member, *connectors.Reason) {
	if !utf8.Valid(line) {
		return nil, reason("jsonl.invalid_utf8")
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	first, err := decoder.Token()
	if err != nil {
		return nil, malformed(decoder, err)
	}
	if first != json.Delim('{') {
		return nil, reason("jsonl.not_object")
	}
	var members []member
	seen := map[string]bool{}
	for decoder.More() {
		m, why := parseMember(decoder, line)
		if why != nil {
			return nil, why
		}
		if seen[m.key] {
			return nil, reason("jsonl.duplicate_key", m.key)
		}
		seen[m.key] = true
		members = append(members, m)
	}
	if _, err := decoder.Token(); err != nil {
		return nil, malformed(decoder, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, reason("jsonl.malformed", fmt.Sprint(decoder.InputOffset()))
	}
	return members, nil
}

func parseMember(decoder *json.Decoder, line []byte) (member, *connectors.Reason) {
	before := decoder.InputOffset()
	key, err := decoder.Token()
	if err != nil {
		return member{}, malformed(decoder, err)
	}
	m := member{key: key.(string)}
	if halfCharacter(line[before:decoder.InputOffset()], m.key) {
		return m, reason("jsonl.invalid_utf8")
	}
	var raw json.RawMessage
	if err := decoder.Decode(&raw); err != nil {
		return m, malformed(decoder, err)
	}
	var why *connectors.Reason
	m.value, why = canonical(m.key, raw)
	return m, why
}

func canonical(key string, raw json.RawMessage) (value, *connectors.Reason) {
	switch raw[0] {
	case 'n':
		return value{null: true}, nil
	case '"':
		var text string
		if err := json.Unmarshal(raw, &text); err != nil || halfCharacter(raw, text) {
			return value{}, reason("jsonl.invalid_utf8")
		}
		return value{text: text}, nil
	case '{', '[':
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return value{}, reason("jsonl.malformed", fmt.Sprint(compact.Len()))
		}
		return value{text: compact.String()}, nil
	case 't', 'f':
		return value{text: string(raw)}, nil
	}
	plain, ok := connectors.PlainDecimal(string(raw))
	if !ok {
		return value{}, reason("jsonl.number", key)
	}
	return value{text: plain}, nil
}

// halfCharacter is true where an escape such as \ud800 without its other half
// was replaced by U+FFFD, which the text itself does not hold.
func halfCharacter(raw []byte, text string) bool {
	if !strings.ContainsRune(text, utf8.RuneError) {
		return false
	}
	honest := bytes.Count(raw, []byte("\uFFFD")) + bytes.Count(bytes.ToLower(raw), []byte(`\ufffd`))
	return strings.Count(text, "\uFFFD") != honest
}

func malformed(decoder *json.Decoder, err error) *connectors.Reason {
	at := decoder.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(at, syntax.Offset)
	}
	return reason("jsonl.malformed", fmt.Sprint(at))
}

func reason(key string, args ...string) *connectors.Reason {
	r := connectors.NewReason(key, args...)
	return &r
}
