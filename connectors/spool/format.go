package spool

import (
	"fmt"
	"slices"
	"strings"

	"cdoscore/connectors"
)

// ownedOptions are options of the formats that only concern files in a folder of
// ours: where the file is, each source says in its own way.
var ownedOptions = []string{"path", "marker"}

// Options are the options of a source that spools: its own, those of every such
// source, and those of the formats. An option of a format whose name is taken is
// called by the format's name in front: excel_password. The caller owns the slice.
func Options(own []connectors.Option, formats []connectors.Type) []connectors.Option {
	all := append(slices.Clone(own), common(formats)...)
	taken := len(all)
	for _, f := range formats {
		for _, o := range f.Options {
			if slices.Contains(ownedOptions, o.Name) {
				continue
			}
			o.Name = outerName(all[:taken], f, o.Name)
			if i := indexOf(all, o.Name); i >= taken {
				all[i] = merged(all[i], o, f)
				continue
			}
			o.Formats = []string{f.Name}
			all = append(all, o)
		}
	}
	return all
}

// common are the options of every source that spools.
func common(formats []connectors.Type) []connectors.Option {
	return []connectors.Option{
		{Name: "format", Type: connectors.OptionText, Required: true, Words: formatNames(formats), Doc: "format of the content; its own options stand beside it"},
		{Name: "timeout", Type: connectors.OptionText, Default: defaultTimeout, Doc: "how long fetching may take, all tries together, such as 90s or 1h30m"},
		{Name: "retries", Type: connectors.OptionInt, Default: defaultRetries, Doc: "how often to try again after a fault that may pass"},
		{Name: "retry_wait", Type: connectors.OptionText, Default: defaultWait, Doc: "how long to wait before the first new try; doubled each time"},
	}
}

// merged is an option that several formats have.
func merged(known, o connectors.Option, f connectors.Type) connectors.Option {
	known.Formats = append(known.Formats, f.Name)
	if known.Doc != o.Doc {
		known.Doc += "; " + f.Name + ": " + o.Doc
	}
	if known.Type != o.Type {
		known.Type = wider(known.Type, o.Type)
	}
	if !slices.Equal(known.Words, o.Words) {
		known.Words = nil // the format itself checks them
	}
	if known.Default != o.Default {
		known.Default = ""
	}
	known.Secret = known.Secret || o.Secret
	return known
}

// wider is a shape that holds both: one text is a list of one.
func wider(a, b connectors.OptionType) connectors.OptionType {
	if a == connectors.OptionList || b == connectors.OptionList {
		return connectors.OptionList
	}
	return connectors.OptionText
}

// format is the format that a source's options choose.
type format struct {
	typ    connectors.Type
	values connectors.Values // without the path
	outer  map[string]string // names of options outside by those inside
}

// chooseFormat takes the format's options out of v and checks them.
func chooseFormat(own []connectors.Option, formats []connectors.Type, v connectors.Values) (*format, error) {
	name := v.Text("format", "")
	at := slices.IndexFunc(formats, func(t connectors.Type) bool { return t.Name == name })
	if at < 0 {
		return nil, &connectors.OptionError{Option: "format", Message: "must be one of " + strings.Join(formatNames(formats), ", ")}
	}
	f := &format{typ: formats[at], values: connectors.Values{}, outer: map[string]string{}}
	reserved := append(slices.Clone(own), common(formats)...)
	for _, o := range f.typ.Options {
		if slices.Contains(ownedOptions, o.Name) {
			continue
		}
		outer := outerName(reserved, f.typ, o.Name)
		f.outer[o.Name] = outer
		if texts, given := v[outer]; given {
			f.values[o.Name] = texts
		}
	}
	if err := f.checkStrangers(reserved, v); err != nil {
		return nil, err
	}
	return f, f.check()
}

// checkStrangers refuses options that belong to another format.
func (f *format) checkStrangers(reserved []connectors.Option, v connectors.Values) error {
	var mine []string
	for _, outer := range f.outer {
		mine = append(mine, outer)
	}
	slices.Sort(mine)
	for name := range v {
		if indexOf(reserved, name) < 0 && !slices.Contains(mine, name) {
			return &connectors.OptionError{Option: name, Message: fmt.Sprintf("does not go with format: %s, which takes %s", f.typ.Name, strings.Join(mine, ", "))}
		}
	}
	return nil
}

func (f *format) check() error {
	inner := f.at("x")
	if faults := f.typ.Check(inner); len(faults) > 0 {
		return f.outside(faults[0])
	}
	if _, err := f.typ.New(inner); err != nil {
		return f.outside(err)
	}
	return nil
}

// outside gives an error of the format the name that its option has outside.
func (f *format) outside(err error) error {
	wrong, ok := err.(*connectors.OptionError)
	if !ok {
		return err
	}
	if outer, known := f.outer[wrong.Option]; known {
		return &connectors.OptionError{Option: outer, Message: wrong.Message}
	}
	return err
}

// at are the format's options for files at a path.
func (f *format) at(path string) connectors.Values {
	v := connectors.Values{"path": {path}}
	for name, texts := range f.values {
		v[name] = texts
	}
	return v
}

func outerName(reserved []connectors.Option, f connectors.Type, name string) string {
	if indexOf(reserved, name) >= 0 {
		return f.Name + "_" + name
	}
	return name
}

func indexOf(options []connectors.Option, name string) int {
	return slices.IndexFunc(options, func(o connectors.Option) bool { return o.Name == name })
}

func formatNames(formats []connectors.Type) []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	return names
}
