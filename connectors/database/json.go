package database

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// AppendJSONString appends a text as a JSON string. Bytes that are not UTF-8, which
// JSON would replace in silence, are kept: the row is then rejected for them.
func AppendJSONString(to []byte, text string) []byte {
	if !utf8.ValidString(text) {
		return append(append(append(to, '"'), text...), '"')
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(err) // a string always encodes
	}
	return append(to, strings.TrimSuffix(b.String(), "\n")...)
}
