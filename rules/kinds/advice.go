package kinds

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
	"cdoscore/rules/codes"
)

// shownValues is how many allowed values an advice names.
const shownValues = 20

func (i in) Advice(string, time.Time) (rules.Note, string) {
	shown := strings.Join(i.values[:min(len(i.values), shownValues)], " / ")
	if len(i.values) > shownValues {
		shown += " / …"
	}
	return rules.Note{Key: "mend.in", Args: []string{shown}}, i.values[0]
}

func (r inRange) Advice(string, time.Time) (rules.Note, string) {
	var parts []string
	example := ""
	for _, b := range r.bounds {
		parts = append(parts, b.op+" "+b.text)
		if example == "" && strings.HasSuffix(b.op, "=") && !strings.HasPrefix(b.text, "today") {
			example = b.text
		}
	}
	return rules.Note{Key: "mend.range", Args: []string{strings.Join(parts, ", ")}}, example
}

func (l length) Advice(string, time.Time) (rules.Note, string) {
	switch {
	case l.max < 0:
		return rules.Note{Key: "mend.length.min", Args: []string{fmt.Sprint(l.min)}}, ""
	case l.min < 0:
		return rules.Note{Key: "mend.length.max", Args: []string{fmt.Sprint(l.max)}}, ""
	}
	return rules.Note{Key: "mend.length.between", Args: []string{fmt.Sprint(l.min), fmt.Sprint(l.max)}}, ""
}

func (k code) Advice(lang string, at time.Time) (rules.Note, string) {
	example := ""
	if valid := k.table.At(at); len(valid) > 0 {
		example = valid[0]
	}
	title := k.table.Title.In(lang)
	if title == "" {
		title = k.table.Name
	}
	return rules.Note{Key: "mend.code", Args: []string{title}}, example
}

// Choices are the codes that may be entered at a moment, with their names.
func (k code) Choices(at time.Time) []rules.Code {
	valid := map[string]bool{}
	for _, c := range k.table.At(at) {
		valid[c] = true
	}
	return slices.DeleteFunc(slices.Clone(k.table.Codes), func(c rules.Code) bool { return !valid[c.Code] })
}

// Choices are the values that may be entered.
func (i in) Choices(time.Time) []rules.Code {
	out := make([]rules.Code, len(i.values))
	for n, v := range i.values {
		out[n] = rules.Code{Code: v}
	}
	return out
}

func (p pattern) Advice(string, time.Time) (rules.Note, string) {
	return rules.Note{Key: "mend.pattern", Args: []string{p.regex}}, ""
}

func (f format) Advice(lang string, at time.Time) (rules.Note, string) {
	for _, known := range codes.Formats() {
		if known.Name == f.name {
			example := codes.Example(f.name)
			if example != "" && !f.validator.Valid(example, at) {
				example = ""
			}
			return rules.Note{Key: "mend.format", Args: []string{known.Text.In(lang)}}, example
		}
	}
	panic("a format that is not in the catalogue: " + f.name)
}

// Statement is the condition as it was written.
func (e expr) Statement() string { return e.parsed.Text }
