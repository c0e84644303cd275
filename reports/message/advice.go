package message

import (
	"fmt"
	"strings"
	"time"

	"cdoscore/rules"
)

// Advice is how a value that fails a rule over some fields is mended, and a value
// that passes; "": none can be named.
func (c *Catalog) Advice(fields []rules.Field, r *rules.Rule, at time.Time) (how, example string) {
	note, example := c.AdviceNote(fields, r, at)
	return c.Note(note), example
}

// AdviceNote is Advice for whoever keeps it and shows it in other languages too:
// what it names in the note is in the catalogue's language.
func (c *Catalog) AdviceNote(fields []rules.Field, r *rules.Rule, at time.Time) (how rules.Note, example string) {
	if advised, ok := r.Check.(rules.Advised); ok {
		return advised.Advice(c.lang, at)
	}
	switch r.Kind.Name {
	case "type":
		for _, f := range fields {
			if f.Name == r.Fields()[0] {
				return rules.Note{Key: "mend.type", Args: []string{c.Type(f)}}, ExampleOf(f)
			}
		}
	case "expr":
		if stated, ok := r.Check.(rules.Stated); ok {
			return rules.Note{Key: "mend.expr", Args: []string{stated.Statement()}}, ""
		}
	}
	return rules.Note{Key: "mend." + r.Kind.Name}, ""
}

// Type is a field's type in words.
func (c *Catalog) Type(f rules.Field) string {
	switch f.Type.Name {
	case rules.TypeDecimal:
		return c.Text("type.decimal", fmt.Sprint(f.Type.Scale))
	case "":
		return c.Text("type.string")
	}
	return c.Text("type." + string(f.Type.Name))
}

// ExampleOf is a value of a field's type; "": of a text anything is.
func ExampleOf(f rules.Field) string {
	switch f.Type.Name {
	case rules.TypeInteger:
		return "1"
	case rules.TypeDecimal:
		if f.Type.Scale == 0 {
			return "1"
		}
		return "1." + strings.Repeat("0", f.Type.Scale-1) + "5"
	case rules.TypeDate:
		return "2026-03-02"
	case rules.TypeTimestamp:
		return "2026-03-02 08:30:00"
	case rules.TypeBoolean:
		return "true"
	}
	return ""
}
