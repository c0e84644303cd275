package command

import (
	"bytes"
	"strings"
	"unicode"

	"cdoscore/connectors/spool"
)

const (
	tailBytes = 8 << 10
	lineRunes = 300
)

// tail keeps the end of what is written to it.
type tail struct {
	text []byte
	cut  bool
}

func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p...)
	if cut := len(t.text) - tailBytes; cut > 0 {
		t.text = append(t.text[:0], t.text[cut:]...)
		t.cut = true
	}
	return len(p), nil
}

// line is the last line that is not blank, without secrets and control characters,
// and not longer than a message should be; "-" where there is none. Of a line
// whose beginning was cut off only what cannot be the rest of a secret is kept.
func (t *tail) line(secrets spool.Secrets) string {
	text := bytes.TrimSpace(t.text)
	newline := bytes.LastIndexByte(text, '\n')
	if newline < 0 && t.cut {
		newline = min(secrets.Longest(), len(text)) - 1
	}
	text = []byte(secrets.Redact(string(text[newline+1:])))
	line := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(string(text), "\uFFFD"))
	if line = strings.TrimSpace(line); line == "" {
		return "-"
	}
	if runes := []rune(line); len(runes) > lineRunes {
		return string(runes[:lineRunes]) + "…"
	}
	return line
}
