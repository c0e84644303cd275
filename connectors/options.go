package connectors

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Check compares the options of a source with what the type declares and returns
// every fault, in the order of the options' names: unknown names, missing
// required options, wrong shapes, words outside the list. Messages never repeat
// the value of a secret option.
func (t Type) Check(v Values) []*OptionError {
	var faults []*OptionError
	for name := range v {
		if _, ok := t.option(name); !ok {
			faults = append(faults, t.unknown(name))
		}
	}
	for _, o := range t.Options {
		if e := o.check(v[o.Name]); e != nil {
			faults = append(faults, e)
		}
	}
	slices.SortFunc(faults, func(a, b *OptionError) int { return cmp.Compare(a.Option, b.Option) })
	return faults
}

// OptionNames are the names of the options that the type knows, as declared: the
// list from which a caller suggests a near name.
func (t Type) OptionNames() []string {
	names := make([]string, len(t.Options))
	for i, o := range t.Options {
		names[i] = o.Name
	}
	return names
}

// Int reads an option of shape OptionInt; absent, it is def.
func (v Values) Int(name string, def int64) (int64, error) {
	if len(v[name]) == 0 {
		return def, nil
	}
	n, err := strconv.ParseInt(v[name][0], 10, 64)
	if err != nil {
		return 0, &OptionError{Option: name, Message: "must be a whole number"}
	}
	return n, nil
}

// Bool reads an option of shape OptionBool; absent, it is def.
func (v Values) Bool(name string, def bool) (bool, error) {
	if len(v[name]) == 0 {
		return def, nil
	}
	switch v[name][0] {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, &OptionError{Option: name, Message: "must be true or false"}
}

// Duration reads an option of shape OptionText such as 90s or 1h30m, which must be
// more than zero; absent, it is def.
func (v Values) Duration(name, def string) (time.Duration, error) {
	d, err := time.ParseDuration(v.Text(name, def))
	if err != nil || d <= 0 {
		return 0, &OptionError{Option: name, Message: "must be a time such as 90s, 10m or 1h30m"}
	}
	return d, nil
}

// List reads an option of shape OptionList; absent, it is def. The caller does
// not own the result.
func (v Values) List(name string, def ...string) []string {
	if len(v[name]) == 0 {
		return def
	}
	return v[name]
}

func (t Type) option(name string) (Option, bool) {
	i := slices.IndexFunc(t.Options, func(o Option) bool { return o.Name == name })
	if i < 0 {
		return Option{}, false
	}
	return t.Options[i], true
}

func (t Type) unknown(name string) *OptionError {
	known := t.OptionNames()
	slices.Sort(known)
	return &OptionError{Option: name, Message: fmt.Sprintf("the %s connector has no such option; it knows %s", t.Name, strings.Join(known, ", "))}
}

func (o Option) check(texts []string) *OptionError {
	wrong := func(format string, args ...any) *OptionError {
		return &OptionError{Option: o.Name, Message: fmt.Sprintf(format, args...)}
	}
	if len(texts) == 0 {
		if o.Required {
			return wrong("is required: %s", o.Doc)
		}
		return nil
	}
	if o.Type != OptionList && len(texts) > 1 {
		return wrong("takes one value, not a list of %d", len(texts))
	}
	one := Values{o.Name: texts}
	var err error
	switch o.Type {
	case OptionInt:
		_, err = one.Int(o.Name, 0)
	case OptionBool:
		_, err = one.Bool(o.Name, false)
	}
	if err != nil {
		return err.(*OptionError)
	}
	return o.checkWords(texts, wrong)
}

func (o Option) checkWords(texts []string, wrong func(string, ...any) *OptionError) *OptionError {
	for _, text := range texts {
		switch {
		case len(o.Words) > 0 && !slices.Contains(o.Words, text):
			return wrong("must be one of %s", strings.Join(o.Words, ", "))
		case o.Required && text == "":
			return wrong("must not be empty")
		}
	}
	return nil
}
