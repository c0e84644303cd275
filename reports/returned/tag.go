package returned

import (
	"bytes"
	"html"
	"strings"
)

// attribute finds an attribute of a tag by its name as written: where its value
// begins and ends in raw. false: there is none.
func attribute(raw []byte, name string) (from, to int, ok bool) {
	i := 1
	for i < len(raw) && !space(raw[i]) && raw[i] != '>' { // the element's name
		i++
	}
	for i < len(raw) {
		for i < len(raw) && space(raw[i]) {
			i++
		}
		begin := i
		for i < len(raw) && raw[i] != '=' && raw[i] != '>' && !space(raw[i]) {
			i++
		}
		key := raw[begin:i]
		for i < len(raw) && raw[i] != '"' && raw[i] != '\'' && raw[i] != '>' {
			i++
		}
		if i >= len(raw) || raw[i] == '>' {
			return 0, 0, false
		}
		quote := raw[i]
		n := bytes.IndexByte(raw[i+1:], quote)
		if n < 0 {
			return 0, 0, false
		}
		from, to = i+1, i+1+n
		if string(key) == name {
			return from, to, true
		}
		i = to + 1
	}
	return 0, 0, false
}

func space(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// value is an attribute's value, its entities resolved; "" where there is none.
func value(raw []byte, name string) string {
	from, to, ok := attribute(raw, name)
	if !ok {
		return ""
	}
	if bytes.IndexByte(raw[from:to], '&') < 0 {
		return string(raw[from:to])
	}
	return html.UnescapeString(string(raw[from:to]))
}

// localValue is the value of the attribute with this name behind any prefix, as
// r:id, whose prefix is the file's own choice.
func localValue(raw []byte, name string) string {
	for rest := raw; ; {
		i := bytes.Index(rest, []byte(":"+name+"="))
		if i < 0 {
			return ""
		}
		from := i
		for from > 0 && !space(rest[from-1]) {
			from--
		}
		if full := string(rest[from : i+1+len(name)]); !strings.ContainsAny(full, `"'=`) {
			return value(raw, full)
		}
		rest = rest[i+1:]
	}
}

// with is the tag with the attribute set to a value.
func with(raw []byte, name, to string) []byte {
	to = escape(to)
	if from, end, ok := attribute(raw, name); ok {
		return join(raw[:from], []byte(to), raw[end:])
	}
	at := len(raw) - 1
	if raw[at-1] == '/' {
		at--
	}
	return join(bytes.TrimRight(raw[:at], " \t\r\n"), []byte(" "+name+`="`+to+`"`), raw[at:])
}

// without is the tag without the attribute.
func without(raw []byte, name string) []byte {
	from, end, ok := attribute(raw, name)
	if !ok {
		return raw
	}
	begin := bytes.LastIndex(raw[:from], []byte(name))
	for begin > 0 && space(raw[begin-1]) {
		begin--
	}
	return join(raw[:begin], raw[end+1:])
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// escape writes a text for XML, in an element or an attribute. Characters that XML
// does not have become U+FFFD.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cellText is a text as a cell holds it: at most as long as Excel allows, and what
// looks like an escape of SpreadsheetML (_x0041_) kept from being read as one.
func cellText(s string) string {
	const most = 32767
	if utf16Length(s) > most {
		for utf16Length(s) > most-1 {
			runes := []rune(s)
			s = string(runes[:min(len(runes)-1, most-1-(utf16Length(s)-len(runes)))])
		}
		s += "…"
	}
	if !strings.Contains(s, "_x") {
		return escape(s)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && i+6 < len(s) && s[i+1] == 'x' && s[i+6] == '_' && hexadecimal(s[i+2:i+6]) {
			b.WriteString("_x005F_")
			continue
		}
		b.WriteByte(s[i])
	}
	return escape(b.String())
}

func hexadecimal(s string) bool { return strings.Trim(s, "0123456789abcdefABCDEF") == "" }

func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
