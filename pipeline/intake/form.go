package intake

import (
	"net/url"
	"strings"

	"cdoscore/pipeline/entries"
)

// form is a form as it is shown: empty, or as it was sent with what is wrong with it.
type form struct {
	Action string // path that takes it
	Fields []formField
	Wrong  int // fields with a fault
}

// formField is one entry of a form.
type formField struct {
	Name     string
	In       string // before the name in its id, where the page has several forms
	Label    string // key of the message
	Kind     string // "text": a line, "long": several, "day", "choice"
	Most     int    // characters of a text
	Help     string // key of a message; "" none
	Required bool
	Choices  []choice
	Value    string
	Fault    string // in the reader's language; "" none
}

// ID is the field's id on the page.
func (f formField) ID() string { return f.In + f.Name }

// choice is one entry of a list.
type choice struct{ Value, Label string }

// take puts in what was sent, without the white space around it.
func (f *form) take(sent url.Values) {
	for i := range f.Fields {
		f.Fields[i].Value = entered(sent, f.Fields[i].Name)
	}
}

// entered is a field as it was sent: with the line ends of this system, and without
// the white space around it.
func entered(sent url.Values, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(sent.Get(name), "\r\n", "\n"))
}

// blame marks the fields in which something is wrong.
func (f *form) blame(v *visit, faults entries.Faults) {
	for i := range f.Fields {
		for _, x := range faults {
			if x.Entry == f.Fields[i].Name && f.Fields[i].Fault == "" {
				f.Fields[i].Fault = v.catalog.Note(x.Reason)
				f.Wrong++
			}
		}
	}
}
